import { storey } from '../../stats/index.ts';
import { notAssessed, type PHistogram, type PShape, type QualityFinding } from './quality-result.ts';
import { percentText } from './words.ts';

export const P_BINS = 20;
const LEAST_TESTS = 200;
const LEAST_MEAN = 5;
/** How far a group of bins must stand off, as a ratio of densities, and in standard errors of independent counts. */
const RATIO = 1.4;
/** A peak at the left is believed sooner. */
const PEAK_RATIO = 1.2;
const ERRORS = 5;

/** What {@link judgePValues} needs of a comparison. */
export interface TestedGenes {
  name: string;
  pvalue: Float64Array;
  baseMean: Float64Array;
  /** Mean count below which independent filtering took genes out. */
  filterThreshold: number;
}

/** Stretches of the histogram, as bins from and to (excluded). */
const STRETCHES = {
  first: [0, 1],
  left: [1, 6],
  lower: [2, 5],
  middle: [7, 13],
  upper: [15, 18],
  right: [14, 19],
  end: [16, 20],
  last: [19, 20],
  beforeLast: [14, 19],
  flat: [10, 19],
} as const;
type Stretch = keyof typeof STRETCHES;

/**
 * Judges the shape of a comparison's p-values in 20 bins over the genes that passed independent filtering and have a mean count of at least
 * 5 (smaller counts give few distinct p). A stretch of the histogram stands off another when its density is at least 1.4 times the other's (1.2 for a peak at the left) and
 * the difference exceeds 5 standard errors (cf. Breheny, Stromberg & Lambert 2018, High-Throughput 7:23).
 */
export function judgePValues({ name, pvalue, baseMean, filterThreshold }: TestedGenes): PHistogram {
  const limit = Math.max(LEAST_MEAN, filterThreshold);
  const tested = pvalue.filter((p, g) => !Number.isNaN(p) && baseMean[g] >= limit);
  const leftOut = pvalue.reduce((count, p) => count + Number(!Number.isNaN(p)), 0) - tested.length;
  const counts = new Float64Array(P_BINS);
  for (const p of tested) counts[Math.min(P_BINS - 1, Math.floor(p * P_BINS))]++;
  const density = counts.map((count) => (count * P_BINS) / Math.max(1, tested.length));
  const few = tested.length < LEAST_TESTS;
  const shape = few ? 'too-few' : shapeOf(counts);
  const nullShare = few ? NaN : storey(tested, { method: 'bootstrap' }).nullShare;
  return {
    contrast: name,
    shape,
    tested: tested.length,
    leftOut,
    nullShare,
    density,
    words: wordsOf(shape, density, nullShare, tested.length),
  };
}

function shapeOf(counts: Float64Array): PShape {
  const rate = (stretch: Stretch): { mean: number; variance: number } => {
    const [from, to] = STRETCHES[stretch];
    let sum = 0;
    for (let i = from; i < to; i++) sum += counts[i];
    return { mean: sum / (to - from), variance: Math.max(sum, 1) / ((to - from) * (to - from)) };
  };
  const above = (high: Stretch, low: Stretch, ratio = RATIO): boolean => {
    const [a, b] = [rate(high), rate(low)];
    return a.mean >= ratio * b.mean && a.mean - b.mean > ERRORS * Math.sqrt(a.variance + b.variance);
  };
  if (above('last', 'beforeLast'))
    return above('end', 'beforeLast') && above('end', 'middle') && above('first', 'middle') ? 'u-shaped' : 'spike-at-one';
  if (above('end', 'middle') && above('first', 'middle')) return 'u-shaped';
  if (above('middle', 'lower') && above('middle', 'upper')) return 'hill';
  if (above('right', 'left') && !above('first', 'right')) return 'conservative';
  return above('first', 'flat', PEAK_RATIO) || above('left', 'flat', PEAK_RATIO) ? 'peak' : 'uniform';
}

function wordsOf(shape: PShape, density: Float64Array, nullShare: number, tested: number): string {
  const share = `an estimated ${percentText(1 - nullShare)} of the genes have an effect`;
  switch (shape) {
    case 'too-few':
      return `Only ${tested} p-values with enough counts: too few to judge their shape.`;
    case 'uniform':
      return `The p-values are flat: no sign of an effect, and none of a misfit (${share}).`;
    case 'peak':
      return `The p-values are flat but for a peak at the left, as they should be where there are effects: ${Number(density[0].toPrecision(2))} times as many below 0.05 as by chance; ${share}.`;
    case 'conservative':
      return 'Small p-values are too rare and large ones too frequent (conservative): the variation within groups is estimated too large.';
    case 'hill':
      return 'The p-values pile up in the middle: the assumed variance or the model does not fit, as when samples are correlated (litter-mates, repeated samples) or a structure is missing from the design.';
    case 'u-shaped':
      return 'The p-values pile up at both ends: tests and model do not fit each other, as with strong hidden structure that goes against the comparison.';
    default:
      return 'The p-values pile up at 1: many genes have so few counts that only few p-values are possible, or their counts hardly vary.';
  }
}

const RULE = `in 20 bins, a stretch with at least ${RATIO} times the density of another and more than ${ERRORS} standard errors above it, other than a peak at the left`;
const MENDS: ReadonlyMap<PShape, string> = new Map([
  [
    'conservative',
    'a batch, a sex or a litter may be missing from the design, or a sample may be an outlier: look at what goes along with the principal components, and add it; then expect more genes',
  ],
  [
    'hill',
    'model the correlation (limma-voom with a block), or add the missing covariate; until then take the p-values as approximate',
  ],
  ['u-shaped', 'look for a hidden batch (surrogate variables) before believing any gene of this comparison'],
  ['spike-at-one', 'filter genes with few counts before the test (min_total)'],
]);

/** Below this many residual degrees of freedom shrunken dispersions make p-values conservative in any study. */
const FEW_DF = 10;

/**
 * One finding per comparison.
 *
 * @param df residual degrees of freedom of the design
 */
export function pValueFindings(histograms: readonly PHistogram[], df: number): QualityFinding[] {
  const base = { check: 'p-values', rule: RULE } as const;
  if (histograms.length === 0) return [notAssessed(base, 'No comparison was planned.', 'name a design with a factor')];
  return histograms.map(({ contrast, shape, words, nullShare }): QualityFinding => {
    const few = shape === 'conservative' && df < FEW_DF;
    const mend = few
      ? `with ${df} residual degrees of freedom dispersions rest on the trend over genes, which makes p-values cautious; more animals would help, nothing is wrong`
      : (MENDS.get(shape) ?? '');
    const level = shape === 'too-few' ? 'not-assessed' : few ? 'note' : mend === '' ? 'pass' : 'warning';
    return { ...base, level, subject: contrast, message: `${contrast}: ${words}`, value: nullShare, mend };
  });
}
