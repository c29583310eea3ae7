import { parentPort } from 'node:worker_threads';
import { measurePathTask } from '../behavior/measure-path.node.ts';
import { InputError } from '../problems/index.ts';
import type { AnyTask } from './tasks.ts';

/** Tasks that read files themselves, which only Node can do. */
const NODE_TASKS: readonly AnyTask[] = [measurePathTask];

/** The other rooms are loaded with the first task of theirs: a worker that only reads tracks starts in half the time. */
const named = async (name: string): Promise<AnyTask> =>
  NODE_TASKS.find((task) => task.name === name) ?? (await import('./tasks.ts')).taskNamed(name);

/** Entry of a worker thread: runs the named task on each input it is sent. */
parentPort?.on('message', async ({ id, task, input }: { id: number; task: string; input: unknown }) => {
  try {
    const found = await named(task);
    parentPort?.postMessage({ id, output: await found.run(input) });
  } catch (error) {
    const problems = error instanceof InputError ? error.problems : undefined;
    parentPort?.postMessage({ id, problems, error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
});
