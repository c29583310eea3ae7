import type { Context } from '../../context/index.ts';
import { GSEA_DEFAULTS, gsea } from './gsea.ts';
import { rankGenes } from './ranking.ts';

/** Tests behind each decision need not look for smaller probabilities than this. */
const SMALL_ENOUGH = 1e-3;

/**
 * Reduces redundant enrichment results: going from the most significant set down, another set is explained by it when it is not
 * enriched any more (p above the threshold) among the genes outside the parent, nor among the genes inside it
 * (collapsePathways of fgsea).
 *
 * @param statistic one finite value per gene
 * @param sets positions of each set's genes, most significant set first
 * @returns for each set the position of the set that explains it, or -1
 */
export async function collapseSets(
  statistic: Float64Array,
  sets: readonly Int32Array[],
  context: Context,
  threshold = 0.05,
): Promise<Int32Array> {
  const parent = new Int32Array(sets.length).fill(-1);
  for (let p = 0; p < sets.length; p++) {
    if (parent[p] >= 0) continue;
    context.checkCancelled();
    const others = sets.flatMap((_, k) => (k !== p && parent[k] < 0 ? [k] : []));
    if (others.length === 0) break;
    const inside = new Uint8Array(statistic.length);
    for (const gene of sets[p]) inside[gene] = 1;
    const [without, within] = await Promise.all(
      [0, 1].map((side) =>
        pvaluesAmong(
          statistic,
          others.map((k) => sets[k]),
          inside,
          side,
          context,
        ),
      ),
    );
    others.forEach((k, i) => {
      if (Math.min(without[i], within[i]) > threshold) parent[k] = p;
    });
  }
  return parent;
}

/** Enrichment p-values among the genes whose mark has a value; 1 where none can be computed. */
async function pvaluesAmong(
  statistic: Float64Array,
  sets: readonly Int32Array[],
  marks: Uint8Array,
  value: number,
  context: Context,
): Promise<number[]> {
  const place = new Int32Array(statistic.length).fill(-1);
  const kept: number[] = [];
  statistic.forEach((one, gene) => {
    if (marks[gene] !== value) return;
    place[gene] = kept.length;
    kept.push(one);
  });
  if (kept.length < 2) return sets.map(() => 1);
  const restricted = sets.map((set) => set.map((gene) => place[gene]).filter((at) => at >= 0));
  const scores = await gsea(rankGenes(kept), restricted, context, {
    ...GSEA_DEFAULTS,
    permutations: 1000,
    smallest: SMALL_ENOUGH,
  });
  return scores.map((score) => (Number.isNaN(score.pvalue) ? 1 : score.pvalue));
}
