import { join } from 'node:path';
import type { Command } from 'commander';
import type { Context } from '../context/index.ts';
import { resultOfTable, shrunkenChanges, stabilizedValues } from '../expression/index.ts';
import { analyzeReceptors, outsideSetTests, type PathwayResult } from '../pathway/index.ts';
import type { OutputColumn } from '../table/index.ts';
import { VERSION } from '../version.ts';
import { commonOptions } from './common-options.ts';
import { chooseSets, type SetOptions } from './enrich-sets.ts';
import { modelOptions } from './expression-options.ts';
import { type ContrastOptions, contrastOf, contrastRequest } from './model-values.ts';
import {
  balanceColumns,
  compositionColumns,
  enrichmentColumns,
  familyColumns,
  moduleColumns,
  pairColumns,
  panelColumns,
  sampleColumns,
} from './receptor-tables.ts';
import { type CommonOptions, numberBetween, say, wholeNumber, withContext, writeOutput } from './support.ts';
import { writeColumns } from './write-columns.ts';

interface ReceptorsOptions extends CommonOptions, ContrastOptions, Omit<SetOptions, 'sets'> {
  sets?: string;
  species: 'mouse' | 'rat' | 'human';
  geneId: 'symbol' | 'ensembl' | 'entrez';
  fdr: number;
  output: string;
}

/** `limbic receptors`: the neuroactive ligand-receptor view of a comparison. */
export function register(program: Command): void {
  const command = program
    .command('receptors')
    .description('receptor by receptor and family by family: what a comparison does to neuroactive genes')
    .requiredOption('--design <formula>', "model of the samples in R's notation, e.g. '~ sex + arm'")
    .requiredOption('--contrast <factor treated control...>', 'the comparison: a factor and two of its levels');
  modelOptions(command)
    .addOption(program.createOption('--species <name>', 'of the samples').choices(['mouse', 'rat', 'human']).default('mouse'))
    .addOption(
      program
        .createOption('--gene-id <kind>', 'what the gene ids are')
        .choices(['symbol', 'ensembl', 'entrez'])
        .default('symbol'),
    )
    .option('--fdr <p>', 'genes below it are selected for over-representation', numberBetween(0, 1), 0.05)
    .option('--sets <file>', 'gene sets in GMT format to be tested beside the catalogue (sets.tsv)')
    .option('--min-size <n>', 'leave out sets with fewer genes in the data', wholeNumber(1))
    .option('--max-size <n>', 'leave out sets with more genes in the data', wholeNumber(1))
    .option('--orthologs <file>', 'for sets in human symbols on rodent data: table with columns "human" and "mouse" or "rat"')
    .requiredOption('-o, --output <folder>', 'folder for the tables');
  commonOptions(command)
    .addHelpText(
      'after',
      "\nExample:\n  limbic receptors --counts counts.tsv.gz --samples samples.tsv --design '~ sex + arm' --contrast arm high vehicle -o receptors\n\n" +
        'Writes receptors/panel.tsv (per gene), families.tsv, enrichment.tsv, balance.tsv and balance-per-sample.tsv\n' +
        '(excitation/inhibition), compositions.tsv (subunit ratios), pairs.tsv (ligand-receptor pairs), module-scores.tsv\n' +
        '(combined z of each system per sample), and summary.json.',
    )
    .action(run);
}

async function run(options: ReceptorsOptions): Promise<void> {
  const found = await withContext(options, (context) => analyzed(options, context));
  const { result, notes } = found;
  await writeTables(options, found);
  writeOutput(join(options.output, 'summary.json'), summaryOf(result, options));
  for (const note of [...result.notes, ...notes]) say(options, `note: ${note}`);
  const changed = result.families.filter((family) => family.kind !== 'family' && family.padj < 0.05);
  const { measured, catalogue } = result.coverage;
  say(
    options,
    `${result.contrast}: ${measured} of ${catalogue} neuroactive genes measurable; systems and cascade steps at FDR < 0.05: ` +
      `${changed.length === 0 ? 'none' : changed.map((family) => `${family.label} ${family.direction}`).join(', ')}`,
  );
}

/** The comparison, what it does to the catalogue, and to the user's own sets. */
async function analyzed(options: ReceptorsOptions, context: Context) {
  const compared = contrastOf(options);
  const { fitted, values } = await stabilizedValues(contrastRequest(options), compared, context);
  const { matrix, design, fit, table, combination } = fitted;
  const shrunken = await shrunkenChanges({ ...fitted, counts: matrix.counts }, context);
  const contrast = { ...resultOfTable(fit, table, { ...compared, name: combination.name }), shrunken };
  const expression = {
    genes: matrix.genes,
    samples: matrix.samples,
    counts: matrix.counts,
    transformed: values,
    design: { formula: design.formula.text, columns: [...design.columns], matrix: design.matrix },
    contrasts: [contrast],
  };
  const { sets, species, geneId, fdr } = options;
  const chosen =
    sets === undefined
      ? { sets: [], notes: [] }
      : await chooseSets({ ...options, sets }, matrix.genes, options.counts, { min: 2, max: Infinity });
  const result = await analyzeReceptors(expression, { species, geneId, fdr }, context);
  const outside = chosen.sets.length === 0 ? [] : await outsideSetTests(chosen.sets, expression, context);
  return { result, expression, outside, notes: chosen.notes };
}

async function writeTables(
  options: ReceptorsOptions,
  { result, expression, outside }: Awaited<ReturnType<typeof analyzed>>,
): Promise<void> {
  const write = (name: string, columns: readonly OutputColumn[]) => writeColumns(join(options.output, name), columns);
  await write('panel.tsv', panelColumns(result));
  await write('families.tsv', familyColumns(result.families));
  await write('enrichment.tsv', enrichmentColumns(result));
  await write('balance.tsv', balanceColumns(result.balance));
  await write('balance-per-sample.tsv', sampleColumns(result.balance));
  await write('compositions.tsv', compositionColumns(result));
  await write('pairs.tsv', pairColumns(result));
  await write('module-scores.tsv', moduleColumns(result.families, expression));
  if (options.sets !== undefined) await write('sets.tsv', familyColumns(outside).slice(1));
}

function summaryOf(result: PathwayResult, options: ReceptorsOptions): string {
  const { contrast, coverage, notes } = result;
  const { species, geneId, design, seed } = options;
  return `${JSON.stringify({ program: `limbic ${VERSION}`, contrast, design, species, geneId, seed, coverage, notes }, null, 2)}\n`;
}
