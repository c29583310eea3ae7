import type { Context } from '../../context/index.ts';
import { inputError, suggestName } from '../../problems/index.ts';
import { adjustPvalues } from '../../stats/index.ts';
import { findColumn } from '../../table/index.ts';
import type { Combination } from '../design/contrasts.ts';
import { designNotes } from '../design/notes.ts';
import { type ModelRequest, type Tested, testedCombination } from '../differential.ts';
import type { NormalizationMethod } from '../edger/normalization-factors.ts';
import { type ExpressedGenes, expressedGenes } from '../expressed-genes.ts';
import { matchSamples, sampleSheet } from '../samples/sample-sheet.ts';
import { consensusCorrelation } from './block-correlation.ts';
import { type BlockCorrelation, blockCodes } from './block-whitening.ts';
import { contrastFits } from './contrast-fits.ts';
import { moderate } from './empirical-bayes.ts';
import { fitLinear, NO_OPTIONS } from './linear-fits.ts';
import { voomWithQuality } from './sample-weights.ts';
import { treat } from './treat.ts';
import { voom } from './voom.ts';

export interface VoomRequest extends ModelRequest {
  test: Tested;
  normalization: NormalizationMethod;
  /** Leave out genes with too few counts. */
  filter: boolean;
  /** Column of the sample sheet whose equal values mark samples that are alike (litter, animal); null for none. */
  block: string | null;
  /** Weigh samples by their quality. Not together with `block`. */
  qualityWeights: boolean;
  /** Protect against hypervariable genes. */
  robust: boolean;
  /** Test against this log2 fold change; 0 for any. */
  threshold: number;
}

/** limma-voom's answer for one comparison; per gene unless said otherwise. */
export interface VoomTable {
  expressed: ExpressedGenes;
  combination: Combination;
  logFC: Float64Array;
  averageExpression: Float64Array;
  t: Float64Array;
  pvalue: Float64Array;
  padj: Float64Array;
  /** NaN when tested against a threshold. */
  logOdds: Float64Array;
  /** Prior degrees of freedom and variance of all genes. */
  prior: { df: number; variance: number };
  /** Correlation within blocks, or null. */
  correlation: number | null;
  /** Quality weight per sample, or null. */
  sampleWeights: Float64Array | null;
  notes: string[];
}

/**
 * Differential expression by limma-voom: everything `limbic de --method voom` does between reading and writing.
 *
 * @throws InputError with every problem of samples, design, block or contrast
 */
export function voomExpression(request: VoomRequest, context: Context): VoomTable {
  if (request.block !== null && request.qualityWeights)
    throw inputError({
      code: 'usage',
      message: 'blocks and sample quality weights exclude each other',
      mend: 'give one of --block and --quality-weights',
    });
  const expressed = expressedGenes(request, request.filter, request.normalization);
  const { counts, sizes, model, samples } = expressed;
  const { design } = model;
  const combination = testedCombination(request, design, expressed.frame);
  const blocks = request.block === null ? null : blocksOf(request, request.block);
  context.progress('voom', 0, 3);
  const quality = request.qualityWeights ? voomWithQuality(counts, sizes, design.matrix) : null;
  const first = quality ?? voom(counts, sizes, design.matrix);
  const { ready, block } = blocks === null ? { ready: first, block: null } : blocked(expressed, first, blocks);
  context.progress('voom', 1, 3);
  context.checkCancelled();
  const fits = fitLinear(ready.values, design.matrix, samples.length, { ...NO_OPTIONS, weights: ready.weights, block });
  context.progress('voom', 2, 3);
  const tested = contrastFits(fits, combination.weights);
  const bayes = moderate(tested, { trend: false, robust: request.robust });
  const beyond = request.threshold > 0 ? treat(tested, request.threshold, { trend: false, robust: request.robust }) : null;
  const pvalue = beyond?.pvalue ?? bayes.pvalue;
  context.progress('voom', 3, 3);
  return {
    expressed,
    combination,
    logFC: tested.coefficients,
    averageExpression: fits.means,
    t: beyond?.t ?? bayes.t,
    pvalue,
    padj: adjustPvalues(pvalue, 'BH'),
    logOdds: beyond === null ? bayes.logOdds : new Float64Array(fits.genes).fill(NaN),
    prior: { df: bayes.squeezed.df, variance: bayes.squeezed.priorVariance[0] },
    correlation: block?.correlation ?? null,
    sampleWeights: quality?.sampleWeights ?? null,
    notes: [...designNotes(model, expressed.frame), ...expressed.notes],
  };
}

/** Two rounds of weights and correlation, as limma's guide recommends. */
function blocked(expressed: ExpressedGenes, first: ReturnType<typeof voom>, blocks: Int32Array) {
  const { matrix } = expressed.model.design;
  const rough = consensusCorrelation(first.values, first.weights, matrix, blocks).correlation;
  const ready = voom(expressed.counts, expressed.sizes, matrix, { ...NO_OPTIONS, block: { blocks, correlation: rough } });
  const { correlation } = consensusCorrelation(ready.values, ready.weights, matrix, blocks);
  const block: BlockCorrelation = { blocks, correlation };
  return { ready, block };
}

/** The block of each kept sample. */
function blocksOf(request: ModelRequest, name: string): Int32Array {
  const sheet = sampleSheet(request.samples);
  const column = findColumn(request.samples, name);
  if (column === undefined)
    throw inputError({
      code: 'samples-unknown-column',
      file: request.samples.file,
      line: 1,
      message: `there is no column "${name}" for the blocks`,
      mend: suggestName(
        name,
        request.samples.columns.map((one) => one.name),
      ),
    });
  const { rows } = matchSamples(request.counts, sheet, request.where);
  const missing = rows.find((row) => column.cells[row] === null);
  if (missing !== undefined)
    throw inputError({
      code: 'block-missing',
      file: request.samples.file,
      line: request.samples.lines[missing],
      message: `sample "${sheet.names[missing]}" has no value in the block column "${name}"`,
      mend: 'fill it in; a sample without siblings is a block of its own',
    });
  return blockCodes(rows.map((row) => column.cells[row] ?? ''));
}
