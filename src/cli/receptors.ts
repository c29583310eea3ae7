import { join } from 'node:path';
import type { Command } from 'commander';
import { type ContrastResult, shrunkenChanges } from '../expression/index.ts';
import { analyzeReceptors, type BalanceIndex, type PathwayResult } from '../pathway/index.ts';
import type { OutputColumn } from '../table/index.ts';
import { VERSION } from '../version.ts';
import { commonOptions } from './common-options.ts';
import { modelOptions } from './expression-options.ts';
import { type ContrastOptions, contrastOf, fittedValues } from './model-values.ts';
import { type CommonOptions, numberBetween, say, withContext, writeOutput } from './support.ts';
import { writeColumns } from './write-columns.ts';

interface ReceptorsOptions extends CommonOptions, ContrastOptions {
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
    .requiredOption('-o, --output <folder>', 'folder for the tables');
  commonOptions(command)
    .addHelpText(
      'after',
      "\nExample:\n  limbic receptors --counts counts.tsv.gz --samples samples.tsv --design '~ sex + arm' --contrast arm high vehicle -o receptors\n\n" +
        'Writes receptors/panel.tsv (per gene), families.tsv, enrichment.tsv, balance.tsv and balance-per-sample.tsv\n' +
        '(excitation/inhibition), compositions.tsv (subunit ratios), pairs.tsv (ligand-receptor pairs), and summary.json.',
    )
    .action(run);
}

async function run(options: ReceptorsOptions): Promise<void> {
  const result = await withContext(options, async (context) => {
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
    return analyzeReceptors(expression, { species: options.species, geneId: options.geneId, fdr: options.fdr }, context);
  });
  const place = (name: string): string => join(options.output, name);
  await writeColumns(place('panel.tsv'), panelColumns(result));
  await writeColumns(place('families.tsv'), familyColumns(result));
  await writeColumns(place('enrichment.tsv'), enrichmentColumns(result));
  await writeColumns(place('balance.tsv'), balanceColumns(result.balance));
  await writeColumns(place('balance-per-sample.tsv'), sampleColumns(result.balance));
  await writeColumns(place('compositions.tsv'), compositionColumns(result));
  await writeColumns(place('pairs.tsv'), pairColumns(result));
  writeOutput(place('summary.json'), summaryOf(result, options));
  for (const note of result.notes) say(options, `note: ${note}`);
  const found = result.families.filter((family) => family.kind !== 'family' && family.padj < 0.05);
  const { measured, catalogue } = result.coverage;
  say(
    options,
    `${result.contrast}: ${measured} of ${catalogue} neuroactive genes measurable; systems and cascade steps at FDR < 0.05: ` +
      `${found.length === 0 ? 'none' : found.map((family) => `${family.label} ${family.direction}`).join(', ')}`,
  );
}

/** Columns from rows: each entry names a column and picks its value. */
function columnsOf<Row>(
  rows: readonly Row[],
  picks: readonly [name: string, pick: (row: Row) => number | string][],
): OutputColumn[] {
  return picks.map(([name, pick]) => ({ name, values: rows.map(pick) }));
}

function panelColumns(result: PathwayResult): OutputColumn[] {
  return columnsOf(result.panel, [
    ['gene', (row) => row.gene],
    ['system', (row) => row.system],
    ['family', (row) => row.family],
    ['role', (row) => row.role],
    ['class', (row) => row.class],
    ['sign', (row) => row.sign],
    ['panel', (row) => row.panel],
    ['detected', (row) => String(row.detected)],
    ['baseMean', (row) => row.baseMean],
    ['log2FoldChange', (row) => row.log2FoldChange],
    ['lfcSE', (row) => row.lfcSE],
    ['low', (row) => row.low],
    ['high', (row) => row.high],
    ['shrunkenLog2FoldChange', (row) => row.shrunkenLog2FoldChange],
    ['shrunkenSE', (row) => row.shrunkenSE],
    ['t', (row) => row.stat],
    ['pvalue', (row) => row.pvalue],
    ['panelFdr', (row) => row.panelFdr],
    ['panelFamilywise', (row) => row.panelFamilywise],
    ['deseqPvalue', (row) => row.deseqPvalue],
  ]);
}

function familyColumns(result: PathwayResult): OutputColumn[] {
  return columnsOf(result.families, [
    ['id', (row) => row.id],
    ['label', (row) => row.label],
    ['kind', (row) => row.kind],
    ['size', (row) => row.size],
    ['declared', (row) => row.declared],
    ['meanLog2FoldChange', (row) => row.meanLog2FoldChange],
    ['low', (row) => row.low],
    ['high', (row) => row.high],
    ['direction', (row) => row.direction],
    ['pvalue', (row) => row.pvalue],
    ['padj', (row) => row.padj],
    ['familywise', (row) => row.familywise],
    ['mixedPvalue', (row) => row.mixedPvalue],
    ['mixedPadj', (row) => row.mixedPadj],
    ['genePermutationPvalue', (row) => row.genePermutationPvalue],
    ['genes', (row) => row.genes.join(',')],
  ]);
}

function enrichmentColumns(result: PathwayResult): OutputColumn[] {
  return columnsOf(result.enrichment, [
    ['method', (row) => row.method],
    ['pathway', (row) => row.pathway],
    ['size', (row) => row.size],
    ['overlap', (row) => row.overlap],
    ['foldEnrichment', (row) => row.foldEnrichment],
    ['ES', (row) => row.ES],
    ['NES', (row) => row.NES],
    ['pval', (row) => row.pvalue],
    ['padj', (row) => row.padj],
    ['log2err', (row) => row.log2err],
    ['leadingEdge', (row) => row.leadingEdge.join(',')],
  ]);
}

function balanceColumns(balance: readonly BalanceIndex[]): OutputColumn[] {
  return columnsOf(balance, [
    ['index', (row) => row.id],
    ['definition', (row) => row.definition],
    ['estimate', (row) => row.estimate],
    ['low', (row) => row.low],
    ['high', (row) => row.high],
    ['hedgesG', (row) => row.hedgesG],
    ['pvalue', (row) => row.pvalue],
  ]);
}

function compositionColumns(result: PathwayResult): OutputColumn[] {
  return columnsOf(result.compositions, [
    ['ratio', (row) => row.label],
    ['numerator', (row) => row.numerator],
    ['denominator', (row) => row.denominator],
    ['log2RatioChange', (row) => row.estimate],
    ['low', (row) => row.low],
    ['high', (row) => row.high],
    ['pvalue', (row) => row.pvalue],
    ['padj', (row) => row.padj],
    ['meaning', (row) => row.meaning],
  ]);
}

function pairColumns(result: PathwayResult): OutputColumn[] {
  return columnsOf(result.pairs, [
    ['ligand', (row) => row.ligand],
    ['receptor', (row) => row.receptor],
    ['scoreChange', (row) => row.estimate],
    ['low', (row) => row.low],
    ['high', (row) => row.high],
    ['pvalue', (row) => row.pvalue],
    ['padj', (row) => row.padj],
  ]);
}

function sampleColumns(balance: readonly BalanceIndex[]): OutputColumn[] {
  const columns: OutputColumn[] = [{ name: 'sample', values: balance[0]?.samples ?? [] }];
  for (const index of balance) columns.push({ name: index.id, values: index.values });
  return columns;
}

function summaryOf(result: PathwayResult, options: ReceptorsOptions): string {
  const { contrast, coverage, notes } = result;
  const { species, geneId, design, seed } = options;
  return `${JSON.stringify({ program: `limbic ${VERSION}`, contrast, design, species, geneId, seed, coverage, notes }, null, 2)}\n`;
}
