import type { Context } from '../../context/index.ts';
import { inputError } from '../../problems/index.ts';
import { adjustPvalues } from '../../stats/index.ts';
import type { Combination } from '../design/contrasts.ts';
import { designNotes } from '../design/notes.ts';
import { type ModelRequest, type Tested, testedCombination } from '../differential.ts';
import { type ExpressedGenes, expressedGenes } from '../expressed-genes.ts';
import { type Dispersions, estimateDispersions } from './dispersions.ts';
import { exactTest } from './exact-test.ts';
import { devianceUnder } from './fit-genes.ts';
import { type GlmDesign, glmDesign } from './glm-design.ts';
import type { NormalizationMethod } from './normalization-factors.ts';
import { fitQuasiLikelihood } from './quasi-likelihood.ts';
import { likelihoodRatioTest, logFoldChange, quasiLikelihoodTest, shrunkenCoefficients } from './tests.ts';

export interface EdgerRequest extends ModelRequest {
  test: Tested;
  normalization: NormalizationMethod;
  /** Leave out genes with too few counts. */
  filter: boolean;
  /** Quasi-likelihood F-test, likelihood-ratio test, or exact test of two groups; the last two at gene-wise dispersions. */
  statistic: 'ql' | 'lrt' | 'exact';
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
  /** F, or the likelihood ratio; NaN for the exact test. */
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
  const { counts, sizes, samples, model, frame } = expressed;
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
  const tests =
    request.statistic === 'exact'
      ? exact(request, expressed, dispersions)
      : modelTest(request, expressed, design, dispersions, combination);
  context.progress('tests', 1, 1);
  return {
    expressed,
    combination,
    dispersions,
    logFC: tests.logFC,
    logCpm: dispersions.averageLogCpm,
    statistic: tests.statistic,
    pvalue: tests.pvalue,
    fdr: adjustPvalues(tests.pvalue, 'BH'),
    notes: [...designNotes(model, frame), ...expressed.notes],
  };
}

/** Quasi-likelihood or likelihood-ratio test of a contrast. */
function modelTest(
  request: EdgerRequest,
  { counts, sizes }: ExpressedGenes,
  design: GlmDesign,
  { trended, tagwise, averageLogCpm }: Dispersions,
  { weights }: Combination,
): TestColumns {
  const quasi = request.statistic === 'ql';
  const dispersions = quasi ? trended : tagwise;
  const logFC = logFoldChange(shrunkenCoefficients(counts, sizes, design, dispersions), weights);
  if (quasi) {
    const fit = fitQuasiLikelihood(counts, sizes, design, trended, averageLogCpm, request.robust);
    return { ...quasiLikelihoodTest(counts, sizes, design, fit, weights), logFC };
  }
  const deviance = devianceUnder(design, { counts, sizes, dispersions });
  return { ...likelihoodRatioTest(counts, sizes, design, dispersions, deviance, weights), logFC };
}

/** Exact test of the samples of two levels of the only factor. */
function exact({ test }: EdgerRequest, expressed: ExpressedGenes, { tagwise }: Dispersions): TestColumns {
  const { counts, sizes, frame, model, samples } = expressed;
  const column = test !== null && 'factor' in test ? frame.get(test.factor) : undefined;
  if (test === null || !('factor' in test) || column?.kind !== 'factor' || model.design.variables.length !== 1)
    throw inputError({
      code: 'exact-needs-groups',
      message: 'the exact test compares two levels of the only factor of the design',
      found: model.design.formula.text,
      mend: 'name the two levels with --contrast and use a design such as ~ group, or take the quasi-likelihood test',
    });
  const levels = [test.control, test.treated].map((level) => column.levels.indexOf(level));
  const kept = Int32Array.from({ length: samples.length }, (_, j) => j).filter((j) => levels.includes(column.codes[j]));
  const part = Float64Array.from({ length: tagwise.length * kept.length }, (_, i) => {
    return counts[Math.floor(i / kept.length) * samples.length + kept[i % kept.length]];
  });
  const result = exactTest(
    part,
    Float64Array.from(kept, (j) => sizes[j]),
    Int32Array.from(kept, (j) => levels.indexOf(column.codes[j])),
    tagwise,
  );
  return { ...result, statistic: new Float64Array(tagwise.length).fill(NaN) };
}

interface TestColumns {
  logFC: Float64Array;
  statistic: Float64Array;
  pvalue: Float64Array;
}
