import { type Command, InvalidArgumentError } from 'commander';
import { inputError } from '../problems/index.ts';
import { commonOptions } from './common-options.ts';
import {
  type EnrichOptions,
  type EnrichOutput,
  enrichByModel,
  enrichByRankedMeans,
  enrichByRanks,
  enrichBySelection,
} from './enrich-methods.ts';
import { SCORE_METHODS, scoreSamples } from './enrich-scores.ts';
import { modelOptions } from './expression-options.ts';
import { numberBetween, say, wholeNumber } from './support.ts';
import { TABLE_ENDINGS, tablePath, writeColumns } from './write-columns.ts';

const METHODS = ['gsea', 'cameraPR', 'ora', 'camera', 'fry', 'roast', ...SCORE_METHODS];

/** `limbic enrich`: gene sets against ranked genes, a list of genes, or counts. */
export function register(program: Command): void {
  const command = program
    .command('enrich')
    .description(
      'tests gene sets against ranked genes (gsea, cameraPR), a list of genes (ora) or counts (camera, fry, roast), or scores them in each sample',
    )
    .requiredOption('--sets <file>', 'gene sets in GMT format')
    .addOption(program.createOption('--method <name>', 'the test or score').choices(METHODS).default('gsea'))
    .option('--ranks <file>', 'gsea, cameraPR: gene and statistic of all tested genes (two columns, or a table of limbic de)')
    .option('--rank-by <column>', 'gsea, cameraPR: the statistic when the ranks are a table (default: stat)')
    .option('--genes <file>', 'ora: the selected genes, one a line')
    .option('--universe <file>', 'ora: all genes that could have been selected (the tested ones)')
    .option(
      '--expression <file>',
      `${SCORE_METHODS.join(', ')}: log-scale values, first column gene, then one column per sample`,
    );
  modelOptions(command, false)
    .option('--design <formula>', "camera, fry, roast: model of the samples in R's notation")
    .option('--contrast <factor treated control...>', 'camera, fry, roast: the comparison')
    .addOption(
      program
        .createOption(
          '--values <kind>',
          'camera, fry, roast: log2 counts per million with precision weights, or variance-stabilized',
        )
        .choices(['voom', 'vst'])
        .default('voom'),
    );
  testOptions(command).requiredOption('-o, --output <file>', `results: ${TABLE_ENDINGS}`, tablePath);
  commonOptions(command)
    .addHelpText(
      'after',
      '\nExamples:\n' +
        '  limbic enrich --sets pathways.gmt --ranks results.tsv --method gsea -o enrichment.tsv\n' +
        '  limbic enrich --sets pathways.gmt --genes hits.txt --universe tested.txt --method ora -o enrichment.tsv\n' +
        "  limbic enrich --sets pathways.gmt --counts counts.tsv.gz --samples samples.tsv --design '~ arm' --contrast arm high vehicle --method fry -o enrichment.tsv\n" +
        '  limbic enrich --sets pathways.gmt --expression vst.tsv --method gsva -o scores.tsv\n\n' +
        'gsea and ora ask whether a set stands out among genes (competitive) and take genes as independent, which inflates their p-values;\n' +
        'camera and cameraPR ask the same and allow for correlation; fry and roast ask whether the genes respond at all (self-contained).\n' +
        'gsva, ssgsea, zscore and plage give one score per sample. Column declared: genes that the set lists, found in the data or not.',
    )
    .action(run);
}

/** How the tests are made, and which sets. */
function testOptions(command: Command): Command {
  return command
    .option('--correlation <r>', 'camera: correlation between genes of a set, or "estimate"', correlation, 0.01)
    .option('--rotations <n>', 'roast: random rotations', wholeNumber(99), 9999)
    .option('--collapse', 'gsea: name for each significant set the one that explains it (column mainPathway)', false)
    .option('--min-size <n>', 'leave out sets with fewer genes in the data (default: 15 for gsea, else 1)', wholeNumber(1))
    .option('--max-size <n>', 'leave out sets with more genes in the data (default: 500 for gsea, else none)', wholeNumber(1))
    .addOption(
      command.createOption('--score-type <type>', 'gsea: which extreme counts').choices(['std', 'pos', 'neg']).default('std'),
    )
    .option('--exponent <p>', 'gsea: power of the statistic as weight', exponent, 1)
    .option('--permutations <n>', 'gsea: random sets per size', wholeNumber(100), 2000)
    .option('--particles <n>', 'gsea: population for small p-values', oddNumber, 101)
    .option('--eps <p>', 'gsea: smallest p looked for (0: no limit)', smallest, 1e-50)
    .option(
      '--orthologs <file>',
      'for sets in human symbols on rodent data: table with columns "human" and "mouse" or "rat" (default: the mouse pairs that come with limbic)',
    );
}

async function run(options: EnrichOptions): Promise<void> {
  checkUsage(options);
  const { columns, notes, headline } = await enriched(options);
  await writeColumns(options.output, columns);
  for (const note of notes) say(options, `note: ${note}`);
  say(options, headline);
}

async function enriched(options: EnrichOptions): Promise<EnrichOutput> {
  const score = SCORE_METHODS.find((method) => method === options.method);
  if (score !== undefined) return scoreSamples(options, score);
  if (options.method === 'gsea') return enrichByRanks(options);
  if (options.method === 'cameraPR') return enrichByRankedMeans(options);
  return options.method === 'ora' ? enrichBySelection(options) : enrichByModel(options);
}

/** Options that each method needs, by their name on the command line. */
const NEEDED: readonly [method: string, option: keyof EnrichOptions, flag: string][] = [
  ['gsea', 'ranks', '--ranks'],
  ['cameraPR', 'ranks', '--ranks'],
  ...SCORE_METHODS.map((method): [string, keyof EnrichOptions, string] => [method, 'expression', '--expression']),
  ['ora', 'genes', '--genes'],
  ['ora', 'universe', '--universe'],
  ...(['camera', 'fry', 'roast'] as const).flatMap((method): [string, keyof EnrichOptions, string][] => [
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
