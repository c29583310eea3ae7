import { type Problem, throwIfErrors } from '../../problems/index.ts';
import type { ScoredObservation, Scoring } from '../recording/recording.ts';
import { ObservationBuilder } from './observation-builder.ts';
import { scanTexts } from './scan-texts.ts';
import { delimiterOf, headLines, positionOf, splitLine, tableAt } from './text-head.ts';

const NO_SUBJECT = /^(no focal subject)?$/i;

/** A subject's name; BORIS writes `No focal subject` or nothing when there is none. */
export function subjectName(text: string): string {
  return NO_SUBJECT.test(text.trim()) ? '' : text.trim();
}

/**
 * Reads BORIS tabular events: key rows, then a table that begins with `Time` and ends with `Status` (START, STOP, POINT).
 *
 * @throws InputError for states that are never stopped or never started, with the line
 */
export function readBorisTabular(bytes: Uint8Array, file: string): Scoring {
  const lines = headLines(bytes, 500);
  const delimiter = delimiterOf(lines[0] ?? '');
  const header = lines.findIndex((line) => /^"?Time"?[,;\t]/.test(line));
  const preamble = lines.slice(0, Math.max(0, header)).map((line) => splitLine(line, delimiter));
  const table = tableAt(bytes, file, Math.max(0, header));
  const column = (pattern: RegExp, what: string): number => positionOf(table, pattern, what);
  const [times, subjects, behaviors, states, lengths] = scanTexts(table, [
    column(/^Time$/, 'the time'),
    column(/^Subject$/, 'the subject'),
    column(/^Behavior$/, 'the behavior'),
    column(/^(Status|Behavior type)$/, 'START and STOP'),
    Math.max(
      0,
      table.names.findIndex((name) => /^(Total length|Media duration)/i.test(name)),
    ),
  ]);
  const named = (key: string): string => preamble.find((row) => row[0] === key)?.[1] ?? '';
  const attributes = preamble.flatMap(([key, value]): [string, string][] =>
    key === undefined || key === '' || value === undefined || value === '' || key === 'variable' ? [] : [[key, value]],
  );
  const problems: Problem[] = [];
  const builder = new ObservationBuilder(file, problems);
  times.forEach((text, row) => {
    const line = table.firstLine + row;
    const duration = Number(lengths[row]);
    const place = { observation: named('Observation id'), subject: subjectName(subjects[row]), rater: null, attributes };
    const time = builder.number(text, line, 'Time');
    const status = states[row].trim().toUpperCase();
    if (status === 'POINT') builder.event(place, behaviors[row], time, time, duration);
    else if (status === 'START') builder.start(place, behaviors[row], time, line, duration);
    else if (status === 'STOP') builder.stop(place, behaviors[row], time, line, duration);
    else builder.badStatus(states[row], line);
  });
  const observations = builder.finish();
  throwIfErrors(problems);
  return { file, format: 'boris-tabular', observations, notes: [] };
}

/**
 * Reads BORIS aggregated events: one row per bout or point event, `Start (s)`, `Stop (s)`; the length of the media as duration.
 * An export without its header line is read by the place of STATE or POINT in the rows, which is noted.
 */
export function readBorisAggregated(bytes: Uint8Array, file: string): Scoring {
  const named = tableAt(bytes, file);
  const headless = !named.names.includes('Behavior');
  const table = headless ? { ...named, names: headlessNames(named.names), from: 0, firstLine: 1 } : named;
  const column = (pattern: RegExp, what: string): number => positionOf(table, pattern, what);
  const fpsColumn = table.names.findIndex((name) => /^FPS/.test(name));
  const subjectColumn = column(/^Subject$/, 'the subject');
  const variables = table.names.map((_, i) => i).filter((i) => fpsColumn >= 0 && i > fpsColumn && i < subjectColumn);
  const cells = scanTexts(table, [
    column(/^Observation id$/, 'the observation'),
    subjectColumn,
    column(/^Behavior$/, 'the behavior'),
    column(/^Start \(s\)$/, 'the start'),
    column(/^Stop \(s\)$/, 'the stop'),
    Math.max(
      0,
      table.names.findIndex((name) => /^(Total length|Media duration)/i.test(name)),
    ),
    ...variables,
  ]);
  const problems: Problem[] = [];
  const builder = new ObservationBuilder(file, problems);
  cells[0].forEach((observation, row) => {
    const line = table.firstLine + row;
    const attributes = variables.map((position, v): [string, string] => [table.names[position], cells[6 + v][row]]);
    const start = builder.number(cells[3][row], line, 'Start (s)');
    const stop = /^(NA|)$/.test(cells[4][row].trim()) ? start : builder.number(cells[4][row], line, 'Stop (s)');
    const place = { observation, subject: subjectName(cells[1][row]), rater: null, attributes };
    builder.event(place, cells[2][row], start, stop, Number(cells[5][row]), line);
  });
  const observations: ScoredObservation[] = builder.finish();
  throwIfErrors(problems);
  const notes = headless ? ['the file has no header line: columns were told by the place of STATE and POINT'] : [];
  return { file, format: 'boris-aggregated', observations, notes };
}

/** Position of the behavior type in the first row of an aggregated export without header; -1 when it does not look like one. */
export function headlessType(cells: readonly string[]): number {
  const type = cells.findIndex((cell) => /^(STATE|POINT)$/.test(cell));
  const isTime = (text: string | undefined): boolean => text !== undefined && /^(\d+(\.\d+)?|NA)$/.test(text);
  return type >= 6 && isTime(cells[type + 1]) && isTime(cells[type + 2]) ? type : -1;
}

/** Column names of an aggregated export, laid around the behavior type: subject, behavior, category, modifiers before it, times after. */
function headlessNames(cells: readonly string[]): string[] {
  const type = headlessType(cells);
  return cells.map((_, i) => {
    if (i === 0) return 'Observation id';
    return (
      ['Subject', 'Behavior', 'Behavioral category', 'Modifiers', 'Behavior type', 'Start (s)', 'Stop (s)'][i - type + 4] ??
      `column ${i + 1}`
    );
  });
}
