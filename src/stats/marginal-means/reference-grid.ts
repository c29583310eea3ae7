import { inputError, suggestName } from '../../problems/index.ts';
import {
  columnsIn,
  type DataColumn,
  type DataFrame,
  type Design,
  designRows,
  evaluateNumeric,
  factorColumn,
  numericColumn,
} from '../formula/index.ts';
import type { ContrastModel, Link, MeansModel } from './contrast-model.ts';
import { type Estimability, estimabilityOf } from './estimable.ts';

/** One predictor of a reference grid and the values it takes there. */
export interface GridFactor {
  readonly name: string;
  /** Values as text, in the order of the factor's levels. */
  readonly levels: readonly string[];
  /** Their numbers, for a numeric predictor. */
  readonly values: Float64Array | undefined;
}

/** Predictions of a model at all combinations of its predictors' values; the first factor varies fastest. */
export interface ReferenceGrid {
  readonly factors: readonly GridFactor[];
  readonly size: number;
  /** size × p: the prediction at each point is this row times the coefficients, plus the offset. */
  readonly functions: Float64Array;
  readonly offsets: Float64Array;
  /** Number of observations with each combination of factor levels, for proportional weights. */
  readonly frequencies: Float64Array;
  readonly model: ContrastModel;
  readonly estimability: Estimability;
  readonly link: Link | undefined;
}

export interface GridOptions {
  /** Values at which to hold predictors: numbers, or a choice of levels. Default: all levels; the mean of a numeric predictor. */
  at?: ReadonlyMap<string, readonly (string | number)[]>;
}

function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Columns that stand inside `factor()` somewhere in the formula and are therefore taken level by level. */
function columnsTakenAsFactors(design: Design): Set<string> {
  const out = new Set<string>();
  for (const variable of design.variables)
    if (variable.kind === 'factor') for (const name of columnsIn(variable.expression)) out.add(name);
  return out;
}

function factorGrid(
  name: string,
  column: DataColumn & { kind: 'factor' },
  wanted: readonly (string | number)[] | undefined,
): GridFactor {
  const used = new Set(column.codes);
  const levels = column.levels.filter((_, code) => used.has(code));
  const chosen = wanted?.map(String) ?? levels;
  const unknown = chosen.find((level) => !levels.includes(level));
  if (unknown !== undefined)
    throw inputError({
      code: 'grid-unknown-level',
      message: `${name} has no level "${unknown}"`,
      mend: suggestName(unknown, levels),
    });
  return { name, levels: chosen, values: undefined };
}

function numericGrid(
  name: string,
  values: Float64Array,
  asFactor: boolean,
  wanted: readonly (string | number)[] | undefined,
): GridFactor {
  const distinct = [...new Set(values)].sort((a, b) => a - b);
  const points = wanted?.map(Number) ?? (asFactor || distinct.length <= 2 ? distinct : [mean(values)]);
  if (points.some((point) => !Number.isFinite(point)))
    throw inputError({ code: 'grid-not-a-number', message: `${name} must be held at numbers`, mend: `give numbers for ${name}` });
  return { name, levels: points.map(String), values: Float64Array.from(points) };
}

/** Columns of the fixed part (offsets included), in order of appearance. */
function predictors(design: Design): string[] {
  const { fixed } = design.formula;
  const used = fixed.variables.filter((_, i) => fixed.terms.some((term) => term.variables.includes(i)));
  return [...new Set([...used, ...fixed.offsets].flatMap((variable) => columnsIn(variable.expression)))];
}

/** The data frame of all grid points. */
export function gridFrame(factors: readonly GridFactor[], size: number, data: DataFrame): Map<string, DataColumn> {
  const frame = new Map<string, DataColumn>();
  let stride = 1;
  for (const factor of factors) {
    const { length } = factor.levels;
    const step = stride;
    const index = Array.from({ length: size }, (_, i) => Math.floor(i / step) % length);
    const column = data.get(factor.name);
    const { values } = factor;
    if (values !== undefined) frame.set(factor.name, numericColumn(index.map((i) => values[i])));
    else if (column?.kind === 'factor')
      frame.set(
        factor.name,
        factorColumn(
          index.map((i) => factor.levels[i]),
          column.levels,
        ),
      );
    stride *= length;
  }
  return frame;
}

/** How many observations fall on each combination of the categorical factors of the grid. */
export function cellFrequencies(factors: readonly GridFactor[], size: number, design: Design): Float64Array {
  const counts = new Map<string, number>();
  const categorical = factors.filter((factor) => {
    const column = design.data.get(factor.name);
    if (column?.kind !== 'number') return true;
    return factor.levels.length > 1 && factor.values?.every((value) => column.values.includes(value));
  });
  for (let row = 0; row < design.rows; row++) {
    const key = categorical.map((factor) => cellText(design.data.get(factor.name), row)).join('\u0000');
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const frame = gridFrame(factors, size, design.data);
  return Float64Array.from({ length: size }, (_, i) => {
    const key = categorical.map((factor) => cellText(frame.get(factor.name), i)).join('\u0000');
    return counts.get(key) ?? 0;
  });
}

function cellText(column: DataColumn | undefined, row: number): string {
  if (column === undefined) return '';
  return column.kind === 'factor' ? column.levels[column.codes[row]] : String(column.values[row]);
}

/** The predictors of a design with the values they take in a grid. Throws InputError as {@link referenceGrid} does. */
export function predictorFactors(design: Design, options: GridOptions): GridFactor[] {
  const names = predictors(design);
  const unknown = [...(options.at?.keys() ?? [])].find((name) => !names.includes(name));
  if (unknown !== undefined)
    throw inputError({
      code: 'grid-unknown-predictor',
      message: `the model has no predictor "${unknown}"`,
      mend: suggestName(unknown, names),
    });
  const asFactors = columnsTakenAsFactors(design);
  return names.flatMap((name) => {
    const column = design.data.get(name);
    if (column === undefined) return [];
    const wanted = options.at?.get(name);
    return [
      column.kind === 'factor' ? factorGrid(name, column, wanted) : numericGrid(name, column.values, asFactors.has(name), wanted),
    ];
  });
}

/** Each offset at its mean over the rows used, as emmeans has it; where one of its columns is held by `at`, its value there. */
function gridOffsets(design: Design, frame: DataFrame, size: number, { at }: GridOptions): Float64Array {
  const total = new Float64Array(size);
  for (const { expression } of design.formula.fixed.offsets) {
    const held = columnsIn(expression).some((name) => at?.has(name) === true);
    const values = held
      ? evaluateNumeric(expression, frame, size)
      : new Float64Array(size).fill(mean(evaluateNumeric(expression, design.data, design.rows)));
    for (let i = 0; i < size; i++) total[i] += values[i];
  }
  return total;
}

/**
 * The reference grid of a model: every level of every factor (a numeric predictor with at most two values counts as a factor,
 * as in emmeans), numeric predictors at their mean over the rows used.
 *
 * @throws InputError for a predictor or level in `at` that does not exist
 */
export function referenceGrid(model: MeansModel, options: GridOptions = {}): ReferenceGrid {
  const { design } = model;
  const factors = predictorFactors(design, options);
  const size = factors.reduce((product, factor) => product * factor.levels.length, 1);
  if (size > 100_000)
    throw inputError({
      code: 'grid-too-large',
      message: `the combinations of ${factors.map((factor) => factor.name).join(', ')} are ${size}, too many for marginal means`,
      mend: 'hold some predictors at one value, or make identifiers random effects',
    });
  const frame = gridFrame(factors, size, design.data);
  const p = design.columns.length;
  const functions = designRows(design, frame, size);
  return {
    factors,
    size,
    functions,
    offsets: gridOffsets(design, frame, size, options),
    frequencies: cellFrequencies(factors, size, design),
    model,
    estimability: estimabilityOf(design.matrix, design.rows, p),
    link: model.link,
  };
}
