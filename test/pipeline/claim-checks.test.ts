import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { Cancelled, type Context, type Pool, plainContext } from '../../src/context/index.ts';
import { memoryCache, type RunOutput, runStudy } from '../../src/pipeline/index.ts';
import { memorySource, simulateStudy } from '../../src/study/index.ts';

const files = simulateStudy({ seed: 5, animals: 24, genes: 700, planted: true });
const digest = async (bytes: Uint8Array): Promise<string> => createHash('sha256').update(bytes).digest('hex');

function run(cache: ReturnType<typeof memoryCache>, context: Context, permutations = 21): Promise<RunOutput> {
  const options = { command: 'limbic run small', seed: null, version: 'test', build: 'test', cache, digest };
  return runStudy(memorySource('small', files), { ...options, permutations }, context);
}

/** As several threads would: tasks in another order, on copies of their inputs. */
const backwards: Pool = {
  threads: 2,
  map: async (task, inputs) => {
    const outputs: Awaited<ReturnType<typeof task.run>>[] = [];
    for (let i = inputs.length - 1; i >= 0; i--) outputs[i] = structuredClone(await task.run(structuredClone(inputs[i])));
    return outputs;
  },
};

describe('whole-pipeline permutations of a run', () => {
  it('give the same files on several threads, and after a stop in between without doing finished ones again', async () => {
    const whole = await run(memoryCache(), { ...plainContext(1), pool: backwards });
    expect(whole.claims.checks?.permutation?.permutations).toBe(21);
    const cache = memoryCache();
    let done = 0;
    const watching = (stop: boolean): Context => ({
      ...plainContext(1),
      progress: (step, count) => {
        if (step === 'whole-pipeline permutations') done = count;
      },
      checkCancelled: () => {
        if (stop && done >= 20) throw new Cancelled();
      },
    });
    await expect(run(cache, watching(true))).rejects.toThrow(Cancelled);
    const seen: number[] = [];
    const resumed = await run(cache, {
      ...plainContext(1),
      progress: (step, count) => {
        if (step === 'whole-pipeline permutations') seen.push(count);
      },
    });
    expect(seen[0]).toBe(20);
    expect([...resumed.files.keys()]).toEqual([...whole.files.keys()]);
    for (const [path, content] of whole.files)
      expect(Buffer.from(resumed.files.get(path) ?? '').equals(Buffer.from(content)), path).toBe(true);
  }, 120_000);
});
