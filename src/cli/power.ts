import { type Command, InvalidArgumentError } from 'commander';
import { inputError } from '../problems/index.ts';
import {
  designEffect,
  FAMILIES,
  type Family,
  falsePositivesIgnoringLitters,
  litterDesignPower,
  type ModelOptions,
  type PowerSimulation,
  type PowerTarget,
  plannedNames,
  type SimulationPlan,
  simulatePower,
} from '../stats/index.ts';
import { columnsOf, readTable } from '../table/index.ts';
import { commonOptions } from './common-options.ts';
import { columnLevels, columnValues, type FrameOptions, nameList, tableFrame } from './data-frame.ts';
import { type CommonOptions, numberBetween, readInput, say, wholeNumber, withContext } from './support.ts';
import { TABLE_ENDINGS, tablePath, writeColumns } from './write-columns.ts';

interface PowerOptions extends CommonOptions, FrameOptions {
  data?: string;
  formula?: string;
  analysis?: string;
  effects?: [string, string][];
  sd?: [string, string][];
  dispersion?: number;
  test?: string[];
  contrast?: [string, string][];
  family: Family;
  ddf?: ModelOptions['ddf'];
  missing?: number;
  runs: number;
  litters?: number[];
  pups: number;
  icc: number;
  difference?: number;
  alpha: number;
  output: string;
}

/** Parses a finite number for commander. */
function finiteNumber(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value)) throw new InvalidArgumentError('a number is needed');
  return value;
}

/** Parses a list of whole numbers from 2 on for commander. */
function litterCounts(text: string): number[] {
  return text.split(',').map(wholeNumber(2));
}

/** `limbic power`: of litter designs exactly, of any other planned study by simulation. */
export function register(program: Command): void {
  const command = program
    .command('power')
    .description('power of a planned study: exact for treated litters, by simulation for any model that fit accepts')
    .option('--litters <n,...>', 'litters per group: exact power of a comparison of two groups of whole litters', litterCounts)
    .option('--pups <n>', 'with --litters: pups measured per litter', wholeNumber(1), 1)
    .option('--icc <r>', 'with --litters: share of the variance between litters (0.1 to 0.6 in most behavior)', finiteNumber, 0.3)
    .option('--difference <d>', 'with --litters: difference of the groups in standard deviations', finiteNumber)
    .option('--data <file>', 'to simulate: one row per planned measurement, without a response')
    .option('--formula <formula>', "to simulate: the model, e.g. 'score ~ arm * session + (1 | litter/animal)'")
    .option('--analysis <formula>', 'the model that is fitted, when it is not --formula')
    .option('--effects <name=value,...>', 'true coefficients by name; those left out are 0', columnValues)
    .option(
      '--sd <name=value,...>',
      'true standard deviations: residual, and every random effect (litter, animal:litter)',
      columnValues,
    )
    .option('--dispersion <v>', 'of counts and other families', finiteNumber)
    .option('--test <names>', 'terms or coefficients to be tested (default: every term)', nameList)
    .option('--contrast <name=weight,...>', 'a combination of coefficients to be tested', columnValues)
    .addOption(
      program
        .createOption('--family <name>', 'distribution of the response')
        .choices([...FAMILIES])
        .default('gaussian'),
    )
    .addOption(
      program
        .createOption('--ddf <name>', 'degrees of freedom of mixed models (default: kenward-roger)')
        .choices(['kenward-roger', 'satterthwaite', 'asymptotic']),
    )
    .option('--missing <n>', 'rows lost at random in every study', wholeNumber(0))
    .option('--runs <n>', 'simulated studies', wholeNumber(10), 1000)
    .option('--alpha <p>', 'significance level', numberBetween(0, 1), 0.05)
    .option('--where <column=value,...>', 'keep these rows', columnValues)
    .option('--factor <columns>', 'columns of numbers that are categories', nameList)
    .option('--ref <column=level,...>', 'reference level of a factor', columnValues)
    .option('--levels <column=first,second,...>', 'order of the levels of a factor', columnLevels)
    .requiredOption('-o, --output <file>', TABLE_ENDINGS, tablePath);
  commonOptions(command)
    .addHelpText(
      'after',
      '\nExamples:\n  limbic power --litters 4,6,8,10 --pups 4 --icc 0.3 --difference 1 -o power.tsv\n' +
        "  limbic power --data planned.csv --formula 'score ~ arm + (1 | litter)' --effects armhigh=1 --sd litter=0.5,residual=0.9 -o power.tsv",
    )
    .action(run);
}

async function run(options: PowerOptions): Promise<void> {
  if (options.litters !== undefined) return runLitters(options, options.litters);
  const { data, formula } = options;
  if (data === undefined || formula === undefined)
    throw inputError({
      code: 'usage',
      message: 'say what is planned',
      mend: 'either --litters with --pups, --icc and --difference, or --data with --formula, --effects and --sd',
    });
  const table = await readTable(readInput(data), data);
  const frame = tableFrame(table, options);
  const deviations = numbersOf(options.sd, '--sd');
  const residualSd = deviations.get('residual');
  deviations.delete('residual');
  const plan: SimulationPlan = {
    formula,
    analysis: options.analysis,
    data: frame,
    coefficients: numbersOf(options.effects, '--effects'),
    deviations,
    residualSd,
    dispersion: options.dispersion,
    missing: options.missing,
    targets: [],
    alpha: options.alpha,
    fit: { family: options.family, ddf: options.ddf },
  };
  const simulation = await withContext(options, (context) =>
    simulatePower({ ...plan, targets: targetsOf(plan, options) }, options.runs, context),
  );
  await writeSimulation(options, simulation);
}

/** Names with numbers; all that are not numbers are named at once. */
function numbersOf(pairs: readonly (readonly [string, string])[] | undefined, option: string): Map<string, number> {
  const bad = (pairs ?? []).filter(([, text]) => text.trim() === '' || !Number.isFinite(Number(text)));
  if (bad.length > 0)
    throw inputError({
      code: 'usage',
      message: `${option} needs numbers`,
      found: bad.map(([name, text]) => `${name}=${text}`).join(', '),
    });
  return new Map((pairs ?? []).map(([name, text]) => [name, Number(text)]));
}

/** What is tested: the terms and coefficients named, else every term of the model. */
function targetsOf(plan: SimulationPlan, options: PowerOptions): PowerTarget[] {
  const { terms, columns } = plannedNames(plan);
  const named = (options.test ?? (options.contrast === undefined ? terms : [])).map(
    (name): PowerTarget =>
      columns.includes(name) && !terms.includes(name) ? { kind: 'coefficient', coefficient: name } : { kind: 'term', term: name },
  );
  if (options.contrast === undefined) return named;
  const name = options.contrast.map(([coefficient, weight]) => `${weight} ${coefficient}`).join(' + ');
  return [...named, { kind: 'contrast', name, weights: numbersOf(options.contrast, '--contrast') }];
}

async function writeSimulation(options: PowerOptions, { targets, failures }: PowerSimulation): Promise<void> {
  await writeColumns(
    options.output,
    columnsOf(targets, [
      ['test', (one) => one.target],
      ['power', (one) => one.power],
      ['mcse', (one) => one.mcse],
      ['lower', (one) => one.low],
      ['upper', (one) => one.high],
      ['runs', (one) => one.runs],
      ['untested', (one) => one.untested],
    ]),
  );
  for (const { reason, studies } of failures)
    say(options, `note: ${studies} of ${options.runs} studies could not be fitted: ${reason}`);
  for (const one of targets)
    say(options, `  ${one.target}: power ${one.power.toFixed(3)} (Monte Carlo error ${one.mcse.toFixed(3)})`);
}

/** Exact power for numbers of litters, with what pretending that pups are independent would do. */
async function runLitters(options: PowerOptions, litters: readonly number[]): Promise<void> {
  const { pups, icc, difference, alpha } = options;
  if (difference === undefined || !(icc >= 0 && icc < 1))
    throw inputError({
      code: 'usage',
      message: difference === undefined ? '--litters needs --difference' : '--icc lies between 0 and 1',
      mend: 'for example --litters 6,8 --pups 4 --icc 0.3 --difference 1',
    });
  const plan = { pupsPerLitter: pups, icc, difference, alpha };
  const power = Float64Array.from(litters, (count) => litterDesignPower(count, plan));
  await writeColumns(options.output, [
    { name: 'litters_per_group', values: Float64Array.from(litters) },
    { name: 'pups_per_litter', values: new Float64Array(litters.length).fill(pups) },
    { name: 'power', values: power },
    {
      name: 'false_positives_ignoring_litters',
      values: Float64Array.from(litters, (count) => falsePositivesIgnoringLitters(count, plan)),
    },
    { name: 'design_effect', values: new Float64Array(litters.length).fill(designEffect(plan)) },
  ]);
  litters.forEach((count, i) => {
    say(options, `  ${count} litters of ${pups} per group: power ${power[i].toFixed(3)}`);
  });
}
