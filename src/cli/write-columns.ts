import { inputError } from '../problems/index.ts';
import { formatDelimited, type OutputColumn, writeParquet, writeWorkbook } from '../table/index.ts';
import { jsonText } from './json-text.ts';
import { writeOutput } from './support.ts';

type Encoder = (columns: readonly OutputColumn[]) => string | Promise<Uint8Array>;

/** How a table is written, by the ending of its file's name. */
const ENCODERS: readonly (readonly [ending: RegExp, encode: Encoder])[] = [
  [/^-$|\.(tsv|txt|tab)$/i, (columns) => formatDelimited(columns)],
  [/\.csv$/i, (columns) => formatDelimited(columns, ',')],
  [/\.json$/i, jsonRows],
  [/\.xlsx$/i, (columns) => writeWorkbook([{ name: 'results', columns }])],
  [/\.parquet$/i, writeParquet],
];

/** The endings in words, for help texts. */
export const TABLE_ENDINGS = '.tsv, .csv, .json, .xlsx, .parquet, or - for standard output';

/**
 * The path of a table to be written, as commander's parser of an option, so that a wrong ending is refused before the work is done.
 *
 * @throws InputError when the ending names no format
 */
export function tablePath(path: string): string {
  encoderOf(path);
  return path;
}

/**
 * Writes a table in the format its name's ending asks for; `-` is tab-separated on standard output.
 *
 * @throws InputError when the ending names no format or the file cannot be written
 */
export async function writeColumns(path: string, columns: readonly OutputColumn[]): Promise<void> {
  writeOutput(path, await encoderOf(path)(columns));
}

function encoderOf(path: string): Encoder {
  const found = ENCODERS.find(([ending]) => ending.test(path));
  if (found !== undefined) return found[1];
  throw inputError({
    code: 'output-format',
    file: path,
    message: 'the ending of the output does not name a format',
    expected: TABLE_ENDINGS,
    mend: 'choose another name with -o',
  });
}

/** One JSON object per row. Written by hand, so that no name from the data becomes a key of an object here. */
function jsonRows(columns: readonly OutputColumn[]): string {
  const keys = columns.map((column) => JSON.stringify(column.name));
  const rows = Array.from({ length: columns[0]?.values.length ?? 0 }, (_, row) => {
    const fields = columns.map((column, c) => `${keys[c]}:${jsonText(column.values[row])}`);
    return `{${fields.join(',')}}`;
  });
  return `[\n${rows.join(',\n')}\n]\n`;
}
