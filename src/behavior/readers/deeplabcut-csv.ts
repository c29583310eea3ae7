import { inputError } from '../../problems/index.ts';
import type { Individual, PosePoint, Recording } from '../recording/recording.ts';
import type { ByteTable } from './byte-table.ts';
import { cellsOf, lineEnd } from './cells.ts';
import { scanColumns } from './scan-columns.ts';
import { decimalMark, delimiterOf, headLines, lineStart, splitLine } from './text-head.ts';

/** The path of a labelled image, where predictions have a frame number. */
const IMAGE = /[\\/]|\.(png|jpe?g|tiff?|bmp)$/i;

/**
 * Which points to read, and of which the likelihood too; null reads everything. A file of 25 points is read several times faster
 * when only a body point and four corners are wanted.
 */
export type PointFilter = ((point: string) => 'with-likelihood' | 'position' | 'skip') | null;

/** Where x, y and likelihood of every point stand. */
interface PoseColumn {
  individual: string;
  point: string;
  x: number;
  y: number;
  likelihood: number | null;
}

/**
 * Reads a DeepLabCut CSV: predictions or labelled frames, one or several animals (a header row `individuals`), frame index in
 * one column or image path in one or three; a spreadsheet may have saved it again with semicolons. Points that belong to no animal stand under the individual `single`.
 *
 * @throws InputError when the header rows do not fit together or a cell is not a number
 */
export function readDeepLabCutCsv(bytes: Uint8Array, file: string, wanted: PointFilter = null): Recording {
  const head = headLines(bytes, 4);
  const delimiter = delimiterOf(head[0] ?? '');
  const lines = head.map((line) => splitLine(line, delimiter));
  const multi = lines[1]?.[0] === 'individuals';
  const rows = multi ? 4 : 3;
  const [bodyparts, coords] = [lines[rows - 2], lines[rows - 1]];
  if (bodyparts?.[0] !== 'bodyparts' || coords?.[0] !== 'coords') throw brokenHeader(file, lines);
  const indexColumns = coords.indexOf('x');
  const columns = poseColumns(multi ? lines[1] : null, bodyparts, coords, indexColumns, file);
  const from = lineStart(bytes, rows);
  const table: ByteTable = {
    file,
    bytes,
    from,
    firstLine: rows + 1,
    names: coords.map((name, i) => (i < indexColumns ? name : `${bodyparts[i]} ${name}`)),
    delimiter,
    decimal: decimalMark(bytes, from, delimiter),
  };
  const kept = columns.flatMap((column) => {
    const how = wanted === null ? 'with-likelihood' : wanted(column.point);
    return how === 'skip' ? [] : [how === 'position' ? { ...column, likelihood: null } : column];
  });
  const notes: string[] = [];
  const images = indexColumns > 1 || IMAGE.test(firstCell(table));
  if (images) notes.push('labelled images, not a recording: frames are not evenly spaced in time');
  const positions = kept.flatMap(({ x, y, likelihood }) => (likelihood === null ? [x, y] : [x, y, likelihood]));
  const scanned = images ? scanColumns(table, positions, 'if-empty') : scanColumns(table, [0, ...positions]);
  const index = images ? null : (scanned.shift() as Float64Array);
  const frames = scanned[0]?.length ?? 0;
  if (index !== null) requireConsecutive(index, table);
  let next = 0;
  const points = kept.map(({ individual, point, likelihood }): { individual: string; point: PosePoint } => ({
    individual,
    point: { name: point, x: scanned[next++], y: scanned[next++], likelihood: likelihood === null ? null : scanned[next++] },
  }));
  return {
    file,
    format: 'deeplabcut',
    frames,
    time: null,
    fps: null,
    unit: 'px',
    individuals: groupPoints(points),
    zones: [],
    columns: [],
    attributes: [['scorer', lines[0][indexColumns] ?? '']],
    notes,
  };
}

function poseColumns(
  individuals: readonly string[] | null,
  bodyparts: readonly string[],
  coords: readonly string[],
  first: number,
  file: string,
): PoseColumn[] {
  const columns: PoseColumn[] = [];
  for (let i = first; i >= 0 && i + 1 < coords.length; ) {
    const isSame = (other: number): boolean => bodyparts[i] === bodyparts[other] && individuals?.[i] === individuals?.[other];
    const hasLikelihood = coords[i + 2] === 'likelihood';
    const isNamed = (bodyparts[i] ?? '') !== '' && (individuals === null || individuals[i] !== undefined);
    const fits = isNamed && coords[i] === 'x' && coords[i + 1] === 'y' && isSame(i + 1) && (!hasLikelihood || isSame(i + 2));
    if (!fits)
      throw brokenHeader(file, [
        ...(individuals === null ? [] : [individuals.slice(i, i + 3)]),
        bodyparts.slice(i, i + 3),
        coords.slice(i, i + 3),
      ]);
    columns.push({
      individual: individuals?.[i] ?? '',
      point: bodyparts[i],
      x: i,
      y: i + 1,
      likelihood: hasLikelihood ? i + 2 : null,
    });
    i += hasLikelihood ? 3 : 2;
  }
  if (columns.length === 0) throw brokenHeader(file, [bodyparts.slice(), coords.slice()]);
  return columns;
}

/** Points grouped by individual, in file order. */
export function groupPoints(points: readonly { individual: string; point: PosePoint }[]): Individual[] {
  const groups = new Map<string, PosePoint[]>();
  for (const { individual, point } of points) {
    const group = groups.get(individual);
    if (group === undefined) groups.set(individual, [point]);
    else group.push(point);
  }
  return [...groups].map(([name, members]) => ({ name, points: members }));
}

function firstCell({ bytes, from, delimiter }: ByteTable): string {
  return from < bytes.length ? cellsOf(bytes, from, lineEnd(bytes, from), delimiter, 1)[0] : '0';
}

function requireConsecutive(index: Float64Array, table: ByteTable): void {
  for (let i = 1; i < index.length; i++) {
    if (index[i] === index[i - 1] + 1) continue;
    throw inputError({
      code: 'track-frame-order',
      file: table.file,
      line: table.firstLine + i,
      column: 1,
      message: 'frame numbers must count up by one',
      found: `${index[i]} after ${index[i - 1]}`,
      mend: 'lines are missing, repeated or sorted differently; export the file again',
    });
  }
}

function brokenHeader(file: string, found: readonly (readonly string[])[]): Error {
  return inputError({
    code: 'deeplabcut-header',
    file,
    line: 1,
    message: 'the header rows of this DeepLabCut file do not fit together',
    found: found.map((row) => row.slice(0, 4).join(',')).join(' / '),
    expected: 'rows scorer, (individuals,) bodyparts, coords with x, y (and likelihood) for every body part',
    mend: 'export the predictions again as CSV and do not edit the first rows',
  });
}
