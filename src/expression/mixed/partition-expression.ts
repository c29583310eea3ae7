import type { Context } from '../../context/index.ts';
import type { ModelRequest } from '../differential.ts';
import type { NormalizationMethod } from '../edger/normalization-factors.ts';
import { type ExpressedGenes, expressedGenes } from '../expressed-genes.ts';
import { voom } from '../limma/voom.ts';
import { designFrame } from '../samples/design-frame.ts';
import { sampleSheet } from '../samples/sample-sheet.ts';
import { type VariancePartition, variancePartition } from './variance-partition.ts';

export interface PartitionRequest extends Omit<ModelRequest, 'design'> {
  /** Columns of the sample sheet. */
  variables: readonly string[];
  normalization: NormalizationMethod;
  /** Leave out genes with too few counts. */
  filter: boolean;
}

/** Variance fractions of the genes of a count table. */
export interface PartitionTable extends VariancePartition {
  expressed: ExpressedGenes;
}

/**
 * Variance partition of counts: log2 counts per million with voom's weights (trend of a model without variables), then fractions.
 *
 * @throws InputError with every problem of the samples or the variables
 */
export async function partitionExpression(request: PartitionRequest, context: Context): Promise<PartitionTable> {
  const expressed = expressedGenes({ ...request, design: '~ 1' }, request.filter, request.normalization);
  const { counts, sizes, samples, model } = expressed;
  const sheet = sampleSheet(request.samples);
  const rows = samples.map((sample) => sheet.names.indexOf(sample));
  const frame = designFrame(request.samples, rows, request.variables, {
    factors: new Set(request.factors),
    references: new Map(),
    levels: new Map(),
  });
  const variables = request.variables.flatMap((name) => {
    const column = frame.get(name);
    return column === undefined ? [] : [{ name, column }];
  });
  const { values, weights } = voom(counts, sizes, model.design.matrix);
  return { expressed, ...(await variancePartition(values, weights, samples.length, variables, context)) };
}
