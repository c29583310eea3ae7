import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import type { Task } from '../context/index.ts';
import { InputError, inputError } from '../problems/index.ts';
import type { MeasureJob, MeasureOutcome } from './measure-task.ts';
import { measureFileTask } from './measure-task.ts';
import { fileMemory } from './readers/kernel/kernel.ts';
import { refuseVideo } from './readers/unknown-layout.ts';

/** A job whose file is read where it is measured. */
export type MeasurePathJob = Omit<MeasureJob, 'bytes'>;

/** Reads a text file in the worker itself, so that no bytes travel between threads, and measures it. */
export const measurePathTask: Task<MeasurePathJob, MeasureOutcome> = {
  name: 'behavior/measure-path',
  run: (job) => {
    let bytes: Uint8Array;
    try {
      // Told by its first bytes: a video may have gigabytes.
      refuseVideo(firstBytes(job.file), job.file);
      bytes = readInto(job.file);
    } catch (error) {
      if (error instanceof InputError) return { rows: [], problems: error.problems };
      const { problems } = inputError({
        code: 'file-unreadable',
        file: job.file,
        message: error instanceof Error ? error.message : String(error),
        mend: 'check the path (it is relative to where you are)',
      });
      return { rows: [], problems };
    }
    return measureFileTask.run({ ...job, bytes });
  },
};

/** A file's bytes, in memory that the next file of this thread takes over: memory does not grow with the number of files. */
function readInto(path: string): Uint8Array {
  const file = openSync(path, 'r');
  try {
    const { size } = fstatSync(file);
    const buffer = fileMemory(size) ?? new Uint8Array(size);
    let length = 0;
    while (length < size) {
      const read = readSync(file, buffer, length, size - length, null);
      if (read === 0) break;
      length += read;
    }
    return buffer.subarray(0, length);
  } finally {
    closeSync(file);
  }
}

/** The first bytes of a file, by which its kind is told; empty when it cannot be read. */
export function firstBytes(path: string): Uint8Array {
  const head = new Uint8Array(16);
  try {
    const file = openSync(path, 'r');
    try {
      return head.subarray(0, readSync(file, head, 0, head.length, null));
    } finally {
      closeSync(file);
    }
  } catch {
    return head.subarray(0, 0);
  }
}
