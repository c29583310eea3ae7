import { randomStream } from '../../stats/index.ts';
import { enrichmentScore, type ScoreType } from './enrichment-score.ts';
import { type Ranking, ranksOf } from './ranking.ts';

/** Score of a set against random sets of the same size. NaN where it cannot be said, see {@link permutationGsea}. */
export interface PermutationScore {
  size: number;
  es: number;
  nes: number;
  pvalue: number;
}

/** Random scores of one sign must be at least this many for a p-value (fgsea's rule). */
const FEWEST_OF_A_SIGN = 10;

/**
 * Preranked enrichment with gene permutation: p = (x + 1)/(k + 1), x of the k random sets with a score of the same sign
 * being at least as extreme; NES = ES over the mean size of the same-signed random scores. p and NES are NaN when fewer than
 * 10 random scores have the sign of the ES, for empty sets and for sets of all genes.
 *
 * The null hypothesis is competitive (the set is like a random set of genes, genes independent), which real expression data
 * violate: never report this p alone.
 *
 * @param sets input positions of each set's genes
 */
export function permutationGsea(
  ranking: Ranking,
  sets: readonly Int32Array[],
  options: { permutations: number; seed: number; type?: ScoreType },
): PermutationScore[] {
  const { permutations, seed, type = 'std' } = options;
  const genes = ranking.weights.length;
  const testable = (set: Int32Array): boolean => set.length > 0 && set.length < genes;
  const sizes = [...new Set(sets.filter(testable).map((set) => set.length))].sort((a, b) => a - b);
  const scores = randomScores(ranking, sizes, permutations, seed, type);
  return sets.map((set) => {
    const size = set.length;
    if (!testable(set)) return { size, es: NaN, nes: NaN, pvalue: NaN };
    const es = enrichmentScore(ranking.weights, ranksOf(ranking, set), type);
    const random = scores[sizes.indexOf(size)];
    return { size, es, ...againstRandom(es, random) };
  });
}

function againstRandom(es: number, random: Float64Array): { nes: number; pvalue: number } {
  const sign = es < 0 ? -1 : 1;
  let same = 0;
  let extreme = 0;
  let sum = 0;
  for (const value of random) {
    const signed = sign * value;
    if (signed < 0) continue;
    same++;
    sum += signed;
    if (signed >= sign * es) extreme++;
  }
  if (same < FEWEST_OF_A_SIGN) return { nes: NaN, pvalue: NaN };
  return { nes: sum === 0 ? NaN : es / (sum / same), pvalue: (extreme + 1) / (same + 1) };
}

/** Scores of random sets, one row per size; within a permutation the smaller sets are parts of the larger ones. */
function randomScores(
  ranking: Ranking,
  sizes: readonly number[],
  permutations: number,
  seed: number,
  type: ScoreType,
): Float64Array[] {
  const genes = ranking.weights.length;
  const scores = sizes.map(() => new Float64Array(permutations));
  const deck = Int32Array.from({ length: genes }, (_, i) => i);
  const stream = randomStream(seed, 'gsea/permutation');
  const largest = sizes[sizes.length - 1] ?? 0;
  for (let b = 0; b < permutations; b++) {
    for (let i = 0; i < largest; i++) {
      const j = i + stream.integer(genes - i);
      const kept = deck[i];
      deck[i] = deck[j];
      deck[j] = kept;
    }
    sizes.forEach((size, k) => {
      scores[k][b] = enrichmentScore(ranking.weights, deck.slice(0, size).sort(), type);
    });
  }
  return scores;
}
