import { inputError } from '../../problems/index.ts';
import { withHdf5 } from '../../table/index.ts';
import { type SettledCounts, settleIdentifiers } from '../identifiers/settle-identifiers.ts';
import { readAnnData } from './formats/anndata.ts';
import { readBarcodeMap } from './formats/barcode-map.ts';
import { type CountFormat, detectFormat, type KnownFile } from './formats/detect-format.ts';
import { readGenePerLine, readStarColumns } from './formats/gene-per-line.ts';
import { readMatrixMarket } from './formats/matrix-market.ts';
import { readKallisto, readKallistoHdf5, readSalmon, type TranscriptEstimates } from './formats/quantifiers.ts';
import { chooseStrand } from './formats/star-strand.ts';
import { readTranscriptTable } from './formats/transcript-table.ts';
import { countsFromEstimates, summarizeToGenes } from './formats/transcripts-to-genes.ts';
import { readParquetCounts, readWorkbookCounts } from './formats/workbook-counts.ts';
import { readMatrixText } from './matrix-text.ts';
import { mergeSamples } from './merge-samples.ts';
import type { CountFile, CountReading, RawCounts } from './raw-counts.ts';
import { isKnownSample, type KnownSamples, labelSamples } from './sample-labels.ts';
import { inSheetOrder } from './sheet-order.ts';

/** What is read beside the counts. */
export interface CountCompanions {
  /** Samples that the sheet lists; null: unknown. */
  known: KnownSamples | null;
  /** Table of transcripts and genes, for salmon and kallisto. */
  transcripts: CountFile | null;
  /** Table of barcodes and samples, for sparse matrices. */
  barcodes: CountFile | null;
}

/** What every reader gets. */
interface Job extends CountCompanions {
  reading: CountReading;
  isSample: (name: string) => boolean;
}

const MEND_HDF5 = 'copy the file again, or export the counts as .tsv';

/**
 * Reads counts in any format, told apart by content: a matrix as delimited text (also featureCounts, GEO tables with columns that
 * describe genes), Excel, Parquet or AnnData; or files of one sample each (HTSeq, STAR, salmon, kallisto, GEO); or a sparse
 * matrix with its features and barcodes. Gene ids are settled and samples named; all that was found and done is told.
 *
 * @param files all of one kind (a sparse matrix: its three files)
 * @throws InputError with every problem of the files
 */
export async function readCountFiles(
  files: readonly CountFile[],
  reading: CountReading,
  companions: CountCompanions,
): Promise<SettledCounts> {
  const isSample = (name: string): boolean => isKnownSample(name, companions.known);
  const job: Job = { ...companions, reading, isSample };
  const raw = isSparse(files) ? sparseCounts(files, job) : await plainCounts(files.map(detectFormat), job);
  const { names, notes } = labelSamples(raw.samples, companions.known);
  requireDistinct(names, raw);
  const named = { ...raw, samples: names, notes: [...raw.notes, ...notes] };
  return settleIdentifiers(files.length > 1 ? inSheetOrder(named, companions.known) : named, reading);
}

async function plainCounts(files: readonly KnownFile[], job: Job): Promise<RawCounts> {
  const [first] = files;
  const formats = [...new Set(files.map(({ format }) => format))];
  if (first === undefined)
    throw inputError({ code: 'counts-no-files', message: 'no file of counts was given', mend: 'name the count table' });
  if (formats.length > 1 && !formats.every((format) => format === 'matrix' || format === 'gene-per-line'))
    throw mixedFormats(files);
  return first.format === 'salmon' || first.format === 'kallisto' || first.format === 'hdf5'
    ? estimatesOrAnnData(files, job)
    : tables(files, job);
}

/** Matrices and files of one sample each, side by side. */
async function tables(files: readonly KnownFile[], job: Job): Promise<RawCounts> {
  if (files[0].format === 'star') {
    const { tables: chosen, notes } = chooseStrand(
      files.map(({ bytes, name }) => readStarColumns(bytes, name)),
      job.reading.strand,
    );
    const merged = mergeSamples(chosen, job.reading.absentGenes);
    return { ...merged, notes: [...notes, ...merged.notes] };
  }
  const read: RawCounts[] = [];
  for (const file of files) read.push(await oneTable(file, job));
  if (files.length === 1) return read[0];
  // a column called "count" in each of many files says nothing; their names do
  const named = read.map((table) =>
    table.samples.length === 1 && !job.isSample(table.samples[0]) ? { ...table, samples: [table.file] } : table,
  );
  return mergeSamples(named, job.reading.absentGenes);
}

async function oneTable({ name, bytes, format, shape }: KnownFile, { reading, isSample }: Job): Promise<RawCounts> {
  switch (format) {
    case 'workbook':
      return readWorkbookCounts(bytes, name, reading, isSample);
    case 'parquet':
      return readParquetCounts(bytes, name, reading, isSample);
    case 'gene-per-line':
      return readGenePerLine(bytes, name, shape, reading);
    default:
      return readMatrixText(bytes, name, reading, isSample);
  }
}

/** Estimates per transcript become counts per gene; HDF5 holds these or an AnnData object. */
async function estimatesOrAnnData(files: readonly KnownFile[], job: Job): Promise<RawCounts> {
  const estimates: TranscriptEstimates[] = [];
  for (const { name, bytes, format } of files) {
    if (format === 'salmon') estimates.push(readSalmon(bytes, name));
    else if (format === 'kallisto') estimates.push(readKallisto(bytes, name));
    else {
      const found = await withHdf5(bytes, name, MEND_HDF5, (open) => {
        const keys = open.keys();
        if (keys.includes('est_counts')) return readKallistoHdf5(open, name);
        if (keys.includes('obs') && keys.includes('var')) return readAnnData(open, name, job.reading);
        throw unknownHdf5(name, keys);
      });
      if ('abundance' in found) estimates.push(found);
      else if (files.length === 1) return found;
      else throw mixedFormats(files);
    }
  }
  if (job.transcripts === null) throw noTranscripts(estimates[0].file);
  const genes = summarizeToGenes(estimates, readTranscriptTable(job.transcripts), job.reading);
  return countsFromEstimates(genes, estimates, job.reading);
}

const MATRIX = /\.mtx(\.gz)?$/i;

function isSparse(files: readonly CountFile[]): boolean {
  return files.some(({ name }) => MATRIX.test(name));
}

function sparseCounts(files: readonly CountFile[], job: Job): RawCounts {
  const pick = (pattern: RegExp): CountFile[] => files.filter(({ name }) => pattern.test(name));
  const [matrices, features, barcodes] = [
    pick(MATRIX),
    pick(/(features|genes)\.(tsv|txt)(\.gz)?$/i),
    pick(/barcodes\.(tsv|txt)(\.gz)?$/i),
  ];
  if (matrices.length !== 1 || features.length !== 1 || barcodes.length !== 1)
    throw inputError({
      code: 'mtx-files',
      file: matrices[0]?.name,
      message: matrices.length > 1 ? 'several sparse matrices were given' : 'a sparse matrix needs its features and its barcodes',
      found: files
        .map(({ name }) => name)
        .slice(0, 6)
        .join(', '),
      expected: 'one matrix.mtx, features.tsv (or genes.tsv) and barcodes.tsv, also .gz',
      mend: 'give the folder, or the three files',
    });
  const map = job.barcodes === null ? null : readBarcodeMap(job.barcodes);
  return readMatrixMarket({ matrix: matrices[0], features: features[0], barcodes: barcodes[0], map }, job.reading);
}

function requireDistinct(names: readonly string[], { file }: RawCounts): void {
  if (names.includes(''))
    throw inputError({ code: 'counts-unnamed-sample', file, message: 'a sample has no name', mend: 'name every sample' });
  const repeated = names.find((name, i) => names.indexOf(name) !== i);
  if (repeated === undefined) return;
  throw inputError({
    code: 'counts-duplicate-sample',
    file,
    message: `sample "${repeated}" appears twice`,
    mend: 'give every sample a name of its own; a column "file" in the sample sheet says which file belongs to which sample',
  });
}

const FORMAT_WORDS: ReadonlyMap<CountFormat, string> = new Map([
  ['workbook', 'an Excel workbook'],
  ['parquet', 'Parquet'],
  ['hdf5', 'HDF5'],
  ['matrix-market', 'a sparse matrix'],
  ['salmon', 'salmon'],
  ['kallisto', 'kallisto'],
  ['star', 'STAR'],
  ['gene-per-line', 'counts of one sample'],
  ['matrix', 'a table with a header'],
]);

function mixedFormats(files: readonly KnownFile[]): Error {
  const firsts = [...FORMAT_WORDS].flatMap(([format, words]) => {
    const one = files.find((file) => file.format === format);
    return one === undefined ? [] : [`${one.name} is ${words}`];
  });
  return inputError({
    code: 'counts-mixed-formats',
    file: files[0].name,
    message: 'the files are of different kinds',
    found: firsts.join(', '),
    expected: 'files of one kind',
    mend: 'name only the files that hold the counts',
  });
}

function unknownHdf5(file: string, keys: readonly string[]): Error {
  return inputError({
    code: 'hdf5-unknown',
    file,
    message: 'this HDF5 file is neither AnnData (.h5ad) nor kallisto',
    found: keys.slice(0, 10).join(', '),
    mend: 'export the counts as .tsv',
  });
}

function noTranscripts(file: string): Error {
  return inputError({
    code: 'transcripts-needed',
    file,
    message: 'these are estimates per transcript, and the genes of the transcripts are not known',
    expected: 'a table of transcripts and genes, or the annotation as GTF',
    mend: 'give it with --transcripts (in study.yaml: expression, reading, transcripts)',
  });
}
