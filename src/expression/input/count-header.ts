import { inputError, type Problem } from '../../problems/index.ts';
import { sniffDelimiter } from '../../table/index.ts';

const NEWLINE = 10;
/** As much of a file is looked at to find its delimiter. */
const LOOKED_AT = 65536;

export interface CountHeader {
  /** Byte value of the delimiter. */
  delimiter: number;
  /** Name of every column; that of the first is empty where the header leaves it out. */
  names: string[];
  /** Offset of the first byte after the header, and its one-based line. */
  end: number;
  line: number;
  /** Cells of the first rows, for a look at what the columns hold. */
  firstRows: string[][];
  /** Comment lines before the header. */
  comments: string[];
}

/**
 * Reads the header line of a count table. The delimiter is tab, comma, semicolon or bar, whichever splits all lines alike; a single
 * space where none of them occurs. A header that is one cell shorter than the first row (as R's `write.table` leaves it)
 * names samples only.
 *
 * @throws InputError `file-empty`; `counts-one-column` when there is no delimiter at all
 */
export function readHeader(bytes: Uint8Array, file: string): CountHeader {
  const head = headLines(bytes);
  if (head.lines.length === 0 || head.lines[0].trim() === '')
    throw inputError({
      code: 'file-empty',
      file,
      message: 'the file is empty',
      mend: 'check that the export finished, and that this is the file you mean',
    });
  const mark = delimiterOf(head.lines);
  const cells = splitLine(head.lines[0], mark);
  const rows = head.lines.slice(1).map((line) => splitLine(line, mark));
  const namesOnly = rows.length > 0 && rows[0].length === cells.length + 1;
  if (cells.length === 1 && !namesOnly)
    throw inputError({
      code: 'counts-one-column',
      file,
      line: head.line,
      message: 'the header has a single column',
      found: head.lines[0].slice(0, 60),
      expected: 'a gene column and one column per sample, separated by tabs or commas',
      mend: 'check that this is the count table',
    });
  return {
    delimiter: mark.charCodeAt(0),
    names: namesOnly ? ['', ...cells] : cells,
    end: head.end,
    line: head.line + 1,
    firstRows: rows,
    comments: head.comments,
  };
}

/** The first lines with content, after comments (`# ...`), with the place of the first of them. */
function headLines(bytes: Uint8Array): { lines: string[]; end: number; line: number; comments: string[] } {
  const lines: string[] = [];
  const comments: string[] = [];
  let start = 0;
  let end = 0;
  let line = 1;
  for (let at = 1; start < bytes.length && (lines.length === 0 || start < LOOKED_AT) && lines.length < 200; at++) {
    const found = bytes.indexOf(NEWLINE, start);
    const stop = found < 0 ? bytes.length : found;
    const text = new TextDecoder().decode(bytes.subarray(start, stop)).replace(/\r$/, '');
    start = Math.min(stop + 1, bytes.length);
    if (text.trim() === '') continue;
    if (lines.length === 0 && text.startsWith('#')) {
      comments.push(text);
      continue;
    }
    if (lines.length === 0) {
      end = start;
      line = at;
    }
    lines.push(text);
  }
  return { lines, end, line, comments };
}

function delimiterOf(lines: readonly string[]): string {
  const whole = lines.join('\n');
  for (const text of [whole, lines.slice(1).join('\n')]) {
    const mark = sniffDelimiter(text);
    if (text.split('\n')[0].includes(mark)) return mark;
  }
  return lines.some((line) => line.trim().includes(' ')) && !whole.includes(',') ? ' ' : ',';
}

/** The cells of a line, without quotes and blanks around them. */
export function splitLine(line: string, mark: string): string[] {
  if (!line.includes('"')) return line.split(mark).map((cell) => cell.trim());
  const cells: string[] = [];
  let cell = '';
  let quoted = false;
  for (let i = 0; i < line.length; i++) {
    const character = line[i];
    if (character === '"') {
      if (quoted && line[i + 1] === '"') cell += line[i++];
      else quoted = !quoted;
    } else if (character === mark && !quoted) {
      cells.push(cell.trim());
      cell = '';
    } else cell += character;
  }
  return [...cells, cell.trim()];
}

/** Samples without a name, and names that stand twice. */
export function sampleNameProblems(
  samples: readonly { name: string; column: number }[],
  place: { file: string; line?: number },
): Problem[] {
  const seen = new Map<string, number>();
  return samples.flatMap(({ name, column }): Problem[] => {
    const common = { severity: 'error', ...place, column } as const;
    const first = seen.get(name);
    if (name === '')
      return [
        {
          ...common,
          code: 'counts-unnamed-sample',
          message: 'this column has no sample name',
          mend: 'name the sample, or delete the column',
        },
      ];
    if (first === undefined) {
      seen.set(name, column);
      return [];
    }
    return [
      {
        ...common,
        code: 'counts-duplicate-sample',
        message: `sample "${name}" appears twice`,
        found: `also in column ${first}`,
        mend: 'give every sample a name of its own',
      },
    ];
  });
}
