import { Worker } from 'node:worker_threads';
import { inlinePool, type Pool, type Task } from '../context/index.ts';
import { InputError, type Problem } from '../problems/index.ts';

interface Reply {
  id: number;
  output?: unknown;
  error?: string;
  problems?: readonly Problem[];
}

/** Lets signals in: without it Ctrl-C is not heard while one thread does everything. */
const breathe = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/**
 * A pool of worker threads. Outputs come back in input order and each task is a pure function of its input, so results
 * do not depend on the number of threads. Workers start with the first job and do not keep the process alive.
 *
 * @param threads number of workers; 1 runs everything on the calling thread
 * @param entry the built worker script
 */
export function workerPool(threads: number, entry: URL, checkCancelled: () => void): Pool & { close(): Promise<void> } {
  if (threads <= 1) return { ...inlinePool(checkCancelled, breathe), close: async () => {} };
  const workers: Worker[] = [];
  // numbers of requests are unique over all maps, since two stations may use the pool at the same time
  let requests = 0;
  const start = (): void => {
    while (workers.length < threads) {
      const worker = new Worker(entry);
      worker.unref();
      workers.push(worker);
    }
  };
  const map = async <Input, Output>(
    task: Task<Input, Output>,
    inputs: readonly Input[],
    onDone?: (done: number, total: number) => void,
  ): Promise<Awaited<Output>[]> => {
    if (inputs.length <= 1) return inlinePool(checkCancelled, breathe).map(task, inputs, onDone);
    start();
    const outputs = new Array<Awaited<Output>>(inputs.length);
    let next = 0;
    let done = 0;
    await Promise.all(
      workers.map(async (worker) => {
        while (next < inputs.length) {
          checkCancelled();
          const at = next++;
          outputs[at] = (await ask(worker, ++requests, task.name, inputs[at])) as Awaited<Output>;
          onDone?.(++done, inputs.length);
        }
      }),
    );
    return outputs;
  };
  const close = async (): Promise<void> => {
    const ending = workers.splice(0).map((worker) => {
      // an answer that still comes in must not let the process end before the thread has
      countRequest(worker, 1);
      return worker.terminate();
    });
    await Promise.all(ending);
  };
  return { threads, map, close };
}

/** Requests under way of each worker, of all stations together. */
const underWay = new WeakMap<Worker, number>();

/** A worker keeps the process alive until its last request is answered, whichever station's it is. */
function countRequest(worker: Worker, change: 1 | -1): void {
  const count = (underWay.get(worker) ?? 0) + change;
  underWay.set(worker, count);
  if (count > 0) worker.ref();
  else worker.unref();
}

function ask(worker: Worker, id: number, task: string, input: unknown): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const settle = (act: () => void): void => {
      worker.off('message', onMessage);
      worker.off('error', onError);
      countRequest(worker, -1);
      act();
    };
    const onMessage = (reply: Reply): void => {
      if (reply.id !== id) return;
      if (reply.problems !== undefined) settle(() => reject(new InputError(reply.problems ?? [])));
      else if (reply.error !== undefined) settle(() => reject(new Error(reply.error)));
      else settle(() => resolve(reply.output));
    };
    const onError = (error: Error): void => settle(() => reject(error));
    countRequest(worker, 1);
    worker.on('message', onMessage);
    worker.on('error', onError);
    worker.postMessage({ id, task, input });
  });
}
