import { expect } from 'vitest';
import { plainContext } from '../../../src/context/index.ts';
import { type DeseqRequest, type DeseqResult, deseqExpression, readCounts } from '../../../src/expression/index.ts';
import { InputError, type Problem } from '../../../src/problems/index.ts';
import { readDelimited } from '../../../src/table/index.ts';
import { fixtureRows, fixtureText } from '../fixtures.ts';

export const bytes = (text: string) => new TextEncoder().encode(text);
export const sheetOf = (groups: string) => `sample\tgroup\n${[...groups].map((group, j) => `s${j + 1}\t${group}`).join('\n')}\n`;

/** A sheet of six samples from a header and their rows. */
export const six = (header: string, rows: string[]) => `${header}\n${rows.map((row, j) => `s${j + 1}\t${row}`).join('\n')}\n`;

export function request(counts: string, sheet: string, more: Partial<DeseqRequest> = {}): DeseqRequest {
  return {
    counts: readCounts(bytes(counts), 'counts.tsv'),
    samples: readDelimited(bytes(sheet), 'samples.tsv'),
    ...{ where: [], minTotal: 0, references: new Map(), design: '~ group', factors: [] },
    test: { factor: 'group', treated: 'b', control: 'a' },
    ...{
      reduced: null,
      trend: 'parametric',
      sizeFactors: 'ratio',
      alpha: 0.1,
      replaceOutliers: true,
      independentFiltering: true,
    },
    ...more,
  };
}

export const run = async (...input: Parameters<typeof request>) => deseqExpression(request(...input), plainContext());

export async function problem(...input: Parameters<typeof request>): Promise<Problem> {
  try {
    await run(...input);
  } catch (error) {
    if (error instanceof InputError) return error.problems[0];
    throw error;
  }
  throw new Error('expected an InputError');
}

/** A deterministic table with some spread; `change` alters single counts. */
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

/** Poisson counts of a small generator of its own. */
export function poissonTable(samples: number, genes: number): string {
  let state = 1;
  const uniform = () => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return state / 2147483648;
  };
  const draw = (mean: number) => {
    let [count, product] = [-1, 1];
    for (const limit = Math.exp(-mean); product > limit; count++) product *= uniform();
    return count;
  };
  return table(samples, genes, (g) => draw(20 + (g % 60)));
}

const cached = new Map<string, Promise<DeseqResult>>();
export const edge = (size: '3v3' | '8v8') => {
  const n = Number(size[0]);
  const known = cached.get(size) ?? run(fixtureText(`edge-${size}.counts.tsv`), sheetOf('a'.repeat(n) + 'b'.repeat(n)));
  cached.set(size, known);
  return known;
};

/** What became of a gene of the awkward tables, with the reference's numbers beside it. */
export async function gene(size: '3v3' | '8v8', name: string) {
  const { matrix, fit, table: result } = await edge(size);
  const g = matrix.genes.indexOf(name);
  const row = fixtureRows(`edge-${size}.expected.tsv`)[g];
  const close = (column: string, value: number) => {
    const cell = row.get(column) ?? '';
    if (cell === 'NA') expect(value, column).toBeNaN();
    else expect(Math.abs(value - Number(cell)), column).toBeLessThanOrEqual(1e-4 * Math.abs(Number(cell)) + 1e-300);
  };
  close('baseMean', fit.baseMean[g]);
  close('log2FoldChange', result.log2FoldChange[g]);
  close('pvalue', result.pvalue[g]);
  close('padj', result.padj[g]);
  return { g, fit, result, reason: result.missing[g], replaced: fit.replaced[g] === 1 };
}

/** What is expected of one row of edge-cases.md. */
export type Check = () => Promise<void> | void;

export const readingProblem = (text: string) => {
  try {
    readCounts(bytes(text), 'counts.tsv');
  } catch (error) {
    if (error instanceof InputError) return error.problems[0];
    throw error;
  }
  throw new Error('expected an InputError');
};
export const one = (cell: string) => readingProblem(`gene\ts1\ts2\nXist\t${cell}\t2\n`);
