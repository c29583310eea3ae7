import { adjustPvalues, fisherF, qrDecomposition, qrOrthonormal } from '../../stats/index.ts';
import { DEPTH, isHousing, isTechnical, modelColumns, TOP_SHARE } from './covariates.ts';
import { type Association, type Covariate, notAssessed, type QualityFinding } from './quality-result.ts';
import { listText, percentText } from './words.ts';

const LEAST_VARIANCE = 0.05;
const MOST_COMPONENTS = 6;
const LEAST_DF = 3;
const P_LIMIT = 0.001;
const SHARE_LIMIT = 0.25;

/** What {@link associations} compares: principal components, covariates, and the design whose share is taken first. */
export interface AssociationInput {
  scores: Float64Array;
  components: number;
  /** Fraction of variance per component. */
  variance: Float64Array;
  covariates: readonly Covariate[];
  /** samples x columns, row-major. */
  design: Float64Array;
}

/**
 * Every leading principal component (at least 5 % of the variance, at most 6) against every covariate: the share it explains by itself,
 * and an F test of what it explains beyond the design, Holm over all tests. Samples without a value are left out of that test.
 */
export function associations({ scores, components, variance, covariates, design }: AssociationInput): Association[] {
  const leading = Array.from({ length: Math.min(components, MOST_COMPONENTS) }, (_, k) => k).filter(
    (k) => variance[k] >= LEAST_VARIANCE,
  );
  const rows = covariates.flatMap((covariate) =>
    leading.map((component) => associationOf(covariate, component, scores, components, design)),
  );
  const adjusted = adjustPvalues(
    rows.map((row) => row.p),
    'holm',
  );
  return rows.map((row, i) => ({ ...row, padj: adjusted[i] }));
}

function associationOf(
  covariate: Covariate,
  component: number,
  scores: Float64Array,
  components: number,
  design: Float64Array,
): Association {
  const samples = covariate.values.length;
  const kept = Array.from({ length: samples }, (_, j) => j).filter((j) => !Number.isNaN(covariate.values[j]));
  const y = Float64Array.from(kept, (j) => scores[j * components + component]);
  const width = design.length / samples;
  const base = take(design, width, kept);
  const own = modelColumns(covariate);
  const extra = take(own.columns, own.width, kept);
  const ones = new Float64Array(kept.length).fill(1);
  const total = restOf(ones, 1, y);
  const alone = restOf(beside(ones, 1, extra, own.width, kept.length), 1 + own.width, y);
  const without = restOf(base, width, y);
  const withIt = restOf(beside(base, width, extra, own.width, kept.length), width + own.width, y);
  const df1 = withIt.rank - without.rank;
  const df2 = kept.length - withIt.rank;
  const testable = df1 > 0 && df2 >= LEAST_DF && withIt.sum > 0;
  const f = testable ? Math.max(0, without.sum - withIt.sum) / df1 / (withIt.sum / df2) : NaN;
  return {
    covariate: covariate.name,
    component,
    r2: 1 - alone.sum / total.sum,
    extra: df1 > 0 ? Math.max(0, without.sum - withIt.sum) / total.sum : NaN,
    f,
    df1,
    df2,
    p: testable ? fisherF.upper(f, df1, df2) : NaN,
    padj: NaN,
  };
}

function take(matrix: Float64Array, width: number, rows: readonly number[]): Float64Array {
  return Float64Array.from(
    { length: rows.length * width },
    (_, at) => matrix[rows[Math.floor(at / width)] * width + (at % width)],
  );
}

function beside(a: Float64Array, p: number, b: Float64Array, q: number, n: number): Float64Array {
  const out = new Float64Array(n * (p + q));
  for (let j = 0; j < n; j++) {
    for (let k = 0; k < p; k++) out[j * (p + q) + k] = a[j * p + k];
    for (let k = 0; k < q; k++) out[j * (p + q) + p + k] = b[j * q + k];
  }
  return out;
}

/** Residual sum of squares of y on a matrix, and the matrix's rank. */
function restOf(matrix: Float64Array, width: number, y: Float64Array): { sum: number; rank: number } {
  const qr = qrDecomposition(matrix, y.length, width);
  const basis = qrOrthonormal(qr);
  const rest = y.slice();
  for (let k = 0; k < qr.rank; k++) {
    let share = 0;
    for (let j = 0; j < y.length; j++) share += basis[j * qr.rank + k] * rest[j];
    for (let j = 0; j < y.length; j++) rest[j] -= share * basis[j * qr.rank + k];
  }
  return { sum: rest.reduce((sum, value) => sum + value * value, 0), rank: qr.rank };
}

/** Covariates outside the design that go along with leading components. */
export function associationFindings(rows: readonly Association[], covariates: readonly Covariate[]): QualityFinding[] {
  const rule = `a covariate explains at least ${percentText(SHARE_LIMIT)} of a leading principal component beyond the design, with p < ${P_LIMIT} by Holm over all ${rows.length} tests`;
  const base = { check: 'batch', rule } as const;
  if (covariates.length === 0 || rows.every((row) => Number.isNaN(row.p))) {
    const message =
      'No covariate could be compared with the principal components: the sheets name none besides the design, or there are too few samples.';
    return [notAssessed(base, message, 'record extraction batch, lane, cage and the like in the sample sheet')];
  }
  const found = covariates.flatMap(({ name }): QualityFinding[] => {
    const hits = rows.filter((row) => row.covariate === name && row.padj < P_LIMIT && row.extra >= SHARE_LIMIT);
    if (hits.length === 0) return [];
    const most = hits.reduce((a, b) => (b.extra > a.extra ? b : a));
    const others = hits.length > 1 ? ` and ${hits.length - 1} more` : '';
    const message = `${capital(name)} goes along with PC${most.component + 1}${others}: it explains ${percentText(most.extra)} of it beyond the design (F(${most.df1}, ${most.df2}) = ${Number(most.f.toPrecision(3))}, adjusted p ${most.padj < 1e-4 ? '< 0.0001' : `= ${Number(most.padj.toPrecision(2))}`}).`;
    const level = isHousing(name) || name === TOP_SHARE ? 'note' : 'warning';
    return [{ ...base, level, subject: name, message, value: most.extra, mend: mendOf(name) }];
  });
  if (found.length > 0) return found;
  const best = rows.filter((row) => !Number.isNaN(row.padj)).reduce((a, b) => (b.p < a.p ? b : a));
  const compared = listText([...new Set(rows.map((row) => row.covariate))]);
  const message = `No principal component goes along with a covariate beyond the design; compared: ${compared}. The nearest: ${best.covariate} with PC${best.component + 1}, ${percentText(best.extra)}.`;
  return [{ ...base, level: 'pass', subject: '', message, value: best.extra, mend: '' }];
}

function capital(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

function mendOf(name: string): string {
  if (name === DEPTH) return 'samples of unequal depth differ in their rare genes; trust changes of genes with few counts less';
  if (name === TOP_SHARE) return 'libraries differ in complexity; look at RNA integrity, and consider surrogate variables';
  if (isHousing(name))
    return `animals of one ${/litter/i.test(name) ? 'litter' : 'cage'} are alike; take it as a block (limma-voom with duplicate correlation) or into the design`;
  return isTechnical(name)
    ? `add ${name} to the design (expression.design) and compare the results`
    : `consider adding ${name} to the design if it was not caused by the treatment`;
}
