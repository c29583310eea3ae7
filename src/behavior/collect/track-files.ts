import { type Context, inlinePool, type Task } from '../../context/index.ts';
import { InputError, inputError, type Problem } from '../../problems/index.ts';
import type { FileSource } from '../../study/index.ts';
import type { ArenaSetup } from '../arena/arena-setup.ts';
import type { Observation } from '../assays/assay.ts';
import { assayNamed } from '../assays/catalogue.ts';
import { readTextFile } from '../readers/read-file.ts';
import { prepareScene } from '../recording/scene.ts';
import type { PlanFile } from './plan-files.ts';
import type { Sheet } from './sheet.ts';

interface TrackJob {
  bytes: Uint8Array;
  file: string;
  assay: string;
  arena: ArenaSetup;
}

/** Reads one track file and measures it. Problems of the file are part of the answer, so that all files are looked at. */
export const measureTrackTask: Task<TrackJob, { observation: Observation | null; problems: readonly Problem[] }> = {
  name: 'behavior/measure-track',
  run: ({ bytes, file, assay, arena }) => {
    try {
      const read = readTextFile(bytes, file);
      if (read.kind !== 'recording') throw notATrack(file, read.kind);
      const observation = assayNamed(assay)?.fromTrack?.(prepareScene(read.recordings[0], arena)) ?? null;
      return { observation, problems: [] };
    } catch (error) {
      if (error instanceof InputError) return { observation: null, problems: error.problems };
      throw error;
    }
  },
};

/** Files held in memory at a time, and the size of such a batch from which other threads are worth their messages. */
const BATCH_FILES = 32;
const BATCH_BYTES_FOR_THREADS = 2_000_000;

/** Measures every track of an assay, some files at a time, so that memory does not grow with their number. */
export async function measureTracks(
  files: readonly PlanFile[],
  assay: string,
  arena: ArenaSetup,
  source: FileSource,
  sheet: Sheet,
  context: Context,
  step: string,
): Promise<Problem[]> {
  const problems: Problem[] = [];
  for (let from = 0; from < files.length; from += BATCH_FILES) {
    context.checkCancelled();
    const batch = files.slice(from, from + BATCH_FILES);
    const jobs = await Promise.all(
      batch.map(async ({ path }): Promise<TrackJob> => ({ bytes: await source.read(path), file: path, assay, arena })),
    );
    const size = jobs.reduce((sum, job) => sum + job.bytes.length, 0);
    const pool = size > BATCH_BYTES_FOR_THREADS ? context.pool : inlinePool(context.checkCancelled);
    const outputs = await pool.map(measureTrackTask, jobs);
    outputs.forEach((output, i) => {
      problems.push(...output.problems);
      const { animal, session } = batch[i];
      if (output.observation !== null && animal !== null && session !== null) sheet.put(animal, session, output.observation);
    });
    context.progress(step, Math.min(from + BATCH_FILES, files.length), files.length);
  }
  return problems;
}

function notATrack(file: string, kind: string): Error {
  return inputError({
    code: 'behavior-not-a-track',
    file,
    message: `a track is needed here, but this is a ${kind}`,
    mend: 'name files with positions per frame, or change the format: of this assay',
  });
}
