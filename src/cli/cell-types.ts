import type { Command } from 'commander';
import {
  type AdjustedEffects,
  adjustedEffects,
  type ComparedValues,
  type Composition,
  compositionOf,
  type SampleBlocks,
} from '../expression/index.ts';
import { type GeneIdKind, geneEffects, matchCatalogue, type Species, testSets } from '../pathway/index.ts';
import { inputError } from '../problems/index.ts';
import { columnsOf, findColumn, type OutputColumn } from '../table/index.ts';
import { commonOptions, NOTHING_RANDOM } from './common-options.ts';
import { modelOptions, modelRequest } from './expression-options.ts';
import { type ContrastOptions, comparedValues } from './model-values.ts';
import { type CommonOptions, say, withContext } from './support.ts';
import { TABLE_ENDINGS, tablePath, writeColumns } from './write-columns.ts';

interface CellTypeOptions extends CommonOptions, ContrastOptions {
  block?: string;
  scores?: string;
  receptors?: string;
  species: Species;
  geneId: GeneIdKind;
  output: string;
}

/** `limbic cell-types`: has the make-up of the samples changed, as marker genes of brain cell types tell it? */
export function register(program: Command): void {
  const command = program
    .command('cell-types')
    .description('shifts of cell-type markers between groups, and effects of receptors with and without them')
    .requiredOption('--design <formula>', "model of the samples in R's notation, e.g. '~ sex + arm'");
  modelOptions(command)
    .requiredOption('--contrast <factor treated control...>', 'the comparison: a factor and two of its levels')
    .option('--block <column>', 'samples that are alike, such as litter or animal: a random intercept')
    .option('--scores <file>', `scores of every sample: ${TABLE_ENDINGS}`, tablePath)
    .option('--receptors <file>', `effects of receptor genes without and with the composition: ${TABLE_ENDINGS}`, tablePath)
    .addOption(program.createOption('--species <name>', 'for --receptors').choices(['mouse', 'rat', 'human']).default('mouse'))
    .addOption(
      program
        .createOption('--gene-id <kind>', 'for --receptors: what the gene ids are')
        .choices(['symbol', 'ensembl', 'entrez'])
        .default('symbol'),
    )
    .requiredOption('-o, --output <file>', `one row per cell type: ${TABLE_ENDINGS}`, tablePath);
  commonOptions(command, NOTHING_RANDOM)
    .addHelpText(
      'after',
      "\nExample:\n  limbic cell-types --counts counts.tsv.gz --samples samples.tsv --design '~ sex + arm' --contrast arm high vehicle --block litter -o cells.tsv",
    )
    .action(run);
}

async function run(options: CellTypeOptions): Promise<void> {
  const ready = await withContext(options, (context) => comparedValues({ ...options, values: 'voom' }, context));
  const { design, genes, values, contrast } = ready;
  const samples = design.matrix.length / design.columns.length;
  const [factor, treated, control] = options.contrast ?? [];
  const input = { genes, samples, values, expressed: new Uint8Array(genes.length).fill(1), design: design.matrix };
  const comparison = { name: `${factor} ${treated} vs ${control}`, weights: contrast };
  const blocks = options.block === undefined ? null : blocksOf(options, options.block, ready.samples);
  const composition = compositionOf(input, [comparison], blocks);
  const tests = rotationTests(ready, composition);
  await writeColumns(options.output, shiftColumns(composition, tests));
  if (options.scores !== undefined) await writeColumns(options.scores, scoreColumns(composition, ready.samples));
  if (options.receptors !== undefined && composition.scores.length > 0) {
    const effects = adjustedEffects(values, ready.weights ?? null, design.matrix, contrast, composition);
    await writeColumns(options.receptors, receptorColumns(options, genes, effects));
    say(options, adjustedInWords(effects));
  }
  for (const note of [...ready.notes, ...composition.notes]) say(options, `note: ${note}`);
  say(options, headline(composition));
}

/** The block of each sample. */
function blocksOf(options: CellTypeOptions, name: string, samples: readonly string[]): SampleBlocks {
  const sheet = modelRequest(options, []).samples;
  const column = findColumn(sheet, name);
  const names = (findColumn(sheet, 'sample') ?? sheet.columns[0]).cells;
  if (column === undefined)
    throw inputError({
      code: 'samples-unknown-column',
      file: sheet.file,
      line: 1,
      message: `there is no column "${name}" for the blocks`,
      mend: `name one of ${sheet.columns.map((one) => one.name).join(', ')}`,
    });
  const cells = samples.map((sample) => column.cells[names.indexOf(sample)] ?? '');
  const levels = [...new Set(cells)];
  return { name, codes: Int32Array.from(cells, (cell) => levels.indexOf(cell)), count: levels.length };
}

/** Do the markers of each type respond to the comparison at all (fry, a rotation test)? */
function rotationTests({ values, weights, design, contrast }: ComparedValues, { scores }: Composition) {
  const effects = geneEffects(values, design.matrix, design.columns.length, contrast, weights);
  return testSets(
    effects,
    scores.map(({ rows }) => rows),
    { method: 'fry', correlation: 0.01, rotations: 0, seed: 1 },
  );
}

function shiftColumns({ scores, shifts }: Composition, tests: ReturnType<typeof rotationTests>): OutputColumn[] {
  return columnsOf(
    shifts.map((shift, i) => ({ shift, score: scores[i], rotation: tests[i] })),
    [
      ['cellType', ({ shift }) => shift.type],
      ['difference', ({ shift }) => shift.difference],
      ['low95', ({ shift }) => shift.low],
      ['high95', ({ shift }) => shift.high],
      ['df', ({ shift }) => shift.df],
      ['pvalue', ({ shift }) => shift.pvalue],
      ['padj', ({ shift }) => shift.padj],
      ['rotationPvalue', ({ rotation }) => rotation.pvalue],
      ['leastWithoutOneMarker', ({ shift }) => shift.leastWithoutOne],
      ['mostWithoutOneMarker', ({ shift }) => shift.mostWithoutOne],
      ['markersAgreeing', ({ shift }) => shift.agreeing],
      ['coherence', ({ score }) => score.coherence],
      ['markers', ({ score }) => score.markers.join(' ')],
    ],
  );
}

function scoreColumns({ scores }: Composition, samples: readonly string[]): OutputColumn[] {
  return [{ name: 'sample', values: [...samples] }, ...scores.map(({ type, scores: values }) => ({ name: type, values }))];
}

function receptorColumns(
  options: CellTypeOptions,
  genes: readonly string[],
  { plain, adjusted }: AdjustedEffects,
): OutputColumn[] {
  const matched = matchCatalogue(genes, options.geneId, options.species);
  const pick = (values: Float64Array): Float64Array => Float64Array.from(matched, ({ index }) => values[index]);
  return [
    { name: 'gene', values: matched.map(({ symbol }) => symbol) },
    { name: 'logFC', values: pick(plain.difference) },
    { name: 'low95', values: pick(plain.low) },
    { name: 'high95', values: pick(plain.high) },
    { name: 'pvalue', values: pick(plain.pvalue) },
    { name: 'logFCAdjusted', values: pick(adjusted.difference) },
    { name: 'low95Adjusted', values: pick(adjusted.low) },
    { name: 'high95Adjusted', values: pick(adjusted.high) },
    { name: 'pvalueAdjusted', values: pick(adjusted.pvalue) },
  ];
}

function adjustedInWords({ types }: AdjustedEffects): string {
  return `receptors: adjusted for the scores of ${types.join(' and ')}; composition follows the treatment, so this is a sensitivity analysis, not a better estimate`;
}

function headline({ shifts, unit }: Composition): string {
  const called = shifts.filter(({ padj }) => padj < 0.05);
  const words = called.map(({ type, difference }) => `${type} ${difference > 0 ? 'higher' : 'lower'} (${difference.toFixed(2)})`);
  return `${shifts.length} cell types, unit ${unit}: ${called.length === 0 ? 'no shift of markers at a false discovery rate of 0.05' : words.join(', ')}`;
}
