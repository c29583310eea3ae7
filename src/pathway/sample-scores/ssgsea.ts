import { pow } from '../../stats/index.ts';

/** Power of the rank as weight of a hit. */
const EXPONENT = 0.25;

/**
 * Single-sample enrichment (Barbie et al. 2009), not normalized: genes are walked from the highest rank down; the score is the sum
 * over all positions of the weighted share of hits minus the share of misses passed. Tied genes have their average rank,
 * truncated, and keep their order. The usual normalization by the range of the whole matrix is left out on purpose: it makes
 * a sample's score depend on the other samples and sets.
 *
 * @param values expression, genes x samples, no missing values
 * @param sets positions of each set's genes
 * @returns sets x samples; NaN for empty sets and sets of all genes
 */
export function ssgseaScores(values: Float64Array, samples: number, sets: readonly Int32Array[]): Float64Array {
  const genes = values.length / samples;
  const scores = new Float64Array(sets.length * samples);
  const column = new Float64Array(genes);
  const place = new Int32Array(genes);
  for (let j = 0; j < samples; j++) {
    for (let gene = 0; gene < genes; gene++) column[gene] = values[gene * samples + j];
    const ranks = truncatedRanks(column);
    Int32Array.from(ranks.keys())
      .sort((a, b) => ranks[b] - ranks[a])
      .forEach((gene, position) => {
        place[gene] = position;
      });
    sets.forEach((set, k) => {
      scores[k * samples + j] = walk(set, ranks, place);
    });
  }
  return scores;
}

/** Average ranks (1 = lowest), truncated to whole numbers. */
function truncatedRanks(values: Float64Array): Int32Array {
  const order = Int32Array.from(values.keys()).sort((a, b) => values[a] - values[b]);
  const ranks = new Int32Array(values.length);
  for (let start = 0; start < order.length; ) {
    let end = start + 1;
    while (end < order.length && values[order[end]] === values[order[start]]) end++;
    for (let i = start; i < end; i++) ranks[order[i]] = Math.floor((start + end + 1) / 2);
    start = end;
  }
  return ranks;
}

/** Sum over all positions of hits passed (weighted share) minus misses passed (share). */
function walk(set: Int32Array, ranks: Int32Array, place: Int32Array): number {
  const genes = ranks.length;
  const misses = genes - set.length;
  if (set.length === 0 || misses === 0) return NaN;
  let total = 0;
  let weighted = 0;
  let plain = 0;
  for (const gene of set) {
    const weight = pow(ranks[gene], EXPONENT);
    const still = genes - place[gene];
    total += weight;
    weighted += weight * still;
    plain += still;
  }
  return weighted / total - ((genes * (genes + 1)) / 2 - plain) / misses;
}
