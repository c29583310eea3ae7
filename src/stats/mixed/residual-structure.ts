import { inputError } from '../../problems/index.ts';
import { asFactor, buildDesign, type Design } from '../formula/index.ts';

/** How residuals vary and hang together. */
export interface ResidualStructure {
  /** Column whose levels each have their own residual variance. */
  readonly variance?: string;
  /**
   * Correlation of residuals of one subject: `ar1` (r^|lag| over integer positions), `car1` (r^|difference of time|),
   * `compound-symmetry` (equal), `unstructured` (every pair of times its own, and every time its own variance).
   */
  readonly correlation?: 'ar1' | 'car1' | 'compound-symmetry' | 'unstructured';
  /** Grouping factor of the correlation, e.g. `animal` or `litter:animal`. */
  readonly subject?: string;
  /** Column of positions (ar1, unstructured) or times (car1). */
  readonly time?: string;
}

/** A residual structure on the rows of a design. */
export interface ResidualRows {
  readonly structure: ResidualStructure;
  /** Levels with a variance of their own (one level `all` when there is only one), and that of each row. */
  readonly levels: readonly string[];
  readonly level: Int32Array;
  /** Subject of each row (the row itself without a correlation). */
  readonly subject: Int32Array;
  readonly subjects: number;
  /** Time of each row, as a number; for `unstructured` a position among `times`. */
  readonly time: Float64Array;
  readonly times: readonly string[];
  /** Most rows of one subject. */
  readonly largest: number;
}

/** Columns the structure needs beyond the formula. */
export function structureColumns({ variance, subject, time }: ResidualStructure): string[] {
  return [variance, time, ...(subject?.split(':') ?? [])].filter((name) => name !== undefined);
}

/**
 * Looks up the columns of a structure.
 *
 * @throws InputError when a part is missing or two rows of a subject have the same time
 */
export function residualRows(design: Design, structure: ResidualStructure): ResidualRows {
  const { correlation, subject, time, variance } = structure;
  const n = design.rows;
  const needsTime = correlation !== undefined && correlation !== 'compound-symmetry';
  if ((correlation !== undefined && subject === undefined) || (needsTime && time === undefined)) {
    throw inputError({
      code: 'residual-structure',
      message: `the residual correlation "${correlation}" needs ${needsTime ? 'a subject and a time' : 'a subject'}`,
      mend: 'name the columns',
    });
  }
  if (correlation === 'unstructured' && variance !== undefined) {
    throw inputError({
      code: 'residual-structure',
      message: 'an unstructured covariance already has a variance for each time',
      mend: 'leave out the variance groups',
    });
  }
  const factor = variance === undefined ? undefined : asFactor(columnOf(design, variance));
  const own = Int32Array.from({ length: n }, (_, i) => i);
  const grouped = correlation === undefined ? undefined : buildDesign(`~ 1 + (1 | ${subject})`, design.data).random[0];
  const codes = grouped?.codes ?? own;
  const positions = needsTime ? timesOf(design, time ?? '', correlation ?? '') : { time: new Float64Array(n), times: [] };
  if (needsTime) checkTimes(design, codes, positions.time, subject ?? '', time ?? '');
  const sizes = new Int32Array(grouped?.levels.length ?? n);
  for (const code of codes) sizes[code]++;
  return {
    structure,
    levels: factor?.levels ?? ['all'],
    level: factor?.codes ?? new Int32Array(n),
    subject: codes,
    subjects: sizes.length,
    ...positions,
    largest: sizes.reduce((most, one) => Math.max(most, one), 0),
  };
}

function columnOf(design: Design, name: string) {
  const column = design.data.get(name);
  if (column === undefined) throw new RangeError(`the design holds no column ${name}`);
  return column;
}

function timesOf(design: Design, name: string, correlation: string): { time: Float64Array; times: readonly string[] } {
  const column = columnOf(design, name);
  if (correlation === 'unstructured' || column.kind === 'factor') {
    const factor = asFactor(column);
    return { time: Float64Array.from(factor.codes), times: factor.levels };
  }
  const row = column.values.findIndex((value) => correlation === 'ar1' && !Number.isInteger(value));
  if (row >= 0) {
    throw inputError({
      code: 'residual-structure',
      message: `the positions in ${name} must be whole numbers for ar1`,
      line: design.usedRows[row] + 1,
      found: String(column.values[row]),
      mend: 'number the sessions 1, 2, 3, or use car1 for times',
    });
  }
  return { time: column.values, times: [] };
}

function checkTimes(design: Design, subject: Int32Array, time: Float64Array, subjectName: string, timeName: string): void {
  const seen = new Map<string, number>();
  for (let i = 0; i < design.rows; i++) {
    const key = `${subject[i]} ${time[i]}`;
    const other = seen.get(key);
    if (other !== undefined) {
      throw inputError({
        code: 'residual-structure',
        message: `two rows of the same ${subjectName} have the same ${timeName}`,
        found: `rows ${design.usedRows[other] + 1} and ${design.usedRows[i] + 1}`,
        mend: 'average repeated values, or name the subject more precisely (litter:animal)',
      });
    }
    seen.set(key, i);
  }
}
