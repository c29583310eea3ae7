import { loadStudy, memorySource, type Study } from '../../src/study/index.ts';

/** An animal sheet of two litters with an animal of each arm. */
export const ANIMALS = `animal,arm,sex,litter,born
A1,vehicle,F,L1,2025-01-06
A2,drug,M,L1,2025-01-06
A3,vehicle,M,L2,2025-01-07
A4,drug,F,L2,2025-01-07
`;

/** The least that study.yaml can hold. */
export const MINIMAL = 'limbic: 1\n';

/** Loads a study from the text of its study.yaml and of other files. */
export function load(yaml: string, files: Record<string, string> = {}): Promise<Study> {
  const all = { 'study.yaml': yaml, 'animals.csv': ANIMALS, ...files };
  const bytes = new Map(Object.entries(all).map(([path, text]) => [path, new TextEncoder().encode(text)]));
  return loadStudy(memorySource('my-study', bytes));
}
