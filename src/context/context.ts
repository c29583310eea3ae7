/**
 * A pure function that can be sent to another thread. `name` is how the worker finds it (src/pipeline/tasks.ts lists
 * every task); `run` is the function itself, for single-threaded use; it may return a promise. Input and output are plain data and
 * typed arrays.
 */
export interface Task<Input, Output> {
  readonly name: string;
  run(input: Input): Output;
}

/** Runs a task over many inputs, on one thread or several. The outputs come back in input order, whatever the number of threads. */
export interface Pool {
  readonly threads: number;
  map<Input, Output>(
    task: Task<Input, Output>,
    inputs: readonly Input[],
    onDone?: (done: number, total: number) => void,
  ): Promise<Awaited<Output>[]>;
}

/** What every long computation is handed; nothing else is passed around globally. */
export interface Context {
  /** Root of all random streams; see `randomStream` in src/stats/random.ts. */
  readonly seed: number;
  readonly pool: Pool;
  /** Reports progress: the step's name in plain words, and how much of it is done. */
  progress(step: string, done: number, total: number): void;
  /** Throws {@link Cancelled} once the user has asked to stop. Call it between pieces of work of at most about 0.2 s. */
  checkCancelled(): void;
}

/** Thrown by {@link Context.checkCancelled} after the user asked to stop; nothing half-written may remain. */
export class Cancelled extends Error {
  constructor() {
    super('stopped at your request');
    this.name = 'Cancelled';
  }
}

/**
 * A pool that runs everything on the calling thread.
 *
 * @param breathe awaited before each task, so that what else waits on the thread (a signal to stop) gets its turn
 */
export function inlinePool(checkCancelled: () => void = () => {}, breathe: () => Promise<void> = async () => {}): Pool {
  return {
    threads: 1,
    map: async (task, inputs, onDone) => {
      const outputs = [];
      for (const input of inputs) {
        await breathe();
        checkCancelled();
        outputs.push(await task.run(input));
        onDone?.(outputs.length, inputs.length);
      }
      return outputs;
    },
  };
}

/** A context for tests, library use and small jobs: one thread, silent, never cancelled. */
export function plainContext(seed = 1): Context {
  return { seed, pool: inlinePool(), progress: () => {}, checkCancelled: () => {} };
}
