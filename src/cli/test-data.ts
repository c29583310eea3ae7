import { inputError, suggestName } from '../problems/index.ts';
import { asFactor, type DataColumn, type DataFrame, dropUnusedLevels, requireFinite } from '../stats/index.ts';

/** The values of each group, complete rows only, with what was left out. */
export interface GroupedData {
  y: string;
  by: string;
  levels: readonly string[];
  samples: Float64Array[];
  /** All values and their group numbers, in the order of the table. */
  values: Float64Array;
  groups: Int32Array;
  rowsLeftOut: number;
}

/** Values of the same subjects in every group: subjects x levels, row-major. */
export interface PairedData {
  levels: readonly string[];
  subjects: readonly string[];
  table: Float64Array;
  /** Subjects without a value in some group. */
  subjectsLeftOut: readonly string[];
}

/** Levels and codes of a column as categories, from the rows given. */
function categories(column: DataColumn, rows: readonly number[]): { levels: readonly string[]; codes: Int32Array } {
  const { levels, codes } = asFactor(column);
  return dropUnusedLevels({ kind: 'factor', levels, codes: Int32Array.from(rows, (row) => codes[row]) });
}

const numberAt = (column: DataColumn, row: number): number => (column.kind === 'number' ? column.values[row] : column.codes[row]);
const isMissing = (column: DataColumn, row: number): boolean =>
  column.kind === 'number' ? Number.isNaN(column.values[row]) : column.codes[row] < 0;

function columnOf(frame: DataFrame, name: string): DataColumn {
  const found = frame.get(name);
  if (found !== undefined) return found;
  throw inputError({
    code: 'no-column',
    message: `there is no column "${name}"`,
    mend: suggestName(name, frame.keys()),
  });
}

/** Rows with a value in every column named. */
export function completeRows(frame: DataFrame, names: readonly string[]): number[] {
  const columns = names.map((name) => columnOf(frame, name));
  const count = columns[0].kind === 'number' ? columns[0].values.length : columns[0].codes.length;
  return Array.from({ length: count }, (_, row) => row).filter((row) => columns.every((column) => !isMissing(column, row)));
}

/** Splits a response by a column of groups. Throws InputError for unknown columns, fewer than two groups, or values that are not finite. */
export function groupedData(frame: DataFrame, y: string, by: string): GroupedData {
  const rows = completeRows(frame, [y, by]);
  const response = columnOf(frame, y);
  const { levels, codes } = categories(columnOf(frame, by), rows);
  const count = response.kind === 'number' ? response.values.length : response.codes.length;
  if (levels.length < 2)
    throw inputError({
      code: 'one-group',
      message: `column "${by}" has ${levels.length === 0 ? 'no group' : 'a single group'} with values of "${y}"`,
      found: levels.join(', '),
      mend: 'name a column with at least two groups with --by',
    });
  const values = Float64Array.from(rows, (row) => numberAt(response, row));
  requireFinite(values, [y], rows);
  return {
    y,
    by,
    levels,
    samples: levels.map((_, g) => values.filter((_, i) => codes[i] === g)),
    values,
    groups: codes,
    rowsLeftOut: count - rows.length,
  };
}

/** Lines the values of each subject up. Throws InputError when a subject has two values in one group, or fewer than two subjects are complete. */
export function pairedData(frame: DataFrame, y: string, by: string, pair: string): PairedData {
  const rows = completeRows(frame, [y, by, pair]);
  const response = columnOf(frame, y);
  const groups = categories(columnOf(frame, by), rows);
  const subjects = categories(columnOf(frame, pair), rows);
  const k = groups.levels.length;
  const whole = new Float64Array(subjects.levels.length * k).fill(NaN);
  rows.forEach((row, i) => {
    const at = subjects.codes[i] * k + groups.codes[i];
    if (!Number.isNaN(whole[at]))
      throw inputError({
        code: 'pair-repeated',
        message: `subject "${subjects.levels[subjects.codes[i]]}" has more than one value in group "${groups.levels[groups.codes[i]]}"`,
        mend: `average them first, or choose rows with --where; limbic fit takes repeated values as they are, with (1 | ${pair})`,
      });
    whole[at] = numberAt(response, row);
  });
  const complete = subjects.levels.map((_, s) => !whole.subarray(s * k, (s + 1) * k).some(Number.isNaN));
  const kept = subjects.levels.flatMap((_, s) => (complete[s] ? [s] : []));
  if (kept.length < 2)
    throw inputError({
      code: 'too-few-pairs',
      message: `fewer than two subjects of "${pair}" have a value in every group`,
      found: `${kept.length}`,
    });
  return {
    levels: groups.levels,
    subjects: kept.map((s) => subjects.levels[s]),
    table: Float64Array.from(kept.flatMap((s) => Array.from(whole.subarray(s * k, (s + 1) * k)))),
    subjectsLeftOut: subjects.levels.filter((_, s) => !complete[s]),
  };
}
