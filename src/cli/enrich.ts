import { type Command, InvalidArgumentError } from 'commander';
import { inputError } from '../problems/index.ts';
import { commonOptions } from './common-options.ts';
import { type EnrichOptions, enrichByModel, enrichByRanks, enrichBySelection } from './enrich-methods.ts';
import { modelOptions } from './expression-options.ts';
import { numberBetween, say, wholeNumber } from './support.ts';
import { TABLE_ENDINGS, tablePath, writeColumns } from './write-columns.ts';

/** `limbic enrich`: gene sets against ranked genes, a list of genes, or counts. */
export function register(program: Command): void {
  const command = program
    .command('enrich')
    .description('tests gene sets against ranked genes (gsea), a list of genes (ora), or counts (camera, fry)')
    .requiredOption('--sets <file>', 'gene sets in GMT format')
    .addOption(program.createOption('--method <name>', 'the test').choices(['gsea', 'ora', 'camera', 'fry']).default('gsea'))
    .option('--ranks <file>', 'gsea: gene and statistic of all tested genes (two columns, or a table of limbic de)')
    .option('--rank-by <column>', 'gsea: the statistic when the ranks are a table (default: stat)')
    .option('--genes <file>', 'ora: the selected genes, one a line')
    .option('--universe <file>', 'ora: all genes that could have been selected (the tested ones)');
  modelOptions(command, false)
    .option('--design <formula>', "camera, fry: model of the samples in R's notation")
    .option('--contrast <factor treated control...>', 'camera, fry: the comparison')
    .addOption(
      program
        .createOption('--values <kind>', 'camera, fry: log2 counts per million with precision weights, or variance-stabilized')
        .choices(['voom', 'vst'])
        .default('voom'),
    )
    .option('--correlation <r>', 'camera: correlation between genes of a set, or "estimate"', correlation, 0.01)
    .option('--min-size <n>', 'leave out sets with fewer genes in the data (default: 15 for gsea, else 1)', wholeNumber(1))
    .option('--max-size <n>', 'leave out sets with more genes in the data (default: 500 for gsea, else none)', wholeNumber(1))
    .addOption(
      program.createOption('--score-type <type>', 'gsea: which extreme counts').choices(['std', 'pos', 'neg']).default('std'),
    )
    .option('--exponent <p>', 'gsea: power of the statistic as weight', exponent, 1)
    .option('--permutations <n>', 'gsea: random sets per size', wholeNumber(100), 2000)
    .option('--particles <n>', 'gsea: population for small p-values', oddNumber, 101)
    .option('--eps <p>', 'gsea: smallest p looked for (0: no limit)', smallest, 1e-50)
    .option('--orthologs <file>', 'table with columns "human" and "mouse" (or "rat") for sets in human symbols')
    .requiredOption('-o, --output <file>', `results: ${TABLE_ENDINGS}`, tablePath);
  commonOptions(command)
    .addHelpText(
      'after',
      '\nExamples:\n' +
        '  limbic enrich --sets pathways.gmt --ranks results.tsv --method gsea -o enrichment.tsv\n' +
        '  limbic enrich --sets pathways.gmt --genes hits.txt --universe tested.txt --method ora -o enrichment.tsv\n' +
        "  limbic enrich --sets pathways.gmt --counts counts.tsv.gz --samples samples.tsv --design '~ arm' --contrast arm high vehicle --method fry -o enrichment.tsv\n\n" +
        'gsea and ora assume independent genes, which inflates their p-values; fry and camera allow for the correlation between genes.',
    )
    .action(run);
}

async function run(options: EnrichOptions): Promise<void> {
  checkUsage(options);
  const { columns, notes, headline } =
    options.method === 'gsea'
      ? await enrichByRanks(options)
      : options.method === 'ora'
        ? enrichBySelection(options)
        : await enrichByModel(options);
  await writeColumns(options.output, columns);
  for (const note of notes) say(options, `note: ${note}`);
  say(options, headline);
}

/** Options that each method needs, by their name on the command line. */
const NEEDED: readonly [method: string, option: keyof EnrichOptions, flag: string][] = [
  ['gsea', 'ranks', '--ranks'],
  ['ora', 'genes', '--genes'],
  ['ora', 'universe', '--universe'],
  ...(['camera', 'fry'] as const).flatMap((method): [string, keyof EnrichOptions, string][] => [
    [method, 'counts', '--counts'],
    [method, 'samples', '--samples'],
    [method, 'design', '--design'],
    [method, 'contrast', '--contrast'],
  ]),
];

function checkUsage(options: EnrichOptions): void {
  const missing = NEEDED.filter(([method, option]) => method === options.method && options[option] === undefined);
  if (missing.length === 0) return;
  throw inputError({
    code: 'usage',
    message: `--method ${options.method} needs ${missing.map(([, , flag]) => flag).join(', ')}`,
    mend:
      options.method === 'ora'
        ? 'give the selected genes and all genes that could have been selected; a whole genome as universe makes every expressed set look enriched'
        : 'see limbic enrich --help for an example of each method',
  });
}

function correlation(text: string): number | 'estimate' {
  return text === 'estimate' ? 'estimate' : numberBetween(-1, 1)(text);
}

function exponent(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !(value >= 0 && value <= 10)) throw new InvalidArgumentError('a number from 0 to 10 is needed');
  return value;
}

function oddNumber(text: string): number {
  const value = wholeNumber(11)(text);
  if (value % 2 === 0) throw new InvalidArgumentError('an odd number is needed');
  return value;
}

function smallest(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !(value >= 0 && value < 1)) throw new InvalidArgumentError('a number from 0 to below 1 is needed');
  return value;
}
