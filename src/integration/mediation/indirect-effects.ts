import { adjustPvalues, dot, normal, studentT } from '../../stats/index.ts';
import { groupDesign, withinGroups } from '../group-design.ts';
import { residualSquare, withinSlope } from '../within-slope.ts';
import { compositeNullFdr } from './composite-null.ts';

/** An exposure, an outcome and candidate mediators of the same animals; nothing missing. */
export interface MediationData {
  /** Candidate mediators (genes, families), mediators x animals. */
  values: Float64Array;
  /** Exposure per animal: 0 and 1, or the dose. */
  exposure: Float64Array;
  outcome: Float64Array;
  /** Labels held constant (sex, batch, litter); each one label per animal. */
  others: readonly (readonly string[])[];
}

/** Paths exposure -> mediator (a) and mediator -> outcome at equal exposure (b), one entry per mediator; NaN where it, or the outcome, does not vary. */
export interface IndirectEffects {
  a: Float64Array;
  aStandardError: Float64Array;
  aPvalue: Float64Array;
  b: Float64Array;
  bStandardError: Float64Array;
  bPvalue: Float64Array;
  /** Effect of the exposure on the outcome at an equal value of the mediator (c'). */
  direct: Float64Array;
  /** Effect of the exposure on the outcome (c): the same for every mediator. */
  total: number;
  totalStandardError: number;
  /** a * b. */
  indirect: Float64Array;
  sobelStandardError: Float64Array;
  sobelPvalue: Float64Array;
  /** Standard error with Aroian's additional term. */
  aroianStandardError: Float64Array;
  /** Joint significance: the larger of the two path p-values. */
  jointPvalue: Float64Array;
  /** Benjamini-Hochberg over the joint p-values: safe, and blunt, since most mediators have neither path. */
  jointPadj: Float64Array;
  /** False discovery rate that allows for that (see {@link compositeNullFdr}). */
  compositeFdr: Float64Array;
  /** Share of the total effect that goes with the mediator; unstable when the total effect is small. */
  proportionMediated: Float64Array;
  /** Correlation of mediator and outcome at equal exposure: also the hidden correlation of errors that would explain the path away. */
  partialCorrelation: Float64Array;
  /** Degrees of freedom of path a; path b has one less. */
  df: number;
}

/**
 * Single-mediator analysis of every candidate: mediator ~ exposure, outcome ~ exposure + mediator, with the same labels held constant in
 * both. The exposure was given by the experimenter, so path a is causal; path b is a correlation among like-treated animals, and an
 * indirect effect is therefore *compatible with* mediation, never proof of it.
 *
 * Sources: Baron & Kenny (1986); Sobel (1982); MacKinnon et al. (2002), Psychol Methods 7:83, for joint significance.
 */
export function indirectEffects(data: MediationData): IndirectEffects {
  const n = data.outcome.length;
  const count = data.values.length / n;
  const design = groupDesign(data.others.length === 0 ? [Array.from(data.outcome, () => '')] : data.others);
  const outcomeVaries = !Number.isNaN(residualSquare(withinGroups(design, data.outcome), data.outcome));
  const { slope, standardError: totalStandardError, df, residual: left } = withinSlope(design, data.exposure, data.outcome);
  const total = outcomeVaries ? slope : NaN;
  const column = (): Float64Array => new Float64Array(count).fill(NaN);
  const effects = { a: column(), aStandardError: column(), b: column(), bStandardError: column(), partialCorrelation: column() };
  for (let k = 0; k < count; k++) {
    const row = data.values.subarray(k * n, (k + 1) * n);
    const path = withinSlope(design, data.exposure, row);
    const own = path.residual;
    const square = residualSquare(own, row);
    if (Number.isNaN(square) || !outcomeVaries) continue;
    const b = dot(own, left) / square;
    const rest = left.map((value, i) => value - b * own[i]);
    effects.a[k] = path.slope;
    effects.aStandardError[k] = path.standardError;
    effects.b[k] = b;
    effects.bStandardError[k] = Math.sqrt(dot(rest, rest) / (df - 1) / square);
    effects.partialCorrelation[k] = dot(own, left) / Math.sqrt(square * dot(left, left));
  }
  return { ...effects, ...derived(effects, total, df), total, totalStandardError, df };
}

/** Tests and products of the two paths. */
function derived(paths: Pick<IndirectEffects, 'a' | 'aStandardError' | 'b' | 'bStandardError'>, total: number, df: number) {
  const { a, aStandardError: sa, b, bStandardError: sb } = paths;
  const twoSided = (t: number, freedom: number): number => 2 * studentT.lower(-Math.abs(t), freedom);
  const aPvalue = a.map((value, k) => twoSided(value / sa[k], df));
  const bPvalue = b.map((value, k) => twoSided(value / sb[k], df - 1));
  const indirect = a.map((value, k) => value * b[k]);
  const variance = a.map((value, k) => value * value * sb[k] * sb[k] + b[k] * b[k] * sa[k] * sa[k]);
  const sobelStandardError = variance.map((value) => Math.sqrt(value));
  const jointPvalue = aPvalue.map((p, k) => Math.max(p, bPvalue[k]));
  return {
    aPvalue,
    bPvalue,
    indirect,
    direct: indirect.map((value) => total - value),
    sobelStandardError,
    sobelPvalue: indirect.map((value, k) => 2 * normal.lower(-Math.abs(value / sobelStandardError[k]))),
    aroianStandardError: variance.map((value, k) => Math.sqrt(value + sa[k] * sa[k] * sb[k] * sb[k])),
    jointPvalue,
    jointPadj: adjustPvalues(jointPvalue, 'BH'),
    compositeFdr: compositeNullFdr(aPvalue, bPvalue),
    proportionMediated: indirect.map((value) => value / total),
  };
}
