import { inputError } from '../../problems/index.ts';
import type { LengthUnit, PosePoint, Recording } from '../recording/recording.ts';
import type { ByteTable } from './byte-table.ts';
import { lineEnd } from './cells.ts';
import { scanColumns } from './scan-columns.ts';
import { decimalMark, delimiterOf, headLines, lineStart, splitLine } from './text-head.ts';
import { requireTimes } from './times.ts';
import { zoneOf } from './zone-column.ts';

const MOST_HEADER_LINES = 1000;
const LENGTH_UNITS: ReadonlyMap<string, LengthUnit> = new Map([
  ['cm', 'cm'],
  ['mm', 'mm'],
  ['m', 'm'],
  ['in', 'in'],
  ['inch', 'in'],
  ['px', 'px'],
  ['pixel', 'px'],
  ['pixels', 'px'],
]);

/**
 * Reads an EthoVision XT raw-data export (text in any encoding, delimiter, decimal mark and language; a workbook's sheet comes here as
 * tab-separated text). The first line says how many header lines there are; the last two of them are column names and
 * units. `-` is missing. The first two columns are the times of the trial and of the recording; those of the recording are used.
 *
 * @throws InputError when the header does not fit or a cell is not a number
 */
export function readEthoVision(bytes: Uint8Array, file: string): Recording {
  const first = headLines(bytes, 1)[0] ?? '';
  const delimiter = delimiterOf(first);
  const count = Number(splitLine(first, delimiter)[1]);
  if (!Number.isInteger(count) || count < 3 || count > MOST_HEADER_LINES) throw brokenHeader(file, first);
  const header = headLines(bytes, count).map((line) => splitLine(line, delimiter));
  if (header.length < count) throw brokenHeader(file, `${header.length} lines in all`);
  const names = trimEnd(header[count - 2]);
  const units = header[count - 1];
  const timeColumn = timeColumnOf(names, units);
  if (timeColumn < 0) throw brokenHeader(file, names.join(', '));
  const from = lineStart(bytes, count);
  const table: ByteTable = {
    file,
    bytes,
    from,
    firstLine: count + 1,
    names,
    delimiter,
    decimal: decimalMark(bytes, from, delimiter),
  };
  const values = scanColumns(
    table,
    names.map((_, i) => i),
  );
  const time = values[timeColumn];
  requireTimes(time, table, timeColumn);
  return {
    file,
    format: 'ethovision',
    frames: time.length,
    time,
    fps: null,
    unit: unitOf(names, units, file, count),
    individuals: [{ name: '', points: pointsOf(names, values) }],
    zones: names.flatMap((name, i) => (/^In zone/i.test(name) ? [zoneOf(name, values[i])] : [])),
    columns: names.flatMap((name, i) =>
      /^In zone|^[XY] |time$/i.test(name) || i === timeColumn ? [] : [{ name, unit: units[i] ?? '', values: values[i] }],
    ),
    attributes: header
      .slice(1, count - 2)
      .flatMap(([key, value]): [string, string][] =>
        (key ?? '').trim() === '' || value === undefined || value === '' ? [] : [[key, value]],
      ),
    notes: [],
  };
}

/** The column of recording times, else of trial times: by name, in another language by the unit. */
function timeColumnOf(names: readonly string[], units: readonly string[]): number {
  const named = [/^recording time$/i, /time$/i].map((pattern) => names.findIndex((name) => pattern.test(name)));
  const found = named.find((position) => position >= 0);
  if (found !== undefined) return found;
  const position = isSeconds(units[1]) ? 1 : units.findIndex(isSeconds);
  return position < names.length ? position : -1;
}

function isSeconds(unit: string | undefined): boolean {
  return unit === 's';
}

/** Text files end each line with a delimiter: the empty cell after it is no column. */
function trimEnd(names: readonly string[]): string[] {
  let end = names.length;
  while (end > 0 && names[end - 1] === '') end--;
  return names.slice(0, end);
}

function pointsOf(names: readonly string[], values: readonly Float64Array[]): PosePoint[] {
  return names.flatMap((name, x) => {
    const point = /^X (.+)$/.exec(name)?.[1];
    const y = point === undefined ? -1 : names.indexOf(`Y ${point}`);
    return point === undefined || y < 0
      ? []
      : [{ name: point.replace(/-point$/i, '').toLowerCase(), x: values[x], y: values[y], likelihood: null }];
  });
}

function unitOf(names: readonly string[], units: readonly string[], file: string, line: number): LengthUnit {
  const column = names.findIndex((name) => /^X /.test(name));
  const unit = (units[column] ?? '').toLowerCase();
  const known = LENGTH_UNITS.get(unit);
  if (known !== undefined) return known;
  throw inputError({
    code: 'ethovision-unit',
    file,
    line,
    column: column + 1,
    message: 'the unit of the positions is not known',
    found: column < 0 ? 'no column X center' : (units[column] ?? ''),
    expected: 'cm, mm, m, in or pixels',
    mend: 'export the raw data again with X and Y and their units',
  });
}

/** The zone and body point of a column such as `In zone 2(Platform (E) / center-point)`. */
export function zoneParts(column: string): { zone: string; point: string } {
  const open = column.indexOf('(');
  const inner = open < 0 ? '' : column.slice(open + 1, column.lastIndexOf(')'));
  const slash = inner.lastIndexOf(' / ');
  return slash < 0
    ? { zone: inner, point: '' }
    : {
        zone: inner.slice(0, slash),
        point: inner
          .slice(slash + 3)
          .replace(/-point$/i, '')
          .toLowerCase(),
      };
}

/**
 * Whether a text begins as an EthoVision export does: a first line that says how many header lines there are; in other languages than
 * English it is told by the line of units that ends so many lines.
 */
export function looksLikeEthoVision(bytes: Uint8Array): boolean {
  const first = new TextDecoder().decode(bytes.subarray(0, lineEnd(bytes, 0)));
  if (/^"?Number of header lines/i.test(first)) return true;
  const delimiter = delimiterOf(first);
  const [key = '', count = ''] = splitLine(first, delimiter);
  if (!/[:：]\s*$/.test(key) || !/^\d{1,3}$/.test(count)) return false;
  const units = splitLine(headLines(bytes, Number(count))[Number(count) - 1] ?? '', delimiter);
  return isSeconds(units[0]) && units.some((unit) => LENGTH_UNITS.has(unit));
}

/** Whether an EthoVision sheet holds positions: a workbook also has sheets of trial control and hardware events. */
export function hasPositions(sheet: Uint8Array): boolean {
  return headLines(sheet, MOST_HEADER_LINES).some((line) => /^(.*\t)?X \w/.test(line));
}

function brokenHeader(file: string, found: string): Error {
  return inputError({
    code: 'ethovision-header',
    file,
    line: 1,
    message: 'the header of this EthoVision export cannot be read',
    found,
    expected: '"Number of header lines:" with a number, then that many lines, the last two with column names and units',
    mend: 'export the raw data again from EthoVision and do not edit the first lines',
  });
}
