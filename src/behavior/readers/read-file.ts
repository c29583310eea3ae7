import { inputError } from '../../problems/index.ts';
import { decodeText, gunzip, isGzip, isWorkbook, readSheets } from '../../table/index.ts';
import type { BehaviorFile, Recording } from '../recording/recording.ts';
import { readAnyMaze } from './anymaze.ts';
import { readBonsai } from './bonsai.ts';
import { readBorisAggregated, readBorisTabular } from './boris.ts';
import { readBorisProject } from './boris-project.ts';
import { readEzTrack, readIdTracker, readTracktor, requireFrames } from './centroid-tables.ts';
import { type PointFilter, readDeepLabCutCsv } from './deeplabcut-csv.ts';
import { hasPositions, readEthoVision } from './ethovision.ts';
import { readHdf5 } from './hdf5.ts';
import { readMedPc } from './med-pc.ts';
import { readPlainTrack } from './plain-track.ts';
import { recognizeText, type TextFormat } from './recognize.ts';
import { readEventTable, readRaterLabels } from './scored-tables.ts';
import { readSimbaSummary, readSimbaVisits } from './simba.ts';
import { readSleapCsv } from './sleap-csv.ts';
import { textBytes } from './text-head.ts';
import { readToxTracFile } from './toxtrac.ts';
import { readTRex, readTRexNpz } from './trex.ts';
import { refuseVideo, unknownLayout } from './unknown-layout.ts';

const HDF5_SIGNATURE = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a];

const UNFINISHED = 'the last line has no line end: if the file was cut short there, its last number may be incomplete';

/** How a file is to be read. */
export interface ReadBehaviorOptions {
  /** The layout, when the content alone should not decide. */
  format?: TextFormat;
  /** Pose points to read (DeepLabCut CSV only); default all. */
  points?: PointFilter;
}

/**
 * Reads any file of a tracker or scorer; which one it is, is told by the content: gzip, HDF5, workbooks and text in any encoding.
 *
 * @throws InputError for a file that is damaged, or of no known layout (naming the columns found and the layouts known)
 */
export async function readBehaviorFile(
  source: Uint8Array,
  file: string,
  options: ReadBehaviorOptions = {},
): Promise<BehaviorFile> {
  const bytes = isGzip(source) ? gunzip(source, file) : source;
  if (HDF5_SIGNATURE.every((byte, i) => bytes[i] === byte)) return withFrames(await readHdf5(bytes, file), file);
  if (isWorkbook(bytes))
    return isNpz(bytes) ? withFrames([readTRexNpz(bytes, file)], file) : readWorkbookFile(bytes, file, options);
  return readTextFile(bytes, file, options);
}

/** The same for a file that is known to be text; synchronous, so that it can run in a worker. */
export function readTextFile(source: Uint8Array, file: string, options: ReadBehaviorOptions = {}): BehaviorFile {
  refuseVideo(source, file);
  const bytes = textBytes(source, file);
  const format = options.format ?? recognizeText(bytes);
  if (format === null) throw unknownLayout(bytes, file);
  const recording = (one: Recording): BehaviorFile => {
    if (!endsWithLine(bytes)) one.notes.push(UNFINISHED);
    return withFrames([one], file);
  };
  switch (format) {
    case 'deeplabcut':
      return recording(readDeepLabCutCsv(bytes, file, options.points));
    case 'ethovision':
      return recording(readEthoVision(bytes, file));
    case 'sleap':
      return recording(readSleapCsv(bytes, file));
    case 'eztrack':
      return recording(readEzTrack(bytes, file));
    case 'idtracker':
      return recording(readIdTracker(bytes, file));
    case 'trex':
      return recording(readTRex(bytes, file));
    case 'any-maze':
      return recording(readAnyMaze(bytes, file));
    case 'tracktor':
      return recording(readTracktor(bytes, file));
    case 'bonsai':
      return recording(readBonsai(bytes, file));
    case 'toxtrac':
      return recording(readToxTracFile(bytes, file));
    case 'plain':
      return recording(readPlainTrack(bytes, file));
    case 'boris-project':
      return { kind: 'scoring', scoring: readBorisProject(decodeText(bytes, file).text, file) };
    case 'boris-tabular':
      return { kind: 'scoring', scoring: readBorisTabular(bytes, file) };
    case 'boris-aggregated':
      return { kind: 'scoring', scoring: readBorisAggregated(bytes, file) };
    case 'simba-visits':
      return { kind: 'scoring', scoring: readSimbaVisits(bytes, file) };
    case 'rater-labels':
      return { kind: 'scoring', scoring: readRaterLabels(bytes, file) };
    case 'events':
      return { kind: 'scoring', scoring: readEventTable(bytes, file) };
    case 'simba-summary':
      return { kind: 'summary', summary: readSimbaSummary(bytes, file) };
    case 'med-pc':
      return { kind: 'summary', summary: readMedPc(bytes, file) };
  }
}

function endsWithLine(bytes: Uint8Array): boolean {
  return bytes[bytes.length - 1] === 10;
}

/** Whether the first file in a zip archive is a NumPy array. */
function isNpz(bytes: Uint8Array): boolean {
  const length = bytes.length < 30 ? 0 : bytes[26] + 256 * bytes[27];
  return new TextDecoder().decode(bytes.subarray(30, 30 + length)).endsWith('.npy');
}

function withFrames(recordings: Recording[], file: string): BehaviorFile {
  requireFrames(recordings, file);
  return { kind: 'recording', recordings };
}

/**
 * The sheets of a workbook whose content is known, read as if they were tab-separated text: all that hold tracks (EthoVision writes one
 * for each arena and subject), else the first one. A workbook without such a sheet is refused for what its first sheet holds.
 */
async function readWorkbookFile(bytes: Uint8Array, file: string, options: ReadBehaviorOptions): Promise<BehaviorFile> {
  const sheets = (await readSheets(bytes, file)).map(({ name, rows }) => ({
    name: `${file} [${name}]`,
    text: new TextEncoder().encode(`${rows.map((row) => row.map(cell).join('\t')).join('\n')}\n`),
  }));
  if (sheets.length === 0) throw inputError({ code: 'file-empty', file, message: 'the workbook has no cells' });
  const known = sheets.filter(({ text }) => {
    const format = recognizeText(text);
    return format !== null && (format !== 'ethovision' || hasPositions(text));
  });
  const [first, ...others] = options.format !== undefined || known.length === 0 ? [sheets[0]] : known;
  const read = readTextFile(first.text, first.name, options);
  if (read.kind !== 'recording') return read;
  const more = others.filter(({ text }) => recognizeText(text) === read.recordings[0].format);
  const rest = more.map(({ name, text }) => readTextFile(text, name, options));
  return { kind: 'recording', recordings: [read, ...rest].flatMap((one) => (one.kind === 'recording' ? one.recordings : [])) };
}

function cell(text: string): string {
  return /[\t\n\r"]/.test(text) ? `"${text.replace(/[\t\n\r]+/g, ' ').replaceAll('"', '""')}"` : text;
}
