import { parentPort } from 'node:worker_threads';
import { InputError } from '../problems/index.ts';
import { taskNamed } from './tasks.ts';

/** Entry of a worker thread: runs the named task on each input it is sent. */
parentPort?.on('message', ({ id, task, input }: { id: number; task: string; input: unknown }) => {
  try {
    parentPort?.postMessage({ id, output: taskNamed(task).run(input) });
  } catch (error) {
    const problems = error instanceof InputError ? error.problems : undefined;
    parentPort?.postMessage({ id, problems, error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
});
