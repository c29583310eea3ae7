import type { Design } from '../formula/index.ts';
import { assembleSystem } from './block-system.ts';
import { type FixedColumns, fixedColumns } from './fixed-columns.ts';
import { checkTerms, type MixedCore, type MixedTerm, mixedTerm, orderedTerms, termRows } from './mixed-design.ts';
import { blockDerivatives, independentRows, plainBlocks, type RandomTermRows } from './random-blocks.ts';
import { ResidualCovariance } from './residual-covariance.ts';
import type { ResidualRows } from './residual-structure.ts';

/** A model with random effects (possibly none) and structured residuals, ready for any response. */
export interface StructuredCore extends MixedCore {
  readonly residualRows: ResidualRows;
  /** Widths of the linear covariance matrices: those of the random terms, then the unstructured residual's. */
  readonly widths: readonly number[];
  /** Undefined for unstructured residuals, which are one more linear covariance matrix. */
  readonly residual: ResidualCovariance | undefined;
}

/** Prepares a design with structured residuals; blocks stay in the coordinates of their rows, V has no part g0 I. */
export function buildStructuredCore(design: Design, residualRows: ResidualRows): StructuredCore {
  const { rows: n, columns, matrix, random } = design;
  checkTerms(random, n);
  const fixed: FixedColumns = fixedColumns(matrix, n, columns);
  const terms: MixedTerm[] = orderedTerms(random).map((term) => mixedTerm(term, n, undefined));
  const linear = terms.map((term) => termRows(term, n, undefined));
  const unstructured = residualRows.structure.correlation === 'unstructured';
  if (unstructured) linear.push(timeIndicators(residualRows, n));
  const widths = linear.map((term) => term.width);
  const residual = unstructured ? undefined : new ResidualCovariance(residualRows);
  const groupings = [...linear, { codes: residualRows.subject, levels: residualRows.subjects }];
  const blocks = plainBlocks(independentRows(n, groupings), linear);
  const system = assembleSystem(
    fixed.basis,
    n,
    fixed.kept.length,
    blocks,
    (block) => [...blockDerivatives(block, widths), ...residualSignature(residual, block.rows)],
    false,
  );
  return { ...fixed, terms, system, weights: undefined, residualRows, widths, residual };
}

function timeIndicators({ subject, subjects, time, times }: ResidualRows, n: number): RandomTermRows {
  const width = times.length;
  const values = new Float64Array(n * width);
  for (let i = 0; i < n; i++) values[i * width + time[i]] = 1;
  return { width, values, codes: subject, levels: subjects };
}

/** Derivatives of a block's residual covariance at a generic point: equal only for blocks of the same structure. */
function residualSignature(residual: ResidualCovariance | undefined, rows: Int32Array): Float64Array[] {
  if (residual === undefined) return [];
  const size = rows.length;
  const matrices = (count: number): Float64Array[] => Array.from({ length: count }, () => new Float64Array(size * size));
  const first = matrices(residual.count);
  const second = matrices((residual.count * (residual.count + 1)) / 2);
  const point = residual.start(1).map((value, k) => value + 0.01 * k);
  residual.fill([{ rows, at: 0 }], point, new Float64Array(size * size), first, second);
  return first;
}
