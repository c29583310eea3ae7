import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const ENTRY = `${ROOT}bin/limbic.js`;

export const BUNDLED_STUDY = `${ROOT}examples/isotretinoin`;

/** Builds the command line once, when nobody has (scripts/test.mjs builds before it starts the tests). */
function built(): void {
  if (existsSync(`${ROOT}dist/cli.js`)) return;
  const run = spawnSync('node', ['scripts/build.mjs'], { cwd: ROOT, encoding: 'utf8' });
  if (run.status !== 0) throw new Error(run.stderr);
}

export interface Finished {
  status: number | null;
  stdout: string;
  stderr: string;
}

/** Runs the command line as a user would and waits for it. */
export function limbic(args: readonly string[], cache?: string): Finished {
  built();
  const env = { ...process.env, ...(cache === undefined ? {} : { LIMBIC_CACHE: cache }) };
  const { status, stdout, stderr } = spawnSync('node', [ENTRY, ...args], { encoding: 'utf8', env, maxBuffer: 1e8 });
  return { status, stdout, stderr };
}

/** Starts the command line without waiting. */
export function startLimbic(args: readonly string[], cache: string): ChildProcess {
  built();
  return spawn('node', [ENTRY, ...args], { env: { ...process.env, LIMBIC_CACHE: cache }, stdio: 'ignore' });
}
