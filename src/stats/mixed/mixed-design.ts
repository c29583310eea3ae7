import { InputError, inputError, type Problem } from '../../problems/index.ts';
import type { RandomDesign } from '../formula/index.ts';
import { qrDecomposition, qrUpper, solveUpper } from '../linear-algebra/index.ts';
import { type BlockSystem, buildBlockSystem } from './block-system.ts';
import { confoundedTerms } from './confounding.ts';
import { type FixedColumns, fixedColumns } from './fixed-columns.ts';
import type { RandomTermRows } from './random-blocks.ts';

/** A random term in the order of the covariance parameters (decreasing number of levels, then formula order). */
export interface MixedTerm {
  readonly label: string;
  readonly group: string;
  readonly levels: readonly string[];
  readonly codes: Int32Array;
  /** Names of the effects, e.g. `(Intercept)`, `Days`. */
  readonly effects: readonly string[];
  /** n x effects covariates. */
  readonly values: Float64Array;
  /**
   * effects x effects upper triangular T: the model is fitted in the covariates `values T`, orthogonal with mean square 1
   * over the rows, so that badly scaled or collinear effects do no harm. Coefficients b of `values` are T times those.
   */
  readonly transform: Float64Array;
}

/** All of a mixed model that does not depend on the response: one core serves any number of responses. */
export interface MixedCore extends FixedColumns {
  readonly terms: readonly MixedTerm[];
  readonly system: BlockSystem;
  /** Prior weights (residual variance sigma^2 / w), or undefined when all are 1. */
  readonly weights: Float64Array | undefined;
}

/**
 * Prepares a design for mixed models.
 *
 * @param x n x columns.length row-major
 * @param random at least one random term
 * @param weights positive prior weights, or undefined
 * @throws InputError when a grouping factor has a single level, a random term cannot be told apart from the residual or
 *   another term, or no residual degrees of freedom are left
 */
export function buildMixedCore(
  x: Float64Array,
  n: number,
  columns: readonly string[],
  random: readonly RandomDesign[],
  weights?: Float64Array,
): MixedCore {
  if (random.length === 0) throw noRandomTerm();
  checkTerms(random, n);
  const roots = weights?.map((weight) => Math.sqrt(weight));
  const fixed = fixedColumns(x, n, columns, roots);
  const terms = orderedTerms(random).map((term) => mixedTerm(term, n, roots));
  const rows = terms.map((term) => termRows(term, n, roots));
  const system = buildBlockSystem(fixed.basis, n, fixed.kept.length, rows);
  const confounded = confoundedTerms(system, terms);
  if (confounded !== undefined) throw confounded;
  return { ...fixed, terms, system, weights };
}

/** Terms by decreasing number of levels, ties in the order of the formula, as lme4 has them. */
export function orderedTerms(random: readonly RandomDesign[]): RandomDesign[] {
  return [...random].sort((a, b) => b.levels.length - a.levels.length);
}

function noRandomTerm(): InputError {
  return inputError({
    code: 'mixed-no-random-term',
    message: 'the formula has no random term',
    mend: 'add one such as (1 | litter), or fit a linear model',
  });
}

/** Throws InputError for a grouping factor with a single level or with one per row. */
export function checkTerms(random: readonly RandomDesign[], n: number): void {
  const problems: Problem[] = [];
  for (const { label, groupLabel, levels, effects } of random) {
    if (levels.length < 2) {
      problems.push({
        code: 'mixed-single-level',
        severity: 'error',
        message: `the grouping factor ${groupLabel} has a single level, so its variance cannot be estimated`,
        found: levels.join(', '),
        expected: 'at least two levels, better five or more',
        mend: `leave out (${label})`,
      });
    } else if (levels.length * effects.length >= n && effects.length === 1) {
      problems.push({
        code: 'mixed-level-per-row',
        severity: 'error',
        message: `the grouping factor ${groupLabel} has as many levels as there are rows: its variance is the residual variance`,
        found: `${levels.length} levels in ${n} rows`,
        mend: `leave out (${label})`,
      });
    }
  }
  if (problems.length > 0) throw new InputError(problems);
}

/** A random term with the transform that makes its covariates orthogonal over the rows. */
export function mixedTerm(term: RandomDesign, n: number, roots: Float64Array | undefined): MixedTerm {
  const width = term.effects.length;
  const weighted = weightedRows(term.matrix, n, width, roots);
  const qr = qrDecomposition(weighted, n, width, 1e-9);
  if (qr.rank < width) {
    throw inputError({
      code: 'mixed-random-effects-aliased',
      message: `the effects of the random term (${term.label}) are linear combinations of each other`,
      found: term.effects.join(', '),
      mend: 'leave one of them out',
    });
  }
  const inverse = solveUpper(qrUpper(qr), identity(width), width, width);
  return {
    label: term.label,
    group: term.groupLabel,
    levels: term.levels,
    codes: term.codes,
    effects: term.effects,
    values: term.matrix,
    transform: inverse.map((value) => value * Math.sqrt(n)),
  };
}

function identity(width: number): Float64Array {
  return Float64Array.from({ length: width * width }, (_, i) => (i % (width + 1) === 0 ? 1 : 0));
}

function weightedRows(values: Float64Array, n: number, width: number, roots: Float64Array | undefined): Float64Array {
  return roots === undefined
    ? values
    : Float64Array.from({ length: n * width }, (_, i) => values[i] * roots[Math.floor(i / width)]);
}

/** The covariates in which the term is fitted: weighted and transformed. */
export function termRows(term: MixedTerm, n: number, roots: Float64Array | undefined): RandomTermRows {
  const width = term.effects.length;
  const values = new Float64Array(n * width);
  for (let i = 0; i < n; i++) {
    const root = roots === undefined ? 1 : roots[i];
    for (let b = 0; b < width; b++) {
      let sum = 0;
      for (let a = 0; a <= b; a++) sum += term.values[i * width + a] * term.transform[a * width + b];
      values[i * width + b] = sum * root;
    }
  }
  return { width, values, codes: term.codes, levels: term.levels.length };
}
