import type { Context, Task } from '../../context/index.ts';
import { type Block, sharedDoubles, sharingPool, symmetricBlocks } from './blocks.ts';
import { type Distances, rowStart } from './distances.ts';
import { panelProducts } from './kernel/kernel.ts';
import type { OverlapType } from './settings.ts';

interface OverlapBlock {
  block: Block;
  adjacency: Float64Array;
  connectivity: Float64Array;
  overlap: OverlapType;
  distances: Float64Array;
}

/**
 * 1 minus the topological overlap of every pair of genes,
 * `TOM = (sum_u a_iu a_uj + a_ij) / (min(k_i, k_j) + 1 - |a_ij|)` (Zhang & Horvath 2005; Yip & Horvath 2007; Nowick et al. 2009 for
 * signs; WGCNA's `TOMsimilarity`). The sum is the costly step, genes^3 / 2 products.
 *
 * @param adjacency genes x genes, diagonal 0
 * @param connectivity of each gene, as the function of that name gives it
 */
export async function overlapDistances(
  adjacency: Float64Array,
  connectivity: Float64Array,
  overlap: OverlapType,
  context: Context,
): Promise<Distances> {
  const objects = connectivity.length;
  const values = sharedDoubles((objects * (objects - 1)) / 2);
  const blocks = symmetricBlocks(objects).map((block) => ({ block, adjacency, connectivity, overlap, distances: values }));
  await sharingPool(context).map(overlapTask, blocks, (done, total) => context.progress('topological overlap', done, total));
  return { objects, values };
}

function fillOverlap({ block, adjacency, connectivity, overlap, distances }: OverlapBlock): null {
  const genes = connectivity.length;
  const shared = panelProducts(
    { values: adjacency, width: genes, from: block.column, count: block.columns },
    { values: adjacency, width: genes, from: block.row, count: block.rows },
  );
  for (let i = 0; i < block.columns; i++) {
    const gene = block.column + i;
    const start = rowStart(genes, gene);
    for (let j = Math.max(0, gene + 1 - block.row); j < block.rows; j++) {
      const other = block.row + j;
      const direct = adjacency[gene * genes + other];
      const least = Math.min(connectivity[gene], connectivity[other]);
      const signed = (shared[i * block.rows + j] + direct) / (least + 1 - Math.abs(direct));
      distances[start + other] = 1 - (overlap === 'signed' ? Math.abs(signed) : signed);
    }
  }
  return null;
}

/** A block of {@link overlapDistances} as a task for a worker. */
export const overlapTask: Task<OverlapBlock, null> = { name: 'integration/module-overlap', run: fillOverlap };
