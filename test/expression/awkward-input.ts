import { plainContext } from '../../src/context/index.ts';
import { type DeseqRequest, deseqExpression, readCounts } from '../../src/expression/index.ts';
import type { Problem } from '../../src/problems/index.ts';
import { readDelimited } from '../../src/table/index.ts';
import { STANDARD_DESEQ } from '../support/deseq-request.ts';
import { problemsOf } from '../support/problems.ts';

export const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** A sample sheet of samples s1, s2, ... with a row of cells each. */
export const sheetWith = (header: string, rows: readonly string[]): string =>
  `${header}\n${rows.map((row, j) => `s${j + 1}\t${row}`).join('\n')}\n`;

/** A sample sheet with one letter of group per sample. */
export const sheetOf = (groups: string): string => sheetWith('sample\tgroup', [...groups]);

/** Runs DESeq2's analysis of counts and a sample sheet given as text, with its standard options but those named. */
export function run(counts: Uint8Array | string, sheet: string, more: Partial<DeseqRequest> = {}) {
  const request = {
    counts: readCounts(typeof counts === 'string' ? bytes(counts) : counts, 'counts.tsv'),
    samples: readDelimited(bytes(sheet), 'samples.tsv'),
    ...STANDARD_DESEQ,
    ...more,
  };
  return deseqExpression(request, plainContext());
}

/** The problems for which such a run is refused. */
export const refusals = (...input: Parameters<typeof run>): Promise<readonly Problem[]> => problemsOf(() => run(...input));

/** The first of them. */
export const refusal = async (...input: Parameters<typeof run>): Promise<Problem> => (await refusals(...input))[0];

/** A deterministic table of counts with some spread; `change` alters single counts. */
export function table(
  samples: number,
  genes = 120,
  change: (g: number, j: number, value: number) => number = (_g, _j, v) => v,
): string {
  const names = Array.from({ length: samples }, (_, j) => `s${j + 1}`);
  const rows = Array.from({ length: genes }, (_, g) => [
    `g${g + 1}`,
    ...names.map((_, j) =>
      change(g, j, Math.round((5 + ((g * 37) % 400)) * (1 + 0.5 * Math.sin(g * 12.9898 + j * 78.233 + g * j)))),
    ),
  ]);
  return `${[['gene', ...names], ...rows].map((row) => row.join('\t')).join('\n')}\n`;
}
