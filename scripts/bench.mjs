// Runs every benchmark of bench/ (or those named on the command line), one after the other. Never part of the tests.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { build } from 'esbuild';

process.chdir(new URL('..', import.meta.url).pathname);
const wanted = process.argv.slice(2);
const names = readdirSync('bench')
  .filter((file) => file.endsWith('.bench.ts'))
  .map((file) => file.replace('.bench.ts', ''))
  .filter((name) => wanted.length === 0 || wanted.includes(name));
const unknown = wanted.filter((name) => !names.includes(name));
if (unknown.length > 0) {
  console.error(`no benchmark named ${unknown.join(', ')}`);
  process.exit(2);
}
spawnSync('node', ['scripts/build.mjs'], { stdio: 'inherit' });
const folder = '.test-output/bench';
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
for (const name of names) {
  console.log(`\n== ${name}`);
  const file = `${folder}/${name}.mjs`;
  await build({
    entryPoints: [`bench/${name}.bench.ts`],
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    outfile: file,
    define: { LIMBIC_VERSION: '"bench"', LIMBIC_BUILD: '"bench"' },
    logLevel: 'warning',
  });
  spawnSync('node', ['--expose-gc', file], { stdio: 'inherit' });
}
