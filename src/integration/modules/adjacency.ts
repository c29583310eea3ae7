import type { Context, Task } from '../../context/index.ts';
import { pow } from '../../stats/index.ts';
import { type Block, sharedDoubles, sharingPool, symmetricBlocks } from './blocks.ts';
import { panelProducts } from './kernel/kernel.ts';
import type { NetworkType } from './settings.ts';

/** What a network needs to know of its correlations. */
export interface AdjacencyRequest {
  /** Genes x samples, as correlationRows gives them. */
  rows: Float64Array;
  samples: number;
  network: NetworkType;
  power: number;
  /** Keeps the sign of the correlation (unsigned networks with a signed overlap). */
  keepSign: boolean;
}

interface AdjacencyBlock extends AdjacencyRequest {
  block: Block;
  adjacency: Float64Array;
}

/** The similarity that is raised to the soft-thresholding power. */
export function similarityOf(network: NetworkType): (r: number) => number {
  if (network === 'signed') return (r) => (1 + Math.max(-1, Math.min(1, r))) / 2;
  if (network === 'unsigned') return (r) => Math.min(1, Math.abs(r));
  return (r) => Math.max(0, Math.min(1, r));
}

/** The function x -> x^power on [0, 1]: products for whole powers. */
export function powerOf(power: number): (x: number) => number {
  if (!Number.isInteger(power) || power < 1 || power > 64) return (x) => (x === 0 ? 0 : pow(x, power));
  return (x) => {
    let result = 1;
    let base = x;
    for (let rest = power; rest > 0; rest >>= 1) {
      if ((rest & 1) === 1) result *= base;
      base *= base;
    }
    return result;
  };
}

/**
 * The weighted adjacency matrix of a co-expression network, genes x genes, with 0 on the diagonal (Zhang & Horvath 2005; WGCNA's
 * `adjacency`, which has 1 there).
 */
export async function adjacencyMatrix(request: AdjacencyRequest, context: Context): Promise<Float64Array> {
  const genes = request.rows.length / request.samples;
  const adjacency = sharedDoubles(genes * genes);
  const blocks = symmetricBlocks(genes).map((block) => ({ ...request, block, adjacency }));
  await sharingPool(context).map(adjacencyTask, blocks);
  return adjacency;
}

function fillAdjacency({ rows, samples, network, power, keepSign, block, adjacency }: AdjacencyBlock): null {
  const genes = rows.length / samples;
  const similarity = similarityOf(network);
  const raise = powerOf(power);
  const r = panelProducts(
    { values: rows, width: samples, from: block.row, count: block.rows },
    { values: rows, width: samples, from: block.column, count: block.columns },
  );
  for (let i = 0; i < block.rows; i++) {
    const row = block.row + i;
    const columns = Math.min(block.columns, row - block.column);
    for (let j = 0; j < columns; j++) {
      const correlation = r[i * block.columns + j];
      const size = raise(similarity(correlation));
      const value = keepSign && correlation < 0 ? -size : size;
      adjacency[row * genes + block.column + j] = value;
      adjacency[(block.column + j) * genes + row] = value;
    }
  }
  return null;
}

/** A block of {@link adjacencyMatrix} as a task for a worker. */
export const adjacencyTask: Task<AdjacencyBlock, null> = { name: 'integration/module-adjacency', run: fillAdjacency };

/** Connectivity of each gene: the sum of its adjacencies (their sizes, where signs are kept). */
export function connectivity(adjacency: Float64Array): Float64Array {
  const genes = Math.round(Math.sqrt(adjacency.length));
  const sums = new Float64Array(genes);
  for (let i = 0; i < genes; i++) {
    let sum = 0;
    for (let at = i * genes; at < (i + 1) * genes; at++) sum += Math.abs(adjacency[at]);
    sums[i] = sum;
  }
  return sums;
}
