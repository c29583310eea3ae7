import { inputError } from '../../problems/index.ts';
import { buildDesign, type ContrastName, type Design } from '../formula/index.ts';
import { emptyCells } from '../linear/index.ts';
import { qrDecomposition, qrSolve, qrUpper, solveUpper } from '../linear-algebra/index.ts';

/** Sequential (I), hierarchical (II) or marginal (III) hypotheses. */
export type AnovaType = 'I' | 'II' | 'III';

/** The hypothesis that a term has no effect: `matrix` is rows x columns of the design. */
export interface TermHypothesis {
  readonly term: string;
  readonly rows: number;
  readonly matrix: Float64Array;
}

/**
 * Hypothesis matrices for each term of a design, in the coding it was built with, as lmerTest defines them. A term that follows wholly
 * from others has none.
 *
 * @throws InputError for type III when a cell is empty or a column follows from others, so that marginal hypotheses do not exist
 */
export function termHypotheses(design: Design, type: AnovaType): TermHypothesis[] {
  if (type === 'III') return marginalHypotheses(design);
  return (type === 'I' ? sequentialHypotheses(design) : hierarchicalHypotheses(design)).filter(({ rows }) => rows > 0);
}

function sequentialHypotheses(design: Design): TermHypothesis[] {
  const all = Array.from({ length: design.columns.length }, (_, j) => j);
  return design.terms.map((_, t) => sequentialHypothesis(design, t, all));
}

/** Each term after all others that do not contain it. */
function hierarchicalHypotheses(design: Design): TermHypothesis[] {
  const all = Array.from({ length: design.columns.length }, (_, j) => j);
  return design.terms.map((_, t) => {
    const own = all.filter((j) => design.assign[j] === t + 1);
    const containing = all.filter((j) => design.assign[j] > 0 && contains(design, design.assign[j] - 1, t));
    const others = all.filter((j) => !own.includes(j) && !containing.includes(j));
    if (containing.length === 0) return ownHypothesis(design, t, others, own);
    return sequentialHypothesis(design, t, [...others, ...own, ...containing]);
  });
}

/** The columns of a term themselves; those that depend on others (empty cells) enter through the columns that they depend on. */
function ownHypothesis(design: Design, t: number, others: readonly number[], own: readonly number[]): TermHypothesis {
  const p = design.columns.length;
  const { rank, pivot, packed, upper, order } = orderedQr(design, [...others, ...own]);
  const kept = Array.from(pivot.subarray(0, rank), (at, i) => ({ column: order[at], i })).filter((one) =>
    own.includes(one.column),
  );
  const matrix = new Float64Array(kept.length * p);
  kept.forEach(({ column }, r) => {
    matrix[r * p + column] = 1;
  });
  for (let j = rank; j < p; j++) {
    const effects = Float64Array.from({ length: rank }, (_, i) => packed[j * design.rows + i]);
    const combination = solveUpper(upper, effects, rank);
    kept.forEach(({ i }, r) => {
      matrix[r * p + order[pivot[j]]] = combination[i];
    });
  }
  return { term: design.terms[t].label, rows: kept.length, matrix };
}

/** Whether term `outer` contains term `inner`: all its variables, the same covariates, and further factors. */
function contains(design: Design, outer: number, inner: number): boolean {
  const a = design.terms[inner].variables;
  const b = design.terms[outer].variables;
  const numeric = (names: readonly string[]) =>
    names.filter((name) => design.variables.find((variable) => variable.label === name)?.kind === 'numeric').sort();
  return b.length > a.length && a.every((name) => b.includes(name)) && numeric(a).join('\n') === numeric(b).join('\n');
}

/** X = Q R with the columns in the given order. */
function orderedQr({ rows: n, columns, matrix }: Design, order: readonly number[]) {
  const p = columns.length;
  const ordered = new Float64Array(n * p);
  for (let i = 0; i < n; i++) for (let j = 0; j < p; j++) ordered[i * p + j] = matrix[i * p + order[j]];
  const qr = qrDecomposition(ordered, n, p);
  return { ...qr, upper: qrUpper(qr), order };
}

/** Rows of the upper triangle of X = Q R that belong to a term, for the columns in the given order. */
function sequentialHypothesis(design: Design, t: number, order: readonly number[]): TermHypothesis {
  const { rows: n, columns, assign } = design;
  const p = columns.length;
  const { rank, pivot, packed, upper } = orderedQr(design, order);
  const own: number[] = [];
  for (let i = 0; i < rank; i++) if (assign[order[pivot[i]]] === t + 1) own.push(i);
  const out = new Float64Array(own.length * p);
  own.forEach((row, r) => {
    for (let j = 0; j < p; j++) {
      const value = j < rank ? upper[row * rank + j] : packed[j * n + row];
      if (row <= j) out[r * p + order[pivot[j]]] = value / upper[row * rank + row];
    }
  });
  return { term: design.terms[t].label, rows: own.length, matrix: out };
}

/**
 * Type III: in the coding with treatment contrasts for the factors of a term and sum-to-zero contrasts for all others, the
 * term's coefficients are its contrasts averaged over the other factors; with X_t the model matrix in that coding they are
 * rows of X_t^+ X. (Any basis of these rows gives the same F; Satterthwaite's df depend on it a little.)
 */
function marginalHypotheses(design: Design): TermHypothesis[] {
  const { rows: n, columns, matrix } = design;
  const p = columns.length;
  return design.terms.map(({ label, variables }, t) => {
    const coding = new Map(
      design.variables.map((one): [string, ContrastName] => [one.label, variables.includes(one.label) ? 'treatment' : 'sum']),
    );
    const recoded = buildDesign(design.formula, design.data, { contrasts: coding });
    const qr = qrDecomposition(recoded.matrix, n, recoded.columns.length);
    if (qr.rank < recoded.columns.length) throw rankDeficient(design, recoded.columns.length, qr.rank);
    const { start, width } = recoded.terms[t];
    const out = new Float64Array(width * p);
    for (let j = 0; j < p; j++) {
      const column = Float64Array.from({ length: n }, (_, i) => matrix[i * p + j]);
      const solution = qrSolve(qr, column);
      for (let r = 0; r < width; r++) out[r * p + j] = solution[start + r];
    }
    return { term: label, rows: width, matrix: out };
  });
}

function rankDeficient(design: Design, effects: number, rank: number): Error {
  const empty = emptyCells(design);
  return inputError({
    code: empty.length > 0 ? 'empty-cells' : 'coefficients-aliased',
    message:
      empty.length > 0
        ? 'type III tests need a row in every combination of the factors'
        : 'type III tests need every coefficient, and some follow from others',
    found:
      empty.length > 0
        ? `no row in ${empty.slice(0, 6).join('; ')}${empty.length > 6 ? '; ...' : ''}`
        : `${effects} effects, of which ${rank} can be estimated`,
    mend: 'use type II, or leave out the term that cannot be estimated',
  });
}
