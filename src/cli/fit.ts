import type { Command } from 'commander';
import { formatProblem, inputError, type Problem } from '../problems/index.ts';
import {
  type ContrastAdjustment,
  type ContrastMethod,
  columnsIn,
  contrastMeans,
  type DataColumn,
  FAMILIES,
  type Family,
  type Formula,
  fitModel,
  type ModelOptions,
  type ModelSummary,
  marginalMeans,
  parseFormula,
  type ReferenceGrid,
  referenceGrid,
  repeatedMeasuresAnova,
  repeatedMeasuresGrid,
} from '../stats/index.ts';
import { columnsOf, readTable, type Table } from '../table/index.ts';
import { checkColumns, type UsedColumn } from './column-checks.ts';
import { commonOptions } from './common-options.ts';
import { columnLevels, columnValues, type FrameOptions, nameList, requireNumbers, tableFrame, withPlaces } from './data-frame.ts';
import { type FitExtras, fitJson, repeatedJson } from './fit-json.ts';
import { jsonText } from './json-text.ts';
import { type CommonOptions, numberBetween, readInput, say, wholeNumber, writeOutput } from './support.ts';
import { tablePath, writeColumns } from './write-columns.ts';

interface FitOptions extends CommonOptions, FrameOptions {
  data: string;
  formula: string;
  family: Family;
  method: 'REML' | 'ML';
  ddf?: ModelOptions['ddf'];
  type?: 'I' | 'II' | 'III';
  weights?: string;
  nodes?: number;
  robust?: string;
  level: number;
  emmeans?: string;
  contrasts?: ContrastMethod;
  adjust?: ContrastAdjustment;
  control?: string;
  at?: [string, string][];
  subject?: string;
  within?: string[];
  output: string;
}

const CONTRASTS = ['pairwise', 'vs-control', 'consecutive', 'polynomial', 'vs-mean', 'vs-others'];
const ADJUSTMENTS = [
  'tukey',
  'dunnett',
  'holm',
  'none',
  'sidak',
  'bonferroni',
  'scheffe',
  'mvt',
  'dunnettx',
  'hochberg',
  'hommel',
  'BH',
  'BY',
];
const CATEGORICAL = new Set(['factor', 'relevel', 'as.factor', 'ordered']);
const ROBUST = ['HC0', 'HC1', 'HC2', 'HC3', 'HC4'] as const;

/** `limbic fit`: any linear, mixed or generalized model, with marginal means and contrasts. */
export function register(program: Command): void {
  const command = program
    .command('fit')
    .description('fit a linear, mixed or generalized model to a table')
    .requiredOption('--data <file>', 'one row per measurement (.csv, .tsv, .xlsx, .parquet, also .gz)')
    .requiredOption('--formula <formula>', "in R's notation, e.g. 'score ~ arm * session + sex + (1 | litter/animal)'")
    .addOption(program.createOption('--family <name>', 'distribution of the response').choices(FAMILIES).default('gaussian'))
    .addOption(program.createOption('--method <name>', 'how mixed models are fitted').choices(['REML', 'ML']).default('REML'))
    .addOption(
      program
        .createOption('--ddf <name>', 'degrees of freedom of mixed models (default: kenward-roger)')
        .choices(['kenward-roger', 'satterthwaite', 'asymptotic']),
    )
    .addOption(
      program.createOption('--type <n>', 'sums of squares of the tests of terms (default: III)').choices(['I', 'II', 'III']),
    )
    .option('--weights <column>', 'weights of the rows; numbers of trials for proportions')
    .option('--nodes <n>', 'nodes of adaptive quadrature for one random effect (default: 1, Laplace)', wholeNumber(1))
    .option('--robust <kind>', 'covariance for unequal variances (HC0 to HC4) or dependent rows (cluster:litter)')
    .option('--subject <column>', 'with --within: repeated-measures analysis of variance of complete subjects')
    .option('--within <columns>', 'within-subject factors', nameList)
    .option('--emmeans <means>', "marginal means, e.g. '~ arm | session'")
    .addOption(program.createOption('--contrasts <kind>', 'comparisons of the means').choices(CONTRASTS))
    .addOption(program.createOption('--adjust <kind>', 'how comparisons count their number').choices(ADJUSTMENTS))
    .option('--control <level>', 'the control for vs-control (default: the first level)')
    .option('--at <column=value,...>', 'hold numeric predictors at these values instead of their mean', columnValues)
    .option('--where <column=value,...>', 'keep these rows', columnValues)
    .option('--factor <columns>', 'columns of numbers that are categories', nameList)
    .option('--ref <column=level,...>', 'reference level of a factor (default: the first in the alphabet)', columnValues)
    .option('--levels <column=first,second,...>', 'order of the levels of a factor', columnLevels)
    .option('--level <p>', 'confidence level of intervals', numberBetween(0, 1), 0.95)
    .requiredOption(
      '-o, --output <file>',
      'all results as .json, the coefficients as .tsv, .csv, .xlsx or .parquet, or - for JSON on standard output',
      tablePath,
    );
  commonOptions(command)
    .addHelpText(
      'after',
      "\nExample:\n  limbic fit --data open_field.csv --formula 'center_time_s ~ arm * session + sex + (1 | litter/animal)' \\\n" +
        "    --ref arm=vehicle --emmeans '~ arm | session' --contrasts vs-control --adjust dunnett -o fit.json",
    )
    .action(run);
}

async function run(options: FitOptions): Promise<void> {
  if (options.contrasts !== undefined && options.emmeans === undefined)
    throw inputError({
      code: 'usage',
      message: '--contrasts compares marginal means',
      mend: "name them, e.g. --emmeans '~ arm'",
    });
  const table = await readTable(readInput(options.data), options.data);
  const formula = parseFormula(options.formula);
  const frame = tableFrame(table, options);
  requireNumericResponse(table, frame, formula, options.family);
  const remarks = checkColumns(table, options, usedColumns(formula, frame, options));
  for (const remark of remarks) say(options, `${remark.severity}: ${formatProblem(remark)}`);
  if (options.within !== undefined || options.subject !== undefined) {
    withPlaces(table, options, () => runRepeated(frame, formula, options, remarks));
    return;
  }
  const settings = fitSettings(options);
  const model = withPlaces(table, options, () => fitModel(formula, frame, settings));
  const extras = extrasOf(() => referenceGrid(model.means, { at: gridValues(options.at) }), options);
  if (isJson(options.output))
    writeJson(options.output, jsonText(fitJson({ ...model, notes: [...remarks, ...model.notes] }, extras)));
  else await writeCoefficients(options.output, model);
  if (options.adjust !== undefined && extras.contrasts !== undefined && extras.contrasts.adjustment !== options.adjust)
    say(options, `note: ${options.adjust} does not fit this family of contrasts; adjusted by ${extras.contrasts.adjustment}`);
  for (const note of model.notes) say(options, `${note.severity}: ${formatProblem(note)}`);
  say(options, `${model.method}; ${model.n} rows`);
  for (const { term, numDf, denDf, F, pvalue } of model.anova)
    say(options, `  ${term}: F(${short(numDf)}, ${short(denDf)}) = ${short(F)}, p = ${shortP(pvalue)}`);
}

function fitSettings(options: FitOptions): ModelOptions {
  const { family, method, ddf, weights, nodes, level } = options;
  return { family, method, ddf, weights, nodes, level, anovaType: options.type, covariance: robustOf(options.robust) };
}

/** A column that should be numbers but holds a stray text is a factor to the frame; say where the text stands. */
function requireNumericResponse(table: Table, frame: ReadonlyMap<string, DataColumn>, formula: Formula, family: Family): void {
  if (formula.response === undefined || family.endsWith('binomial')) return;
  const names = columnsIn(formula.response.expression).filter((name) => frame.get(name)?.kind === 'factor');
  requireNumbers(table, names);
}

/** Columns of the fixed part that may hold numbers or categories, and those that hold units; `factor(x)` says that x is categories. */
function usedColumns(
  formula: Formula,
  frame: ReadonlyMap<string, DataColumn>,
  { subject, within = [] }: FitOptions,
): UsedColumn[] {
  const predictors = [...formula.fixed.variables, ...formula.fixed.offsets].flatMap(({ expression }) =>
    expression.kind === 'call' && CATEGORICAL.has(expression.name) ? [] : columnsIn(expression),
  );
  const response = formula.response === undefined ? [] : columnsIn(formula.response.expression);
  const others = [...formula.columns, ...within, ...(subject === undefined ? [] : [subject])].filter(
    (name) => !predictors.includes(name) && !response.includes(name),
  );
  return [
    ...[...new Set(predictors)].map((name) => ({ name, use: 'predictor' as const })),
    ...[...new Set(others)].map((name) => ({ name, use: 'category' as const })),
  ].filter(({ name }) => frame.has(name));
}

function robustOf(text: string | undefined): ModelOptions['covariance'] {
  if (text === undefined) return undefined;
  const known = ROBUST.find((kind) => kind === text);
  if (known !== undefined) return known;
  if (text.startsWith('cluster:') && text.length > 8) return { cluster: text.slice(8) };
  throw inputError({
    code: 'usage',
    message: 'unknown robust covariance',
    found: text,
    expected: `${ROBUST.join(', ')} or cluster:COLUMN`,
    mend: 'for example --robust HC3 or --robust cluster:litter',
  });
}

function gridValues(pairs: readonly (readonly [string, string])[] = []): Map<string, (string | number)[]> {
  const out = new Map<string, (string | number)[]>();
  for (const [name, value] of pairs) out.set(name, [...(out.get(name) ?? []), value]);
  return out;
}

function extrasOf(grid: () => ReferenceGrid, options: FitOptions): FitExtras {
  if (options.emmeans === undefined) return { means: undefined, contrasts: undefined };
  const means = marginalMeans(grid(), options.emmeans, { level: options.level });
  const { contrasts: kind, adjust, control, seed } = options;
  return { means, contrasts: kind === undefined ? undefined : contrastMeans(means, kind, { adjust, control, seed }) };
}

/** The analysis of variance of complete subjects; the right side of the formula is the between-subject part. */
function runRepeated(frame: Map<string, DataColumn>, formula: Formula, options: FitOptions, remarks: readonly Problem[]): void {
  const [response, ...more] = formula.response === undefined ? [] : columnsIn(formula.response.expression);
  if (
    options.subject === undefined ||
    options.within === undefined ||
    response === undefined ||
    more.length > 0 ||
    formula.random.length > 0
  )
    throw inputError({
      code: 'usage',
      message:
        'a repeated-measures analysis needs --subject, --within, and a formula of one response and between-subject factors',
      mend: "for example --formula 'score ~ arm * sex' --subject animal --within session",
    });
  const between = formula.fixed.terms.map((term) => term.label).join(' + ') || '1';
  const type = options.type === 'II' ? 2 : 3;
  const anova = repeatedMeasuresAnova(frame, { response, subject: options.subject, within: options.within, between, type });
  const extras = extrasOf(() => repeatedMeasuresGrid(anova), options);
  const method = `repeated-measures analysis of variance, type ${type === 2 ? 'II' : 'III'}`;
  writeJson(options.output, jsonText(repeatedJson(anova, formula.text, method, extras, remarks)));
  for (const { subject } of anova.wide.incomplete) say(options, `note: subject ${subject} has an empty cell and is left out`);
  say(options, `${method}; ${anova.wide.subjects.length} subjects; p by Greenhouse-Geisser where it applies`);
  for (const { term, numDf, denDf, F, pvalueGreenhouseGeisser } of anova.rows)
    say(options, `  ${term}: F(${short(numDf)}, ${short(denDf)}) = ${short(F)}, p = ${shortP(pvalueGreenhouseGeisser)}`);
}

const isJson = (path: string): boolean => path === '-' || /\.json$/i.test(path);

function writeJson(path: string, text: string): void {
  if (!isJson(path))
    throw inputError({
      code: 'output-format',
      file: path,
      message: 'a repeated-measures analysis is written as JSON',
      expected: '.json',
      mend: 'choose another name with -o',
    });
  writeOutput(path, `${text}\n`);
}

async function writeCoefficients(path: string, { coefficients }: ModelSummary): Promise<void> {
  await writeColumns(
    path,
    columnsOf(coefficients, [
      ['term', (row) => row.term],
      ['estimate', (row) => row.estimate],
      ['se', (row) => row.se],
      ['df', (row) => row.df],
      ['statistic', (row) => row.statistic],
      ['pvalue', (row) => row.pvalue],
      ['lower', (row) => row.lower],
      ['upper', (row) => row.upper],
    ]),
  );
}

const short = (value: number): string =>
  Number.isFinite(value) ? String(Number(value.toPrecision(4))) : value > 0 ? 'Inf' : 'NA';
const shortP = (value: number): string => (value < 1e-300 ? '< 1e-300' : short(value));
