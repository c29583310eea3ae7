import { join } from 'node:path';
import type { Command } from 'commander';
import { type ContrastResult, shrunkenChanges } from '../expression/index.ts';
import { analyzeReceptors, outsideSetTests, type PathwayResult } from '../pathway/index.ts';
import { VERSION } from '../version.ts';
import { commonOptions } from './common-options.ts';
import { chooseSets, type SetOptions } from './enrich-sets.ts';
import { modelOptions } from './expression-options.ts';
import { type ContrastOptions, contrastOf, fittedValues } from './model-values.ts';
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
  const { result, expression, outside, notes } = await withContext(options, async (context) => {
    const { result: fitted, values } = await fittedValues(options, context);
    const { matrix, design, fit, table, combination } = fitted;
    const shrunken = await shrunkenChanges({ ...fitted, counts: matrix.counts }, context);
    const contrast: ContrastResult = {
      ...contrastOf(options),
      name: combination.name,
      baseMean: fit.baseMean,
      log2FoldChange: table.log2FoldChange,
      lfcSE: table.lfcSE,
      stat: table.stat,
      pvalue: table.pvalue,
      padj: table.padj,
      missing: table.missing,
      alpha: table.alpha,
      filterThreshold: table.filter?.threshold ?? 0,
      up: 0,
      down: 0,
      method: 'DESeq2',
      shrunken,
    };
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
    return {
      result: await analyzeReceptors(expression, { species, geneId, fdr }, context),
      expression,
      outside: chosen.sets.length === 0 ? [] : await outsideSetTests(chosen.sets, expression, context),
      notes: chosen.notes,
    };
  });
  const place = (name: string): string => join(options.output, name);
  await writeColumns(place('panel.tsv'), panelColumns(result));
  await writeColumns(place('families.tsv'), familyColumns(result.families));
  await writeColumns(place('enrichment.tsv'), enrichmentColumns(result));
  await writeColumns(place('balance.tsv'), balanceColumns(result.balance));
  await writeColumns(place('balance-per-sample.tsv'), sampleColumns(result.balance));
  await writeColumns(place('compositions.tsv'), compositionColumns(result));
  await writeColumns(place('pairs.tsv'), pairColumns(result));
  await writeColumns(place('module-scores.tsv'), moduleColumns(result.families, expression));
  if (options.sets !== undefined) await writeColumns(place('sets.tsv'), familyColumns(outside).slice(1));
  writeOutput(place('summary.json'), summaryOf(result, options));
  for (const note of [...result.notes, ...notes]) say(options, `note: ${note}`);
  const found = result.families.filter((family) => family.kind !== 'family' && family.padj < 0.05);
  const { measured, catalogue } = result.coverage;
  say(
    options,
    `${result.contrast}: ${measured} of ${catalogue} neuroactive genes measurable; systems and cascade steps at FDR < 0.05: ` +
      `${found.length === 0 ? 'none' : found.map((family) => `${family.label} ${family.direction}`).join(', ')}`,
  );
}

function summaryOf(result: PathwayResult, options: ReceptorsOptions): string {
  const { contrast, coverage, notes } = result;
  const { species, geneId, design, seed } = options;
  return `${JSON.stringify({ program: `limbic ${VERSION}`, contrast, design, species, geneId, seed, coverage, notes }, null, 2)}\n`;
}
