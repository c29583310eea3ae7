import { InputError, type Problem } from '../problems/index.ts';
import { type Column, looksNumeric, parseNumber, requireColumn, type Table } from '../table/index.ts';
import { type FrameOptions, selectedRows } from './data-frame.ts';

/** What a column is used for: `predictor` where numbers and categories are both possible, `category` for groups and units. */
export interface UsedColumn {
  readonly name: string;
  readonly use: 'predictor' | 'category';
}

/** Columns that the user has declared categories. */
function declaredCategories({ factor = [], ref = [], levels = [] }: FrameOptions): Set<string> {
  return new Set([...factor, ...ref.map(([name]) => name), ...levels.map(([name]) => name)]);
}

/**
 * Looks at the columns that an analysis uses for what would silently change it: stray texts that turn a column of numbers into categories,
 * and categories that are written in two ways.
 *
 * @returns remarks for the reader
 * @throws InputError naming every stray text, with its line
 */
export function checkColumns(table: Table, options: FrameOptions, used: readonly UsedColumn[]): Problem[] {
  const declared = declaredCategories(options);
  const rows = selectedRows(table, options.where ?? []);
  const columns = used.map(({ name, use }) => {
    const { cells } = requireColumn(table, name);
    return { column: { name, cells: rows.map((row) => cells[row]) }, open: use === 'predictor' && !declared.has(name) };
  });
  const stray = columns.flatMap(({ column, open }) => (open ? strayTexts(table, rows, column) : []));
  if (stray.length > 0) throw new InputError(stray);
  return columns.flatMap(({ column, open }) => {
    if (looksNumeric(column, table.decimal)) return [];
    return [...alikeNotes(column), ...(open ? codeNotes(table, column) : [])];
  });
}

/** The cells that keep a column from being one of numbers: it is mostly numbers, and too many different ones to be a few categories. */
function strayTexts(table: Table, rows: readonly number[], { name, cells }: Column): Problem[] {
  const parsed = cells.map((cell) => parseNumber(cell, table.decimal));
  const strays = Array.from(parsed.keys()).filter((i) => parsed[i] === undefined);
  const values = parsed.filter((value) => value !== undefined && !Number.isNaN(value));
  const texts = strays.map((i) => cells[i]);
  const single = texts.some((text) => texts.indexOf(text) === texts.lastIndexOf(text));
  if (strays.length === 0 || strays.length >= values.length || (new Set(values).size <= 5 && !single)) return [];
  const position = table.columns.findIndex((column) => column.name === name) + 1;
  return strays.slice(0, 20).map((i) => ({
    code: 'number-column-with-text',
    severity: 'error',
    file: table.file,
    line: table.lines[rows[i]],
    column: position,
    message: `column "${name}" holds ${values.length} numbers, and a text here`,
    found: cells[i] ?? '',
    expected: 'a number, or NA where it is missing',
    mend: `correct the cell, or leave it empty if the value is missing; if the column holds categories, say so with --factor ${name}`,
  }));
}

/** Categories that differ in capitals, blanks or separators only. */
function alikeNotes({ name, cells }: Column): Problem[] {
  const spellings = new Map<string, Set<string>>();
  for (const cell of cells) {
    if (cell === null) continue;
    const plain = cell
      .toLowerCase()
      .replace(/[\s_-]+/g, ' ')
      .trim();
    spellings.set(plain, (spellings.get(plain) ?? new Set()).add(cell));
  }
  return [...spellings.values()]
    .filter((ways) => ways.size > 1)
    .map((ways) => ({
      code: 'categories-alike',
      severity: 'warning',
      message: `column "${name}" has categories that differ in spelling only and are taken as different`,
      found: [...ways].map((way) => `"${way}"`).join(', '),
      mend: 'write them in one way, if they are the same',
    }));
}

/** Numbers with leading zeros are codes, not amounts. */
function codeNotes(table: Table, { name, cells }: Column): Problem[] {
  if (cells.some((cell) => parseNumber(cell, table.decimal) === undefined)) return [];
  return [
    {
      code: 'codes-as-categories',
      severity: 'note',
      message: `column "${name}" is taken as categories, because it holds numbers with leading zeros`,
      mend: 'write them without the zeros, if they are amounts',
    },
  ];
}
