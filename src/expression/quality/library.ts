import { exp, log, log1p, median } from '../../stats/index.ts';
import type { QualityFinding } from './quality-result.ts';
import { knownRange, robustZ } from './robust.ts';
import { percentText, timesText } from './words.ts';

/** How deeply samples were sequenced, and on how many genes the reads fell. */
export interface Libraries {
  librarySize: Float64Array;
  detectedGenes: Float64Array;
  detectedAtEqualDepth: Float64Array;
  equalDepth: number;
  topGeneShare: Float64Array;
}

const TOP_GENES = 50;
/** Sequencing depth beyond this factor from the median sample is remarkable. */
const DEPTH_FACTOR = 4;
const Z_LIMIT = 5;
/** Least departures from the median that matter: 10 % of the genes; half as much again of the top genes' share. */
const FEWER_GENES = 0.9;
const LARGER_SHARE = 1.5;

/**
 * Library sizes, detected genes as they are and at equal depth, and the share of the top 50 genes. Detection at equal depth is the
 * expectation under thinning each library to the smallest one that is not itself below a quarter of the median (rarefaction):
 * a gene with count c is seen with probability 1 - (1 - m/N)^c.
 *
 * @param counts genes x samples
 */
export function libraries(counts: Float64Array, samples: number): Libraries {
  const librarySize = new Float64Array(samples);
  const detectedGenes = new Float64Array(samples);
  for (let i = 0; i < counts.length; i++) {
    librarySize[i % samples] += counts[i];
    if (counts[i] > 0) detectedGenes[i % samples]++;
  }
  const floor = median(librarySize) / DEPTH_FACTOR;
  const equalDepth = librarySize.reduce((least, size) => (size >= floor && size < least ? size : least), Infinity);
  const logLost = librarySize.map((size) =>
    size > equalDepth ? log1p(-equalDepth / size) : size === equalDepth ? -Infinity : NaN,
  );
  const detectedAtEqualDepth = new Float64Array(samples);
  for (let i = 0; i < counts.length; i++)
    if (counts[i] > 0) detectedAtEqualDepth[i % samples] += 1 - exp(counts[i] * logLost[i % samples]);
  return { librarySize, detectedGenes, detectedAtEqualDepth, equalDepth, topGeneShare: topShares(counts, librarySize) };
}

function topShares(counts: Float64Array, librarySize: Float64Array): Float64Array {
  const samples = librarySize.length;
  const genes = counts.length / samples;
  const column = new Float64Array(genes);
  return librarySize.map((size, j) => {
    for (let g = 0; g < genes; g++) column[g] = counts[g * samples + j];
    column.sort();
    let sum = 0;
    for (let g = Math.max(0, genes - TOP_GENES); g < genes; g++) sum += column[g];
    return sum / size;
  });
}

/** What is remarkable about sequencing depth and complexity. */
export function libraryFindings(found: Libraries, sizeFactors: Float64Array, samples: readonly string[]): QualityFinding[] {
  return [...depthFindings(found, sizeFactors, samples), ...complexityFindings(found, samples)];
}

function depthFindings({ librarySize }: Libraries, sizeFactors: Float64Array, samples: readonly string[]): QualityFinding[] {
  const rule = `size factor more than ${DEPTH_FACTOR} times or less than 1/${DEPTH_FACTOR} of the median sample's`;
  const middle = median(sizeFactors);
  const ratios = sizeFactors.map((factor) => factor / middle);
  const far = samples.flatMap((sample, j): QualityFinding[] => {
    if (ratios[j] <= DEPTH_FACTOR && ratios[j] >= 1 / DEPTH_FACTOR) return [];
    const less = ratios[j] < 1;
    const message = `Sample ${sample} was sequenced ${timesText(ratios[j])} ${less ? 'less' : 'more'} deeply than the median sample (${Math.round(librarySize[j])} counts).`;
    const mend = less
      ? 'sequence it again if you can; otherwise check whether results hold without it'
      : 'check that two runs of the sample were not added up; check whether results hold without it';
    return [{ check: 'depth', level: 'warning', subject: sample, message, value: ratios[j], rule, mend }];
  });
  if (far.length > 0) return far;
  const most = ratios.reduce((a, b) => (Math.abs(log(b)) > Math.abs(log(a)) ? b : a), 1);
  const [fewest, largest] = knownRange(librarySize);
  const message = `Library sizes run from ${Math.round(fewest)} to ${Math.round(largest)} counts; no sample is far from the rest.`;
  return [{ check: 'depth', level: 'pass', subject: '', message, value: most, rule, mend: '' }];
}

function complexityFindings(found: Libraries, samples: readonly string[]): QualityFinding[] {
  const { detectedAtEqualDepth, topGeneShare, equalDepth } = found;
  const rule = `at equal depth at least ${percentText(1 - FEWER_GENES)} fewer genes than the median sample, or a share of the ${TOP_GENES} most counted genes ${LARGER_SHARE} times the median's, and a robust z beyond ${Z_LIMIT}`;
  const fewer = { ratio: overMedian(detectedAtEqualDepth), z: robustZ(detectedAtEqualDepth.map(log), 0.005) };
  const larger = { ratio: overMedian(topGeneShare), z: robustZ(topGeneShare.map(log), 0.02) };
  const mend = 'look at RNA integrity, ribosomal and globin reads and duplication of this library before trusting it';
  const odd = samples.flatMap((sample, j): QualityFinding[] => {
    const base = { check: 'complexity', level: 'warning', subject: sample, rule, mend } as const;
    if (fewer.ratio[j] < FEWER_GENES && fewer.z[j] < -Z_LIMIT)
      return [
        {
          ...base,
          value: fewer.ratio[j],
          message: `Sample ${sample} has ${percentText(1 - fewer.ratio[j])} fewer detected genes than the median sample at equal depth (robust z ${fewer.z[j].toFixed(1)}).`,
        },
      ];
    if (larger.ratio[j] > LARGER_SHARE && larger.z[j] > Z_LIMIT)
      return [
        {
          ...base,
          value: topGeneShare[j],
          message: `In sample ${sample} the ${TOP_GENES} most counted genes take ${percentText(topGeneShare[j])} of all counts, ${timesText(larger.ratio[j])} the median sample's share (robust z ${larger.z[j].toFixed(1)}).`,
        },
      ];
    return [];
  });
  if (odd.length > 0) return odd;
  const [least] = knownRange(detectedAtEqualDepth);
  const message = `At equal depth (${Math.round(equalDepth)} counts) every sample shows at least ${Math.round(least)} genes; the top ${TOP_GENES} genes take ${percentText(median(topGeneShare))} of the counts in the median sample.`;
  return [{ check: 'complexity', level: 'pass', subject: '', message, value: least, rule, mend: '' }];
}

function overMedian(values: Float64Array): Float64Array {
  const middle = median(values.filter((value) => !Number.isNaN(value)));
  return values.map((value) => value / middle);
}
