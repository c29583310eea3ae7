import { InputError, type Problem, quote, suggestName } from '../../problems/index.ts';
import { asFactor, type DataColumn, type DataFrame, dropUnusedLevels, type FactorColumn, selectRows } from '../formula/index.ts';

/** Responses arranged one row per subject and one column per combination of within-subject levels. */
export interface WideResponses {
  readonly subjects: readonly string[];
  readonly within: readonly { readonly name: string; readonly levels: readonly string[] }[];
  /** subjects × cells, row-major; the first within factor varies slowest. */
  readonly values: Float64Array;
  readonly cells: number;
  /** Between-subject columns, one row per subject. */
  readonly between: DataFrame;
  /** Subjects left out because a cell has no value. */
  readonly incomplete: readonly { readonly subject: string; readonly missingCells: readonly string[] }[];
  /** Number of cells whose value is the mean of several rows. */
  readonly averaged: number;
}

export interface WideRequest {
  readonly response: string;
  readonly subject: string;
  readonly within: readonly string[];
  readonly between: readonly string[];
}

function problem(code: string, message: string, mend: string, found?: string): Problem {
  return { code, severity: 'error', message, mend, found };
}

function checkColumns(data: DataFrame, request: WideRequest): void {
  const names = [request.response, request.subject, ...request.within, ...request.between];
  const problems = names
    .filter((name) => !data.has(name))
    .map((name) => problem('unknown-column', `there is no column "${name}"`, suggestName(name, data.keys())));
  if (problems.length === 0 && data.get(request.response)?.kind !== 'number')
    problems.push(
      problem('response-not-numeric', `the response "${request.response}" must hold numbers`, 'name a numeric column'),
    );
  if (problems.length > 0) throw new InputError(problems);
}

function factorOf(data: DataFrame, name: string, rows: readonly number[]): FactorColumn {
  const column = selectRows(data, rows).get(name) as DataColumn;
  return dropUnusedLevels(asFactor(column));
}

/** The value of each subject in a between column; a problem for each subject that has several. */
function betweenColumn(
  column: DataColumn,
  rowsOf: readonly number[][],
  name: string,
  subjects: readonly string[],
  problems: Problem[],
): DataColumn {
  const valueAt = (row: number): number => (column.kind === 'number' ? column.values[row] : column.codes[row]);
  const text = (row: number): string =>
    column.kind === 'number' ? String(column.values[row]) : (column.levels[column.codes[row]] ?? 'missing');
  const first = rowsOf.map((rows, s) => {
    const other = rows.find((row) => !Object.is(valueAt(row), valueAt(rows[0])));
    if (other !== undefined)
      problems.push(
        problem(
          'between-factor-varies',
          `${name} is a between-subject factor but subject ${quote(subjects[s])} has several values of it`,
          'give every animal its own identifier, or make the factor a within-subject one',
          `${text(rows[0])} and ${text(other)}`,
        ),
      );
    return rows[0];
  });
  return column.kind === 'number'
    ? { kind: 'number', values: Float64Array.from(first, (row) => column.values[row]) }
    : { kind: 'factor', levels: column.levels, codes: Int32Array.from(first, (row) => column.codes[row]) };
}

/** Mean per subject and cell; NaN where there is no value. */
function cellMeans(
  values: Float64Array,
  subject: Int32Array,
  cell: Int32Array,
  subjects: number,
  cells: number,
): { means: Float64Array; averaged: number } {
  const sums = new Float64Array(subjects * cells);
  const counts = new Int32Array(subjects * cells);
  for (let row = 0; row < values.length; row++) {
    const at = subject[row] * cells + cell[row];
    sums[at] += values[row];
    counts[at]++;
  }
  return { means: sums.map((sum, at) => sum / counts[at]), averaged: counts.filter((count) => count > 1).length };
}

/** The name of each cell: its levels joined by a blank, in the order of the cells. */
export function cellLabels(within: readonly { readonly levels: readonly string[] }[]): string[] {
  return within.reduce<string[]>(
    (labels, factor) => labels.flatMap((label) => factor.levels.map((level) => `${label} ${level}`.trim())),
    [''],
  );
}

/**
 * Arranges long data (one row per measurement) by subject. Rows without a response or a within level are not used; several rows of one
 * subject in one cell are averaged; subjects with an empty cell are left out and listed.
 *
 * @throws InputError for unknown columns, a between factor that varies within a subject, or fewer than two complete subjects
 */
export function wideResponses(data: DataFrame, request: WideRequest): WideResponses {
  checkColumns(data, request);
  const response = data.get(request.response) as DataColumn & { kind: 'number' };
  const needed = [request.subject, ...request.within].map((name) => asFactor(data.get(name) as DataColumn));
  const rows = Array.from(response.values.keys()).filter(
    (row) => response.values[row] === response.values[row] && needed.every((factor) => factor.codes[row] >= 0),
  );
  const subject = factorOf(data, request.subject, rows);
  const within = request.within.map((name) => ({ name, ...factorOf(data, name, rows) }));
  const cells = within.reduce((product, factor) => product * factor.levels.length, 1);
  const cell = Int32Array.from(rows, (_, i) =>
    within.reduce((index, factor) => index * factor.levels.length + factor.codes[i], 0),
  );
  const values = Float64Array.from(rows, (row) => response.values[row]);
  const { means, averaged } = cellMeans(values, subject.codes, cell, subject.levels.length, cells);
  const labels = cellLabels(within);
  const missing = subject.levels.map((_, s) => labels.filter((_, c) => Number.isNaN(means[s * cells + c])));
  const complete = Array.from(subject.levels.keys()).filter((s) => missing[s].length === 0);
  const rowsOf = complete.map((s) => rows.filter((_, i) => subject.codes[i] === s));
  const subjects = complete.map((s) => subject.levels[s]);
  const problems: Problem[] = [];
  const between = new Map(
    request.between.map((name) => [name, betweenColumn(data.get(name) as DataColumn, rowsOf, name, subjects, problems)]),
  );
  if (complete.length < 2)
    problems.push(
      problem(
        'subjects-too-few',
        `${complete.length} of ${subject.levels.length} subjects have a value in every cell`,
        'use a mixed model, which keeps subjects with missing sessions',
      ),
    );
  if (problems.length > 0) throw new InputError(problems);
  return {
    subjects,
    within: within.map(({ name, levels }) => ({ name, levels })),
    values: Float64Array.from(complete.flatMap((s) => [...means.subarray(s * cells, (s + 1) * cells)])),
    cells,
    between,
    incomplete: subject.levels
      .map((one, s) => ({ subject: one, missingCells: missing[s] }))
      .filter((one) => one.missingCells.length > 0),
    averaged,
  };
}
