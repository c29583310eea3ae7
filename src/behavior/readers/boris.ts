import { type Problem, throwIfErrors } from '../../problems/index.ts';
import type { ScoredObservation, Scoring } from '../recording/recording.ts';
import type { ByteTable } from './byte-table.ts';
import { ObservationBuilder } from './observation-builder.ts';
import { scanTexts } from './scan-texts.ts';
import { delimiterOf, headLines, positionOf, splitLine, tableAt } from './text-head.ts';

const NO_SUBJECT = /^(no focal subject)?$/i;

/** A subject's name; BORIS writes `No focal subject` or nothing when there is none. */
export function subjectName(text: string): string {
  return NO_SUBJECT.test(text.trim()) ? '' : text.trim();
}

/** Independent variables, and who scored where one of them says so. */
export function described(attributes: [string, string][]): Pick<ScoredObservation, 'rater' | 'attributes'> {
  const rater = attributes.find(([name, value]) => /^(rater|observer|scorer)$/i.test(name) && value !== '')?.[1] ?? null;
  return { rater, attributes };
}

/** Columns that say how long the media were, in the words of several versions. */
const LENGTH = /^(Total (length|duration)|Media duration)/i;

/**
 * Reads BORIS tabular events: one row per START, STOP or POINT. Up to version 7 key rows stand before a table that begins with `Time`
 * and ends with `Status`; since version 8 every row names its observation.
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
  const columns = [
    column(/^Time$/, 'the time'),
    column(/^Subject$/, 'the subject'),
    column(/^Behavior$/, 'the behavior'),
    column(/^(Status|Behavior type)$/, 'START and STOP'),
  ];
  const [times, subjects, behaviors, states] = scanTexts(table, columns);
  const lengths = optionalTexts(table, LENGTH);
  const ids = optionalTexts(table, /^Observation id$/);
  const variables = variablesOf(table, columns[1]);
  const named = (key: string): string => preamble.find((row) => row[0] === key)?.[1] ?? '';
  const attributes = preamble.flatMap(([key, value]): [string, string][] =>
    key === undefined || key === '' || value === undefined || value === '' || key === 'variable' ? [] : [[key, value]],
  );
  const problems: Problem[] = [];
  const builder = new ObservationBuilder(file, problems, table.decimal);
  times.forEach((text, row) => {
    const line = table.firstLine + row;
    const duration = builder.length(lengths?.[row] ?? '');
    const place = {
      observation: ids?.[row] ?? named('Observation id'),
      subject: subjectName(subjects[row]),
      ...described([...attributes, ...variables.map(({ name, cells }): [string, string] => [name, cells[row]])]),
    };
    const time = builder.number(text, line, 'Time', columns[0]);
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
  const subjectColumn = column(/^Subject$/, 'the subject');
  const columns = [
    column(/^Observation id$/, 'the observation'),
    subjectColumn,
    column(/^Behavior$/, 'the behavior'),
    column(/^Start \(s\)$/, 'the start'),
    column(/^Stop \(s\)$/, 'the stop'),
  ];
  const [ids, subjects, behaviors, starts, stops] = scanTexts(table, columns);
  const lengths = optionalTexts(table, LENGTH);
  const variables = variablesOf(table, subjectColumn);
  const problems: Problem[] = [];
  const builder = new ObservationBuilder(file, problems, table.decimal);
  ids.forEach((observation, row) => {
    const line = table.firstLine + row;
    const variablesHere = variables.map(({ name, cells }): [string, string] => [name, cells[row]]);
    const start = builder.number(starts[row], line, 'Start (s)', columns[3]);
    const stop = /^(NA|)$/.test(stops[row].trim()) ? start : builder.number(stops[row], line, 'Stop (s)', columns[4]);
    const place = { observation, subject: subjectName(subjects[row]), ...described(variablesHere) };
    builder.event(place, behaviors[row], start, stop, builder.length(lengths?.[row] ?? ''), line);
  });
  const observations: ScoredObservation[] = builder.finish();
  throwIfErrors(problems);
  const notes = headless ? ['the file has no header line: columns were told by the place of STATE and POINT'] : [];
  return { file, format: 'boris-aggregated', observations, notes };
}

/** The cells of a column that may not be there. */
function optionalTexts(table: ByteTable, pattern: RegExp): string[] | null {
  const position = table.names.findIndex((name) => pattern.test(name));
  return position < 0 ? null : scanTexts(table, [position])[0];
}

/** The independent variables of the project: they stand between the frame rate and the subject. */
function variablesOf(table: ByteTable, subject: number): { name: string; cells: string[] }[] {
  const fps = table.names.findIndex((name) => /^FPS/.test(name));
  const positions = table.names.map((_, i) => i).filter((i) => fps >= 0 && i > fps && i < subject);
  const cells = scanTexts(table, positions);
  return positions.map((position, v) => ({ name: table.names[position], cells: cells[v] }));
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
