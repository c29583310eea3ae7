import { inputError } from '../../problems/index.ts';
import type { Scoring } from '../recording/recording.ts';
import { described, subjectName } from './boris.ts';
import { ObservationBuilder } from './observation-builder.ts';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** The entries of a JSON object; none for anything else. */
function entries(value: Json | undefined): [string, Json][] {
  return value !== null && typeof value === 'object' && !Array.isArray(value) ? Object.entries(value) : [];
}

function member(value: Json | undefined, key: string): Json | undefined {
  return entries(value).find(([name]) => name === key)?.[1];
}

function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
}

/**
 * Reads a BORIS project: events are arrays [time, subject, code, modifier, comment]; the times of a state pair up in order.
 * A state that does not pair up is left out and named in the notes, since the rest of the project is sound.
 *
 * @throws InputError when the text is not JSON or no BORIS project
 */
export function readBorisProject(text: string, file: string): Scoring {
  const project = parse(text, file);
  const observations = entries(member(project, 'observations'));
  const states = new Set(
    entries(member(project, 'behaviors_conf')).flatMap(([, conf]) =>
      /^state/i.test(textOf(member(conf, 'type'))) ? [textOf(member(conf, 'code'))] : [],
    ),
  );
  const notes: string[] = [];
  const builder = new ObservationBuilder(file, []);
  for (const [observation, content] of observations) {
    const attributes = entries(member(content, 'independent_variables')).map(([key, value]): [string, string] => [
      key,
      textOf(value),
    ]);
    const duration = totalLength(content);
    const open = new Map<string, number>();
    const events = member(content, 'events');
    const rows = Array.isArray(events) ? events.filter(Array.isArray) : [];
    for (const row of [...rows].sort((a, b) => Number(a[0]) - Number(b[0]))) {
      const [time, subject, code] = [Number(row[0]), subjectName(textOf(row[1])), textOf(row[2])];
      const place = { observation, subject, ...described(attributes) };
      if (!Number.isFinite(time)) notes.push(`observation "${observation}": an event without a time was left out`);
      else if (!states.has(code)) builder.event(place, code, time, time, duration);
      else {
        const key = JSON.stringify([subject, code, textOf(row[3])]);
        const start = open.get(key);
        if (start === undefined) open.set(key, time);
        else {
          open.delete(key);
          builder.event(place, code, start, time, duration);
        }
      }
    }
    for (const [key, start] of open) {
      const [subject, code] = JSON.parse(key) as string[];
      notes.push(
        `observation "${observation}": state "${code}"${subject === '' ? '' : ` of ${subject}`} starts at ${start} s and is never stopped; this bout was left out`,
      );
    }
  }
  return { file, format: 'boris-project', observations: builder.finish(), notes };
}

function parse(text: string, file: string): Json {
  let project: Json;
  try {
    project = JSON.parse(text) as Json;
  } catch (error) {
    throw inputError({
      code: 'boris-json',
      file,
      message: 'the file begins like a BORIS project but is not complete JSON',
      found: error instanceof Error ? error.message : '',
      mend: 'the file may be cut short; save the project again in BORIS',
    });
  }
  if (member(project, 'observations') !== undefined) return project;
  throw inputError({
    code: 'boris-project',
    file,
    message: 'this JSON file is no BORIS project: it has no "observations"',
    mend: 'export the events from BORIS as tabular or aggregated events',
  });
}

/** Sum of the lengths of the media of the first player that are listed. */
function totalLength(content: Json): number {
  const lengths = entries(member(member(content, 'media_info'), 'length'));
  const first = entries(member(content, 'file'))[0]?.[1];
  const files = Array.isArray(first) ? first.map(textOf) : [];
  const used = lengths.filter(([name]) => files.includes(name)).map(([, length]) => Number(length));
  return used.length === 0 ? NaN : used.reduce((sum, length) => sum + length, 0);
}
