import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { exp, negativeBinomialVariate, randomStream } from '../src/stats/index.ts';

/**
 * `limbic de` as a whole process on simulated counts, and in turn, where R has DESeq2, the same in R: package load, core
 * (`DESeq()` and `results()`) and whole process; seconds of wall clock and of CPU, and peak resident memory.
 * LIMBIC_BENCH_LARGE=1 adds 20,000 x 100 and 60,000 x 500.
 */
const folder = mkdtempSync(join(tmpdir(), 'limbic-bench-de-'));
const sizes: [genes: number, samples: number][] = [[20_000, 16]];
if (process.env.LIMBIC_BENCH_LARGE === '1') sizes.push([20_000, 100], [60_000, 500]);

/** Negative binomial counts with the spread of mouse brain: log mean N(3.3, 2.2), dispersion 0.012 + 1.2/mean times a factor. */
function writeCounts(genes: number, samples: number): void {
  const random = randomStream(1, `bench/${genes}x${samples}`);
  const depth = Array.from({ length: samples }, () => exp(0.25 * random.normal()));
  const names = depth.map((_, j) => `s${j + 1}`);
  const lines = [`gene\t${names.join('\t')}`];
  for (let g = 0; g < genes; g++) {
    const mean = Math.min(exp(3.3 + 2.2 * random.normal()), 2e5);
    const dispersion = Math.min((0.012 + 1.2 / mean) * exp(0.75 * random.normal()), 20);
    const change = g % 10 === 0 ? exp(0.7 * random.normal()) : 1;
    const row = depth.map((s, j) => negativeBinomialVariate(random, mean * s * (j % 2 === 1 ? change : 1), dispersion));
    lines.push(`g${g + 1}\t${row.join('\t')}`);
  }
  writeFileSync(join(folder, 'counts.tsv.gz'), gzipSync(`${lines.join('\n')}\n`, { level: 1 }));
  const rows = names.map((name, j) => `${name}\t${j % 2 === 0 ? 'control' : 'treated'}`);
  writeFileSync(join(folder, 'samples.tsv'), `sample\tgroup\n${rows.join('\n')}\n`);
}

interface Run {
  seconds: number;
  cpu: number;
  megabytes: number;
  output: string;
}

/** Runs a process: wall seconds, CPU seconds of all its threads, peak resident memory. */
async function measure(command: string, args: string[]): Promise<Run> {
  const start = performance.now();
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let [megabytes, cpu, output] = [0, 0, ''];
  child.stdout.on('data', (text) => {
    output += text;
  });
  const timer = setInterval(() => {
    try {
      const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
      megabytes = Math.max(megabytes, Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024);
      const fields = readFileSync(`/proc/${child.pid}/stat`, 'utf8').split(') ')[1].split(' ');
      cpu = (Number(fields[11]) + Number(fields[12])) / 100;
    } catch {
      // ended between two looks, or there is no /proc
    }
  }, 10);
  const code = await new Promise((resolve) => child.on('close', resolve));
  clearInterval(timer);
  if (code !== 0) throw new Error(`${command} ended with ${code}`);
  return { seconds: (performance.now() - start) / 1000, cpu, megabytes, output };
}

const path = (name: string) => join(folder, name);
const limbic = (threads: number) =>
  measure(process.execPath, [
    ...['bin/limbic.js', 'de', '--counts', path('counts.tsv.gz'), '--samples', path('samples.tsv'), '--design', '~ group'],
    ...['--contrast', 'group', 'treated', 'control', '--threads', String(threads), '--quiet', '-o', path(`r${threads}.tsv`)],
  ]);

const SCRIPT = `
t0 <- proc.time()[["elapsed"]]; suppressMessages(library(DESeq2)); t1 <- proc.time()[["elapsed"]]
d <- commandArgs(TRUE)[1]
x <- as.matrix(read.delim(gzfile(file.path(d, "counts.tsv.gz")), row.names = 1))
s <- read.delim(file.path(d, "samples.tsv"), row.names = 1, stringsAsFactors = TRUE)
t2 <- proc.time()[["elapsed"]]
r <- results(DESeq(DESeqDataSetFromMatrix(x, s, ~ group), quiet = TRUE), contrast = c("group", "treated", "control"))
t3 <- proc.time()[["elapsed"]]
write.table(as.data.frame(r), file.path(d, "r.tsv"), sep = "\\t", quote = FALSE)
cat(t1 - t0, t3 - t2)
`;

const show = (name: string, run: Run, rest = '') =>
  console.log(
    `${name.padEnd(26)} ${run.seconds.toFixed(2).padStart(7)} s wall ${run.cpu.toFixed(2).padStart(7)} s CPU ${run.megabytes.toFixed(0).padStart(6)} MB ${rest}`,
  );

const best = (runs: Run[]) => runs.reduce((a, b) => (b.seconds < a.seconds ? b : a));
const hasR = spawnSync('Rscript', ['-e', 'stopifnot(requireNamespace("DESeq2", quietly = TRUE))']).status === 0;
writeFileSync(path('deseq2.R'), SCRIPT);
try {
  for (const [genes, samples] of sizes) {
    writeCounts(genes, samples);
    console.log(`\n${genes.toLocaleString('en')} genes x ${samples} samples`);
    const rounds = samples > 100 ? 1 : 3;
    const [one, two, r]: Run[][] = [[], [], []];
    for (let round = 0; round < rounds; round++) {
      one.push(await limbic(1));
      two.push(await limbic(2));
      if (hasR && round === 0 && genes * samples <= 2e6) r.push(await measure('Rscript', [path('deseq2.R'), folder]));
    }
    if (readFileSync(path('r1.tsv')).compare(readFileSync(path('r2.tsv'))) !== 0) throw new Error('threads change the result');
    show('limbic de, 1 thread', best(one));
    show('limbic de, 2 threads', best(two));
    if (r.length === 0) continue;
    const [load, core] = r[0].output.trim().split(' ').map(Number);
    show('R, DESeq2', r[0], `(package load ${load.toFixed(1)} s, core ${core.toFixed(1)} s)`);
    const ratio = (a: number, b: number) => (a / b).toFixed(1);
    console.log(
      `whole process against whole process: ${ratio(r[0].seconds, best(one).seconds)} x (wall), ${ratio(r[0].cpu, best(one).cpu)} x (CPU)`,
    );
    console.log(`DESeq2's core alone against limbic's whole process: ${ratio(core, best(one).seconds)} x`);
  }
  if (!hasR) console.log('(R with DESeq2 is not installed here: no comparison)');
} finally {
  rmSync(folder, { recursive: true });
}
