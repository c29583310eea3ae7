import type { Context } from '../../context/index.ts';
import { adjustPvalues, squeezeVariances, studentT } from '../../stats/index.ts';
import type { Combination } from '../design/contrasts.ts';
import { designNotes } from '../design/notes.ts';
import { type ModelRequest, type Tested, testedCombination } from '../differential.ts';
import type { NormalizationMethod } from '../edger/normalization-factors.ts';
import { type ExpressedGenes, expressedGenes } from '../expressed-genes.ts';
import { dreamWeights } from './dream-weights.ts';
import { geneChunks, joinChunks } from './gene-chunks.ts';
import { type MixedEstimates, mixedGenesTask } from './gene-wise-task.ts';
import { componentsDesign, interceptNames } from './mixed-design.ts';
import type { MixedDf } from './random-intercept.ts';

export interface DreamRequest extends ModelRequest {
  test: Tested;
  normalization: NormalizationMethod;
  /** Leave out genes with too few counts. */
  filter: boolean;
  /** Degrees of freedom; `adaptive`: Kenward and Roger below 20 samples, else Satterthwaite. */
  df: MixedDf | 'adaptive';
  /** Protect against hypervariable genes. */
  robust: boolean;
}

/** A gene-wise mixed model's answer for one comparison; per gene unless said otherwise. */
export interface DreamTable {
  expressed: ExpressedGenes;
  combination: Combination;
  logFC: Float64Array;
  /** Standard error from the gene's own variance. */
  error: Float64Array;
  averageExpression: Float64Array;
  /** With moderated variance. */
  t: Float64Array;
  df: Float64Array;
  pvalue: Float64Array;
  padj: Float64Array;
  /** Names of the random intercepts, and their variances, genes x terms. */
  terms: string[];
  variances: Float64Array;
  /** Residual standard deviation (for weight 1), and its degrees of freedom. */
  sigma: Float64Array;
  residualDf: Float64Array;
  prior: { df: number; variance: number };
  dfMethod: MixedDf;
  notes: string[];
}

/** Below this many samples `adaptive` takes Kenward and Roger's degrees of freedom (dream's rule). */
const FEW = 20;

/**
 * Differential expression by gene-wise mixed models with voom's weights, as dream (Hoffman & Roussos 2021): weights from a mixed
 * trend, restricted maximum likelihood per gene, residual variances moderated with the residual degrees of freedom tr((I - H)²), t with
 * the moderated variance on the test's own degrees of freedom.
 *
 * @throws InputError with every problem of samples, design or contrast
 */
export async function dreamExpression(request: DreamRequest, context: Context): Promise<DreamTable> {
  const expressed = expressedGenes({ ...request, randomTerms: true }, request.filter, request.normalization);
  const { counts, sizes, model, frame, samples } = expressed;
  const combination = testedCombination(request, model.design, frame);
  const design = componentsDesign(model.design, frame);
  const { values, weights } = await dreamWeights(counts, sizes, design, context);
  const method = request.df !== 'adaptive' ? request.df : samples.length < FEW ? 'kenward-roger' : 'satterthwaite';
  const chunks = geneChunks(weights, samples.length);
  const inputs = geneChunks(values, samples.length).map((chunk, i) => ({
    ...{ design, values: chunk, weights: chunks[i], contrast: combination.weights, method },
  }));
  const parts = await context.pool.map(mixedGenesTask, inputs, (done, total) => context.progress('mixed models', done, total));
  const column = (pick: (part: MixedEstimates) => Float64Array): Float64Array => joinChunks(parts.map(pick));
  const [logFC, error, df, sigma, residualDf] = [
    column((part) => part.estimate),
    column((part) => part.error),
    column((part) => part.df),
    column((part) => part.sigma),
    column((part) => part.residualDf),
  ];
  const moderated = moderate({ logFC, error, df, sigma, residualDf }, request.robust);
  const variances = column((part) => part.variances);
  return {
    ...{ expressed, combination, logFC, error, df, sigma, residualDf, variances, ...moderated },
    averageExpression: rowMeans(values, samples.length),
    padj: adjustPvalues(moderated.pvalue, 'BH'),
    terms: interceptNames(model.design),
    dfMethod: method,
    notes: [
      ...designNotes(model, frame),
      ...expressed.notes,
      ...varianceNotes(
        interceptNames(model.design),
        variances,
        parts.reduce((sum, part) => sum + part.unsettled, 0),
      ),
    ],
  };
}

/** t and p with residual variances squeezed over the genes that vary. */
function moderate(
  fits: Record<'logFC' | 'error' | 'df' | 'sigma' | 'residualDf', Float64Array>,
  robust: boolean,
): { t: Float64Array; pvalue: Float64Array; prior: { df: number; variance: number } } {
  const rows = Int32Array.from(fits.sigma.keys()).filter((g) => !Number.isNaN(fits.sigma[g]));
  const variances = Float64Array.from(rows, (g) => fits.sigma[g] * fits.sigma[g]);
  const df = Float64Array.from(rows, (g) => fits.residualDf[g]);
  const squeezed = squeezeVariances(variances, df, { covariate: null, robust });
  const [t, pvalue] = [new Float64Array(fits.sigma.length).fill(NaN), new Float64Array(fits.sigma.length).fill(NaN)];
  rows.forEach((g, i) => {
    t[g] = fits.logFC[g] / ((fits.error[g] / fits.sigma[g]) * Math.sqrt(squeezed.posterior[i]));
    pvalue[g] = 2 * studentT.upper(Math.abs(t[g]), fits.df[g]);
  });
  return { t, pvalue, prior: { df: squeezed.df, variance: squeezed.priorVariance[0] } };
}

function rowMeans(values: Float64Array, samples: number): Float64Array {
  return Float64Array.from({ length: values.length / samples }, (_, g) => {
    let sum = 0;
    for (let j = 0; j < samples; j++) sum += values[g * samples + j];
    return sum / samples;
  });
}

/** How often each variance is zero, and whether every search settled. */
function varianceNotes(names: readonly string[], variances: Float64Array, unsettled: number): string[] {
  const genes = variances.length / names.length;
  const zeros = names.map((name, k) => {
    let zero = 0;
    for (let g = 0; g < genes; g++) if (variances[g * names.length + k] === 0) zero++;
    return `${name} in ${Math.round((100 * zero) / genes)} %`;
  });
  const notes = [`Variances estimated as exactly 0: ${zeros.join(', ')} of the genes; such a term does nothing in them.`];
  return unsettled === 0 ? notes : [...notes, `${unsettled} genes did not settle within the steps allowed.`];
}
