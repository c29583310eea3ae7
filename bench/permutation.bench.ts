import { rmSync } from 'node:fs';
import { cliRun } from './support/whole-runs.ts';

/**
 * Whole-pipeline permutations of the bundled study: `limbic run --permutations N` from a cache that holds the planned run, PERMUTATIONS=100 by
 * default, and what a thousand take at that pace.
 */
const PERMUTATIONS = Number(process.env.PERMUTATIONS ?? 100);

const cache = `.test-output/bench-permutation-${process.pid}`;
cliRun([], cache);
const base = cliRun([], cache);
const seconds = cliRun(['--permutations', String(PERMUTATIONS)], cache) - base;
rmSync(cache, { recursive: true, force: true });
console.log(`${PERMUTATIONS} permutations: ${seconds.toFixed(1)} s, ${(seconds / PERMUTATIONS).toFixed(3)} s each`);
console.log(`1,000 at that pace: ${((1000 * seconds) / PERMUTATIONS / 60).toFixed(1)} min`);
