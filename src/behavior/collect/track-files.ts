import { type Context, inlinePool } from '../../context/index.ts';
import type { Problem } from '../../problems/index.ts';
import type { FileSource } from '../../study/index.ts';
import type { ArenaSetup } from '../arena/arena-setup.ts';
import { type MeasureJob, measureBatch, measureFileTask } from '../measure-task.ts';
import type { PlanFile } from './plan-files.ts';
import type { Sheet } from './sheet.ts';

/** Files held in memory at a time, and the size of such a batch from which other threads are worth their messages. */
const BATCH_FILES = 64;
const BATCH_BYTES_FOR_THREADS = 200_000;

/**
 * Measures every track of an assay, some files at a time, so that memory does not grow with their number. The
 * paths of session `drawn` are kept small for pictures.
 */
export async function measureTracks(
  files: readonly PlanFile[],
  assay: string,
  arena: ArenaSetup,
  source: FileSource,
  sheet: Sheet,
  context: Context,
  step: string,
  drawn: number | null,
): Promise<Problem[]> {
  const problems: Problem[] = [];
  const notes = new Map<string, number>();
  for (let from = 0; from < files.length; from += BATCH_FILES) {
    context.checkCancelled();
    const batch = files.slice(from, from + BATCH_FILES);
    const jobs = await Promise.all(
      batch.map(
        async ({ path, session }): Promise<MeasureJob> => ({
          bytes: await source.read(path),
          file: path,
          assay,
          arena,
          format: null,
          binSeconds: null,
          sketch: session === drawn,
        }),
      ),
    );
    const size = jobs.reduce((sum, job) => sum + job.bytes.length, 0);
    const pool = size > BATCH_BYTES_FOR_THREADS ? context.pool : inlinePool(context.checkCancelled);
    const outcomes = await measureBatch(jobs, (texts) => pool.map(measureFileTask, texts));
    outcomes.forEach((outcome, i) => {
      problems.push(...outcome.problems);
      for (const note of new Set(outcome.rows.flatMap((row) => row.notes))) notes.set(note, (notes.get(note) ?? 0) + 1);
      const { animal, session, path } = batch[i];
      if (outcome.rows.length > 1) problems.push(severalAnimals(path, outcome.rows.length));
      else if (outcome.rows.length === 1 && animal !== null && session !== null) {
        const [{ observation, sketch }] = outcome.rows;
        sheet.put(animal, session, observation);
        if (sketch !== undefined && sketch !== null) sheet.sketches.push({ animal, sketch });
      }
    });
    context.progress(step, Math.min(from + BATCH_FILES, files.length), files.length);
  }
  for (const [note, count] of notes) {
    const message = `${count} of ${files.length} files: ${note}`;
    sheet.flags.push({ code: 'reader-note', message, animal: null, session: null, assay: sheet.assay });
  }
  return problems;
}

function severalAnimals(file: string, count: number): Problem {
  return {
    code: 'track-individual',
    severity: 'error',
    file,
    message: `the file follows ${count} animals, but its name stands for one`,
    mend: 'write one file per animal',
  };
}
