import { basename } from 'node:path';
import type { Command } from 'commander';
import { compareRaters, type OtherScores, type RaterAgreement, readBehaviorFile, type Scoring } from '../behavior/index.ts';
import { inputError } from '../problems/index.ts';
import { raterFigureFile } from '../report/index.ts';
import { columnsOf, numbers, type OutputColumn, readTable, requireColumn } from '../table/index.ts';
import { commonOptions, NOTHING_RANDOM } from './common-options.ts';
import { type CommonOptions, numberBetween, readInput, say, writeOutput } from './support.ts';
import { TABLE_ENDINGS, tablePath, writeColumns } from './write-columns.ts';

interface RatersOptions extends CommonOptions {
  seconds?: number;
  software?: string;
  column?: string;
  behavior?: string;
  figure?: string;
  output: string;
}

/** `limbic raters`: how well people, and programs, agree on what they scored. */
export function register(program: Command): void {
  const command = program
    .command('raters')
    .description('agreement of several raters, and of software with them, on the same animals')
    .argument('<files...>', 'scored events that name their rater; a file that names none counts as one rater')
    .option('--seconds <number>', 'length of the observations, for kappa (default: to the last bout)', numberBetween(0, 1e6))
    .option('--software <table>', 'totals by a program, one row per animal (column "animal"), compared with each rater')
    .option('--column <name>', 'the column of that table that holds the totals, s')
    .option('--behavior <name>', 'the scored behavior that they are totals of')
    .option('--figure <file.svg>', 'Bland–Altman plots of the total times')
    .requiredOption('-o, --output <file>', `one row per behavior and pair of raters: ${TABLE_ENDINGS}`, tablePath);
  commonOptions(command, NOTHING_RANDOM)
    .addHelpText('after', '\nExample:\n  limbic raters swim_labels.csv --seconds 360 --figure agreement.svg -o agreement.tsv')
    .action(run);
}

async function run(files: string[], options: RatersOptions): Promise<void> {
  const scorings: Scoring[] = [];
  for (const file of files) {
    const read = await readBehaviorFile(readInput(file), file);
    if (read.kind === 'scoring') scorings.push({ ...read.scoring, file: basename(file) });
    else
      throw inputError({
        code: 'behavior-wrong-kind',
        file,
        message: 'the file holds no scored events',
        expected: 'states or events scored by people',
        mend: 'give the files of the raters; totals of a program go under --software',
      });
  }
  const agreements = compareRaters(scorings, options.seconds, await softwareScores(options));
  if (agreements.length === 0)
    throw inputError({
      code: 'raters-too-few',
      message: 'no two raters scored the same behavior in three animals or more',
      mend: 'check that the files name their raters (column rater or Experimenter) and the animals alike',
    });
  await writeColumns(options.output, agreementColumns(agreements));
  if (options.figure !== undefined) writeOutput(options.figure, raterFigureFile(agreements));
  report(agreements, scorings, options);
}

/** The totals of a program, as one more rater. */
async function softwareScores({ software, column, behavior }: RatersOptions): Promise<OtherScores[]> {
  if (software === undefined) return [];
  if (column === undefined || behavior === undefined)
    throw inputError({
      code: 'option-missing',
      message: '--software needs --column and --behavior',
      mend: 'say which column holds the totals, and of which scored behavior',
    });
  const table = await readTable(readInput(software), software);
  const animals = requireColumn(table, 'animal').cells;
  const values = numbers(table, column);
  const byAnimal = new Map<string, number>();
  animals.forEach((animal, row) => {
    if (animal !== null && Number.isFinite(values[row])) byAnimal.set(animal, values[row]);
  });
  return [{ rater: basename(software).replace(/\.[a-z]+$/i, ''), behavior, byAnimal }];
}

/** One row per behavior and pair; the intraclass correlations of all raters stand in each row of their behavior. */
function agreementColumns(agreements: readonly RaterAgreement[]): OutputColumn[] {
  const rows = agreements.flatMap((one) => one.pairs.map((pair) => ({ one, pair })));
  return columnsOf(rows, [
    ['behavior', ({ one }) => one.outcome],
    ['unit', ({ one }) => one.unit],
    ['rater_a', ({ pair }) => pair.first],
    ['rater_b', ({ pair }) => pair.second],
    ['animals', ({ pair }) => pair.n],
    ['pearson', ({ pair }) => pair.pearson],
    ['spearman', ({ pair }) => pair.spearman],
    ['lin_concordance', ({ pair }) => pair.concordance],
    ['kappa_1s', ({ pair }) => pair.kappa],
    ['mean_absolute_difference', ({ pair }) => pair.meanAbsoluteDifference],
    ['bias', ({ pair }) => pair.bias],
    ['bias_low', ({ pair }) => pair.biasLow],
    ['bias_high', ({ pair }) => pair.biasHigh],
    ['limit_low', ({ pair }) => pair.lower],
    ['limit_high', ({ pair }) => pair.upper],
    ['icc_animals', ({ one }) => one.complete],
    ['icc_2_1', ({ one }) => one.agreement.estimate],
    ['icc_2_1_low', ({ one }) => one.agreement.low],
    ['icc_2_1_high', ({ one }) => one.agreement.high],
    ['icc_3_1', ({ one }) => one.consistency.estimate],
    ['odd_rater', ({ one }) => one.odd.map(({ rater }) => rater).join(', ')],
  ]);
}

function report(agreements: readonly RaterAgreement[], scorings: readonly Scoring[], options: RatersOptions): void {
  for (const { file, notes } of scorings) for (const note of notes) say(options, `note: ${file}: ${note}`);
  for (const { label, unit, raters, complete, agreement, odd } of agreements) {
    if (unit !== 's') continue;
    const icc = Number.isNaN(agreement.estimate)
      ? 'no ICC (fewer than two raters or animals in common, or scores that differ by a constant at most)'
      : `ICC(2,1) ${agreement.estimate.toFixed(2)} [${agreement.low.toFixed(2)}, ${agreement.high.toFixed(2)}]`;
    say(options, `${label}: ${raters.join(', ')}; ${complete} animals scored by all people, ${icc}`);
    for (const { rater, withOthers, amongOthers } of odd)
      say(
        options,
        `  ${rater} agrees with nobody (median r ${withOthers.toFixed(2)}; the others ${amongOthers.toFixed(2)}): look at these scores before using them`,
      );
  }
}
