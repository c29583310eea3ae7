import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, it } from 'vitest';

const place = mkdtempSync(join(tmpdir(), 'limbic-pool-'));
afterAll(() => rmSync(place, { recursive: true, force: true }));

/** A worker that answers after as many milliseconds as it is told. */
const WORKER = `
import { parentPort } from 'node:worker_threads';
parentPort.on('message', ({ id, input }) => setTimeout(() => parentPort.postMessage({ id, output: input }), input));`;

/** Two stations that share the workers; the second is still waiting when the first has all its answers. */
const SCRIPT = `
import { workerPool } from './pool.mjs';
const pool = workerPool(2, new URL('./worker.mjs', import.meta.url), () => {});
const task = { name: 'wait', run: (input) => input };
const [short, long] = await Promise.all([pool.map(task, [20, 20]), pool.map(task, [700, 600, 10])]);
await pool.close();
console.log(JSON.stringify({ short, long }));`;

beforeAll(async () => {
  const entry = fileURLToPath(new URL('../../src/pipeline/pool.node.ts', import.meta.url));
  await build({ entryPoints: [entry], bundle: true, format: 'esm', platform: 'node', outfile: join(place, 'pool.mjs') });
  writeFileSync(join(place, 'worker.mjs'), WORKER);
  writeFileSync(join(place, 'script.mjs'), SCRIPT);
});

it('a station that is done does not let the process end while another waits for the same workers', () => {
  const { status, stdout, stderr } = spawnSync('node', [join(place, 'script.mjs')], { encoding: 'utf8' });
  expect(status, stderr).toBe(0);
  expect(JSON.parse(stdout)).toEqual({ short: [20, 20], long: [700, 600, 10] });
});
