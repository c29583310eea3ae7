import type { Command } from 'commander';
import {
  judgeReferences,
  log2RelativeQuantity,
  type MeasuredPlate,
  type ReferenceGene,
  readPlate,
  relativeChange,
} from '../integration/index.ts';
import { InputError, inputError, type Problem } from '../problems/index.ts';
import { adjustPvalues } from '../stats/index.ts';
import { columnsOf, readTable, requireColumn, type Table } from '../table/index.ts';
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
  const standards = options.standards === undefined ? null : await readTable(readInput(options.standards), options.standards);
  const [animals, groups] = ['animal', options.group].map((name) => requireColumn(table, name).cells);
  const groupOf = groupOfAnimals(table, animals, groups);
  const { treated, control } = comparedLevels(options, groups);
  const compared = (animal: string | null): boolean => [treated, control].includes(groupOf.get(animal) ?? '');
  const measured = readPlate(table, options.references, standards, (row) => compared(animals[row]));
  const { plate, targets } = measured;
  const isControl = plate.animals.map((animal) => groupOf.get(animal) === control);
  const references = options.references.map(measured.measured);
  const changes = targets.map((gene) =>
    relativeChange(log2RelativeQuantity(measured.measured(gene), references, isControl), isControl),
  );
  await writeChanges(options, measured, changes);
  if (options.animals !== undefined)
    await writeColumns(options.animals, [
      { name: 'animal', values: plate.animals },
      { name: options.group, values: plate.animals.map((animal) => groupOf.get(animal) ?? null) },
      ...targets.map((gene, k) => ({ name: gene, values: changes[k].log2Ratio })),
    ]);
  if (options.stability !== undefined)
    await writeStability(
      options.stability,
      judgeReferences(measured, (animal) => groupOf.get(animal) ?? ''),
    );
  if (measured.undetected > 0) say(options, `note: ${measured.undetected} wells without a number were left out`);
  targets.forEach((gene, k) => {
    if (Number.isNaN(changes[k].welch.pvalue))
      say(options, `note: ${gene} has no interval and no p: ${withoutTest(changes[k].log2Ratio, isControl)}`);
  });
  say(options, `${treated} against ${control}: ${targets.length} genes, ${plate.animals.length} animals`);
  if (options.references.length === 1)
    say(options, 'warning: one reference gene only; whether the treatment moves it cannot be told from this plate');
}

/** @throws InputError for an animal in two groups */
function groupOfAnimals(
  table: Table,
  animals: readonly (string | null)[],
  groups: readonly (string | null)[],
): Map<string | null, string | null> {
  const groupOf = new Map<string | null, string | null>();
  const problems: Problem[] = [];
  animals.forEach((animal, i) => {
    const earlier = groupOf.get(animal);
    if (earlier === undefined) groupOf.set(animal, groups[i]);
    else if (earlier !== groups[i])
      problems.push({
        code: 'targeted-two-groups',
        severity: 'error',
        file: table.file,
        line: table.lines[i],
        message: `animal ${animal ?? ''} is in two groups`,
        found: `${earlier ?? 'none'}, ${groups[i] ?? 'none'}`,
        mend: 'give all wells of an animal the same group',
      });
  });
  if (problems.length > 0) throw new InputError(problems.slice(0, 20));
  return groupOf;
}

function withoutTest(log2Ratio: Float64Array, isControl: readonly boolean[]): string {
  const valued = (control: boolean): number =>
    log2Ratio.filter((value, i) => isControl[i] === control && !Number.isNaN(value)).length;
  const [treated, control] = [valued(false), valued(true)];
  return Math.min(treated, control) < 2
    ? `${treated} treated and ${control} control animals have a value, two of each are needed`
    : 'its values do not vary within the groups';
}

async function writeChanges(
  options: QpcrOptions,
  { targets, measured }: MeasuredPlate,
  changes: readonly ReturnType<typeof relativeChange>[],
): Promise<void> {
  const padj = adjustPvalues(
    changes.map((one) => one.welch.pvalue),
    'BH',
  );
  await writeColumns(options.output, [
    { name: 'gene', values: targets },
    { name: 'efficiency', values: targets.map((gene) => measured(gene).efficiency) },
    ...columnsOf(changes, [
      ['log2FoldChange', (one) => one.estimate],
      ['standardError', (one) => one.standardError],
      ['low', (one) => one.welch.low],
      ['high', (one) => one.welch.high],
      ['fold', (one) => one.fold],
      ['foldLow', (one) => one.welch.foldLow],
      ['foldHigh', (one) => one.welch.foldHigh],
      ['pvalue', (one) => one.welch.pvalue],
    ]),
    { name: 'padj', values: padj },
  ]);
}

function comparedLevels(options: QpcrOptions, groups: readonly (string | null)[]): { treated: string; control: string } {
  const levels = [...new Set(groups)].filter((level) => level !== null);
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

/** @throws InputError below three references: there is nothing to compare with */
async function writeStability(path: string, references: readonly ReferenceGene[]): Promise<void> {
  if (references.length < 3)
    throw inputError({ code: 'targeted-few-references', message: 'stability compares at least three reference genes' });
  await writeColumns(
    path,
    columnsOf(references, [
      ['gene', (one) => one.gene],
      ['geNormM', (one) => one.geNormM],
      ['normFinder', (one) => one.normFinder],
      ['bestKeeperDeviation', (one) => one.bestKeeperDeviation],
      ['correlationWithIndex', (one) => one.correlationWithIndex],
    ]),
  );
}
