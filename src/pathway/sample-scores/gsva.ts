import { log, normal } from '../../stats/index.ts';

/** The normal distribution function as GSVA's kernel has it: a table of 10,000 steps up to 10, read without interpolation. */
const TABLE_END = 10;
const TABLE_STEPS = 10_000;
// the upper tail taken from 1, as R does it: the order of genes depends on the last digit
let table: Float64Array | undefined;

function tabulatedNormal(z: number): number {
  table ??= Float64Array.from({ length: TABLE_STEPS + 1 }, (_, i) => 1 - normal.upper((TABLE_END * i) / TABLE_STEPS));
  const size = Math.abs(z);
  const upper = size > TABLE_END ? 1 : table[Math.floor((size / TABLE_END) * TABLE_STEPS)];
  return z < 0 ? 1 - upper : upper;
}

/**
 * Gene set variation analysis (Hänzelmann et al. 2013), Gaussian kernel, difference of the extremes: each gene's value becomes its
 * smoothed rank among the samples; genes are ordered within each sample by it; the score is the highest plus the lowest point of
 * a running sum weighted by the distance from the middle rank. The kernel's tabulated normal distribution is kept, because
 * the order of genes depends on it.
 *
 * @param values log-scale expression, genes x samples, no missing values; genes that do not vary are left out
 * @param sets positions of each set's genes
 * @returns sets x samples; NaN for sets without a varying gene
 */
export function gsvaScores(values: Float64Array, samples: number, sets: readonly Int32Array[]): Float64Array {
  const { density, kept } = kernelDensities(values, samples);
  const genes = kept.length;
  const position = new Map(Array.from(kept, (gene, i) => [gene, i]));
  const members = sets.map((set) => Int32Array.from(Array.from(set).flatMap((gene) => position.get(gene) ?? [])));
  const scores = new Float64Array(sets.length * samples);
  const place = new Int32Array(genes);
  for (let j = 0; j < samples; j++) {
    Int32Array.from({ length: genes }, (_, i) => i)
      .sort((a, b) => density[b * samples + j] - density[a * samples + j])
      .forEach((gene, i) => {
        place[gene] = i;
      });
    members.forEach((set, k) => {
      scores[k * samples + j] = extremesSum(set.map((gene) => place[gene]).sort(), genes);
    });
  }
  return scores;
}

/** Log odds of the smoothed distribution function of each varying gene at each sample; bandwidth a quarter of the standard deviation. */
function kernelDensities(values: Float64Array, samples: number): { density: Float64Array; kept: Int32Array } {
  const genes = values.length / samples;
  const kept: number[] = [];
  const density = new Float64Array(values.length);
  for (let gene = 0; gene < genes; gene++) {
    const row = values.subarray(gene * samples, (gene + 1) * samples);
    let mean = 0;
    for (const value of row) mean += value;
    mean /= samples;
    let square = 0;
    for (const value of row) square += (value - mean) * (value - mean);
    const bandwidth = Math.sqrt(square / (samples - 1)) / 4;
    if (!(bandwidth > 0)) continue;
    const start = kept.length * samples;
    for (let j = 0; j < samples; j++) {
      let left = 0;
      for (let k = 0; k < samples; k++) left += tabulatedNormal((row[j] - row[k]) / bandwidth);
      left /= samples;
      density[start + j] = -log((1 - left) / left);
    }
    kept.push(gene);
  }
  return { density: density.subarray(0, kept.length * samples), kept: Int32Array.from(kept) };
}

/** Highest plus lowest point of the running sum over places 0 .. genes - 1, hits weighing their distance from the middle. */
function extremesSum(places: Int32Array, genes: number): number {
  const hits = places.length;
  if (hits === 0 || hits === genes) return NaN;
  const weight = (place: number): number => Math.abs(genes - place - genes / 2);
  let total = 0;
  for (const place of places) total += weight(place);
  const fall = 1 / (genes - hits);
  let sum = 0;
  let highest = 0;
  let lowest = 0;
  for (let k = 0; k < hits; k++) {
    const passed = (places[k] - k) * fall;
    lowest = Math.min(lowest, sum - passed);
    sum += weight(places[k]) / total;
    highest = Math.max(highest, sum - passed);
  }
  return highest + lowest;
}
