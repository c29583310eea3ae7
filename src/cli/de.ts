import type { Command } from 'commander';
import { ALTERNATIVES, type Tested } from '../expression/index.ts';
import { inputError } from '../problems/index.ts';
import { surrogateOptions } from './batch-options.ts';
import { commonOptions } from './common-options.ts';
import { columnValues } from './data-frame.ts';
import { type DeseqOptions, runDeseq } from './de-deseq.ts';
import { type DreamOptions, hasRandomTerms, runDream } from './de-dream.ts';
import { runLinear } from './de-linear.ts';
import { modelOptions } from './expression-options.ts';
import { contrastOf } from './model-values.ts';
import { numberBetween } from './support.ts';
import { TABLE_ENDINGS, tablePath } from './write-columns.ts';

interface DeOptions extends DeseqOptions, DreamOptions {
  contrast?: string[];
  coef?: string;
  weights?: [string, string][];
}

/** `limbic de`: differential expression of a count table. */
export function register(program: Command): void {
  const command = program
    .command('de')
    .description('differential expression of a count table')
    .requiredOption('--design <formula>', "model of the samples in R's notation, e.g. '~ batch + group'");
  modelOptions(command)
    .option('--contrast <factor treated control...>', 'the comparison: a factor and two of its levels')
    .addOption(
      program.createOption('--method <name>', 'whose method').choices(['deseq2', 'voom', 'edger', 'dream']).default('deseq2'),
    )
    .option('--coef <name>', 'test this coefficient instead of a comparison')
    .option('--weights <coef=weight,...>', 'test this sum of coefficients', columnValues);
  linearOptions(deseqOptions(command))
    .option('--diagnostics <file>', 'dispersions, outliers and convergence per gene', tablePath)
    .requiredOption('-o, --output <file>', `results: ${TABLE_ENDINGS}`, tablePath);
  surrogateOptions(command);
  commonOptions(command)
    .addHelpText(
      'after',
      "\nExample:\n  limbic de --counts counts.tsv.gz --samples samples.tsv --design '~ sex + arm' --contrast arm high vehicle -o results.tsv",
    )
    .action(run);
}

/** What DESeq2's fit can be told. */
function deseqOptions(command: Command): Command {
  return command
    .option('--reduced <formula>', 'likelihood-ratio test against this smaller model')
    .addOption(
      command
        .createOption('--fit <kind>', 'trend of the dispersion over the mean')
        .choices(['parametric', 'local', 'mean'])
        .default('parametric'),
    )
    .addOption(
      command
        .createOption('--size-factors <kind>', 'how samples are made comparable')
        .choices(['ratio', 'poscounts', 'iterate'])
        .default('ratio'),
    )
    .option('--control-genes <file>', 'deseq2: estimate size factors on these genes, one a line')
    .option('--alpha <p>', 'false discovery rate the filter is tuned for', numberBetween(0, 1), 0.1)
    .option('--no-replace', 'do not replace outlying counts in groups of 7 and more');
}

/** What voom, edgeR and dream can be told, and what tests are of. */
function linearOptions(command: Command): Command {
  return command
    .option('--no-filter', 'deseq2: adjust p-values without independent filtering; voom, edger: keep genes with too few counts')
    .addOption(
      command
        .createOption('--normalization <kind>', 'voom, edger: factors of the library sizes')
        .choices(['TMM', 'TMMwsp', 'RLE', 'upperquartile', 'none'])
        .default('TMM'),
    )
    .option('--block <column>', 'voom: samples that are alike, such as litter or animal')
    .option('--quality-weights', 'voom: weigh samples by their quality', false)
    .option('--lfc <log2>', 'deseq2, voom: test against this fold change', numberBetween(0, 100), 0)
    .addOption(
      command
        .createOption('--alternative <kind>', 'deseq2: what is asked of the fold change, given --lfc')
        .choices(ALTERNATIVES)
        .default('greaterAbs'),
    )
    .addOption(
      command
        .createOption('--shrink <kind>', 'deseq2: shrink fold changes (tests are not affected; apeglm adds s-values)')
        .choices(['none', 'normal', 'apeglm'])
        .default('none'),
    )
    .addOption(
      command
        .createOption('--ddf <kind>', 'dream: degrees of freedom; adaptive: Kenward-Roger below 20 samples, else Satterthwaite')
        .choices(['adaptive', 'satterthwaite', 'kenward-roger'])
        .default('adaptive'),
    )
    .option('--robust', 'voom, edger, dream: protect against hypervariable genes', false)
    .addOption(
      command
        .createOption('--test <kind>', 'edger: quasi-likelihood F, likelihood ratio, or exact')
        .choices(['ql', 'lrt', 'exact'])
        .default('ql'),
    );
}

async function run(options: DeOptions): Promise<void> {
  const test = testOf(options);
  const summary = summaryPath(options.output);
  if (options.method === 'deseq2') await runDeseq(options, test, summary);
  else if (options.method === 'dream' && hasRandomTerms(options.design)) await runDream(options, test, summary);
  else await runLinear(options, test, summary);
}

function testOf(options: DeOptions): Tested {
  const asked = [options.contrast, options.coef, options.weights].filter((one) => one !== undefined);
  if (asked.length > 1)
    throw inputError({ code: 'usage', message: '--contrast, --coef and --weights exclude each other', mend: 'give one of them' });
  if (options.coef !== undefined) return { coefficient: options.coef };
  if (options.weights !== undefined) return { weights: options.weights.map(([name, text]) => [name, weightOf(name, text)]) };
  return options.contrast === undefined ? null : contrastOf(options);
}

function weightOf(name: string, text: string): number {
  const weight = Number(text);
  if (text.trim() !== '' && Number.isFinite(weight)) return weight;
  throw inputError({
    code: 'usage',
    message: `the weight of "${name}" is not a number`,
    found: text,
    mend: 'write for example 0.5',
  });
}

/** `results.tsv` -> `results.summary.json`. */
function summaryPath(output: string): string {
  return `${output.replace(/\.(tsv|csv|json|xlsx|parquet|txt|tab)$/i, '')}.summary.json`;
}
