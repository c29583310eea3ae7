import type { Task } from '../context/index.ts';
import { InputError, type Problem } from '../problems/index.ts';
import { type ArenaSetup, scaleMarks } from './arena/arena-setup.ts';
import type { Assay } from './assays/assay.ts';
import { type MeasuredAnimal, measureFile, requireAssay } from './measure-files.ts';
import type { PointFilter } from './readers/deeplabcut-csv.ts';
import { readBehaviorFile, readTextFile } from './readers/read-file.ts';
import type { TextFormat } from './readers/recognize.ts';
import { BODY_POINTS } from './recording/scene.ts';

/** A file to be measured. */
export interface MeasureJob {
  bytes: Uint8Array;
  file: string;
  assay: string;
  arena: ArenaSetup;
  format: TextFormat | null;
  /** Also measure consecutive parts of so many seconds; null: only the whole. */
  binSeconds: number | null;
  /** Also keep the path made small, for pictures. */
  sketch?: boolean;
}

/** What became of it. The problems of a file are part of the answer, so that all files are looked at. */
export interface MeasureOutcome {
  rows: MeasuredAnimal[];
  problems: readonly Problem[];
}

/** Whether a file is none of the binary formats, whose libraries load asynchronously (HDF5, workbooks). */
export function isText(bytes: Uint8Array): boolean {
  return bytes[0] !== 0x89 && !(bytes[0] === 0x50 && bytes[1] === 0x4b);
}

/** Reads a text file of any tracker or scorer and measures its animals. */
export const measureFileTask: Task<MeasureJob, MeasureOutcome> = {
  name: 'behavior/measure-file',
  run: (job) => {
    try {
      const assay = requireAssay(job.assay);
      const points = pointsNeeded(job.arena, assay);
      return { rows: readAndMeasure(job, assay, points), problems: [] };
    } catch (error) {
      if (error instanceof InputError) return { rows: [], problems: error.problems };
      throw error;
    }
  },
};

/** Problems whose message names the points of a file: all of them must be read for it. */
const ABOUT_POINTS: readonly string[] = ['track-body-point', 'track-empty', 'arena-unknown-mark'];

function readAndMeasure(job: MeasureJob, assay: Assay, points: PointFilter): MeasuredAnimal[] {
  try {
    const read = readTextFile(job.bytes, job.file, { format: job.format ?? undefined, points });
    return measureFile(read, assay, job.arena, job.file, job.binSeconds, job.sketch);
  } catch (error) {
    const incomplete = error instanceof InputError && error.problems.some(({ code }) => ABOUT_POINTS.includes(code));
    if (points === null || !incomplete) throw error;
    return readAndMeasure(job, assay, null);
  }
}

/** The same for files that need a library which loads asynchronously (HDF5, workbooks). */
export async function measureBinary(job: MeasureJob): Promise<MeasureOutcome> {
  try {
    const read = await readBehaviorFile(job.bytes, job.file, { format: job.format ?? undefined });
    return { rows: measureFile(read, requireAssay(job.assay), job.arena, job.file, job.binSeconds, job.sketch), problems: [] };
  } catch (error) {
    if (error instanceof InputError) return { rows: [], problems: error.problems };
    throw error;
  }
}

/** Measures a batch of files; text goes to the pool. The outcomes come back in the order of the jobs. */
export async function measureBatch(
  jobs: readonly MeasureJob[],
  map: (jobs: readonly MeasureJob[]) => Promise<MeasureOutcome[]>,
): Promise<MeasureOutcome[]> {
  const texts = jobs.filter((job) => isText(job.bytes));
  const measured = await map(texts);
  const outcomes: MeasureOutcome[] = [];
  for (const job of jobs) outcomes.push(isText(job.bytes) ? measured[texts.indexOf(job)] : await measureBinary(job));
  return outcomes;
}

/** What measuring can use of a pose file: the body point, the points the assay asks for, and the places of the marks of the arena. */
function pointsNeeded({ point, scale }: ArenaSetup, assay: Assay): PointFilter {
  const marks = scaleMarks(scale);
  const followed = [
    ...(point === null ? BODY_POINTS : [point.toLowerCase()]),
    ...(assay.points === 'all' ? [] : (assay.points ?? [])),
  ];
  if (assay.points === 'all') return null;
  return (name) => (followed.includes(name.toLowerCase()) ? 'with-likelihood' : marks.includes(name) ? 'position' : 'skip');
}
