import { expect } from 'vitest';
import { type DeseqResult, readCounts } from '../../../src/expression/index.ts';
import type { Problem } from '../../../src/problems/index.ts';
import { problemsAtOnce } from '../../support/problems.ts';
import { bytes, run, sheetOf, table } from '../awkward-input.ts';
import { fixtureRows, fixtureText } from '../fixtures.ts';

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
const edge = (size: '3v3' | '8v8') => {
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

/** The first problem for which a table of counts is refused. */
export const readingProblem = (text: string): Problem => problemsAtOnce(() => readCounts(bytes(text), 'counts.tsv'))[0];

/** The same of a table of which one cell is given. */
export const one = (cell: string) => readingProblem(`gene\ts1\ts2\nXist\t${cell}\t2\n`);
