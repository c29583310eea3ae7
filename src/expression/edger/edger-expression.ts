import type { Context } from '../../context/index.ts';
import { inputError } from '../../problems/index.ts';
import { adjustPvalues } from '../../stats/index.ts';
import type { Combination, LevelContrast } from '../design/contrasts.ts';
import { designNotes } from '../design/notes.ts';
import { type ModelRequest, testedCombination } from '../differential.ts';
import { type ExpressedGenes, expressedGenes } from '../expressed-genes.ts';
import { type Dispersions, estimateDispersions } from './dispersions.ts';
import { fitGenes } from './fit-genes.ts';
import { glmDesign } from './glm-design.ts';
import type { NormalizationMethod } from './normalization-factors.ts';
import { fitQuasiLikelihood } from './quasi-likelihood.ts';
import { likelihoodRatioTest, logFoldChange, quasiLikelihoodTest, shrunkenCoefficients } from './tests.ts';

export interface EdgerRequest extends ModelRequest {
  test: LevelContrast | { coefficient: string } | null;
  normalization: NormalizationMethod;
  /** Leave out genes with too few counts. */
  filter: boolean;
  /** Quasi-likelihood F-test, or likelihood-ratio test at gene-wise dispersions. */
  statistic: 'ql' | 'lrt';
  /** Protect against hypervariable genes (quasi-likelihood). */
  robust: boolean;
}

/** edgeR's answer for one comparison; per gene unless said otherwise. */
export interface EdgerTable {
  expressed: ExpressedGenes;
  combination: Combination;
  dispersions: Dispersions;
  logFC: Float64Array;
  logCpm: Float64Array;
  /** F, or the likelihood ratio. */
  statistic: Float64Array;
  pvalue: Float64Array;
  fdr: Float64Array;
  notes: string[];
}

/**
 * Differential expression by edgeR: everything `limbic de --method edger` does between reading and writing.
 *
 * @throws InputError with every problem of samples, design or contrast
 */
export async function edgerExpression(request: EdgerRequest, context: Context): Promise<EdgerTable> {
  const expressed = expressedGenes(request, request.filter, request.normalization);
  const { counts, sizes, genes, samples, model, frame } = expressed;
  const combination = testedCombination(request, model.design, frame);
  if (model.design.columns.length === 1)
    throw inputError({
      code: 'nothing-to-compare',
      message: `the design ${model.design.formula.text} has a single coefficient, so there is no smaller model to compare with`,
      mend: 'add the factor whose levels are to be compared',
    });
  const design = glmDesign(model.design.matrix, samples.length);
  const dispersions = await estimateDispersions(counts, sizes, design, false, context);
  context.checkCancelled();
  context.progress('tests', 0, 1);
  const quasi = request.statistic === 'ql';
  const used = quasi ? dispersions.trended : dispersions.tagwise;
  const tests = quasi
    ? quasiLikelihoodTest(
        counts,
        sizes,
        design,
        fitQuasiLikelihood(counts, sizes, design, used, dispersions.averageLogCpm, request.robust),
        combination.weights,
      )
    : likelihoodRatioTest(
        counts,
        sizes,
        design,
        used,
        fitGenes(design, { genes: genes.length, counts, sizes, dispersions: used, start: null }),
        combination.weights,
      );
  const logFC = logFoldChange(shrunkenCoefficients(counts, sizes, design, used), combination.weights);
  context.progress('tests', 1, 1);
  return {
    expressed,
    combination,
    dispersions,
    logFC,
    logCpm: dispersions.averageLogCpm,
    statistic: tests.statistic,
    pvalue: tests.pvalue,
    fdr: adjustPvalues(tests.pvalue, 'BH'),
    notes: designNotes(model, frame),
  };
}
