import { type Problem, throwIfErrors } from '../../problems/index.ts';
import type { Scoring, Summary } from '../recording/recording.ts';
import { ObservationBuilder } from './observation-builder.ts';
import { scanColumns } from './scan-columns.ts';
import { scanTexts } from './scan-texts.ts';
import { positionOf, tableAt } from './text-head.ts';

/** Reads a SimBA summary (movement log, ROI statistics): one number per video, animal, body part, (shape) and measurement. */
export function readSimbaSummary(bytes: Uint8Array, file: string): Summary {
  const table = tableAt(bytes, file);
  const keys = ['VIDEO', 'ANIMAL', 'BODY-PART', 'SHAPE', 'MEASUREMENT'].map((name) => table.names.indexOf(name));
  const [video, ...parts] = scanTexts(table, [
    positionOf(table, /^VIDEO$/, 'the video'),
    ...keys.slice(1).filter((key) => key >= 0),
  ]);
  const [value] = scanColumns(table, [positionOf(table, /^VALUE$/, 'the value')]);
  return {
    file,
    format: 'simba-summary',
    rows: video.map((animal, row) => ({ animal, measure: parts.map((part) => part[row]).join(' / '), value: value[row] })),
    notes: ['one row per video: which animal it is stands in the name of the video'],
  };
}

/**
 * Reads SimBA's detailed ROI data: one row per visit of a zone; the last frame is inside. SimBA numbers the animals of a video: where it
 * followed one, the video stands for it. Zones are behaviors, with the body part where there are several.
 */
export function readSimbaVisits(bytes: Uint8Array, file: string): Scoring {
  const table = tableAt(bytes, file);
  const [video, animal, point, shape] = scanTexts(
    table,
    [/^VIDEO$/, /^ANIMAL$/, /^BODY-PART$/, /^SHAPE( NAME)?$/].map((pattern) => positionOf(table, pattern, String(pattern))),
  );
  const [start, stop] = scanColumns(table, [
    positionOf(table, /^START TIME$/, 'the start of a visit'),
    positionOf(table, /^END TIME$/, 'the end of a visit'),
  ]);
  const problems: Problem[] = [];
  const builder = new ObservationBuilder(file, problems);
  const [several, severalPoints] = [animal, point].map((cells) => new Set(cells).size > 1);
  video.forEach((observation, row) => {
    const place = { observation, subject: several ? animal[row] : '', rater: null, attributes: [] };
    builder.event(
      place,
      severalPoints ? `${shape[row]} (${point[row]})` : shape[row],
      start[row],
      stop[row],
      NaN,
      table.firstLine + row,
    );
  });
  throwIfErrors(problems);
  return { file, format: 'simba-visits', observations: builder.finish(), notes: [] };
}
