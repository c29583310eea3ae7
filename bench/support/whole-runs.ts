import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The bundled study's folder. */
export const benchStudy = fileURLToPath(new URL('../../examples/isotretinoin', import.meta.url));
const entry = fileURLToPath(new URL('../../bin/limbic.js', import.meta.url));

/** Seconds that `limbic run` of the bundled study takes, whole process. */
export function cliRun(args: readonly string[], cache: string): number {
  const out = `${cache}-results`;
  const started = performance.now();
  const { status, stderr } = spawnSync('node', [entry, 'run', benchStudy, '-o', out, '--quiet', ...args], {
    encoding: 'utf8',
    env: { ...process.env, LIMBIC_CACHE: cache },
  });
  const seconds = (performance.now() - started) / 1000;
  rmSync(out, { recursive: true, force: true });
  if (status !== 0) throw new Error(stderr);
  return seconds;
}

/** Seconds of an R script, whole process; null where R or a package is missing. */
export function rscript(text: string): number | null {
  const started = performance.now();
  const { status } = spawnSync('Rscript', ['-e', text], { encoding: 'utf8' });
  return status === 0 ? (performance.now() - started) / 1000 : null;
}
