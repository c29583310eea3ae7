import { asin, studentT } from '../../stats/index.ts';
import type { GeneEffects } from './gene-effects.ts';
import { hillNormalDeviates, moderatedEffects } from './moderated-effects.ts';

/** Result of a competitive test: do the genes of the set rank differently from all other genes? */
export interface CameraResult {
  size: number;
  /** Correlation between the genes of the set: the given one, or the estimate (which may be negative). */
  correlation: number;
  /** Of the set relative to the other genes; null when the set is empty or holds every gene. */
  direction: 'Up' | 'Down' | null;
  pvalue: number;
}

export interface CameraOptions {
  /** Preset inter-gene correlation (limma's default is 0.01), or `estimate`. */
  correlation: number | 'estimate';
  /** Rank-sum variant. */
  useRanks: boolean;
}

/**
 * Correlation-adjusted mean-rank gene set test (Wu & Smyth 2012), on moderated t statistics of the model.
 *
 * @param sets positions of the genes of each set
 */
export function camera(effects: GeneEffects, sets: readonly Int32Array[], options: CameraOptions): CameraResult[] {
  const { residualDf, genes } = effects;
  const moderated = moderatedEffects(effects);
  const statistic = options.useRanks ? moderated.t : hillNormalDeviates(moderated.t, moderated.df);
  const fixed = options.correlation !== 'estimate';
  const df = fixed ? presetDf(genes, options.useRanks) : Math.min(residualDf, genes - 2);
  const test = competitiveTest(statistic, options.useRanks, df);
  return sets.map((set) => {
    const inflation = fixed
      ? { factor: 1 + (set.length - 1) * Number(options.correlation), correlation: Number(options.correlation) }
      : varianceInflation(effects, set);
    // an estimated correlation below zero is reported but not used to make the test more significant
    const used = fixed ? inflation.factor : Math.max(1, inflation.factor);
    return test(set, used, inflation.correlation);
  });
}

/**
 * The same test on any preranked statistic, with a preset correlation (limma's cameraPR).
 *
 * @param statistic one value per gene, none missing
 */
export function cameraPreranked(
  statistic: Float64Array,
  sets: readonly Int32Array[],
  correlation = 0.01,
  useRanks = false,
): CameraResult[] {
  const test = competitiveTest(statistic, useRanks, presetDf(statistic.length, useRanks));
  return sets.map((set) => test(set, 1 + (set.length - 1) * correlation, correlation));
}

/** Degrees of freedom under a preset correlation: a rank sum is taken as normal. */
const presetDf = (genes: number, useRanks: boolean): number => (useRanks ? Infinity : genes - 2);

type SetTest = (set: Int32Array, inflation: number, correlation: number) => CameraResult;

function competitiveTest(statistic: Float64Array, useRanks: boolean, df: number): SetTest {
  return useRanks ? rankTest(statistic, df) : meanTest(statistic, df);
}

function meanTest(statistic: Float64Array, df: number): SetTest {
  const genes = statistic.length;
  let mean = 0;
  for (const value of statistic) mean += value / genes;
  let variance = 0;
  for (const value of statistic) variance += ((value - mean) * (value - mean)) / (genes - 1);
  return (set, inflation, correlation) => {
    const size = set.length;
    const others = genes - size;
    if (size === 0 || others === 0) return untestable(size);
    let sum = 0;
    for (const gene of set) sum += statistic[gene];
    const difference = (genes / others) * (sum / size - mean);
    const pooled = ((genes - 1) * variance - (difference * difference * size * others) / genes) / (genes - 2);
    const t = difference / Math.sqrt(pooled * (inflation / size + 1 / others));
    const up = studentT.upper(t, df);
    const down = studentT.lower(t, df);
    return { size, correlation, direction: down < up ? 'Down' : 'Up', pvalue: 2 * Math.min(up, down) };
  };
}

/** Wilcoxon rank sum whose variance allows for correlated genes (limma's rankSumTestWithCorrelation). */
function rankTest(statistic: Float64Array, df: number): SetTest {
  const genes = statistic.length;
  const { ranks, tieFactor } = averageRanks(statistic);
  return (set, _inflation, correlation) => {
    const size = set.length;
    const others = genes - size;
    if (size === 0 || others === 0) return untestable(size);
    let rankSum = 0;
    for (const gene of set) rankSum += ranks[gene];
    const excess = rankSum - (size * (genes + 1)) / 2;
    const sd = Math.sqrt(rankSumVariance(size, others, Math.max(0, correlation)) * tieFactor);
    const up = studentT.upper((excess - 0.5) / sd, df);
    const down = studentT.lower((excess + 0.5) / sd, df);
    return { size, correlation, direction: down < up ? 'Down' : 'Up', pvalue: 2 * Math.min(up, down) };
  };
}

function untestable(size: number): CameraResult {
  return { size, correlation: NaN, direction: null, pvalue: NaN };
}

/** Variance of the rank sum when the genes of the set are equally correlated normals, the others independent. */
function rankSumVariance(size: number, others: number, correlation: number): number {
  if (correlation === 0 || size === 1) return (size * others * (size + others + 1)) / 12;
  const pairs = size * others;
  const sum =
    pairs * asin(1) +
    pairs * (others - 1) * asin(0.5) +
    pairs * (size - 1) * (others - 1) * asin(correlation / 2) +
    pairs * (size - 1) * asin((correlation + 1) / 2);
  return sum / 2 / Math.PI;
}

/** Average ranks, and the factor by which ties reduce the variance of a rank sum. */
function averageRanks(values: Float64Array): { ranks: Float64Array; tieFactor: number } {
  const n = values.length;
  const order = Int32Array.from(values, (_, i) => i).sort((a, b) => values[a] - values[b]);
  const ranks = new Float64Array(n);
  let lost = 0;
  for (let start = 0; start < n; ) {
    let end = start + 1;
    while (end < n && values[order[end]] === values[order[start]]) end++;
    const ties = end - start;
    for (let k = start; k < end; k++) ranks[order[k]] = (start + end + 1) / 2;
    lost += (ties * (ties + 1) * (ties - 1)) / (n * (n + 1) * (n - 1));
    start = end;
  }
  return { ranks, tieFactor: 1 - lost };
}

/** Genes whose residual variance is below this share of the set's largest have rounding for residuals, which correlate with nothing. */
const NO_VARIANCE = 1e-20;

/**
 * Variance inflation of the set's mean, estimated from the residual effects (a set of one gene has none). Genes that the model leaves
 * no variance take no part in the estimate.
 */
function varianceInflation(effects: GeneEffects, members: Int32Array): { factor: number; correlation: number } {
  const { residualDf, values, variance } = effects;
  const largest = members.reduce((most, gene) => Math.max(most, variance[gene]), 0);
  const set = members.filter((gene) => variance[gene] > NO_VARIANCE * largest);
  const size = set.length;
  if (size < 2) return { factor: 1, correlation: NaN };
  let factor = 0;
  for (let k = 1; k <= residualDf; k++) {
    let mean = 0;
    for (const gene of set) mean += values[gene * (residualDf + 1) + k] / Math.sqrt(variance[gene]) / size;
    factor += (size * mean * mean) / residualDf;
  }
  const correlation = (factor - 1) / (size - 1);
  return { factor: size === members.length ? factor : 1 + (members.length - 1) * correlation, correlation };
}
