import type { Context, Task } from '../../context/index.ts';
import type { DataColumn } from '../../stats/index.ts';
import { bestComponents } from './best-components.ts';
import { type ComponentsDesign, componentsRoom, setResponse } from './components-design.ts';
import { geneChunks, joinChunks } from './gene-chunks.ts';
import { fixedEffects } from './random-components.ts';

/** Share of the variance of each gene that goes with each variable. */
export interface VariancePartition {
  /** Variables, then `residual`. */
  names: string[];
  /** genes x names; rows sum to 1; NaN where a gene does not vary. */
  fractions: Float64Array;
  /** Variables that were asked for and left out, with the reason. */
  left: { name: string; reason: string }[];
}

/** A variable and its values. */
export interface PartitionVariable {
  name: string;
  column: DataColumn;
}

/** A piece of the genes. */
interface PartitionInput {
  design: ComponentsDesign;
  values: Float64Array;
  weights: Float64Array | null;
}

/** Variance fractions of a chunk of genes: random intercepts, then numeric variables, then the residual. */
export const variancePartitionTask: Task<PartitionInput, Float64Array> = {
  name: 'expression/variance-partition',
  run: partitionGenes,
};

/**
 * Variance partition (Hoffman & Schadt 2016; `fitExtractVarPartModel` of package variancePartition): maximum likelihood with categorical
 * variables as random intercepts and numeric ones as slopes. The share of a slope is the variance of its fitted values, all slopes
 * together being scaled to the variance of their sum.
 *
 * @param values genes x samples, with precision weights or null
 */
export async function variancePartition(
  values: Float64Array,
  weights: Float64Array | null,
  samples: number,
  variables: readonly PartitionVariable[],
  context: Context,
): Promise<VariancePartition> {
  const { categorical, numeric, left } = sortedOut(variables, samples);
  const columns = 1 + numeric.length;
  const matrix = Float64Array.from({ length: samples * columns }, (_, i) => {
    const [row, k] = [Math.floor(i / columns), i % columns];
    return k === 0 ? 1 : numeric[k - 1].values[row];
  });
  const design = { samples, matrix, columns, terms: categorical.map(({ codes, count }) => ({ codes, count })) };
  const pieces = weights === null ? [] : geneChunks(weights, samples);
  const inputs = geneChunks(values, samples).map((chunk, i) => ({ design, values: chunk, weights: pieces[i] ?? null }));
  const parts = await context.pool.map(variancePartitionTask, inputs, (done, total) =>
    context.progress('variance partition', done, total),
  );
  return { names: [...[...categorical, ...numeric].map(({ name }) => name), 'residual'], fractions: joinChunks(parts), left };
}

/** Variables that can be told apart from the residual and from each other. */
function sortedOut(variables: readonly PartitionVariable[], samples: number) {
  const categorical: { name: string; codes: Int32Array; count: number }[] = [];
  const numeric: { name: string; values: Float64Array }[] = [];
  const left: VariancePartition['left'] = [];
  for (const { name, column } of variables) {
    if (column.kind === 'number') {
      const constant = column.values.every((value) => value === column.values[0]);
      if (constant) left.push({ name, reason: 'it is the same for all samples' });
      else if (column.values.some(Number.isNaN)) left.push({ name, reason: 'it is missing for some samples' });
      else numeric.push({ name, values: column.values });
      continue;
    }
    const { codes, count } = renumbered(column.codes);
    const twin = categorical.find((other) => other.count === count && other.codes.every((code, j) => code === codes[j]));
    if (column.codes.includes(-1)) left.push({ name, reason: 'it is missing for some samples' });
    else if (count < 2) left.push({ name, reason: 'it is the same for all samples' });
    else if (count === samples) left.push({ name, reason: 'every sample has its own value, so it is the residual' });
    else if (twin !== undefined) left.push({ name, reason: `it groups the samples as ${twin.name} does` });
    else categorical.push({ name, codes, count });
  }
  return { categorical, numeric, left };
}

/** Codes in order of first appearance. */
function renumbered(codes: Int32Array): { codes: Int32Array; count: number } {
  const levels = [...new Set(codes)];
  return { codes: codes.map((code) => levels.indexOf(code)), count: levels.length };
}

function partitionGenes({ design, values, weights }: PartitionInput): Float64Array {
  const { samples, columns, terms } = design;
  const room = componentsRoom(design, false);
  const width = terms.length + columns;
  const out = new Float64Array((values.length / samples) * width).fill(NaN);
  for (let g = 0; g < values.length / samples; g++) {
    const at = g * samples;
    setResponse(room, values, weights, at);
    const { ratios } = bestComponents(room);
    const total = room.y.reduce((sum, value) => sum + value * value, 0);
    if (!(room.squares > 1e-20 * total)) continue;
    const residual = room.squares / samples;
    const shares = [...Array.from(ratios, (ratio) => ratio * residual), ...slopeVariances(design, fixedEffects(room)), residual];
    const sum = shares.reduce((all, share) => all + share, 0);
    out.set(
      shares.map((share) => share / sum),
      g * width,
    );
  }
  return out;
}

/** Variances (divisor n) of the slopes' fitted values, scaled to add up to that of their sum. */
function slopeVariances({ samples, columns, matrix }: ComponentsDesign, beta: Float64Array): number[] {
  const parts = Array.from({ length: columns - 1 }, (_, k) =>
    varianceOf(Float64Array.from({ length: samples }, (_, j) => matrix[j * columns + k + 1] * beta[k + 1])),
  );
  const fitted = Float64Array.from({ length: samples }, (_, j) => {
    let sum = 0;
    for (let k = 1; k < columns; k++) sum += matrix[j * columns + k] * beta[k];
    return sum;
  });
  const all = parts.reduce((sum, part) => sum + part, 0);
  const scale = all > 0 ? varianceOf(fitted) / all : 0;
  return parts.map((part) => part * scale);
}

function varianceOf(values: Float64Array): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.reduce((sum, value) => sum + (value - mean) * (value - mean), 0) / values.length;
}
