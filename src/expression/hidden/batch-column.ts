import { inputError, suggestName } from '../../problems/index.ts';
import { qrDecomposition } from '../../stats/index.ts';
import { findColumn, type Table } from '../../table/index.ts';
import type { ModelDesign } from '../design/model-design.ts';
import type { CountMatrix } from '../input/count-matrix.ts';
import { adjustCounts } from './adjust-counts.ts';
import { joinColumns } from './residual-space.ts';

/** Levels of a column of the sample sheet, and the level of each sample. */
export interface BatchColumn {
  levels: string[];
  codes: Int32Array;
}

/**
 * The batches that a column of the sample sheet names.
 *
 * @param rows sheet rows of the samples
 * @throws InputError when there is no such column, a sample has no value, or all samples have the same
 */
export function batchColumn(sheet: Table, rows: readonly number[], name: string): BatchColumn {
  const column = findColumn(sheet, name);
  const place = { file: sheet.file, line: 1 } as const;
  if (column === undefined)
    throw inputError({
      ...place,
      code: 'samples-unknown-column',
      message: `there is no column "${name}" for the batches`,
      mend: suggestName(
        name,
        sheet.columns.map((one) => one.name),
      ),
    });
  const missing = rows.find((row) => column.cells[row] === null);
  if (missing !== undefined)
    throw inputError({
      file: sheet.file,
      line: sheet.lines[missing],
      code: 'batch-missing',
      message: `this sample has no value in the batch column "${name}"`,
      mend: 'fill it in, or leave the sample out with --where',
    });
  const cells = rows.map((row) => column.cells[row] ?? '');
  const levels = [...new Set(cells)].sort();
  if (levels.length > 1) return { levels, codes: Int32Array.from(cells, (cell) => levels.indexOf(cell)) };
  throw inputError({
    ...place,
    code: 'batch-single',
    message: `all samples have the same value in the batch column "${name}"`,
    found: levels.join(''),
    mend: 'leave the adjustment out',
  });
}

/**
 * Counts without the effects of batches, everything in the design being kept.
 *
 * @throws InputError when a batch has a single sample, or design and batches cannot be told apart
 */
export function countsWithoutBatch(matrix: CountMatrix, { design }: ModelDesign, batch: BatchColumn, name: string): CountMatrix {
  const samples = matrix.samples.length;
  const lonely = batch.levels.filter((_, b) => batch.codes.filter((code) => code === b).length < 2);
  if (lonely.length > 0)
    throw inputError({
      code: 'batch-of-one',
      message: 'ComBat-seq estimates a dispersion in each batch, which needs two samples or more',
      found: `one sample in ${lonely.join(', ')}`,
      mend: 'leave the sample out, or join batches',
    });
  const kept = independentColumns(joinColumns(samples, new Float64Array(samples).fill(1), design.matrix), samples);
  const counts = adjustCounts({ counts: matrix.counts, samples, batches: batch.codes, kept });
  if (counts !== undefined) return { ...matrix, counts };
  throw inputError({
    code: 'batch-confounded',
    message: `the batches of "${name}" cannot be told apart from the design ${design.formula.text}`,
    mend: `leave ${name} and whatever goes with it out of the design; where treatment and batch are the same samples, nothing can separate them`,
  });
}

/** The columns that are no combination of those before them. */
function independentColumns(matrix: Float64Array, samples: number): Float64Array {
  const p = matrix.length / samples;
  const qr = qrDecomposition(matrix, samples, p);
  const kept = new Set(qr.pivot.subarray(0, qr.rank));
  return matrix.filter((_, i) => kept.has(i % p));
}
