import { InputError, type Problem } from '../../src/problems/index.ts';
import { loadStudy, memorySource, type Study } from '../../src/study/index.ts';

export const ANIMALS = `animal,arm,sex,litter,born
A1,vehicle,F,L1,2025-01-06
A2,drug,M,L1,2025-01-06
A3,vehicle,M,L2,2025-01-07
A4,drug,F,L2,2025-01-07
`;
export const MINIMAL = 'limbic: 1\n';

export function load(yaml: string, files: Record<string, string> = {}): Promise<Study> {
  const all = { 'study.yaml': yaml, 'animals.csv': ANIMALS, ...files };
  const bytes = new Map(Object.entries(all).map(([path, text]) => [path, new TextEncoder().encode(text)]));
  return loadStudy(memorySource('my-study', bytes));
}

export async function problemsOf(work: Promise<unknown>): Promise<readonly Problem[]> {
  try {
    await work;
  } catch (error) {
    if (error instanceof InputError) return error.problems;
    throw error;
  }
  return [];
}
