// Formatter, linter, both compilations, then every test; ends with one line "N passed, N failed".
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';

process.chdir(new URL('..', import.meta.url).pathname);
const report = '.test-output/vitest.json';
mkdirSync('.test-output', { recursive: true });
rmSync(report, { force: true });

let passed = 0;
let failed = 0;
const stages = [
  ['format and lint', ['biome', 'ci', '.']],
  ['compile: rooms without DOM and Node', ['tsc', '-p', 'tsconfig.core.json']],
  ['compile: command line and tests', ['tsc', '-p', 'tsconfig.node.json']],
];
for (const [name, command] of stages) {
  const run = spawnSync('npx', ['--no-install', ...command], { stdio: 'inherit' });
  console.log(`${run.status === 0 ? 'ok  ' : 'FAIL'} ${name}`);
  run.status === 0 ? passed++ : failed++;
}

const build = spawnSync('node', ['scripts/build.mjs'], { stdio: 'inherit' });
build.status === 0 ? passed++ : failed++;

const vitest = spawnSync(
  'npx',
  [
    '--no-install',
    'vitest',
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
    ...process.argv.slice(2),
  ],
  { stdio: 'inherit' },
);
try {
  const result = JSON.parse(readFileSync(report, 'utf8'));
  passed += result.numPassedTests;
  failed += result.numFailedTests;
  const brokenFiles = result.testResults.filter(
    (file) => file.status === 'failed' && file.assertionResults.every((one) => one.status !== 'failed'),
  );
  failed += brokenFiles.length;
  if (result.numPendingTests > 0) console.log(`${result.numPendingTests} skipped (each says why above)`);
} catch {
  failed++;
}
if (vitest.status !== 0 && failed === 0) failed++;
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
