import { log2, median, pow } from '../../stats/index.ts';
import type { DesignResiduals } from './design-residuals.ts';
import type { MarkerRows } from './marker-catalogue.ts';
import { MARKER_SETS, type MarkerSet } from './marker-sets.ts';
import { type MarkerScores, notAssessed, type QualityFinding } from './quality-result.ts';
import { robustZ } from './robust.ts';
import { listText, timesText } from './words.ts';

/** Added to normalized counts before the logarithm, so that single reads do not stand out. */
const PSEUDO = 8;
const LEAST_COUNT = 20;
const SCALE_FLOOR = 0.15;
const Z_LIMIT = 5;
/** Deviation of one sample, log2: 3-fold for what does not belong to the tissue and for activity, 2-fold within it, 8-fold for one gene alone. */
const FOREIGN = 1.584962500721156;
const WITHIN = 1;
/** From 8-fold on, a smaller robust z is enough: many samples may be touched. */
const FAR = 3;
const FAR_Z = 3;
const AGREEING = 1;

/** A set's scores with what a finding needs besides. */
interface ScoredSet extends MarkerScores {
  definition: MarkerSet;
  /** Share of the set's genes that stand off at least 2-fold in the direction of the score, per sample. */
  agreeing: Float64Array;
  reads: Float64Array;
}

export interface MarkerInput {
  tissue: string;
  /** genes x samples. */
  counts: Float64Array;
  sizeFactors: Float64Array;
  design: DesignResiduals;
  markers: readonly MarkerRows[];
}

/**
 * Scores every set of markers in every sample: mean over its expressed genes (at least 20 normalized counts in some sample) of the log2
 * deviation from what the design predicts from the other samples, so that an effect of an arm is no alarm.
 */
export function scoreMarkers(input: MarkerInput): ScoredSet[] {
  return MARKER_SETS.flatMap((definition): ScoredSet[] => {
    const found = input.markers.find(({ set }) => set === definition.set);
    const scored = found === undefined ? null : scoreSet(definition, found, input);
    return scored === null ? [] : [scored];
  });
}

function scoreSet(
  definition: MarkerSet,
  found: MarkerRows,
  { tissue, counts, sizeFactors, design }: MarkerInput,
): ScoredSet | null {
  const samples = sizeFactors.length;
  const normalized = (row: number, j: number): number => counts[row * samples + j] / sizeFactors[j];
  const expressed = found.rows.map((row) => sizeFactors.some((_, j) => normalized(row, j) >= LEAST_COUNT));
  const used = found.rows.filter((_, k) => expressed[k]);
  if (used.length === 0) return null;
  const scores = new Float64Array(samples);
  const agreeing = new Float64Array(samples);
  const reads = new Float64Array(samples);
  const deviations = used.map((row) => {
    const out = new Float64Array(samples);
    design.deletion(
      Float64Array.from({ length: samples }, (_, j) => log2(normalized(row, j) + PSEUDO)),
      0,
      out,
    );
    return out;
  });
  const centers = deviations.map((one) => median(one.filter((value) => !Number.isNaN(value))));
  for (let j = 0; j < samples; j++) {
    for (const one of deviations) scores[j] += one[j] / used.length;
    deviations.forEach((one, k) => {
      const away = one[j] - centers[k];
      if (away * Math.sign(scores[j]) >= AGREEING) agreeing[j] += 1 / used.length;
    });
    for (const row of used) reads[j] += counts[row * samples + j];
  }
  const home = definition.home?.test(tissue) ?? false;
  return {
    definition,
    set: definition.set,
    label: definition.label,
    home,
    genes: found.names.filter((_, k) => expressed[k]),
    scores,
    z: robustZ(scores, SCALE_FLOOR),
    agreeing,
    reads,
  };
}

/** Samples whose activity or composition stands off. */
export function markerFindings(scored: readonly ScoredSet[], samples: readonly string[]): QualityFinding[] {
  const activity = scored.filter(({ set }) => set === 'activity');
  const dissection = scored.filter(({ set }) => set !== 'activity');
  return [...findingsOf('activity', activity, samples), ...findingsOf('dissection', dissection, samples)];
}

function findingsOf(check: 'activity' | 'dissection', sets: readonly ScoredSet[], samples: readonly string[]): QualityFinding[] {
  const rule =
    check === 'activity'
      ? `mean of the immediate-early genes at least 3 times above or below what the design predicts with a robust z beyond ${Z_LIMIT} (8 times: beyond ${FAR_Z}), half of the genes agreeing`
      : `mean of a marker set at least 3 times (2 times for sets of the tissue itself) above or below what the design predicts with a robust z beyond ${Z_LIMIT}, or 8 times with one beyond ${FAR_Z}; a single marker 8 times beyond ${Z_LIMIT}; half of the markers agreeing`;
  if (sets.length === 0) {
    const message =
      check === 'activity'
        ? 'No immediate-early gene is expressed in these data.'
        : 'No marker of a brain region or of a neighboring tissue is expressed in these data.';
    return [notAssessed({ check, rule }, message)];
  }
  const found = sets.flatMap((one) =>
    samples.flatMap((sample, j) => (standsOff(one, j) ? [findingOf(check, one, sample, j, rule)] : [])),
  );
  if (found.length > 0) return found;
  const [most, where] = largest(sets);
  const compared =
    check === 'activity'
      ? listText(sets[0].genes)
      : listText(sets.map(({ label }) => label.replace(/^[A-Z](?=[a-z])/, (letter) => letter.toLowerCase())));
  const message = `No sample stands off; looked at: ${compared}. The largest deviation: ${timesText(pow(2, Math.abs(most)))} ${where}.`;
  return [{ check, level: 'pass', subject: '', message, value: most, rule, mend: '' }];
}

function standsOff({ home, genes, scores, z, agreeing, reads }: ScoredSet, j: number): boolean {
  const away = scores[j] - median(scores.filter((value) => !Number.isNaN(value)));
  if (!(agreeing[j] >= 0.5) || (away > 0 && reads[j] < LEAST_COUNT)) return false;
  const size = Math.abs(away);
  const limit = home ? WITHIN : genes.length === 1 ? FAR : FOREIGN;
  return (size >= limit && Math.abs(z[j]) >= Z_LIMIT) || (size >= FAR && genes.length > 1 && Math.abs(z[j]) >= FAR_Z);
}

function findingOf(check: 'activity' | 'dissection', one: ScoredSet, sample: string, j: number, rule: string): QualityFinding {
  const { definition, genes, scores, z } = one;
  const value = scores[j] - median(scores.filter((score) => !Number.isNaN(score)));
  const direction = value > 0 ? 'above' : 'below';
  const named =
    check === 'activity'
      ? 'Immediate-early genes'
      : `Markers of ${definition.label.replace(/^[A-Z](?=[a-z])/, (letter) => letter.toLowerCase())}`;
  const message = `${named} (${listText(genes)}) stand ${timesText(pow(2, Math.abs(value)))} ${direction} what the design predicts in sample ${sample} (robust z ${z[j].toFixed(1)}): ${value > 0 || definition.home === null ? definition.meaning : definition.less}`;
  return {
    check,
    level: 'warning',
    subject: sample,
    message: /[?.]$/.test(message) ? message : `${message}.`,
    value,
    rule,
    mend: definition.mend,
  };
}

/** The largest deviation from a set's median in any sample, and where it is. */
function largest(sets: readonly ScoredSet[]): [number, string] {
  let best = 0;
  let where = '';
  for (const { label, scores } of sets) {
    const middle = median(scores.filter((score) => !Number.isNaN(score)));
    for (const score of scores) {
      if (!(Math.abs(score - middle) > Math.abs(best))) continue;
      best = score - middle;
      where = `${best > 0 ? 'above' : 'below'} the prediction (${label})`;
    }
  }
  return [best, where];
}
