import type { Context, Task } from '../../context/index.ts';
import { similarityOf } from './adjacency.ts';
import { type Block, sharingPool, symmetricBlocks } from './blocks.ts';
import { panelProducts } from './kernel/kernel.ts';
import { type ScaleFreeFit, scaleFreeFit } from './scale-free-fit.ts';
import type { NetworkType } from './settings.ts';

/** How close to scale-free the network is at one power. */
export interface SoftThresholdRow extends ScaleFreeFit {
  power: number;
  meanConnectivity: number;
  medianConnectivity: number;
  maxConnectivity: number;
}

/** Powers tried when none are given, as in R. */
export const SOFT_POWERS: readonly number[] = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 14, 16, 18, 20];
/** Fit of the scale-free law from which on a power is good enough. */
const ENOUGH = 0.85;

interface ConnectivityBlock {
  rows: Float64Array;
  samples: number;
  network: NetworkType;
  powers: readonly number[];
  block: Block;
}

/**
 * Scale-free fit and connectivity of the network at each power (Zhang & Horvath 2005; WGCNA's `pickSoftThreshold`).
 *
 * @param rows genes x samples, as correlationRows gives them
 * @param powers whole numbers, increasing
 */
export async function softThresholds(
  rows: Float64Array,
  samples: number,
  network: NetworkType,
  powers: readonly number[],
  context: Context,
): Promise<SoftThresholdRow[]> {
  const genes = rows.length / samples;
  const blocks = symmetricBlocks(genes).map((block) => ({ rows, samples, network, powers, block }));
  const parts = await sharingPool(context).map(connectivityTask, blocks);
  const sums = powers.map(() => new Float64Array(genes));
  parts.forEach((part, b) => {
    const { row, rows: height, column, columns } = blocks[b].block;
    sums.forEach((sum, p) => {
      const offset = p * (height + columns);
      for (let i = 0; i < height; i++) sum[row + i] += part[offset + i];
      for (let j = 0; j < columns; j++) sum[column + j] += part[offset + height + j];
    });
  });
  return sums.map((sum, p) => {
    const sorted = sum.slice().sort();
    return {
      power: powers[p],
      ...scaleFreeFit(sum),
      meanConnectivity: sum.reduce((total, k) => total + k, 0) / genes,
      medianConnectivity: (sorted[(genes - 1) >> 1] + sorted[genes >> 1]) / 2,
      maxConnectivity: sorted[genes - 1],
    };
  });
}

/** The first power at which the network is scale-free enough; null when none is. */
export function scaleFreePower(table: readonly SoftThresholdRow[]): number | null {
  return table.find((row) => row.slope < 0 && row.fit > ENOUGH)?.power ?? null;
}

/** The power that the authors of WGCNA advise when no power makes the network scale-free, by network and number of samples. */
export function usualPower(network: NetworkType, samples: number): number {
  const signed = samples < 20 ? 18 : samples <= 30 ? 16 : samples <= 40 ? 14 : 12;
  return network === 'signed' ? signed : signed / 2;
}

/** Sums of a block's adjacencies at every power: over its rows, then over its columns. */
function blockConnectivity({ rows, samples, network, powers, block }: ConnectivityBlock): Float64Array {
  const similarity = similarityOf(network);
  const width = block.rows + block.columns;
  const sums = new Float64Array(powers.length * width);
  const steps = powers.map((power, p) => power - (p === 0 ? 0 : powers[p - 1]));
  const r = panelProducts(
    { values: rows, width: samples, from: block.row, count: block.rows },
    { values: rows, width: samples, from: block.column, count: block.columns },
  );
  for (let i = 0; i < block.rows; i++) {
    const columns = Math.min(block.columns, block.row + i - block.column);
    for (let j = 0; j < columns; j++) {
      const base = similarity(r[i * block.columns + j]);
      let raised = 1;
      for (let p = 0, at = 0; p < steps.length; p++, at += width) {
        for (let step = steps[p]; step > 0; step--) raised *= base;
        sums[at + i] += raised;
        sums[at + block.rows + j] += raised;
      }
    }
  }
  return sums;
}

/** A block of {@link softThresholds} as a task for a worker. */
export const connectivityTask: Task<ConnectivityBlock, Float64Array> = {
  name: 'integration/module-connectivity',
  run: blockConnectivity,
};
