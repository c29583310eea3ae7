import { type Problem, throwIfErrors } from '../../problems/index.ts';
import type { Scoring } from '../recording/recording.ts';
import { ObservationBuilder } from './observation-builder.ts';
import { scanTexts } from './scan-texts.ts';
import { positionOf, tableAt } from './text-head.ts';

/** What a column of animals may be called. */
const ANIMAL = /^(animal|subject|mouse|rat|maus)([ ._-]?(id|name|no|number))?$/i;
const MARKERS = /^(_DEFAULT|Start[_/]?End)$/i;

/**
 * Reads human labels in the layout of the DLCAnalyzer set: `file; Experimenter; from; to; type; ID`. Marker rows (`Start_End` in any
 * spelling, `_DEFAULT`) are left out; a bout without a time is left out and noted.
 */
export function readRaterLabels(bytes: Uint8Array, file: string): Scoring {
  const table = tableAt(bytes, file);
  const patterns = [/^Experimenter$/, /^from$/, /^to$/, /^type$/, /^ID$/];
  const columns = patterns.map((pattern) => positionOf(table, pattern, String(pattern)));
  const cells = scanTexts(table, columns);
  const problems: Problem[] = [];
  const notes: string[] = [];
  const builder = new ObservationBuilder(file, problems, table.decimal);
  cells[0].forEach((rater, row) => {
    const [from, to, type, id] = [cells[1][row], cells[2][row], cells[3][row], cells[4][row]];
    const line = table.firstLine + row;
    if (MARKERS.test(type)) return;
    if (/^(NA|)$/.test(from) || /^(NA|)$/.test(to)) {
      notes.push(
        `line ${line}: "${type}" of ${id} (${rater}) has no ${from === '' || from === 'NA' ? 'start' : 'stop'} and was left out`,
      );
      return;
    }
    const place = { observation: id, subject: id, rater, attributes: [] };
    const [start, stop] = [builder.number(from, line, 'from', columns[1]), builder.number(to, line, 'to', columns[2])];
    builder.event(place, type, start, stop, NaN, line);
  });
  throwIfErrors(problems);
  return { file, format: 'rater-labels', observations: builder.finish(), notes };
}

/**
 * Reads a plain event table: `behavior`, `start_s`, `stop_s` and, where present, `animal` (or `mouse id`, ...), `session`, `rater`,
 * `duration_s`. A row without behavior and times stands for an animal that did nothing of what was scored.
 */
export function readEventTable(bytes: Uint8Array, file: string): Scoring {
  const table = tableAt(bytes, file);
  const columns = [
    positionOf(table, /^behaviou?r$/i, 'the behavior'),
    positionOf(table, /^start(_s| \(s\))?$/i, 'the start'),
    positionOf(table, /^stop(_s| \(s\))?$/i, 'the stop'),
  ];
  const [behavior, start, stop] = scanTexts(table, columns);
  const optional = [ANIMAL, /^(session|observation)$/i, /^(rater|observer)$/i, /^duration(_s| \(s\))$/i].map((pattern) => {
    const position = table.names.findIndex((name) => pattern.test(name));
    return { position, cells: position < 0 ? null : scanTexts(table, [position])[0] };
  });
  const cell = (which: number, row: number): string => optional[which].cells?.[row] ?? '';
  const problems: Problem[] = [];
  const builder = new ObservationBuilder(file, problems, table.decimal);
  behavior.forEach((name, row) => {
    const line = table.firstLine + row;
    const rater = cell(2, row);
    const place = { observation: cell(1, row), subject: cell(0, row), rater: rater === '' ? null : rater, attributes: [] };
    const duration = cell(3, row) === '' ? NaN : builder.number(cell(3, row), line, 'duration_s', optional[3].position);
    if (name === '' && start[row] === '' && stop[row] === '') builder.observe(place, duration);
    else {
      const [from, to] = [start, stop].map((cells, i) => builder.number(cells[row], line, ['start', 'stop'][i], columns[1 + i]));
      builder.event(place, name, from, to, duration, line);
    }
  });
  throwIfErrors(problems);
  const notes = optional[0].cells === null ? ['no column names the animal: all events are taken as those of one'] : [];
  return { file, format: 'events', observations: builder.finish(), notes };
}
