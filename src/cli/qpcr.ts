import type { Command } from 'commander';
import {
  amplificationEfficiency,
  bestKeeper,
  cyclesOf,
  geNorm,
  log2RelativeQuantity,
  normFinder,
  type Plate,
  plateOf,
  relativeChange,
} from '../integration/index.ts';
import { inputError, suggestName } from '../problems/index.ts';
import { adjustPvalues, log2 } from '../stats/index.ts';
import { findColumn, numbers, readTable, type Table } from '../table/index.ts';
import { commonOptions } from './common-options.ts';
import { nameList } from './data-frame.ts';
import { type CommonOptions, readInput, say } from './support.ts';
import { TABLE_ENDINGS, tablePath, writeColumns } from './write-columns.ts';

interface QpcrOptions extends CommonOptions {
  data: string;
  references: string[];
  group: string;
  control: string;
  treated?: string;
  standards?: string;
  animals?: string;
  stability?: string;
  output: string;
}

/** `limbic qpcr`: relative quantities of a qPCR plate between two groups. */
export function register(program: Command): void {
  const command = program
    .command('qpcr')
    .description('relative quantities of a qPCR between two groups: ddCt, or efficiency-corrected with a dilution series')
    .requiredOption('--data <file>', 'one row per well: columns animal, gene, Ct and the group')
    .requiredOption('--references <genes>', 'reference genes (Actb,Gapdh)', nameList)
    .option('--group <column>', 'column with the group', 'group')
    .requiredOption('--control <level>', 'the control group')
    .option('--treated <level>', 'the group compared with it (default: the other one)')
    .option('--standards <file>', 'dilution series: columns gene, dilution, Ct')
    .option('--animals <file>', 'also write log2 ratios per animal here', tablePath)
    .option('--stability <file>', 'also write geNorm, NormFinder and BestKeeper of the references here', tablePath)
    .requiredOption('-o, --output <file>', `result table (${TABLE_ENDINGS})`, tablePath);
  commonOptions(command)
    .addHelpText(
      'after',
      '\nExample:\n  limbic qpcr --data plate.csv --references Actb,Gapdh,Hprt --control vehicle --standards dilutions.csv -o qpcr.tsv',
    )
    .action(run);
}

async function run(options: QpcrOptions): Promise<void> {
  const table = await readTable(readInput(options.data), options.data);
  const animals = cellsOf(table, 'animal');
  const [genes, groups, cycles] = [cellsOf(table, 'gene'), cellsOf(table, options.group), numbers(table, 'Ct')];
  const groupOf = new Map(animals.map((animal, i) => [animal, groups[i]]));
  const { treated, control } = comparedLevels(options, groups);
  const kept = animals.flatMap((animal, i) => ([treated, control].includes(groupOf.get(animal) ?? '') ? [i] : []));
  const plate = plateOf(kept.map((i) => ({ animal: animals[i], gene: genes[i], cycle: cycles[i] })));
  const missing = options.references.filter((gene) => !plate.genes.includes(gene));
  if (missing.length > 0)
    throw inputError({
      code: 'targeted-no-reference',
      file: options.data,
      message: `the plate has no gene "${missing[0]}"`,
      mend: suggestName(missing[0], plate.genes),
    });
  const efficiency = await efficienciesOf(plate.genes, options.standards);
  const isControl = plate.animals.map((animal) => groupOf.get(animal) === control);
  const measured = (gene: string) => ({ cycles: cyclesOf(plate, gene), efficiency: efficiency.get(gene) ?? 2 });
  const targets = plate.genes.filter((gene) => !options.references.includes(gene));
  const changes = targets.map((gene) =>
    relativeChange(log2RelativeQuantity(measured(gene), options.references.map(measured), isControl), isControl),
  );
  await writeChanges(options, targets, changes, efficiency);
  if (options.animals !== undefined)
    await writeColumns(options.animals, [
      { name: 'animal', values: plate.animals },
      { name: options.group, values: plate.animals.map((animal) => groupOf.get(animal) ?? null) },
      ...targets.map((gene, k) => ({ name: gene, values: changes[k].log2Ratio })),
    ]);
  if (options.stability !== undefined) await writeStability(options.stability, plate, options.references, efficiency, groupOf);
  say(options, `${treated} against ${control}: ${targets.length} genes, ${plate.animals.length} animals`);
  if (options.references.length === 1)
    say(options, 'warning: one reference gene only; whether the treatment moves it cannot be told from this plate');
}

async function writeChanges(
  options: QpcrOptions,
  targets: readonly string[],
  changes: readonly ReturnType<typeof relativeChange>[],
  efficiency: ReadonlyMap<string, number>,
): Promise<void> {
  const padj = adjustPvalues(
    changes.map((one) => one.welch.pvalue),
    'BH',
  );
  await writeColumns(options.output, [
    { name: 'gene', values: [...targets] },
    { name: 'efficiency', values: targets.map((gene) => efficiency.get(gene) ?? 2) },
    { name: 'log2FoldChange', values: changes.map((one) => one.estimate) },
    { name: 'standardError', values: changes.map((one) => one.standardError) },
    { name: 'low', values: changes.map((one) => one.welch.low) },
    { name: 'high', values: changes.map((one) => one.welch.high) },
    { name: 'fold', values: changes.map((one) => one.fold) },
    { name: 'foldLow', values: changes.map((one) => one.welch.foldLow) },
    { name: 'foldHigh', values: changes.map((one) => one.welch.foldHigh) },
    { name: 'pvalue', values: changes.map((one) => one.welch.pvalue) },
    { name: 'padj', values: padj },
  ]);
}

function comparedLevels(options: QpcrOptions, groups: readonly string[]): { treated: string; control: string } {
  const levels = [...new Set(groups)].filter((level) => level !== '');
  const others = levels.filter((level) => level !== options.control);
  const treated = options.treated ?? others[0];
  if (
    !levels.includes(options.control) ||
    !levels.includes(treated ?? '') ||
    (options.treated === undefined && others.length > 1)
  )
    throw inputError({
      code: 'targeted-groups',
      file: options.data,
      message: `column "${options.group}" does not give two groups to compare`,
      found: levels.join(', '),
      mend: 'name them with --control and --treated',
    });
  return { treated, control: options.control };
}

async function efficienciesOf(genes: readonly string[], path: string | undefined): Promise<Map<string, number>> {
  if (path === undefined) return new Map();
  const table = await readTable(readInput(path), path);
  const [owner, dilution, cycle] = [cellsOf(table, 'gene'), numbers(table, 'dilution'), numbers(table, 'Ct')];
  return new Map(
    genes.map((gene) => {
      const rows = owner.flatMap((name, i) => (name === gene && dilution[i] > 0 && !Number.isNaN(cycle[i]) ? [i] : []));
      if (rows.length < 3 || new Set(rows.map((i) => dilution[i])).size < 2)
        throw inputError({
          code: 'targeted-no-curve',
          file: path,
          message: `the dilution series has no standard curve of ${gene}`,
          found: `${rows.length} usable wells`,
          expected: 'at least three wells at two dilutions',
        });
      const curve = amplificationEfficiency(
        rows.map((i) => dilution[i]),
        rows.map((i) => cycle[i]),
      );
      return [gene, curve.efficiency] as const;
    }),
  );
}

async function writeStability(
  path: string,
  plate: Plate,
  references: readonly string[],
  efficiency: ReadonlyMap<string, number>,
  groupOf: ReadonlyMap<string, string>,
): Promise<void> {
  if (references.length < 3)
    throw inputError({ code: 'targeted-few-references', message: 'stability compares at least three reference genes' });
  const rows = references.map((gene) => cyclesOf(plate, gene));
  const complete = plate.animals.flatMap((_, i) => (rows.some((row) => Number.isNaN(row[i])) ? [] : [i]));
  const quantities = rows.flatMap((row, k) => {
    const least = Math.min(...complete.map((i) => row[i]));
    return complete.map((i) => log2(efficiency.get(references[k]) ?? 2) * (least - row[i]));
  });
  const cycles = Float64Array.from(rows.flatMap((row) => complete.map((i) => row[i])));
  const norm = geNorm(Float64Array.from(quantities), references.length);
  const groups = complete.map((i) => groupOf.get(plate.animals[i]) ?? '');
  const found = normFinder(Float64Array.from(quantities), references.length, groups);
  const keeper = bestKeeper(cycles, references.length);
  await writeColumns(path, [
    { name: 'gene', values: [...references] },
    { name: 'geNormM', values: norm.rounds[0].stability },
    { name: 'normFinder', values: found.stability },
    { name: 'bestKeeperDeviation', values: keeper.meanAbsoluteDeviation },
    { name: 'correlationWithIndex', values: keeper.correlationWithIndex },
  ]);
}

function cellsOf(table: Table, name: string): string[] {
  const column = findColumn(table, name);
  if (column === undefined)
    throw inputError({
      code: 'table-unknown-column',
      file: table.file,
      line: 1,
      message: `there is no column "${name}"`,
      mend: suggestName(
        name,
        table.columns.map((one) => one.name),
      ),
    });
  return column.cells.map((cell) => cell ?? '');
}
