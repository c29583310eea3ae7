import type { Command } from 'commander';
import type { DeseqRequest, DeseqResult } from '../expression/index.ts';
import { deseqExpression, MISSING_REASON } from '../expression/index.ts';
import { inputError } from '../problems/index.ts';
import type { OutputColumn } from '../table/index.ts';
import { VERSION } from '../version.ts';
import { commonOptions } from './common-options.ts';
import { type LinearOptions, runLinear } from './de-linear.ts';
import { type ModelOptions, modelOptions, modelRequest } from './expression-options.ts';
import { contrastOf } from './model-values.ts';
import { type CommonOptions, numberBetween, say, withContext, writeOutput } from './support.ts';
import { TABLE_ENDINGS, tablePath, writeColumns } from './write-columns.ts';

interface DeOptions extends CommonOptions, ModelOptions, LinearOptions {
  contrast?: string[];
  coef?: string;
  reduced?: string;
  fit: DeseqRequest['trend'];
  sizeFactors: DeseqRequest['sizeFactors'];
  alpha: number;
  replace: boolean;
  filter: boolean;
  diagnostics?: string;
  output: string;
}

/** `limbic de`: differential expression of a count table. */
export function register(program: Command): void {
  const command = program
    .command('de')
    .description('differential expression of a count table')
    .requiredOption('--design <formula>', "model of the samples in R's notation, e.g. '~ batch + group'");
  modelOptions(command)
    .option('--contrast <factor treated control...>', 'the comparison: a factor and two of its levels')
    .addOption(program.createOption('--method <name>', 'whose method').choices(['deseq2', 'voom', 'edger']).default('deseq2'))
    .option('--coef <name>', 'test this coefficient instead of a comparison')
    .option('--reduced <formula>', 'likelihood-ratio test against this smaller model')
    .addOption(
      program
        .createOption('--fit <kind>', 'trend of the dispersion over the mean')
        .choices(['parametric', 'local', 'mean'])
        .default('parametric'),
    )
    .addOption(
      program
        .createOption('--size-factors <kind>', 'how samples are made comparable')
        .choices(['ratio', 'poscounts'])
        .default('ratio'),
    )
    .option('--alpha <p>', 'false discovery rate the filter is tuned for', numberBetween(0, 1), 0.1)
    .option('--no-replace', 'do not replace outlying counts in groups of 7 and more')
    .option('--no-filter', 'deseq2: adjust p-values without independent filtering; voom, edger: keep genes with too few counts')
    .addOption(
      program
        .createOption('--normalization <kind>', 'voom, edger: factors of the library sizes')
        .choices(['TMM', 'TMMwsp', 'RLE', 'upperquartile', 'none'])
        .default('TMM'),
    )
    .option('--block <column>', 'voom: samples that are alike, such as litter or animal')
    .option('--quality-weights', 'voom: weigh samples by their quality', false)
    .option('--lfc <log2>', 'voom: test against this fold change', numberBetween(0, 100), 0)
    .option('--robust', 'voom, edger: protect against hypervariable genes', false)
    .addOption(
      program
        .createOption('--test <kind>', 'edger: quasi-likelihood F, likelihood ratio, or exact')
        .choices(['ql', 'lrt', 'exact'])
        .default('ql'),
    )
    .option('--diagnostics <file>', 'dispersions, outliers and convergence per gene', tablePath)
    .requiredOption('-o, --output <file>', `results: ${TABLE_ENDINGS}`, tablePath);
  commonOptions(command)
    .addHelpText(
      'after',
      "\nExample:\n  limbic de --counts counts.tsv.gz --samples samples.tsv --design '~ sex + arm' --contrast arm high vehicle -o results.tsv",
    )
    .action(run);
}

async function run(options: DeOptions): Promise<void> {
  const test = testOf(options);
  if (options.method !== 'deseq2') return runLinear(options, test, summaryPath(options.output));
  const result = await withContext(options, (context) => {
    const factors = test !== null && 'factor' in test ? [test.factor] : [];
    const request: DeseqRequest = {
      ...modelRequest(options, factors),
      test,
      reduced: options.reduced ?? null,
      trend: options.fit,
      sizeFactors: options.sizeFactors,
      alpha: options.alpha,
      replaceOutliers: options.replace,
      independentFiltering: options.filter,
    };
    return deseqExpression(request, context);
  });
  if (options.diagnostics !== undefined) await writeColumns(options.diagnostics, diagnosticColumns(result));
  if (options.output !== '-') writeOutput(summaryPath(options.output), summaryOf(result, options));
  await writeColumns(options.output, resultColumns(result));
  for (const note of result.notes) say(options, `note: ${note}`);
  say(options, headline(result));
}

function testOf(options: DeOptions): DeseqRequest['test'] {
  if (options.contrast !== undefined && options.coef !== undefined)
    throw inputError({ code: 'usage', message: '--contrast and --coef exclude each other', mend: 'give one of them' });
  if (options.coef !== undefined) return { coefficient: options.coef };
  return options.contrast === undefined ? null : contrastOf(options);
}

const REASONS = new Map<number, string>([
  [MISSING_REASON.allZero, 'all counts zero'],
  [MISSING_REASON.countOutlier, 'count outlier'],
  [MISSING_REASON.lowMean, 'low mean count'],
  [MISSING_REASON.notEstimated, 'not estimated'],
]);

function resultColumns({ matrix, fit, table }: DeseqResult): OutputColumn[] {
  return [
    { name: 'gene', values: matrix.genes },
    { name: 'baseMean', values: fit.baseMean },
    { name: 'log2FoldChange', values: table.log2FoldChange },
    { name: 'lfcSE', values: table.lfcSE },
    { name: 'stat', values: table.stat },
    { name: 'pvalue', values: table.pvalue },
    { name: 'padj', values: table.padj },
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

/** `results.tsv` -> `results.summary.json`. */
function summaryPath(output: string): string {
  return `${output.replace(/\.(tsv|csv|json|xlsx|txt|tab)$/i, '')}.summary.json`;
}

function summaryOf(result: DeseqResult, options: DeOptions): string {
  const { matrix, fit, table, design } = result;
  const sizeFactors = Object.fromEntries(matrix.samples.map((sample, j) => [sample, result.normalization.factors[j]]));
  const replaced = fit.replacements.map(({ gene, sample, ...counts }) => ({
    gene: matrix.genes[gene],
    sample: matrix.samples[sample],
    ...counts,
  }));
  const summary = {
    program: `limbic ${VERSION}`,
    method: options.reduced === undefined ? 'DESeq2, Wald test' : `DESeq2, likelihood-ratio test against ${options.reduced}`,
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
    replacedCounts: replaced,
    notes: result.notes,
  };
  return `${JSON.stringify(summary, null, 2)}\n`;
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
