import { plainContext } from '../src/context/index.ts';
import { nodeDigest } from '../src/pipeline/disk-cache.node.ts';
import { noCache, runStudy } from '../src/pipeline/index.ts';
import { DEFAULT_SIMULATION, memorySource, simulateStudy } from '../src/study/index.ts';
import { type LinkCase, linkRates } from './calibration/link-calibration.ts';
import { type Planted, simulatedVerdicts } from './calibration/study-calibration.ts';

/**
 * How often the claims are right where the truth is known: the tables of docs/claims.md. RUNS=200 simulated studies of each kind (about ten
 * minutes in all), WHOLE=10 of the whole pipeline from tracks and counts to verdicts (about six seconds each), SEED=1.
 */
const RUNS = Number(process.env.RUNS ?? 200);
const WHOLE = Number(process.env.WHOLE ?? 10);
const SEED = Number(process.env.SEED ?? 1);

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

const COMMON = { animals: 24, effect: 2, shared: 0 };
const CASES: LinkCase[] = [
  { ...COMMON, label: 'group effect only, 350 genes', genes: 350, moved: 150, planted: 0 },
  { ...COMMON, label: 'group effect only, genes correlated', genes: 350, moved: 150, planted: 0, shared: 0.5 },
  { ...COMMON, label: 'group effect only, 40 genes', genes: 40, moved: 20, planted: 0 },
  { ...COMMON, label: 'r = 0.7 planted, panel of 1', genes: 1, moved: 0, planted: 0.7 },
  { ...COMMON, label: 'r = 0.7 planted, panel of 40', genes: 40, moved: 20, planted: 0.7 },
  { ...COMMON, label: 'r = 0.7 planted, panel of 350', genes: 350, moved: 150, planted: 0.7 },
];

console.log(`Link claim, 24 animals in two groups, ${RUNS} runs\n`);
console.log(
  '| simulated | claimed (supported) | not claimed: inconclusive | not claimed: not supported | raw correlation "finds" a gene | theory |',
);
console.log('| --- | --- | --- | --- | --- | --- |');
for (const one of CASES) {
  const rates = await linkRates(one, RUNS, SEED);
  const theory = one.planted === 0 ? `at most ${percent(rates.theory)}` : percent(rates.theory);
  console.log(
    `| ${one.label} | ${percent(rates.supported)} | ${percent(rates.inconclusive)} | ${percent(rates.notSupported)} | ${percent(rates.raw)} | ${theory} |`,
  );
}

const PLANTED: Planted[] = [
  { label: 'nothing planted', effect: 0, change: 0, link: 0 },
  { label: 'group effects, no link', effect: 1.2, change: 0.5, link: 0 },
  { label: 'group effects and link', effect: 1.2, change: 0.5, link: 0.9 },
];
const studies = new Map<string, Map<string, string>[]>();
for (const planted of PLANTED) {
  const verdicts: Map<string, string>[] = [];
  for (let run = 0; run < RUNS; run++) {
    verdicts.push(await simulatedVerdicts(planted, run, SEED));
    if (run % 50 === 49) console.error(`${planted.label}: ${run + 1} of ${RUNS}`);
  }
  studies.set(planted.label, verdicts);
}
printVerdicts(
  `Verdicts of simulated studies of the bundled design, ${RUNS} runs of each kind: supported / not supported / contradicted, the rest inconclusive`,
  studies,
);

const whole: Map<string, string>[] = [];
for (let run = 0; run < WHOLE; run++) {
  const files = simulateStudy({ ...DEFAULT_SIMULATION, planted: false, seed: SEED + 1000 + run });
  const options = { command: 'calibration', seed: null, version: 'bench', build: 'bench', cache: noCache, digest: nodeDigest };
  const output = await runStudy(memorySource('null', files), options, plainContext(1));
  whole.push(new Map(output.claims.claims.map((claim) => [claim.id, claim.verdict])));
  console.error(`whole pipeline: ${run + 1} of ${WHOLE}`);
}
if (WHOLE > 0) printVerdicts(`The whole pipeline, nothing planted, ${WHOLE} studies`, new Map([['nothing planted', whole]]));

function printVerdicts(title: string, kinds: ReadonlyMap<string, readonly Map<string, string>[]>): void {
  const names = [...kinds.keys()];
  const ids = [...new Set([...kinds.values()].flatMap((runs) => runs.flatMap((run) => [...run.keys()])))];
  console.log(`\n${title}\n\n| claim | ${names.join(' | ')} |\n| --- | ${names.map(() => '---').join(' | ')} |`);
  const cell = (runs: readonly Map<string, string>[], id: string): string => {
    const share = (verdict: string): string => percent(runs.filter((run) => run.get(id) === verdict).length / runs.length);
    return `${share('supported')} / ${share('not-supported')} / ${share('contradicted')}`;
  };
  for (const id of ids) console.log(`| ${id} | ${names.map((name) => cell(kinds.get(name) ?? [], id)).join(' | ')} |`);
  const any = (runs: readonly Map<string, string>[]): string => {
    const made = runs.filter((run) => [...run.values()].some((verdict) => verdict === 'supported' || verdict === 'contradicted'));
    return percent(made.length / runs.length);
  };
  console.log(`| any claim supported or contradicted | ${names.map((name) => any(kinds.get(name) ?? [])).join(' | ')} |`);
}
