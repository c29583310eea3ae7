import { inputError } from '../../problems/index.ts';
import type { LengthUnit, PosePoint, Recording } from '../recording/recording.ts';
import type { ByteTable } from './byte-table.ts';
import { clockSeconds, isoSeconds, stampKind } from './clock.ts';
import { spreadOverFrames } from './frame-rows.ts';
import { scanColumns } from './scan-columns.ts';
import { scanTexts } from './scan-texts.ts';
import { tableAt } from './text-head.ts';
import { requireTimes } from './times.ts';

const COORDINATE = /^(.*?)[ _.-]?([xy])(?:[ _.]*[([]?(px|pixels?|mm|cm|m|in)[)\]]?)?$/i;
const TIME =
  /^(?:time|t|timestamp|seconds?|(?:recording|trial)[ _]time|zeit|temps|tiempo|tempo)(?:[ _.]*[([]?(s|sec|seconds?|ms|min)[)\]]?)?$/i;
const FRAME = /^frame(?:[ _.]*(?:nr|no|number|index|idx))?$/i;
const LIKELIHOOD = /^(.*?)(?:[ _.-]?(?:likelihood|confidence|score)|[ _.-]p)$/i;
const SECONDS: readonly (readonly [string, number])[] = [
  ['ms', 0.001],
  ['min', 60],
];

interface CoordinateColumn {
  point: string;
  axis: 'x' | 'y';
  unit: string;
  position: number;
}

/** Whether a header has what a plain track needs: x and y. */
export function looksLikePlainTrack(names: readonly string[]): boolean {
  return pairsOf(coordinateColumns(names)).length > 0;
}

/**
 * Reads a plain table with named columns: `time_s` (or `time (ms)`, `t`, ...; without a unit, seconds), and `x_cm`, `y_cm` (or
 * `x [mm]`, `nose_x_px`, ...; without a unit, pixels; both are noted). Times may also be clocks (0:00:12.04) or ISO dates, as Bonsai
 * writes them under whatever name. Several points may stand side by side, with `nose_likelihood` (SimBA: `nose_p`) beside them.
 * Without times, a column `frame` says which frame a row is; without that, rows are frames.
 *
 * @throws InputError when units are mixed, an x has no y, or a cell is not a number
 */
export function readPlainTrack(bytes: Uint8Array, file: string): Recording {
  const table = tableAt(bytes, file);
  const columns = coordinateColumns(table.names);
  const units = new Set(columns.map((column) => column.unit));
  if (units.size > 1) throw mixedUnits(table, [...units]);
  const pairs = pairsOf(columns);
  if (pairs.length === 0) throw noPosition(table);
  const stamps = stampsOf(table);
  const timeColumn = stamps?.column ?? table.names.findIndex((name) => TIME.test(name));
  const frameColumn = timeColumn >= 0 ? -1 : table.names.findIndex((name) => FRAME.test(name));
  const likelihoods = pairs.map(({ point }) =>
    table.names.findIndex((name) => LIKELIHOOD.exec(name)?.[1].toLowerCase() === point),
  );
  const wanted = [...pairs.flatMap(({ x, y }) => [x, y]), ...likelihoods.filter((position) => position >= 0)];
  const leading = stamps === null ? Math.max(timeColumn, frameColumn) : -1;
  const scanned = scanColumns(table, leading < 0 ? wanted : [leading, ...wanted]);
  const lead = leading < 0 ? null : (scanned.shift() as Float64Array);
  const notes = units.has('') ? ['the column names say no unit: positions taken as pixels'] : [];
  const time = lead === null || timeColumn < 0 ? (stamps?.time ?? null) : secondsOf(lead, table, timeColumn, notes);
  const laid = lead === null || frameColumn < 0 ? scanned : spreadOverFrames(lead, scanned, lead[0] ?? 0, table);
  let next = 2 * pairs.length;
  const points = pairs.map(
    ({ name }, i): PosePoint => ({
      name,
      x: laid[2 * i],
      y: laid[2 * i + 1],
      likelihood: likelihoods[i] < 0 ? null : laid[next++],
    }),
  );
  return {
    file,
    format: 'plain',
    frames: points[0].x.length,
    time,
    fps: null,
    unit: lengthUnit([...units][0]),
    individuals: [{ name: '', points }],
    zones: [],
    columns: [],
    attributes: [],
    notes,
  };
}

/** The column whose cells are clocks or dates: one named as a time; where none is, any that holds dates which differ. Null without. */
function stampsOf(table: ByteTable): { column: number; time: Float64Array } | null {
  const end = table.bytes.indexOf(10, table.bytes.indexOf(10, table.from) + 1);
  const head = { ...table, bytes: end < 0 ? table.bytes : table.bytes.subarray(0, end) };
  const cells = scanTexts(
    head,
    table.names.map((_, position) => position),
  );
  const isNamed = table.names.some((name) => TIME.test(name));
  const column = cells.findIndex(([first = '', second], position) => {
    const kind = stampKind(first);
    if (isNamed) return kind !== null && TIME.test(table.names[position]);
    return kind === 'date' && second !== undefined && second !== first;
  });
  if (column < 0) return null;
  const texts = scanTexts(table, [column])[0];
  const time = stampKind(texts[0]) === 'date' ? isoSeconds(texts) : Float64Array.from(texts, clockSeconds);
  requireTimes(time, table, column);
  return { column, time };
}

function secondsOf(stamps: Float64Array, table: ByteTable, column: number, notes: string[]): Float64Array {
  const unit = TIME.exec(table.names[column])?.[1]?.toLowerCase();
  if (unit === undefined && !/sec/i.test(table.names[column]))
    notes.push(`the column "${table.names[column]}" says no unit: times taken as seconds`);
  const factor = SECONDS.find(([name]) => name === unit)?.[1] ?? 1;
  const time = factor === 1 ? stamps : stamps.map((value) => value * factor);
  requireTimes(time, table, column);
  return time;
}

/** The points that have both coordinates. */
function pairsOf(columns: readonly CoordinateColumn[]): { name: string; point: string; x: number; y: number }[] {
  return columns.flatMap((x) => {
    const y = columns.find((other) => other.axis === 'y' && other.point === x.point);
    if (x.axis !== 'x' || y === undefined) return [];
    return [{ name: x.point === '' ? 'center' : x.point, point: x.point, x: x.position, y: y.position }];
  });
}

function noPosition(table: ByteTable): Error {
  return inputError({
    code: 'track-no-column',
    file: table.file,
    line: table.firstLine - 1,
    message: 'there are no columns for x and y of the same point',
    found: table.names.join(', '),
    mend: 'name them x_cm and y_cm (or nose_x_px, nose_y_px, ...)',
  });
}

function coordinateColumns(names: readonly string[]): CoordinateColumn[] {
  return names.flatMap((name, position) => {
    const match = COORDINATE.exec(name.trim());
    if (match === null || match[1].length > 40) return [];
    const unit = (match[3] ?? '').toLowerCase();
    if (match[1] !== '' && unit === '' && !/[ _.-][xy]$/i.test(name.trim())) return [];
    return [{ point: match[1].toLowerCase(), axis: match[2].toLowerCase() === 'x' ? 'x' : 'y', unit, position }];
  });
}

function lengthUnit(unit: string): LengthUnit {
  return unit === 'mm' || unit === 'cm' || unit === 'm' || unit === 'in' ? unit : 'px';
}

function mixedUnits(table: ByteTable, units: readonly string[]): Error {
  return inputError({
    code: 'track-mixed-units',
    file: table.file,
    line: table.firstLine - 1,
    message: 'positions are given in different units',
    found: units.map((unit) => (unit === '' ? 'none' : unit)).join(', '),
    mend: 'use one unit for all x and y columns',
  });
}
