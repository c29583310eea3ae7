import { normal, standardNormalUpper } from './normal.ts';
import { normalInterval } from './normal-interval.ts';

const NEGLIGIBLE = 1e-17;
/** Nodes are kept for |z| <= 12; those beyond, which only very wide ranges ask for, are computed as they come. */
const REACH = 12;
/** Ranges below this take their probabilities from the density, not from differences of tails. */
const NARROW = 0.25;

/**
 * The range of k standard normals, integrated over the place z of the largest by the trapezoid rule. What depends on z alone is kept, because
 * the studentized range asks for a hundred ranges in a row. No integrand is narrower than a normal density of variance 1 / k, for which the
 * step is exact to double precision.
 */
export class NormalRange {
  private readonly groups: number;
  private readonly step: number;
  private readonly reach: number;
  private readonly densities: Float64Array;
  private readonly aboves: Float64Array;
  private readonly belows: Float64Array;

  constructor(groups: number) {
    this.groups = groups;
    this.step = Math.min(0.5, 0.7 / Math.sqrt(groups));
    this.reach = Math.ceil(REACH / this.step);
    const at = Float64Array.from({ length: 2 * this.reach + 1 }, (_, i) => (i - this.reach) * this.step);
    this.densities = at.map((z) => normal.density(z));
    this.aboves = at.map((z) => standardNormalUpper(z));
    this.belows = at.map((z) => standardNormalUpper(-z));
  }

  /** P(range <= w): all the others are within w below the largest. */
  lower(w: number): number {
    const others = this.groups - 1;
    return this.groups * this.sum(Math.min(0.5 * w, 3), (i) => this.density(i) * wholePower(this.within(i, w), others));
  }

  /** P(range > w): the others are below the largest but not all within w, without subtraction. */
  upper(w: number): number {
    return this.groups * this.sum(0.5 * w, (i) => this.density(i) * this.missing(i, w));
  }

  /** Density of the range at w: one of the others is w below the largest, the rest in between. */
  densityAt(w: number): number {
    const rest = this.groups - 2;
    const pairs = this.groups * (this.groups - 1);
    const term = (i: number): number =>
      this.density(i) * normal.density(i * this.step - w) * (rest === 0 ? 1 : wholePower(this.within(i, w), rest));
    return pairs * this.sum(0.5 * w, term);
  }

  /** Trapezoid sum from the node nearest to `from` outwards until the terms are negligible on both sides. */
  private sum(from: number, term: (i: number) => number): number {
    const start = Math.round(from / this.step);
    let sum = 0;
    for (let i = start; ; i++) {
      const value = term(i);
      sum += value;
      if (value <= NEGLIGIBLE * sum) break;
    }
    for (let i = start - 1; ; i--) {
      const value = term(i);
      sum += value;
      if (value <= NEGLIGIBLE * sum) break;
    }
    return sum * this.step;
  }

  private density(i: number): number {
    return Math.abs(i) <= this.reach ? this.densities[i + this.reach] : normal.density(i * this.step);
  }

  /** P(Z < z). */
  private below(i: number): number {
    return Math.abs(i) <= this.reach ? this.belows[i + this.reach] : standardNormalUpper(-i * this.step);
  }

  /** P(z - w < Z < z). */
  private within(i: number, w: number): number {
    const low = i * this.step - w;
    if (w < NARROW) return normalInterval(low, w);
    if (low <= 0) return this.below(i) - standardNormalUpper(-low);
    const above = Math.abs(i) <= this.reach ? this.aboves[i + this.reach] : standardNormalUpper(i * this.step);
    return standardNormalUpper(low) - above;
  }

  /** below^(k-1) - within^(k-1), as (below - within) times a sum of positive products. */
  private missing(i: number, w: number): number {
    const missed = standardNormalUpper(w - i * this.step);
    if (missed === 0) return 0;
    const below = this.below(i);
    const within = this.within(i, w);
    let sum = 1;
    let power = 1;
    for (let j = this.groups - 2; j > 0; j--) {
      power *= below;
      sum = sum * within + power;
    }
    return missed * sum;
  }
}

/** x^n for a whole n >= 1 by repeated squaring. */
function wholePower(x: number, n: number): number {
  let result = 1;
  let square = x;
  for (let rest = n; rest > 0; rest >>= 1) {
    if (rest & 1) result *= square;
    square *= square;
  }
  return result;
}
