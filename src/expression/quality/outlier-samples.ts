import { log } from '../../stats/index.ts';
import type { DesignResiduals } from './design-residuals.ts';
import { notAssessed, type QualityFinding } from './quality-result.ts';
import { knownMedian, knownRange, robustZ } from './robust.ts';
import { percentText, timesText } from './words.ts';

/** Cook's distances as the fit leaves them: per gene the largest one, and the sample that holds it. */
export interface CooksByGene {
  largest: Float64Array;
  sample: Int32Array;
  cutoff: number;
}

const SPREAD_LIMIT = 1.5;
/** From here on a sample is apart however much the others scatter. */
const FAR = 2;
const Z_LIMIT = 3.5;
const COOKS_SHARE = 0.02;
const COOKS_FACTOR = 5;
const EXPRESSED = 10;

/**
 * How far each sample lies from what the design predicts: root mean square of its residuals over the expressed genes,
 * r / sqrt(1 - h), over the median sample's. On the variance-stabilized scale genes weigh alike. NaN where the design leaves
 * the sample no freedom.
 *
 * @param values genes x samples, log-like scale
 * @param means mean normalized count per gene; genes below 10 are passed over unless hardly any is above
 */
export function sampleSpread(values: Float64Array, means: Float64Array, { leverage, residuals }: DesignResiduals): Float64Array {
  const samples = leverage.length;
  const expressed = Array.from(means.keys()).filter((g) => means[g] >= EXPRESSED);
  const genes = expressed.length >= 100 ? expressed : Array.from(means.keys());
  const squares = new Float64Array(samples);
  const row = new Float64Array(samples);
  for (const g of genes) {
    residuals(values, g * samples, row);
    for (let j = 0; j < samples; j++) squares[j] += row[j] * row[j];
  }
  const lengths = squares.map((sum, j) => (leverage[j] > 0.999 ? NaN : Math.sqrt(sum / genes.length / (1 - leverage[j]))));
  const middle = knownMedian(lengths);
  return lengths.map((length) => length / middle);
}

/** Share of all genes with counts in which each sample holds the largest Cook's distance and that distance is above the cutoff. */
export function cooksShares({ largest, sample, cutoff }: CooksByGene, samples: number): Float64Array {
  const held = new Float64Array(samples);
  let genes = 0;
  for (let g = 0; g < largest.length; g++) {
    if (Number.isNaN(largest[g])) continue;
    genes++;
    if (largest[g] > cutoff) held[sample[g]]++;
  }
  return held.map((count) => count / Math.max(1, genes));
}

/** Samples that lie apart, by either rule. They are named, never left out. */
export function outlierFindings(spread: Float64Array, cooks: Float64Array, samples: readonly string[]): QualityFinding[] {
  const rule = `distance from what the design predicts at least ${SPREAD_LIMIT} times the median sample's with a robust z of at least ${Z_LIMIT}, or at least ${FAR} times, or a count outlier (Cook) in at least ${percentText(COOKS_SHARE)} of the genes and ${COOKS_FACTOR} times the median sample's share`;
  const mend =
    'look at its RNA quality and dissection notes; run once without it (exclude, with the reason) and compare; distance alone is no reason to leave it out';
  const z = robustZ(spread.map(log), 0.02);
  const typical = knownMedian(cooks);
  const apart = samples.flatMap((sample, j): QualityFinding[] => {
    const base = { check: 'outliers', level: 'warning', subject: sample, rule, mend } as const;
    const held = `holds a count outlier in ${percentText(cooks[j])} of the genes (median sample ${percentText(typical)})`;
    if (spread[j] >= FAR || (spread[j] >= SPREAD_LIMIT && z[j] >= Z_LIMIT)) {
      const message = `Sample ${sample} lies ${timesText(spread[j])} as far from what the design predicts as the median sample (robust z ${z[j].toFixed(1)}) and ${held}.`;
      return [{ ...base, message, value: spread[j] }];
    }
    if (cooks[j] >= COOKS_SHARE && cooks[j] >= COOKS_FACTOR * typical)
      return [{ ...base, message: `Sample ${sample} ${held}.`, value: cooks[j] }];
    return [];
  });
  if (apart.length > 0) return apart;
  const [, most] = knownRange(spread);
  if (!(most > 0)) {
    const message = 'The design leaves no sample free of its own prediction, so none can be seen to lie apart.';
    return [notAssessed({ check: 'outliers', rule }, message)];
  }
  const message = `No sample lies apart: the farthest one lies ${timesText(Math.max(1, most))} as far from what the design predicts as the median sample.`;
  return [{ check: 'outliers', level: 'pass', subject: '', message, value: most, rule, mend: '' }];
}
