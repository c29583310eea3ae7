import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type DataColumn,
  type DataFrame,
  factorColumn,
  fitGeneralizedMixedModel,
  fitMixedModel,
  fitMixedModels,
  numericColumn,
  prepareMixedDesign,
  randomStream,
} from '../src/stats/index.ts';

/** 24 animals in 12 litters, 4 sessions, whole litters on an arm. */
const [LITTERS, PUPS, SESSIONS] = [12, 2, 4];
const ROWS = LITTERS * PUPS * SESSIONS;
const FIXED = 'arm * session + sex + (1 | litter/animal)';
/** Measured on this machine class with lme4 1.1-31, lmerTest 3.1-3 and pbkrtest 0.5.2: seconds for one fit, and for its table. */
const LME4 = { fit: 0.073, table: 0.269 };

function labels(): Map<string, string[]> {
  const columns = new Map<string, string[]>(['litter', 'animal', 'session', 'arm', 'sex'].map((name) => [name, []]));
  for (let i = 0; i < ROWS; i++) {
    const animal = Math.floor(i / SESSIONS);
    const litter = Math.floor(animal / PUPS);
    columns.get('litter')?.push(`L${litter}`);
    columns.get('animal')?.push(`a${animal}`);
    columns.get('session')?.push(`s${i % SESSIONS}`);
    columns.get('arm')?.push(litter % 2 === 0 ? 'vehicle' : 'drug');
    columns.get('sex')?.push(animal % 2 === 0 ? 'F' : 'M');
  }
  return columns;
}

function response(index: number): Float64Array {
  const stream = randomStream(1, 'bench-fit', index);
  const out = new Float64Array(ROWS);
  let u = 0;
  let v = 0;
  for (let i = 0; i < ROWS; i++) {
    if (i % (PUPS * SESSIONS) === 0) u = 0.6 * stream.normal();
    if (i % SESSIONS === 0) v = 0.7 * stream.normal();
    out[i] = 10 + u + v + stream.normal();
  }
  return out;
}

function frameWith(y: Float64Array): DataFrame {
  const columns: [string, DataColumn][] = [...labels()].map(([name, values]) => [name, factorColumn(values)]);
  return new Map<string, DataColumn>([...columns, ['score', numericColumn(y)]]);
}

/** Runs work until it has taken a second; prints wall and processor time of one run. */
function time(what: string, work: () => unknown): number {
  for (let i = 0; i < 100; i++) work();
  let runs = 0;
  const start = performance.now();
  const cpu = process.cpuUsage();
  while (performance.now() - start < 1000) {
    work();
    runs++;
  }
  const wall = (performance.now() - start) / runs;
  const busy = process.cpuUsage(cpu).user / 1000 / runs;
  console.log(
    `${what.padEnd(66)} ${wall.toFixed(3)} ms wall, ${busy.toFixed(3)} ms processor, ${(1000 / busy).toFixed(0)} per second`,
  );
  return busy / 1000;
}

const frames = Array.from({ length: 16 }, (_, index) => frameWith(response(index)));
let turn = 0;
const next = () => frames[turn++ % frames.length];

console.log(`(a) ${LITTERS * PUPS} animals x ${SESSIONS} sessions in ${LITTERS} litters: score ~ ${FIXED}`);
const fit = time('    fit (formula, design, REML optimum)', () => fitMixedModel(`score ~ ${FIXED}`, next()));
const table = time('    fit + table of coefficients with Kenward-Roger', () =>
  fitMixedModel(`score ~ ${FIXED}`, next()).fixedEffects(),
);
time('    fit + table + type III tests with Kenward-Roger', () => {
  const model = fitMixedModel(`score ~ ${FIXED}`, next());
  return [model.fixedEffects(), model.anova('III')];
});
console.log(
  `    lme4 (reference, fixed figures): fit ${LME4.fit} s, with table ${LME4.fit + LME4.table} s: ` +
    `${(LME4.fit / fit).toFixed(0)} and ${((LME4.fit + LME4.table) / table).toFixed(0)} times as long`,
);

const GENES = 15_000;
console.log(`(b) ${GENES} responses on that design, one contrast each with Kenward-Roger`);
const responses = new Float64Array(GENES * ROWS);
for (let g = 0; g < GENES; g++) responses.set(response(g), g * ROWS);
const design = prepareMixedDesign(`~ ${FIXED}`, frames[0]);
const contrast = new Float64Array(design.design.columns.length);
contrast[design.design.columns.indexOf('armvehicle')] = 1;
for (let round = 0; round < 2; round++) {
  const start = performance.now();
  const cpu = process.cpuUsage();
  const fits = fitMixedModels(design, responses, ROWS, { contrasts: contrast });
  const wall = (performance.now() - start) / 1000;
  const busy = process.cpuUsage(cpu).user / 1e6;
  const zero = fits.status.reduce((sum, code) => sum + (fits.statusNames[code] === 'singular' ? 1 : 0), 0);
  console.log(
    `    ${wall.toFixed(2)} s wall, ${busy.toFixed(2)} s processor, ${(GENES / busy).toFixed(0)} per second; ` +
      `${zero} with a variance of zero; lme4 would take ${((GENES * (LME4.fit + LME4.table)) / 60).toFixed(0)} min`,
  );
}

console.log('(c) counts: Poisson with a random intercept, Laplace');
const counts = frameWith(response(0).map((value) => Math.max(0, Math.round(value - 7))));
time('    fit', () => fitGeneralizedMixedModel('score ~ arm + session + (1 | litter)', counts, { family: 'poisson' }));

console.log('(d) whole processes on the same file');
const folder = mkdtempSync(join(tmpdir(), 'limbic-bench-'));
try {
  const columns = [...labels()];
  const y = response(0);
  const lines = Array.from({ length: ROWS }, (_, i) => [...columns.map(([, values]) => values[i]), y[i]].join(','));
  const file = join(folder, 'score.csv');
  writeFileSync(file, `${[...columns.map(([name]) => name), 'score'].join(',')}\n${lines.join('\n')}\n`);
  const limbic = [
    process.execPath,
    ['bin/limbic.js', 'fit', '--data', file, '--formula', `score ~ ${FIXED}`, '-o', join(folder, 'fit.json')],
  ] as const;
  const script =
    `suppressMessages({library(lmerTest); library(pbkrtest)}); d <- read.csv("${file}", stringsAsFactors = TRUE); ` +
    `m <- lmer(score ~ ${FIXED.replace('(1 | litter/animal)', '(1 | litter) + (1 | litter:animal)')}, d); print(summary(m, ddf = "Kenward-Roger"))`;
  const r = ['Rscript', ['-e', script]] as const;
  const whole = ([command, args]: readonly [string, readonly string[]]): number => {
    const start = performance.now();
    const run = spawnSync(command, args, { encoding: 'utf8' });
    return run.status === 0 ? (performance.now() - start) / 1000 : NaN;
  };
  const medianOf = (one: readonly [string, readonly string[]]) => [0, 1, 2].map(() => whole(one)).sort((a, b) => a - b)[1];
  const ours = medianOf(limbic);
  console.log(Number.isNaN(ours) ? '    limbic fit did not run (build first)' : `    limbic fit: ${ours.toFixed(2)} s`);
  const theirs = medianOf(r);
  if (Number.isNaN(theirs)) console.log('    Rscript with lmerTest and pbkrtest is not installed here');
  else
    console.log(
      `    Rscript with lmerTest, Kenward-Roger table: ${theirs.toFixed(2)} s, ${(theirs / ours).toFixed(1)} times as long`,
    );
} finally {
  rmSync(folder, { recursive: true, force: true });
}
