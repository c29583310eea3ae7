import type { Alternative, DeseqRequest, DeseqResult, Tested } from '../expression/index.ts';
import { deseqExpression, MISSING_REASON } from '../expression/index.ts';
import { readGeneList } from '../pathway/index.ts';
import type { OutputColumn } from '../table/index.ts';
import { VERSION } from '../version.ts';
import { type SurrogateOptions, surrogateRequest } from './batch-options.ts';
import { type ModelOptions, modelRequest } from './expression-options.ts';
import { type CommonOptions, readInput, say, withContext, writeOutput } from './support.ts';
import { writeColumns } from './write-columns.ts';

/** Options of `limbic de` for DESeq2's method. */
export interface DeseqOptions extends CommonOptions, ModelOptions, SurrogateOptions {
  reduced?: string;
  fit: DeseqRequest['trend'];
  sizeFactors: DeseqRequest['sizeFactors'];
  controlGenes?: string;
  lfc: number;
  alternative: Alternative;
  shrink: 'none' | 'normal' | 'apeglm';
  alpha: number;
  replace: boolean;
  filter: boolean;
  diagnostics?: string;
  output: string;
}

/** `limbic de --method deseq2`: results, their summary, and the sentence for people. */
export async function runDeseq(options: DeseqOptions, test: Tested, summaryFile: string): Promise<void> {
  const result = await withContext(options, (context) => {
    const factors = test !== null && 'factor' in test ? [test.factor] : [];
    const { controlGenes: file } = options;
    const controls = file === undefined ? undefined : readGeneList(readInput(file), file).genes;
    const request: DeseqRequest = {
      ...modelRequest(options, factors),
      ...surrogateRequest(options, test),
      test,
      reduced: options.reduced ?? null,
      trend: options.fit,
      sizeFactors: options.sizeFactors,
      controlGenes: controls,
      alpha: options.alpha,
      replaceOutliers: options.replace,
      independentFiltering: options.filter,
      question: { threshold: options.lfc, alternative: options.alternative },
      shrink: options.shrink,
    };
    return deseqExpression(request, context);
  });
  if (options.diagnostics !== undefined) await writeColumns(options.diagnostics, diagnosticColumns(result));
  if (options.output !== '-') writeOutput(summaryFile, summaryOf(result, options));
  await writeColumns(options.output, resultColumns(result));
  for (const note of result.notes) say(options, `note: ${note}`);
  say(options, headline(result));
}

const REASONS = new Map<number, string>([
  [MISSING_REASON.allZero, 'all counts zero'],
  [MISSING_REASON.countOutlier, 'count outlier'],
  [MISSING_REASON.lowMean, 'low mean count'],
  [MISSING_REASON.notEstimated, 'not estimated'],
]);

function resultColumns({ matrix, fit, table, svalue }: DeseqResult): OutputColumn[] {
  return [
    { name: 'gene', values: matrix.genes },
    { name: 'baseMean', values: fit.baseMean },
    { name: 'log2FoldChange', values: table.log2FoldChange },
    { name: 'lfcSE', values: table.lfcSE },
    { name: 'stat', values: table.stat },
    { name: 'pvalue', values: table.pvalue },
    { name: 'padj', values: table.padj },
    ...(svalue === null ? [] : [{ name: 'svalue', values: svalue }]),
    { name: 'missingReason', values: Array.from(table.missing, (reason) => REASONS.get(reason) ?? null) },
  ];
}

function diagnosticColumns({ matrix, fit }: DeseqResult): OutputColumn[] {
  const fitted = (values: Uint8Array): (string | null)[] =>
    Array.from(values, (value, g) => (fit.baseMean[g] === 0 ? null : value === 1 ? 'true' : 'false'));
  return [
    { name: 'gene', values: matrix.genes },
    { name: 'allZero', values: Array.from(fit.baseMean, (mean) => String(mean === 0)) },
    { name: 'dispGeneEst', values: fit.dispGeneEst },
    { name: 'dispFit', values: fit.dispFit },
    { name: 'dispMAP', values: fit.dispMAP },
    { name: 'dispersion', values: fit.dispersion },
    {
      name: 'dispOutlier',
      values: Array.from(fit.dispOutlier, (value, g) => (Number.isNaN(fit.dispMAP[g]) ? null : String(value === 1))),
    },
    { name: 'betaConv', values: fitted(fit.converged) },
    { name: 'maxCooks', values: fit.maxCooksUsed },
    { name: 'replace', values: Array.from(fit.replaced, (value) => String(value === 1)) },
    { name: 'maxCooksAllSamples', values: fit.maxCooks },
    { name: 'betaIter', values: Array.from(fit.iterations, (value, g) => (fit.baseMean[g] === 0 ? NaN : value)) },
    { name: 'deviance', values: fit.logLikelihood.map((value) => -2 * value) },
  ];
}

function summaryOf(result: DeseqResult, options: DeseqOptions): string {
  const { matrix, fit, table, design } = result;
  const sizeFactors = Object.fromEntries(matrix.samples.map((sample, j) => [sample, result.normalization.perSample[j]]));
  const replaced = fit.replacements.map(({ gene, sample, ...counts }) => ({
    gene: matrix.genes[gene],
    sample: matrix.samples[sample],
    ...counts,
  }));
  const summary = {
    program: `limbic ${VERSION}`,
    method: methodOf(options),
    shrinkage: options.shrink,
    design: design.formula.text,
    coefficients: result.coefficients,
    contrast: result.combination.name,
    alpha: table.alpha,
    samples: matrix.samples,
    sizeFactors,
    genes: matrix.genes.length,
    significant: significant(result),
    missing: Object.fromEntries([...REASONS].map(([code, words]) => [words, table.missing.filter((one) => one === code).length])),
    trend: fit.trend.kind === 'local' ? { kind: 'local' } : fit.trend,
    varLogDispEsts: fit.around,
    dispPriorVar: fit.priorVariance,
    cooksCutoff: fit.cooksCutoff,
    filterThreshold: table.filter?.threshold ?? null,
    filterTheta: table.filter?.theta ?? null,
    hiddenFactors: result.surrogates,
    replacedCounts: replaced,
    input: options.modelFiles?.notes ?? [],
    notes: result.notes,
  };
  return `${JSON.stringify(summary, null, 2)}\n`;
}

function methodOf({ reduced, lfc, alternative }: DeseqOptions): string {
  if (reduced !== undefined) return `DESeq2, likelihood-ratio test against ${reduced}`;
  return lfc === 0 && alternative === 'greaterAbs' ? 'DESeq2, Wald test' : `DESeq2, Wald test, ${alternative} ${lfc}`;
}

function significant({ table }: DeseqResult): { up: number; down: number } {
  let up = 0;
  let down = 0;
  for (let g = 0; g < table.padj.length; g++) {
    if (!(table.padj[g] < table.alpha)) continue;
    if (table.log2FoldChange[g] > 0) up++;
    else down++;
  }
  return { up, down };
}

function headline(result: DeseqResult): string {
  const { up, down } = significant(result);
  const { matrix, table, combination } = result;
  const filtered = table.missing.filter((reason) => reason === MISSING_REASON.lowMean).length;
  const outliers = table.missing.filter((reason) => reason === MISSING_REASON.countOutlier).length;
  return (
    `${combination.name}: ${up + down} of ${matrix.genes.length} genes at a false discovery rate of ${table.alpha} ` +
    `(${up} up, ${down} down); ${matrix.samples.length} samples; ${filtered} genes with too low counts, ${outliers} with a count outlier`
  );
}
