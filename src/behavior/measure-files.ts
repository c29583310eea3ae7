import { inputError, suggestName } from '../problems/index.ts';
import type { ArenaSetup } from './arena/arena-setup.ts';
import { type Assay, emptyObservation, type Observation } from './assays/assay.ts';
import { ASSAYS, assayNamed } from './assays/catalogue.ts';
import { measureLog } from './assays/measure-log.ts';
import { binsOf } from './assays/window.ts';
import type { CleaningCounts } from './clean/clean-path.ts';
import type { TrackSketch } from './collect/track-sketches.ts';
import type { BehaviorFile, Recording, ScoredObservation, Summary } from './recording/recording.ts';
import { prepareScene } from './recording/scene.ts';
import type { EventLog } from './track/event-log.ts';
import { sketchTrack } from './track/sketch.ts';

/** What one animal did in one file. */
export interface MeasuredAnimal {
  file: string;
  animal: string;
  /** The part of the recording, seconds after its start; null: all of it. */
  bin: { from: number; to: number } | null;
  observation: Observation;
  /** What cleaning did to the path of the body point; null for scored events. */
  counts: CleaningCounts | null;
  /** The path made small, where it was asked for. */
  sketch?: TrackSketch | null;
  /** What the reader had to decide or noticed about the file. */
  notes: readonly string[];
}

/** The assay of that id. Throws InputError naming the nearest one. */
export function requireAssay(id: string): Assay {
  const assay = assayNamed(id);
  if (assay !== undefined) return assay;
  const known = ASSAYS.map((one) => one.id);
  throw inputError({
    code: 'behavior-unknown-assay',
    message: `unknown assay "${id}"`,
    expected: known.join(', '),
    mend: suggestName(id, known),
  });
}

/**
 * Measures every animal of a file that was read.
 *
 * @param binSeconds also measure consecutive parts of this length (tracks only)
 * @param sketch also keep the path made small (tracks only)
 * @throws InputError when the assay cannot be measured from such a file
 */
export function measureFile(
  read: BehaviorFile,
  assay: Assay,
  arena: ArenaSetup,
  file: string,
  binSeconds: number | null = null,
  sketch = false,
): MeasuredAnimal[] {
  if (read.kind === 'recording')
    return read.recordings.flatMap((recording) => measureRecording(recording, assay, arena, binSeconds, sketch));
  if (read.kind === 'scoring' && assay.fromEvents !== undefined) {
    return read.scoring.observations.map((one) => {
      const observation = measureLog(assay, eventLogOf(one, file));
      const animal = one.subject === '' ? one.observation : one.subject;
      return { file, animal, bin: null, observation, counts: null, notes: read.scoring.notes };
    });
  }
  throw inputError({
    code: 'behavior-wrong-kind',
    file,
    message: `${assay.label} cannot be measured from ${read.kind === 'scoring' ? 'a log of events' : 'numbers that another program summed up'}`,
    found: read.kind === 'scoring' ? undefined : namesIn(read.summary),
    expected: assay.formats.join(' or '),
    mend:
      read.kind === 'scoring'
        ? 'choose another --assay, or export what the assay needs'
        : 'write them into a table with a row per animal, and give that under format: table in study.yaml',
  });
}

/** The first measures of a summary. */
function namesIn({ rows }: Summary): string {
  const names = [...new Set(rows.map((row) => row.measure))];
  return `${names.slice(0, 6).join(', ')}${names.length > 6 ? `, ... (${names.length} in all)` : ''}`;
}

function measureRecording(
  recording: Recording,
  assay: Assay,
  arena: ArenaSetup,
  binSeconds: number | null,
  sketch: boolean,
): MeasuredAnimal[] {
  if (assay.fromTrack === undefined) {
    throw inputError({
      code: 'behavior-wrong-kind',
      file: recording.file,
      message: `${assay.label} cannot be measured from a track`,
      expected: assay.formats.join(' or '),
      mend: 'score it, or choose another --assay',
    });
  }
  const { fromTrack } = assay;
  const animals = recording.individuals.filter((one) => one.name !== 'single' || recording.individuals.length === 1);
  return animals.flatMap(({ name }): MeasuredAnimal[] => {
    const scene = prepareScene(recording, arena, name, assay.cleaning);
    const animal = name === '' || animals.length === 1 ? animalName(recording, name) : name;
    const common = { file: recording.file, animal, notes: recording.notes };
    const whole = { ...common, bin: null, observation: fromTrack(scene), counts: scene.counts };
    const bins = binSeconds === null ? [] : binsOf(scene, binSeconds);
    const parts = assay.fromTrackParts?.(scene, bins) ?? bins.map(({ scene: part }) => fromTrack(part));
    return [
      { ...whole, ...(sketch ? { sketch: sketchTrack(scene) } : {}) },
      ...bins.map(({ from, to }, i) => ({ ...common, bin: { from, to }, observation: parts[i], counts: null })),
    ];
  });
}

/** The animal as the file's own header names it, else the individual's name, else nothing. */
function animalName(recording: Recording, individual: string): string {
  const named = recording.attributes.find(
    ([key]) => /^(animal|mouse|rat|subject)[ _-]?(id|name|no|number)?$/i.test(key) && !/^subject (name|id)$/i.test(key),
  );
  return named?.[1] ?? individual;
}

/** Scored events as the log that assays are measured from. */
export function eventLogOf(scored: ScoredObservation, file: string): EventLog {
  const last = scored.stop.reduce((end, stop) => Math.max(end, stop), 0);
  return {
    file,
    behavior: scored.behavior.map((name) => name.toLowerCase()),
    start: scored.start,
    stop: scored.stop,
    end: Number.isNaN(scored.duration) ? last : Math.max(scored.duration, last),
    endKnown: !Number.isNaN(scored.duration),
  };
}

/** Values, censoring, exclusions and flags of measured animals as columns, one row per animal. */
export function measureColumns(
  assay: Assay,
  rows: readonly MeasuredAnimal[],
): { name: string; values: (string | number | null)[] }[] {
  const specs = assay.measures.filter((spec) => rows.some((row) => row.observation.values.has(spec.name)));
  const of = ({ observation }: MeasuredAnimal): Observation => observation ?? emptyObservation();
  const censorable = specs.filter((spec) => rows.some((row) => of(row).censored.has(spec.name)));
  return [
    { name: 'file', values: rows.map((row) => row.file) },
    { name: 'animal', values: rows.map((row) => row.animal) },
    ...(rows.some((row) => row.bin !== null)
      ? [
          { name: 'bin_from_s', values: rows.map((row) => row.bin?.from ?? null) },
          { name: 'bin_to_s', values: rows.map((row) => row.bin?.to ?? null) },
        ]
      : []),
    ...specs.map((spec) => ({ name: spec.name, values: rows.map((row) => of(row).values.get(spec.name) ?? NaN) })),
    ...censorable.map((spec) => ({
      name: `${spec.name.replace(/_s$/, '')}_censored`,
      values: rows.map((row) => Number(of(row).censored.has(spec.name))),
    })),
    ...countColumns(rows),
    {
      name: 'excluded',
      values: rows.map((row) =>
        of(row)
          .exclusions.map(({ rule, reason }) => `${rule}: ${reason}`)
          .join('; '),
      ),
    },
    {
      name: 'flags',
      values: rows.map((row) =>
        of(row)
          .flags.map(({ code, message }) => `${code}: ${message}`)
          .join('; '),
      ),
    },
    ...(rows.some((row) => row.notes.length > 0) ? [{ name: 'notes', values: rows.map((row) => row.notes.join('; ')) }] : []),
  ];
}

/** How many frames were dropped, filled and left without a position, where there are tracks. */
function countColumns(rows: readonly MeasuredAnimal[]): { name: string; values: (number | null)[] }[] {
  if (rows.every((row) => row.counts === null)) return [];
  const column = (name: string, pick: (counts: CleaningCounts) => number) => ({
    name,
    values: rows.map(({ counts }) => (counts === null ? null : pick(counts))),
  });
  return [
    column('frames', (counts) => counts.frames),
    column('frames_dropped', (counts) => counts.lowLikelihood + counts.jumps),
    column('frames_filled', (counts) => counts.filled),
    column('frames_missing', (counts) => counts.missing),
  ];
}
