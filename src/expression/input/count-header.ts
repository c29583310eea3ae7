import { inputError, type Problem } from '../../problems/index.ts';

const NEWLINE = 10;

export interface CountHeader {
  /** Byte value of the delimiter. */
  delimiter: number;
  samples: string[];
  /** Offset of the first byte after the header, and its one-based line. */
  end: number;
  line: number;
  problems: Problem[];
}

/**
 * Reads the header line of a count table. The delimiter is the one of tab, comma, semicolon that occurs most. A header that
 * is one cell shorter than the first row (as R's `write.table` leaves it) names samples only.
 *
 * @throws InputError `counts-one-column` when there is no delimiter at all
 */
export function readHeader(bytes: Uint8Array, file: string): CountHeader {
  const { text, end, line } = firstLine(bytes);
  if (text.trim() === '')
    throw inputError({
      code: 'file-empty',
      file,
      message: 'the file is empty',
      mend: 'check that the export finished, and that this is the file you mean',
    });
  const delimiters = ['\t', ',', ';'].map((mark) => ({ mark, count: text.split(mark).length - 1 }));
  const { mark, count } = delimiters.reduce((best, one) => (one.count > best.count ? one : best));
  if (count === 0)
    throw inputError({
      code: 'counts-one-column',
      file,
      line,
      message: 'the header has a single column',
      found: text.slice(0, 60),
      expected: 'a gene column and one column per sample, separated by tabs or commas',
      mend: 'check that this is the count table',
    });
  const cells = text.split(mark).map((cell) => cell.trim().replace(/^"(.*)"$/, '$1'));
  const next = firstLine(bytes.subarray(end)).text;
  const namesOnly = next.split(mark).length === cells.length + 1;
  const samples = namesOnly ? cells : cells.slice(1);
  return {
    delimiter: mark.charCodeAt(0),
    samples,
    end,
    line: line + 1,
    problems: sampleNameProblems(samples, namesOnly, file, line),
  };
}

/** The first line with content that is not a `#` comment, without its line end. */
function firstLine(bytes: Uint8Array): { text: string; end: number; line: number } {
  let start = 0;
  for (let line = 1; ; line++) {
    const found = bytes.indexOf(NEWLINE, start);
    const end = found < 0 ? bytes.length : found;
    const text = new TextDecoder().decode(bytes.subarray(start, end)).replace(/\r$/, '');
    const next = Math.min(end + 1, bytes.length);
    if ((text.trim() !== '' && !text.startsWith('#')) || next >= bytes.length) return { text, end: next, line };
    start = next;
  }
}

function sampleNameProblems(samples: readonly string[], namesOnly: boolean, file: string, line: number): Problem[] {
  const seen = new Map<string, number>();
  const problems: Problem[] = [];
  samples.forEach((name, i) => {
    const column = i + (namesOnly ? 1 : 2);
    const first = seen.get(name);
    if (name === '') {
      problems.push({
        code: 'counts-unnamed-sample',
        severity: 'error',
        file,
        line,
        column,
        message: 'this column has no sample name',
        mend: 'name the sample, or delete the column',
      });
    } else if (first === undefined) seen.set(name, column);
    else
      problems.push({
        code: 'counts-duplicate-sample',
        severity: 'error',
        file,
        line,
        column,
        message: `sample "${name}" appears twice`,
        found: `also in column ${first}`,
        mend: 'give every sample a name of its own',
      });
  });
  return problems;
}
