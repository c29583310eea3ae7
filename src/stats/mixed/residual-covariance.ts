import { exp, log, pow, tanh } from '../elementary/index.ts';
import type { ResidualRows, ResidualStructure } from './residual-structure.ts';

/** A function with its first two derivatives. */
export interface Curve {
  value: number;
  first: number;
  second: number;
}

/** Correlation of rows `lag` apart as a function of the correlation parameter. */
export function correlationAt(kind: ResidualStructure['correlation'], r: number, lag: number): Curve {
  if (kind === 'compound-symmetry') return { value: r, first: 1, second: 0 };
  const power = (exponent: number): number => {
    if (exponent === 0) return 1;
    return r < 0 ? (exponent % 2 === 0 ? 1 : -1) * pow(-r, exponent) : pow(r, exponent);
  };
  return { value: power(lag), first: lag * power(lag - 1), second: lag === 1 ? 0 : lag * (lag - 1) * power(lag - 2) };
}

/**
 * The residual part of V and its derivatives by the unbounded parameters: log standard deviation of each level, then (for
 * ar1, car1 and compound symmetry) a transformed correlation. Not used for unstructured residuals, which are linear.
 */
export class ResidualCovariance {
  readonly count: number;
  readonly levels: number;
  readonly correlated: boolean;

  constructor(readonly rows: ResidualRows) {
    this.levels = rows.levels.length;
    this.correlated = rows.structure.correlation !== undefined;
    this.count = this.levels + (this.correlated ? 1 : 0);
  }

  /** Starting values for a given residual standard deviation. */
  start(sd: number): Float64Array {
    return Float64Array.from({ length: this.count }, (_, k) => (k < this.levels ? log(sd) : 0.2));
  }

  standardDeviations(point: ArrayLike<number>): Float64Array {
    return Float64Array.from({ length: this.levels }, (_, level) => exp(point[level]));
  }

  /** Slope of the correlation parameter by its unbounded variable, NaN without one. */
  correlationSlope(point: ArrayLike<number>): number {
    return this.correlated ? this.base(point[this.levels]).first : NaN;
  }

  /** The correlation parameter in its own scale, NaN without one. */
  correlation(point: ArrayLike<number>): number {
    return this.correlated ? this.base(point[this.levels]).value : NaN;
  }

  /** r with its derivatives by the unbounded variable z: tanh z for ar1, else logistic over the admissible range. */
  private base(z: number): Curve {
    if (this.rows.structure.correlation === 'ar1') {
      const r = tanh(z);
      return { value: r, first: 1 - r * r, second: -2 * r * (1 - r * r) };
    }
    const low = this.rows.structure.correlation === 'car1' ? 0 : -1 / Math.max(this.rows.largest - 1, 1);
    const share = 1 / (1 + exp(-z));
    const slope = share * (1 - share);
    return { value: low + (1 - low) * share, first: (1 - low) * slope, second: (1 - low) * slope * (1 - 2 * share) };
  }

  /** Correlation of two rows of a subject that are `lag` apart, by the unbounded variable. */
  private between(base: Curve, lag: number): Curve {
    const { value, first, second } = correlationAt(this.rows.structure.correlation, base.value, lag);
    return { value, first: first * base.first, second: second * base.first * base.first + first * base.second };
  }

  /**
   * Fills the residual part of V, its derivatives by each parameter, and its second derivatives by each pair (l <= k at
   * k (k + 1) / 2 + l), for blocks of rows whose square matrices start at `at`.
   */
  fill(
    blocks: readonly { readonly rows: Int32Array; readonly at: number }[],
    point: ArrayLike<number>,
    v: Float64Array,
    first: readonly Float64Array[],
    second: readonly Float64Array[],
  ): void {
    const sd = this.standardDeviations(point);
    const base = this.correlated ? this.base(point[this.levels]) : { value: 0, first: 0, second: 0 };
    for (const { rows, at } of blocks) {
      const size = rows.length;
      for (let i = 0; i < size; i++)
        for (let j = 0; j < size; j++) this.fillEntry(rows[i], rows[j], sd, base, at + i * size + j, v, first, second);
    }
  }

  /** One entry, for two rows. */
  private fillEntry(
    a: number,
    b: number,
    sd: Float64Array,
    base: Curve,
    at: number,
    v: Float64Array,
    first: readonly Float64Array[],
    second: readonly Float64Array[],
  ): void {
    const { subject, time, level } = this.rows;
    const same = a === b;
    const c = same || subject[a] !== subject[b] ? undefined : this.between(base, Math.abs(time[a] - time[b]));
    const scale = sd[level[a]] * sd[level[b]];
    const value = scale * (same ? 1 : (c?.value ?? 0));
    v[at] = value;
    const times = (k: number): number => (level[a] === k ? 1 : 0) + (level[b] === k ? 1 : 0);
    for (let k = 0; k < this.levels; k++) {
      first[k][at] = value * times(k);
      for (let l = 0; l <= k; l++) second[(k * (k + 1)) / 2 + l][at] = value * times(k) * times(l);
    }
    if (!this.correlated) return;
    const k = this.levels;
    first[k][at] = scale * (c?.first ?? 0);
    for (let l = 0; l < k; l++) second[(k * (k + 1)) / 2 + l][at] = scale * (c?.first ?? 0) * times(l);
    second[(k * (k + 1)) / 2 + k][at] = scale * (c?.second ?? 0);
  }
}
