import Papa from 'papaparse';
import { InputError, inputError, type Problem } from '../problems/index.ts';
import { decodeText } from './decode-text.ts';
import { tableFromRows } from './from-rows.ts';
import { type Delimiter, sniffDecimal, sniffDelimiter } from './sniff-dialect.ts';
import type { Table } from './table.ts';

/** What the reader need not find out by itself. */
export interface ReadOptions {
  delimiter?: Delimiter;
  decimal?: '.' | ',';
}

/**
 * Reads delimited text of any common dialect: gzip (by its first bytes, any name), UTF-8, UTF-16 or Windows-1252 with or
 * without byte order mark, any line ends, delimiter tab, comma, semicolon or bar, quoted cells with doubled quotes and
 * line breaks, leading comment lines (`# ...`), decimal comma where no cell could be misread.
 *
 * The first line is the header. A header that is one cell shorter than every row (as R's `write.table` leaves it) means
 * that the first column has no name; it is named `""`. Nothing is typed: cells stay text, without blanks around them; an
 * empty cell, `NA`, `N/A` and `#N/A` are `null`. Rows and last columns without any content are left out.
 *
 * @param bytes the file as it is on disk
 * @param fileName the name that error messages show
 * @throws InputError with every problem of the file: `file-empty`, `file-binary`, `gzip-damaged`, `table-ragged-row`,
 *   `table-unclosed-quote`, `table-stray-quote`, `table-duplicate-column`, `table-unnamed-column`
 */
export function readDelimited(bytes: Uint8Array, fileName: string, options: ReadOptions = {}): Table {
  const { text, firstLine } = withoutComments(decodeText(bytes, fileName).text);
  if (text === '') throw inputError({ code: 'file-empty', file: fileName, message: 'the file holds nothing but comments' });
  const delimiter = options.delimiter ?? sniffDelimiter(text);
  const { rows, lines, problems } = parse(text, delimiter, fileName, firstLine);
  if (problems.length > 0) throw new InputError(problems);
  const table = tableFromRows(fileName, rows, lines);
  return { ...table, decimal: options.decimal ?? (delimiter === ',' ? '.' : sniffDecimal(table.columns)) };
}

/** Drops comment lines (`##...`, `# ...`) and blank lines before the header; `#sample` is a header, not a comment. */
function withoutComments(text: string): { text: string; firstLine: number } {
  let start = 0;
  let firstLine = 1;
  for (;;) {
    const match = /^(?:#[# \t!].*|#|[ \t]*)(?:\r\n|\n|\r|$)/.exec(text.slice(start, start + 65536));
    if (match === null || match[0] === '') break;
    start += match[0].length;
    firstLine++;
  }
  return { text: text.slice(start), firstLine };
}

function parse(
  text: string,
  delimiter: Delimiter,
  file: string,
  firstLine: number,
): { rows: string[][]; lines: number[]; problems: Problem[] } {
  const rows: string[][] = [];
  const lines: number[] = [];
  const problems: Problem[] = [];
  const newline = text.includes('\n') || !text.includes('\r') ? '\n' : '\r';
  let cursor = 0;
  let line = firstLine;
  Papa.parse(text, {
    delimiter,
    newline,
    step: ({ data, errors, meta }) => {
      rows.push(data);
      lines.push(line);
      for (const error of errors) problems.push(quoteProblem(error.code, text, error.index, file, line, cursor));
      for (let at = text.indexOf(newline, cursor); at >= 0 && at < meta.cursor; at = text.indexOf(newline, at + 1)) line++;
      cursor = meta.cursor;
    },
  });
  return { rows, lines, problems };
}

/** `index` is the offset just after the quote; `line` that of the row's beginning at `start`. */
function quoteProblem(code: string, text: string, index: number, file: string, line: number, start: number): Problem {
  const before = text.slice(start, index).split(/\r\n|\n|\r/);
  const found = text.slice(index - 1, index + 60).split(/[\r\n]/)[0];
  const last = before[before.length - 1];
  const place = { severity: 'error', file, line: line + before.length - 1, column: last.length, found } as const;
  return code === 'MissingQuotes'
    ? {
        ...place,
        code: 'table-unclosed-quote',
        message: 'a quote is opened and never closed',
        mend: 'close the quote, or remove it if it belongs to the text',
      }
    : {
        ...place,
        code: 'table-stray-quote',
        message: 'a quote stands inside a quoted cell',
        mend: 'write a quote inside a quoted cell twice ("")',
      };
}
