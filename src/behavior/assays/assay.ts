import type { AssayFormat, Domain } from '../../study/index.ts';
import type { Cleaning } from '../clean/clean-path.ts';
import type { BottleRecord } from '../collect/bottles.ts';
import type { MeasureNature } from '../models/nature-results.ts';
import type { Scene } from '../recording/scene.ts';
import type { EventLog } from '../track/event-log.ts';

/** What a measure is; the values come in an {@link Observation}. */
export interface MeasureSpec {
  /** Name with its unit as suffix, e.g. `center_time_s`. */
  name: string;
  label: string;
  unit: string;
  domain: Domain;
  /** What a higher value means for the domain: +1 more of it, -1 less of it, 0 a control measure. */
  direction: 1 | -1 | 0;
  /** Whether it enters the domain score; of measures that say the same thing only one does. */
  composite: boolean;
  /** Absent for plain amounts. */
  nature?: MeasureNature;
}

/** A time until something happens, which may be censored. */
export const LATENCY: MeasureNature = { kind: 'latency' };
/** A share of time or of an amount. */
export const SHARE: MeasureNature = { kind: 'share', successes: null, trials: null, fewer: 0 };
/** A number of events. */
export const COUNT: MeasureNature = { kind: 'count', exposure: null };

/** A visible setting of an assay, printed with the results. */
export interface AssaySetting {
  name: string;
  value: number;
  unit: string;
  meaning: string;
}

/** What one animal did in one session. */
export interface Observation {
  /** By measure name; a measure not named is missing. */
  values: Map<string, number>;
  /** Latencies that never happened: the value is the observation time. */
  censored: Set<string>;
  /** Reasons for which values are missing; `measures` null means all of the assay. */
  exclusions: { rule: string; reason: string; measures: readonly string[] | null }[];
  flags: { code: string; message: string }[];
  /** Names of all behaviors in the log that it was measured from, lower case; absent for tracks and bottles. */
  scored?: readonly string[];
}

/** A standard test: what it measures, from which kinds of files, and by which rules animals are left out. */
export interface Assay {
  id: string;
  label: string;
  /** What its files may be. */
  formats: readonly AssayFormat[];
  measures: readonly MeasureSpec[];
  settings: readonly AssaySetting[];
  /** Points of a pose file that it uses besides the body point, lower case; `all` for every point of the animal. */
  points?: readonly string[] | 'all';
  /** How pose tracks are cleaned for it, where that differs from the usual. */
  cleaning?: Partial<Cleaning>;
  /** Papers that define the test and its measures. */
  sources: readonly string[];
  /** Names of the scored behaviors that it measures, lower case; absent where it tells by other means what it can use. */
  behaviors?: readonly string[];
  fromTrack?(scene: Scene): Observation;
  /** Measures parts of a recording (s after its start) where they cannot be measured one by one, each as a recording of its own. */
  fromTrackParts?(whole: Scene, parts: readonly { from: number; to: number }[]): Observation[];
  fromEvents?(log: EventLog): Observation;
  fromBottles?(records: readonly BottleRecord[]): Observation;
}

/** An observation without values yet. */
export function emptyObservation(): Observation {
  return { values: new Map(), censored: new Set(), exclusions: [], flags: [] };
}

/** Leaves the whole observation out, for a stated reason. */
export function exclude(observation: Observation, rule: string, reason: string): Observation {
  observation.exclusions.push({ rule, reason, measures: null });
  return observation;
}

/** The value of a setting. Throws RangeError for a name the assay does not have (a programming error). */
export function setting(settings: readonly AssaySetting[], name: string): number {
  const found = settings.find((one) => one.name === name);
  if (found === undefined) throw new RangeError(`no setting "${name}"`);
  return found.value;
}
