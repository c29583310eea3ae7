import { InputError, inputError } from '../../../problems/index.ts';
import { isCount, parseCell, roundHalfEven } from '../count-cell.ts';
import { cellProblem, manyProblems } from '../count-problems.ts';
import { plainText } from '../plain-text.ts';
import type { CountFile, CountReading, RawCounts } from '../raw-counts.ts';
import { checkValues } from './check-values.ts';
import { sumColumns } from './sum-columns.ts';

/** The three files of a sparse matrix, and which sample a barcode belongs to (null: every barcode is a sample). */
export interface SparseFiles {
  matrix: CountFile;
  features: CountFile;
  barcodes: CountFile;
  map: ReadonlyMap<string, string> | null;
}

/** More columns than this are cells, not samples. */
const MOST_SAMPLES = 2000;
const GENES = 'Gene Expression';

/**
 * Reads a sparse matrix in MatrixMarket's coordinate format with its features and barcodes (10x, kallisto|bustools). Features that are
 * no genes (antibodies, guides) are left out. Barcodes are added up to samples where a map is given.
 *
 * @throws InputError `mtx-header`, `mtx-sizes`, `mtx-cells`, `mtx-entry`, `mtx-truncated`, `mtx-no-barcode` and those of counts
 */
export function readMatrixMarket(files: SparseFiles, reading: Pick<CountReading, 'round'>): RawCounts {
  const features = linesOf(files.features).map((line) => line.split('\t'));
  const barcodes = linesOf(files.barcodes).map((line) => line.split('\t')[0]);
  const genes = features.map((cells) => cells[0]);
  const kept = features.map((cells) => cells[2] === undefined || cells[2] === '' || cells[2] === GENES);
  const notes: string[] = [];
  const others = kept.filter((one) => !one).length;
  if (others > 0) notes.push(`${others} features that are no genes are left out.`);
  const owners = ownersOf(barcodes, files, notes);
  const { values, transposed } = readEntries(files, {
    genes: genes.length,
    barcodes: barcodes.length,
    owners,
    round: reading.round,
  });
  if (transposed) notes.push('The matrix has cells in rows and genes in columns; it was turned.');
  const rows = Int32Array.from(genes, (_, g) => g).filter((g) => kept[g]);
  const width = owners.samples.length;
  checkValues(values, genes, owners.samples, { file: files.matrix.name, round: false });
  const whole = new Float64Array(rows.length * width);
  rows.forEach((row, i) => {
    whole.set(values.subarray(row * width, (row + 1) * width), i * width);
  });
  return {
    file: files.matrix.name,
    genes: Array.from(rows, (g) => genes[g]),
    lines: rows.map((g) => g + 1),
    samples: owners.samples,
    values: whole,
    notes,
  };
}

function linesOf({ name, bytes }: CountFile): string[] {
  return new TextDecoder()
    .decode(plainText(bytes, name))
    .split(/\r?\n/)
    .filter((line) => line !== '');
}

interface Owners {
  samples: string[];
  /** Per barcode: the position of its sample, or -1. */
  target: Int32Array;
}

function ownersOf(barcodes: readonly string[], { barcodes: file, map }: SparseFiles, notes: string[]): Owners {
  if (map === null) {
    if (barcodes.length > MOST_SAMPLES)
      throw inputError({
        code: 'mtx-cells',
        file: file.name,
        message: `these ${barcodes.length} columns are cells, not samples`,
        expected: 'one column per sample',
        mend: 'give a table of barcodes and samples (--barcodes) so that cells are added up to samples',
      });
    return { samples: [...barcodes], target: Int32Array.from(barcodes, (_, c) => c) };
  }
  const sampleOf = barcodes.map((barcode) => map.get(barcode) ?? map.get(barcode.replace(/-\d+$/, '')) ?? null);
  const { samples } = sumColumns(new Float64Array(0), sampleOf);
  const position = new Map(samples.map((sample, i) => [sample, i]));
  const without = sampleOf.filter((sample) => sample === null).length;
  if (samples.length === 0)
    throw inputError({
      code: 'mtx-no-barcode',
      file: file.name,
      message: 'no barcode is in the map of barcodes and samples',
      found: barcodes.slice(0, 3).join(', '),
      expected: [...map.keys()].slice(0, 3).join(', '),
      mend: 'write the barcodes as in the barcodes file',
    });
  notes.push(
    `${barcodes.length - without} cells were added up to ${samples.length} samples; ${without} cells are given to no sample and left out.`,
  );
  return { samples, target: Int32Array.from(sampleOf, (sample) => (sample === null ? -1 : (position.get(sample) ?? -1))) };
}

interface Sizes {
  genes: number;
  barcodes: number;
  owners: Owners;
  round: boolean;
}

/** The lines of a matrix after its header, and what the header says. */
interface Opened {
  lines: string[];
  /** Position of the first entry. */
  first: number;
  entries: number;
  /** Entries have no value: each stands for 1. */
  pattern: boolean;
  transposed: boolean;
}

function openMatrix({ name, bytes }: CountFile, size: Sizes): Opened {
  const text = new TextDecoder().decode(plainText(bytes, name));
  const header = /^%%MatrixMarket\s+matrix\s+coordinate\s+(integer|real|pattern)\s+general\s*\r?\n/i.exec(text);
  if (header === null)
    throw inputError({
      code: 'mtx-header',
      file: name,
      line: 1,
      message: 'the header is not that of a sparse matrix',
      found: text.slice(0, 60).split('\n')[0],
      expected: '%%MatrixMarket matrix coordinate integer general',
      mend: 'write the matrix in coordinate format',
    });
  const lines = text.split('\n');
  const at = lines.findIndex((line) => !line.startsWith('%') && line.trim() !== '');
  const [rows, columns, entries] = (lines[at] ?? '').trim().split(/\s+/).map(Number);
  const transposed = rows === size.barcodes && columns === size.genes && size.barcodes !== size.genes;
  if (!(transposed || (rows === size.genes && columns === size.barcodes)) || !(entries >= 0))
    throw inputError({
      code: 'mtx-sizes',
      file: name,
      line: at + 1,
      message: 'the matrix does not fit its features and barcodes',
      found: (lines[at] ?? '').slice(0, 60),
      expected: `${size.genes} features and ${size.barcodes} barcodes`,
      mend: 'give the three files of one run',
    });
  return { lines, first: at + 1, entries, pattern: header[1].toLowerCase() === 'pattern', transposed };
}

function readEntries({ matrix }: SparseFiles, size: Sizes): { values: Float64Array; transposed: boolean } {
  const file = matrix.name;
  const { lines, first, entries, pattern, transposed } = openMatrix(matrix, size);
  const width = size.owners.samples.length;
  const values = new Float64Array(size.genes * width);
  const problems = manyProblems();
  const within = (index: number, most: number): boolean => Number.isInteger(index) && index >= 1 && index <= most;
  let seen = 0;
  for (let at = first; at < lines.length; at++) {
    const line = lines[at];
    if (line === '' || line === '\r') continue;
    const [row, column, text = ''] = line.trim().split(/\s+/);
    const [gene, cell] = transposed ? [Number(column), Number(row)] : [Number(row), Number(column)];
    seen++;
    if (!within(gene, size.genes) || !within(cell, size.barcodes)) {
      problems.add(badEntry(file, at + 1, line));
      continue;
    }
    const value = pattern ? 1 : parseCell(text);
    const target = size.owners.target[cell - 1];
    const rounded = size.round && value >= 0 ? roundHalfEven(value) : value;
    if (!isCount(rounded)) problems.add(cellProblem(text, { file, line: at + 1, sample: `column ${cell}` }));
    else if (target >= 0) values[(gene - 1) * width + target] += rounded;
  }
  if (seen !== entries) problems.add(truncated(file, seen, entries));
  const all = problems.list();
  if (all.length > 0) throw new InputError(all);
  return { values, transposed };
}

function badEntry(file: string, line: number, found: string) {
  return {
    code: 'mtx-entry',
    severity: 'error',
    file,
    line,
    message: 'the entry lies outside the matrix',
    found: found.slice(0, 60),
    expected: 'row, column, count',
    mend: 'was the file altered or cut short? Copy it again',
  } as const;
}

function truncated(file: string, found: number, expected: number) {
  return {
    code: 'mtx-truncated',
    severity: 'error',
    file,
    message: 'the matrix has another number of entries than its header says',
    found: `${found} entries`,
    expected: `${expected} entries`,
    mend: 'was the file cut short? Copy it again',
  } as const;
}
