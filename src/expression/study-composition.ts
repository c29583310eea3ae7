import type { Context } from '../context/index.ts';
import { factorColumn } from '../stats/index.ts';
import { findColumn, type Table } from '../table/index.ts';
import { type Composition, compositionOf, type SampleBlocks } from './cell-types/composition.ts';
import { type VariancePartition, variancePartition } from './mixed/variance-partition.ts';
import type { StudyModel } from './study-model.ts';

/** What samples consist of, and what their variation goes with. */
export interface SampleMakeup {
  composition: Composition;
  /** Of a sample of the genes, since shares are looked at over many of them. */
  variance: VariancePartition & { genes: string[] };
}

interface MakeupInput {
  genes: readonly string[];
  samples: readonly string[];
  /** Animal of each sample. */
  animals: readonly (string | null)[];
  counts: Float64Array;
  sizeFactors: Float64Array;
  /** log2 expression, genes x samples. */
  transformed: Float64Array;
  /** Sample sheet with the animals' properties, and its rows of the samples. */
  table: Table;
  rows: readonly number[];
}

/** Mean normalized count from which on a gene is looked at. */
const LEAST_MEAN = 10;
/** Genes of the variance partition, picked evenly along mean expression. */
const PARTITIONED = 300;
/** Columns whose shares are of interest, where the study has them. */
const VARIABLES = ['arm', 'sex', 'litter', 'cage', 'batch'];

/** Cell-type scores with their shifts in the planned comparisons, and variance shares of some hundred genes. */
export async function sampleMakeup(input: MakeupInput, model: StudyModel, context: Context): Promise<SampleMakeup> {
  const { genes, samples, transformed } = input;
  const means = normalizedMeans(input);
  const expressed = Uint8Array.from(means, (mean) => (mean >= LEAST_MEAN ? 1 : 0));
  const design = model.model.design.matrix;
  const composition = compositionOf(
    { genes, samples: samples.length, values: transformed, expressed, design },
    model.contrasts,
    alikeSamples(input),
  );
  const rows = spreadRows(means, expressed);
  const values = new Float64Array(rows.length * samples.length);
  rows.forEach((g, i) => {
    values.set(transformed.subarray(g * samples.length, (g + 1) * samples.length), i * samples.length);
  });
  const variables = VARIABLES.flatMap((name) => {
    const cells = cellsOf(input, name);
    return cells === null ? [] : [{ name, column: factorColumn(cells) }];
  });
  const partition = await variancePartition(values, null, samples.length, variables, context);
  return { composition, variance: { ...partition, genes: Array.from(rows, (g) => genes[g]) } };
}

function normalizedMeans({ counts, sizeFactors, genes }: MakeupInput): Float64Array {
  const n = sizeFactors.length;
  return Float64Array.from(genes, (_, g) => {
    let mean = 0;
    for (let j = 0; j < n; j++) mean += counts[g * n + j] / sizeFactors[j] / n;
    return mean;
  });
}

/** Every so many of the expressed genes in the order of their means. */
function spreadRows(means: Float64Array, expressed: Uint8Array): Int32Array {
  const order = Int32Array.from(means.keys())
    .filter((g) => expressed[g] === 1)
    .sort((a, b) => means[a] - means[b] || a - b);
  const count = Math.min(PARTITIONED, order.length);
  return Int32Array.from({ length: count }, (_, i) => order[Math.floor((i * order.length) / count)]);
}

function cellsOf({ table, rows }: MakeupInput, name: string): (string | null)[] | null {
  const cells = findColumn(table, name)?.cells;
  return cells === undefined ? null : rows.map((row) => cells[row]);
}

/** Samples of one litter, or of one animal, are alike; null where none share either. */
function alikeSamples(input: MakeupInput): SampleBlocks | null {
  for (const [name, cells] of [['litter', cellsOf(input, 'litter')] as const, ['animal', input.animals] as const]) {
    if (cells === null || cells.includes(null)) continue;
    const levels = [...new Set(cells)];
    if (levels.length < cells.length)
      return { name, codes: Int32Array.from(cells, (cell) => levels.indexOf(cell)), count: levels.length };
  }
  return null;
}
