import { pow } from '../elementary/index.ts';
import { normal, standardNormalUpper } from './normal.ts';
import { normalInterval } from './normal-interval.ts';
import { wholePower } from './whole-power.ts';

const NEGLIGIBLE = 1e-17;
/** Nodes are kept for |z| <= 12; those beyond, which only very wide ranges ask for, are computed as they come. */
const REACH = 12;
/** Ranges below this take their probabilities from the density, not from differences of tails. */
const NARROW = 0.25;

/**
 * Steps at which the sums are exact to 1e-13; the integrand of the lower tail can be as narrow as a normal density of variance 1
 * / k.
 */
const stepOfLower = (groups: number): number => Math.min(0.45, 0.7 / Math.sqrt(groups));
const stepOfUpper = (groups: number): number => Math.min(0.45, 0.65 * pow(groups, -1 / 3));

/** Where a sum over the largest of k standard normals is taken, and what depends on that place alone. */
class Nodes {
  readonly step: number;
  private readonly reach: number;
  private readonly densities: Float64Array;
  private readonly aboves: Float64Array;
  private readonly belows: Float64Array;

  constructor(step: number) {
    this.step = step;
    this.reach = Math.ceil(REACH / step);
    const at = Float64Array.from({ length: 2 * this.reach + 1 }, (_, i) => (i - this.reach) * step);
    this.densities = at.map((z) => normal.density(z));
    this.aboves = at.map((z) => standardNormalUpper(z));
    this.belows = at.map((z) => standardNormalUpper(-z));
  }

  density(i: number): number {
    return Math.abs(i) <= this.reach ? this.densities[i + this.reach] : normal.density(i * this.step);
  }

  /** P(Z < z). */
  below(i: number): number {
    return Math.abs(i) <= this.reach ? this.belows[i + this.reach] : standardNormalUpper(-i * this.step);
  }

  /** P(Z > z). */
  above(i: number): number {
    return Math.abs(i) <= this.reach ? this.aboves[i + this.reach] : standardNormalUpper(i * this.step);
  }

  /** Sum of density * term from the node nearest to `from` outwards until the terms are negligible on both sides. */
  sum(from: number, term: (i: number) => number): number {
    const start = Math.round(from / this.step);
    let sum = 0;
    for (const direction of [1, -1]) {
      for (let i = direction === 1 ? start : start - 1; ; i += direction) {
        const value = this.density(i) * term(i);
        sum += value;
        if (!(value > NEGLIGIBLE * sum)) break;
      }
    }
    return sum * this.step;
  }
}

/**
 * The range of k standard normals, integrated over the place z of the largest by the trapezoid rule. The nodes are kept from call
 * to call, because the studentized range asks for many ranges in a row.
 */
export class NormalRange {
  private readonly groups: number;
  private lowerNodes: Nodes | undefined;
  private upperNodes: Nodes | undefined;

  constructor(groups: number) {
    this.groups = groups;
  }

  /** P(range <= w): all the others are within w below the largest. */
  lower(w: number): number {
    this.lowerNodes ??= new Nodes(stepOfLower(this.groups));
    const nodes = this.lowerNodes;
    const others = this.groups - 1;
    return this.groups * nodes.sum(Math.min(0.5 * w, 3), (i) => wholePower(within(nodes, i, w), others));
  }

  /** P(range > w): the others are below the largest but not all within w, without subtraction. */
  upper(w: number): number {
    this.upperNodes ??= new Nodes(stepOfUpper(this.groups));
    const nodes = this.upperNodes;
    return this.groups * nodes.sum(0.5 * w, (i) => missing(nodes, i, w, this.groups - 1));
  }

  /** Density of the range at w: one of the others is w below the largest, the rest in between. */
  density(w: number): number {
    this.lowerNodes ??= new Nodes(stepOfLower(this.groups));
    const nodes = this.lowerNodes;
    const rest = this.groups - 2;
    const term = (i: number): number => normal.density(i * nodes.step - w) * wholePower(within(nodes, i, w), rest);
    return this.groups * (this.groups - 1) * nodes.sum(0.5 * w, term);
  }
}

/** P(z - w < Z < z). */
function within(nodes: Nodes, i: number, w: number): number {
  const low = i * nodes.step - w;
  if (w < NARROW) return normalInterval(low, w);
  return low <= 0 ? nodes.below(i) - standardNormalUpper(-low) : standardNormalUpper(low) - nodes.above(i);
}

/** below^n - within^n, as the probability of z - w or less times a sum of positive products. */
function missing(nodes: Nodes, i: number, w: number, n: number): number {
  const low = i * nodes.step - w;
  const tail = standardNormalUpper(Math.abs(low));
  const missed = low <= 0 ? tail : 1 - tail;
  if (missed === 0) return 0;
  const below = nodes.below(i);
  const inside = w < NARROW ? normalInterval(low, w) : low <= 0 ? below - missed : tail - nodes.above(i);
  let sum = 1;
  let power = 1;
  for (let j = n - 1; j > 0; j--) {
    power *= below;
    sum = sum * inside + power;
  }
  return missed * sum;
}
