import { median, sampleSd } from '../../stats/index.ts';
import type { QualityFinding } from './quality-result.ts';

const LEAST_COUNT = 50;
const LEAST_GENES = 200;
const MOST_GENES = 1500;
const MOST_PAIRS_WITH_ALL_GENES = 2000;
/** Biological spread (coefficient of variation) below which two samples hardly differ beyond counting. */
const CV_LIMIT = 0.03;
const NEIGHBOR_SHARE = 0.25;

/** Two samples that differ no more than two counts of the same tube would. */
export interface TwinSamples {
  first: number;
  second: number;
  /** Every count is the same. */
  identical: boolean;
  /** Estimated coefficient of variation beyond counting noise. */
  variation: number;
}

/**
 * Pairs of samples without biological difference: over genes with at least 50 normalized counts the squared difference, less what counting
 * alone gives, a²/2m² - (1/s1 + 1/s2)/2m, trimmed to its middle 90 %, estimates the squared coefficient of variation between the
 * two. A pair is called when it is below (3 %)², two standard errors included, and below a quarter of both samples' other nearest
 * neighbors (a study of clones would otherwise be all twins).
 */
export function twinSamples(counts: Float64Array, sizeFactors: Float64Array): TwinSamples[] {
  const n = sizeFactors.length;
  const rows = steadyGenes(counts, sizeFactors);
  if (rows.length < LEAST_GENES || n < 3) return identicalPairs(counts, n);
  const excess = new Float64Array(n * n).fill(NaN);
  const errors = new Float64Array(n * n);
  for (let i = 0; i < n; i++)
    for (let j = 0; j < i; j++) {
      const { mean, error } = pairExcess(counts, sizeFactors, rows, i, j);
      excess[i * n + j] = mean;
      excess[j * n + i] = mean;
      errors[i * n + j] = error;
    }
  const twins = identicalPairs(counts, n);
  for (let i = 0; i < n; i++)
    for (let j = 0; j < i; j++) {
      const value = excess[i * n + j];
      if (value + 2 * errors[i * n + j] > CV_LIMIT * CV_LIMIT) continue;
      const others = Math.min(nextNearest(excess, n, i, j), nextNearest(excess, n, j, i));
      if (value > NEIGHBOR_SHARE * others || twins.some((one) => one.first === j && one.second === i)) continue;
      twins.push({ first: j, second: i, identical: false, variation: Math.sqrt(Math.max(0, value)) });
    }
  return twins.sort((a, b) => a.first - b.first || a.second - b.second);
}

/** Rows with enough counts, evenly thinned when there are many samples. */
function steadyGenes(counts: Float64Array, sizeFactors: Float64Array): number[] {
  const n = sizeFactors.length;
  const rows: number[] = [];
  for (let g = 0; g < counts.length / n; g++) {
    let sum = 0;
    for (let j = 0; j < n; j++) sum += counts[g * n + j] / sizeFactors[j];
    if (sum / n >= LEAST_COUNT) rows.push(g);
  }
  const most = (n * (n - 1)) / 2 <= MOST_PAIRS_WITH_ALL_GENES ? MOST_GENES : LEAST_GENES * 2;
  const step = Math.max(1, rows.length / most);
  return Array.from({ length: Math.min(rows.length, most) }, (_, i) => rows[Math.floor(i * step)]);
}

function pairExcess(
  counts: Float64Array,
  sizeFactors: Float64Array,
  rows: readonly number[],
  i: number,
  j: number,
): { mean: number; error: number } {
  const n = sizeFactors.length;
  const counting = 1 / sizeFactors[i] + 1 / sizeFactors[j];
  const terms = Float64Array.from(rows, (g) => {
    const [a, b] = [counts[g * n + i] / sizeFactors[i], counts[g * n + j] / sizeFactors[j]];
    const mean = (a + b) / 2;
    return mean > 0 ? ((a - b) * (a - b)) / (2 * mean * mean) - counting / (2 * mean) : 0;
  }).sort();
  const cut = Math.floor(terms.length * 0.05);
  const middle = terms.subarray(cut, terms.length - cut);
  return {
    mean: middle.reduce((sum, value) => sum + value, 0) / middle.length,
    error: sampleSd(middle) / Math.sqrt(middle.length),
  };
}

/** Median excess of a sample's three nearest neighbors but one. */
function nextNearest(excess: Float64Array, n: number, i: number, not: number): number {
  const others = excess
    .slice(i * n, (i + 1) * n)
    .filter((value, k) => k !== not && !Number.isNaN(value))
    .sort();
  return median(others.subarray(0, 3));
}

function identicalPairs(counts: Float64Array, n: number): TwinSamples[] {
  const pairs: TwinSamples[] = [];
  for (let i = 0; i < n; i++)
    for (let j = 0; j < i; j++) {
      let [g, differ] = [0, false];
      for (; g < counts.length && !differ; g += n) differ = counts[g + i] !== counts[g + j];
      if (!differ) pairs.push({ first: j, second: i, identical: true, variation: 0 });
    }
  return pairs;
}

/** Pairs that may be one tube counted twice. */
export function duplicateFindings(
  counts: Float64Array,
  sizeFactors: Float64Array,
  samples: readonly string[],
  animals: readonly (string | null)[],
): QualityFinding[] {
  const rule = `two samples vary by less than ${100 * CV_LIMIT} % beyond counting noise and by less than half of what either varies from its other nearest samples`;
  const base = { check: 'duplicates', rule } as const;
  const twins = twinSamples(counts, sizeFactors);
  if (twins.length === 0)
    return [
      {
        ...base,
        level: 'pass',
        subject: '',
        message: 'No two samples are alike to within counting noise.',
        value: NaN,
        mend: '',
      },
    ];
  return twins.map(({ first, second, identical, variation }): QualityFinding => {
    const pair = `${samples[first]} and ${samples[second]}`;
    const said = animals[first] !== null && animals[first] === animals[second];
    const message = identical
      ? `Samples ${pair} have the same count for every gene.`
      : `Samples ${pair} differ by no more than counting noise (${(100 * variation).toFixed(1)} % beyond it).`;
    const mend = said
      ? 'the sheet names one animal for both; add the counts of technical replicates up, so that the animal stays the unit'
      : 'look for one library counted under two names; keep one of the two, and find where the other animal went';
    return { ...base, level: said && !identical ? 'note' : 'warning', subject: pair, message, value: variation, mend };
  });
}
