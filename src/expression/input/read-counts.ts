import { InputError, inputError, type Problem } from '../../problems/index.ts';
import { decodeText, gunzip, isGzip } from '../../table/index.ts';
import { readHeader } from './count-header.ts';
import type { CountMatrix } from './count-matrix.ts';
import { cellProblem, manyProblems, type ProblemList } from './count-problems.ts';

const NEWLINE = 10;
const RETURN = 13;
const QUOTE = 34;
const ZERO = 48;
const NINE = 57;
/** Largest count that fits R's integers, and so DESeq2. */
const LARGEST_COUNT = 2147483647;

/** Where the reader stands in the bytes of a count table. */
interface Cursor {
  bytes: Uint8Array;
  at: number;
  line: number;
  delimiter: number;
}

/**
 * Reads a count table: first column gene ids, then one column of whole numbers per sample; tab, comma or semicolon; gzip and
 * UTF-16 detected. Written for speed: one pass over the bytes, no string per cell.
 *
 * @throws InputError with every problem of the file: `file-empty`, `file-binary`, `counts-ragged-row`, `counts-not-integer`,
 *   `counts-negative`, `counts-missing`, `counts-too-large`, `counts-duplicate-gene`, `counts-duplicate-sample`, `counts-no-gene-id`
 */
export function readCounts(raw: Uint8Array, file: string): CountMatrix {
  const bytes = plainText(raw, file);
  const header = readHeader(bytes, file);
  const problems = manyProblems(header.problems);
  const samples = header.samples;
  const cursor = { bytes, at: header.end, line: header.line, delimiter: header.delimiter };
  const capacity = countLines(bytes, header.end);
  const counts = new Float64Array(capacity * samples.length);
  const genes = new GeneNames(bytes);
  while (cursor.at < bytes.length) {
    if (skipBlankLine(cursor)) continue;
    const start = cursor.at;
    const row = genes.starts.length;
    readGene(cursor, genes, problems, file);
    const found = readRow(cursor, counts, row * samples.length, samples, { problems, file });
    if (found !== samples.length) problems.add(raggedRow(file, cursor, found, samples.length, bytes, start));
    endLine(cursor);
  }
  const names = genes.decode();
  findDuplicates(names, genes.lines, file, problems);
  if (names.length === 0) throw noGenes(file);
  const all = problems.list();
  if (all.length > 0) throw new InputError(all);
  return { file, genes: names, samples, counts: counts.subarray(0, names.length * samples.length) };
}

/** The file's bytes as UTF-8 text without a byte order mark. */
function plainText(raw: Uint8Array, file: string): Uint8Array {
  const bytes = isGzip(raw) ? gunzip(raw, file) : raw;
  const marked = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  const body = marked ? bytes.subarray(3) : bytes;
  if (looksLikeText(body)) return body;
  return new TextEncoder().encode(decodeText(bytes, file).text.replace(/^\uFEFF/, ''));
}

/** Nothing but printable bytes and white space at the beginning, no zero anywhere: no need to look closer. */
function looksLikeText(bytes: Uint8Array): boolean {
  const length = Math.min(bytes.length, 4096);
  for (let i = 0; i < length; i++) if (bytes[i] < 9 || (bytes[i] > 13 && bytes[i] < 32) || bytes[i] > 126) return false;
  return length > 0 && bytes.indexOf(0) < 0 && !(bytes[0] === 0x50 && bytes[1] === 0x4b);
}

function countLines(bytes: Uint8Array, from: number): number {
  let lines = 1;
  for (let at = bytes.indexOf(NEWLINE, from); at >= 0; at = bytes.indexOf(NEWLINE, at + 1)) lines++;
  return lines;
}

/** Skips a line without content; true when there was one. */
function skipBlankLine(cursor: Cursor): boolean {
  const { bytes } = cursor;
  let at = cursor.at;
  while (at < bytes.length && (bytes[at] === RETURN || bytes[at] === 32)) at++;
  if (at < bytes.length && bytes[at] !== NEWLINE) return false;
  cursor.at = at + 1;
  cursor.line++;
  return true;
}

/** Moves past the end of the current line. */
function endLine(cursor: Cursor): void {
  const end = cursor.bytes.indexOf(NEWLINE, cursor.at);
  cursor.at = end < 0 ? cursor.bytes.length : end + 1;
  cursor.line++;
}

function readGene(cursor: Cursor, genes: GeneNames, problems: ProblemList, file: string): void {
  const { bytes, delimiter } = cursor;
  let start = cursor.at;
  let end = start;
  if (bytes[start] === QUOTE) {
    start++;
    end = start;
    while (end < bytes.length && bytes[end] !== QUOTE && bytes[end] !== NEWLINE) end++;
    cursor.at = bytes[end] === QUOTE ? end + 1 : end;
  } else {
    while (end < bytes.length && bytes[end] !== delimiter && bytes[end] !== NEWLINE) end++;
    cursor.at = end;
    if (bytes[end - 1] === RETURN) end--;
  }
  if (end === start)
    problems.add({
      code: 'counts-no-gene-id',
      severity: 'error',
      file,
      line: cursor.line,
      column: 1,
      message: 'this row has no gene id',
      mend: 'give the gene id in the first column, or delete the row',
    });
  genes.add(start, end, cursor.line);
}

/** Reads the cells after the gene id; returns how many there were. */
function readRow(
  cursor: Cursor,
  counts: Float64Array,
  offset: number,
  samples: readonly string[],
  report: { problems: ProblemList; file: string },
): number {
  const { bytes, delimiter } = cursor;
  const { length } = bytes;
  let at = cursor.at;
  let column = 0;
  while (at < length && bytes[at] === delimiter) {
    at++;
    let value = 0;
    const start = at;
    let byte = bytes[at];
    while (byte >= ZERO && byte <= NINE) {
      value = value * 10 + (byte - ZERO);
      byte = bytes[++at];
    }
    const atEnd =
      byte === delimiter || byte === NEWLINE || byte === undefined || (byte === RETURN && bytes[at + 1] !== delimiter);
    if (!atEnd || at === start || value > LARGEST_COUNT) {
      while (at < length && bytes[at] !== delimiter && bytes[at] !== NEWLINE) at++;
      const text = new TextDecoder()
        .decode(bytes.subarray(start, at))
        .trim()
        .replace(/^"(.*)"$/, '$1')
        .trim();
      const parsed = Number(text);
      if (text !== '' && Number.isInteger(parsed) && parsed >= 0 && parsed <= LARGEST_COUNT) value = parsed;
      else if (column < samples.length)
        report.problems.add(
          cellProblem(text, { file: report.file, line: cursor.line, column: column + 2, sample: samples[column] }),
        );
    }
    if (column < samples.length) counts[offset + column] = value;
    column++;
  }
  cursor.at = at;
  return column;
}

function raggedRow(file: string, cursor: Cursor, found: number, expected: number, bytes: Uint8Array, start: number): Problem {
  return {
    code: 'counts-ragged-row',
    severity: 'error',
    file,
    line: cursor.line,
    message: `this row has ${found < expected ? 'too few' : 'too many'} cells`,
    found: `${found + 1} cells: ${new TextDecoder().decode(bytes.subarray(start, Math.min(cursor.at, start + 60)))}`,
    expected: `${expected + 1} as in the header`,
    mend: 'check the delimiters of this line; was the file cut short?',
  };
}

function findDuplicates(names: readonly string[], lines: readonly number[], file: string, problems: ProblemList): void {
  if (new Set(names).size === names.length) return;
  const seen = new Map<string, number>();
  names.forEach((name, row) => {
    const first = seen.get(name);
    if (first === undefined) seen.set(name, lines[row]);
    else if (name !== '')
      problems.add({
        code: 'counts-duplicate-gene',
        severity: 'error',
        file,
        line: lines[row],
        column: 1,
        message: `gene "${name}" appears twice`,
        found: `also in line ${first}`,
        mend: 'keep one row, or add the counts up if they are parts of the same gene',
      });
  });
}

function noGenes(file: string): Error {
  return inputError({
    code: 'counts-no-genes',
    file,
    line: 1,
    message: 'the table has a header but no genes',
    mend: 'check that the export finished, and that this is the file you mean',
  });
}

/** Gene ids by their place in the file, decoded together at the end. */
class GeneNames {
  readonly starts: number[] = [];
  readonly ends: number[] = [];
  readonly lines: number[] = [];
  private readonly bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  add(start: number, end: number, line: number): void {
    this.starts.push(start);
    this.ends.push(end);
    this.lines.push(line);
  }

  /** All names; each is its own text, so that the file's bytes are not kept alive. */
  decode(): string[] {
    let size = 0;
    for (let i = 0; i < this.starts.length; i++) size += this.ends[i] - this.starts[i] + 1;
    const together = new Uint8Array(size);
    let at = 0;
    for (let i = 0; i < this.starts.length; i++) {
      together.set(this.bytes.subarray(this.starts[i], this.ends[i]), at);
      at += this.ends[i] - this.starts[i];
      together[at++] = NEWLINE;
    }
    const names = new TextDecoder().decode(together).split('\n');
    names.pop();
    return names;
  }
}
