import type { Command } from 'commander';
import { formatProblem, inputError, type Problem } from '../problems/index.ts';
import { asFactor, type DataColumn, dropUnusedLevels, mean, median, numericColumn, sampleSd } from '../stats/index.ts';
import { readTable } from '../table/index.ts';
import { checkColumns } from './column-checks.ts';
import { commonOptions } from './common-options.ts';
import { columnLevels, columnValues, type FrameOptions, requireNumbers, tableFrame, withPlaces } from './data-frame.ts';
import { notesJson } from './fit-json.ts';
import { fields, type JsonFields, jsonText } from './json-text.ts';
import { type CommonOptions, numberBetween, readInput, say, writeOutput } from './support.ts';
import { type GroupedData, groupedData, type PairedData, pairedData } from './test-data.ts';
import { fisherResult, friedmanResult, kruskalTest, type TestResult, type TestSettings, twoGroupTest } from './test-methods.ts';
import { tablePath, writeColumns } from './write-columns.ts';

interface TestOptions extends CommonOptions, FrameOptions {
  data: string;
  y: string;
  by: string;
  pair?: string;
  method: string;
  alternative: TestSettings['alternative'];
  level: number;
  output: string;
}

const METHODS = ['welch', 't', 'mann-whitney', 'wilcoxon', 'kruskal', 'friedman', 'permutation', 'fisher', 'brunner-munzel'];

/** `limbic test`: one named test of groups, with its effect size and interval. */
export function register(program: Command): void {
  const command = program
    .command('test')
    .description('compare groups by a named test, with an effect size and its interval')
    .requiredOption('--data <file>', 'one row per animal or litter (.csv, .tsv, .xlsx, .parquet, also .gz)')
    .requiredOption('--y <column>', 'what is compared')
    .requiredOption(
      '--by <column>',
      'the groups; differences are first minus second group, in alphabetical order or that of --levels',
    )
    .option('--pair <column>', 'the unit measured in every group (animal, litter)')
    .addOption(program.createOption('--method <name>', 'the test').choices(METHODS).makeOptionMandatory())
    .addOption(
      program
        .createOption('--alternative <side>', 'of the difference first minus second')
        .choices(['two-sided', 'less', 'greater'])
        .default('two-sided'),
    )
    .option('--level <p>', 'confidence level of intervals', numberBetween(0, 1), 0.95)
    .option('--where <column=value,...>', 'keep these rows', columnValues)
    .option('--ref <column=level,...>', 'the first group', columnValues)
    .option('--levels <column=first,second,...>', 'order of the groups', columnLevels)
    .requiredOption(
      '-o, --output <file>',
      'all results as .json, one row as .tsv, .csv, .xlsx or .parquet, or - for JSON on standard output',
      tablePath,
    );
  commonOptions(command)
    .addHelpText(
      'after',
      '\nThe rows must be independent units: with several animals of a litter or several sessions of an animal use limbic fit.\n' +
        '\nExample:\n  limbic test --data forced_swim.csv --y immobility_s --by arm --method mann-whitney -o test.json',
    )
    .action(run);
}

/** Rank-based methods of more than two groups have no side. */
const WITHOUT_SIDES = new Set(['kruskal', 'friedman']);

async function run(options: TestOptions): Promise<void> {
  const { method, alternative, level, seed, by, pair } = options;
  if (alternative !== 'two-sided' && WITHOUT_SIDES.has(method))
    throw inputError({
      code: 'usage',
      message: `${method} compares several groups and has no side`,
      mend: 'leave --alternative out',
    });
  const table = await readTable(readInput(options.data), options.data);
  const frame = tableFrame(table, options);
  if (method !== 'fisher' && frame.get(options.y)?.kind === 'factor') requireNumbers(table, [options.y]);
  const settings: TestSettings = { alternative, level, seed };
  const { result, data, pairs } = withPlaces(table, options, () => compute(frame, options, settings));
  const categories = [by, ...(pair === undefined ? [] : [pair]), ...(method === 'fisher' ? [options.y] : [])];
  const remarks = [
    ...checkColumns(
      table,
      options,
      categories.map((name) => ({ name, use: 'category' })),
    ),
    ...intervalNotes(result, data),
  ];
  const json = testJson(options, result, data, pairs, remarks);
  if (options.output === '-' || /\.json$/i.test(options.output)) writeOutput(options.output, `${jsonText(json)}\n`);
  else await writeColumns(options.output, rowOf(options, result));
  for (const remark of remarks) say(options, `${remark.severity}: ${formatProblem(remark)}`);
  if (data.rowsLeftOut > 0) say(options, `note: rows without a value or a group that are left out: ${data.rowsLeftOut}`);
  if (pairs !== undefined && pairs.subjectsLeftOut.length > 0)
    say(options, `note: without a value in every group, and left out: ${pairs.subjectsLeftOut.join(', ')}`);
  const { estimate, lower, upper } = result.effect;
  say(
    options,
    `${result.method}: p = ${short(result.pvalue)}; ${result.effectName} ${short(estimate)} [${short(lower)}, ${short(upper)}]`,
  );
}

function compute(
  frame: Map<string, DataColumn>,
  { y, by, pair, method }: TestOptions,
  settings: TestSettings,
): { result: TestResult; data: GroupedData; pairs: PairedData | undefined } {
  const outcomes = method === 'fisher' ? outcomesOf(frame, y) : [];
  const data = groupedData(frame, y, by);
  const pairs = pair === undefined ? undefined : pairedData(frame, y, by, pair);
  if (pairs === undefined && method === 'friedman')
    throw inputError({
      code: 'usage',
      message: 'friedman compares the same units in every group',
      mend: 'name the column of the unit with --pair',
    });
  if (pairs !== undefined && (method === 'kruskal' || method === 'fisher'))
    throw inputError({
      code: 'usage',
      message: `${method} is for independent groups`,
      mend: 'leave --pair out, or use friedman',
    });
  try {
    if (method === 'kruskal') return { result: kruskalTest(data, settings), data, pairs };
    if (method === 'fisher') return { result: fisherResult(data, outcomes, settings), data, pairs };
    if (pairs !== undefined && method === 'friedman') return { result: friedmanResult(pairs, settings), data, pairs };
    return { result: twoGroupTest(method, data, pairs, settings), data, pairs };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw inputError({
      code: 'test-impossible',
      message: error.message,
      found: data.levels.map((one, g) => `${one}: ${data.samples[g].length}`).join(', '),
    });
  }
}

/** Turns the response into outcome numbers in the frame, and names the outcomes. */
function outcomesOf(frame: Map<string, DataColumn>, y: string): readonly string[] {
  const column = frame.get(y);
  if (column === undefined) return [];
  const { levels, codes } = dropUnusedLevels(asFactor(column));
  frame.set(y, numericColumn(Float64Array.from(codes, (code) => (code < 0 ? NaN : code))));
  return levels;
}

/** Why an effect size has no interval. */
function intervalNotes({ effect, effectName }: TestResult, { levels, samples }: GroupedData): Problem[] {
  if (!Number.isNaN(effect.lower) || !Number.isNaN(effect.upper)) return [];
  const single = levels.filter((_, g) => samples[g].length < 2);
  return [
    {
      code: 'effect-without-interval',
      severity: 'note',
      message: `${effectName} has no ${Number.isNaN(effect.estimate) ? 'value' : 'interval'}: ${single.length > 0 ? `a single unit in ${single.join(', ')}` : 'the values do not vary within the groups'}`,
    },
  ];
}

function testJson(
  options: TestOptions,
  result: TestResult,
  data: GroupedData,
  pairs: PairedData | undefined,
  remarks: readonly Problem[],
): JsonFields {
  const interval = (estimate: TestResult['effect']): [string, number][] => [
    ['estimate', estimate.estimate],
    ['lower', estimate.lower],
    ['upper', estimate.upper],
  ];
  const difference = data.levels.length === 2 ? `${data.levels[0]} - ${data.levels[1]}` : undefined;
  return fields(
    ['method', result.method],
    ['y', options.y],
    ['by', options.by],
    ['alternative', options.alternative],
    ['difference', difference],
    ['statistic', result.statistic],
    ['df', result.df],
    ['pvalue', result.pvalue],
    ['exact', result.exact],
    ['mcse', result.mcse],
    ['estimateOf', result.estimateOf],
    ['estimate', result.estimate?.estimate],
    ['lower', result.estimate?.lower],
    ['upper', result.estimate?.upper],
    ['effect', fields(['name', result.effectName], ...interval(result.effect))],
    ['level', options.level],
    ['groups', data.levels.map((level, g) => groupJson(level, data.samples[g], options.method === 'fisher'))],
    ['rowsLeftOut', data.rowsLeftOut],
    ['pairs', pairs?.subjects.length],
    ['unitsLeftOut', pairs?.subjectsLeftOut],
    ['notes', notesJson(remarks)],
  );
}

function groupJson(level: string, sample: Float64Array, counts: boolean): JsonFields {
  if (counts) return fields(['level', level], ['n', sample.length]);
  return fields(
    ['level', level],
    ['n', sample.length],
    ['mean', mean(sample)],
    ['sd', sampleSd(sample)],
    ['median', median(sample)],
  );
}

function rowOf(options: TestOptions, result: TestResult) {
  const number = (name: string, value: number) => ({ name, values: Float64Array.of(value) });
  const text = (name: string, value: string) => ({ name, values: [value] });
  return [
    text('method', result.method),
    text('y', options.y),
    text('by', options.by),
    number('statistic', result.statistic),
    number('df', result.df),
    number('pvalue', result.pvalue),
    number('estimate', result.estimate?.estimate ?? NaN),
    number('lower', result.estimate?.lower ?? NaN),
    number('upper', result.estimate?.upper ?? NaN),
    text('effect_name', result.effectName),
    number('effect', result.effect.estimate),
    number('effect_lower', result.effect.lower),
    number('effect_upper', result.effect.upper),
  ];
}

const short = (value: number): string => (Number.isFinite(value) ? String(Number(value.toPrecision(4))) : String(value));
