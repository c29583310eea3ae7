import type { MeasureSpec, Observation } from '../assays/assay.ts';
import type { RaterAgreement } from '../raters/rater-results.ts';
import type { Exclusion, Flag, Measure } from '../results.ts';
import type { RatedObservation } from './rated-observations.ts';
import type { TrackSheet, TrackSketch } from './track-sketches.ts';

/** The measures of one assay as animal x session matrices, filled observation by observation. */
export interface Sheet {
  assay: string;
  specs: readonly MeasureSpec[];
  measures: Measure[];
  exclusions: Exclusion[];
  flags: Flag[];
  /** Stores what one animal did in one session. */
  put(animal: number, session: number, observation: Observation): void;
  /** 1 where something was stored, animals x sessions. */
  seen: Uint8Array;
  /** Observations that name their rater; stored when all files are read. */
  rated: RatedObservation[];
  /** Names of the behaviors in each log that was stored (of several raters, in {@link rated}). */
  scored: { animal: number; session: number; names: readonly string[] }[];
  /** How well the raters agree, where several scored the same animals. */
  raters: RaterAgreement[];
  /** Paths of one session made small, by position of the animal. */
  sketches: { animal: number; sketch: TrackSketch }[];
  tracks: TrackSheet | null;
}

/** Makes an empty sheet: all values missing. */
export function createSheet(
  assay: string,
  specs: readonly MeasureSpec[],
  animals: readonly string[],
  sessions: readonly string[],
): Sheet {
  const size = animals.length * sessions.length;
  const measures = specs.map(
    (spec): Measure => ({
      id: `${assay}/${spec.name}`,
      assay,
      label: spec.label,
      unit: spec.unit,
      domain: spec.domain,
      direction: spec.direction,
      values: new Float64Array(size).fill(NaN),
      censored: null,
      ...(spec.nature === undefined ? {} : { nature: spec.nature }),
    }),
  );
  const exclusions: Exclusion[] = [];
  const flags: Flag[] = [];
  const seen = new Uint8Array(size);
  const scored: Sheet['scored'] = [];
  const put = (animal: number, session: number, observation: Observation): void => {
    const cell = animal * sessions.length + session;
    const place = { animal: animals[animal], session: sessions[session], assay };
    seen[cell] = 1;
    if (observation.scored !== undefined) scored.push({ animal, session, names: observation.scored });
    for (const { rule, reason } of observation.exclusions) exclusions.push({ ...place, rule, reason });
    for (const flag of observation.flags) flags.push({ ...flag, ...place });
    if (observation.exclusions.some((exclusion) => exclusion.measures === null)) return;
    specs.forEach((spec, m) => {
      measures[m].values[cell] = observation.values.get(spec.name) ?? NaN;
      if (!observation.censored.has(spec.name)) return;
      measures[m].censored ??= new Uint8Array(size);
      (measures[m].censored as Uint8Array)[cell] = 1;
    });
  };
  return { assay, specs, measures, exclusions, flags, put, seen, scored, rated: [], raters: [], sketches: [], tracks: null };
}
