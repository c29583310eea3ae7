import type { Problem } from '../../../src/problems/index.ts';
import { checkRigor, loadStudy } from '../../../src/study/index.ts';
import { textSource } from '../../support/small-study.ts';

/** Texts by their paths in the study folder. */
export type Files = Record<string, string>;

/** What the check of a study with these files finds. */
export async function check(files: Files): Promise<Problem[]> {
  const source = textSource(Object.entries(files));
  return checkRigor(await loadStudy(source), source);
}

/** Severity and code of the problems of some severities. */
export const codes = (problems: readonly Problem[], ...severities: string[]) =>
  problems.filter((one) => severities.includes(one.severity)).map((one) => `${one.severity}:${one.code}`);

/** Animals of 12 litters x 4, two per arm and litter unless `arm` says otherwise. */
export function animals(
  arm: (litter: number, pup: number) => string,
  more: (litter: number, pup: number) => string = () => '',
  header = '',
): string {
  let text = `animal,arm,sex,litter,cage,born${header}\n`;
  for (let litter = 0; litter < 12; litter++)
    for (let pup = 0; pup < 4; pup++)
      text += `M${litter * 4 + pup},${arm(litter, pup)},${pup < 2 ? 'F' : 'M'},L${litter},C${litter * 2 + (pup >> 1)},2025-01-06${more(litter, pup)}\n`;
  return text;
}

/** Littermates split over the arms. */
export const split = (_: number, pup: number) => (pup % 2 ? 'drug' : 'vehicle');

/** The least that study.yaml can hold. */
export const YAML = 'limbic: 1\n';
