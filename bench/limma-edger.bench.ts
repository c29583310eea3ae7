import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { plainContext } from '../src/context/index.ts';
import { edgerExpression, readCounts, voomExpression } from '../src/expression/index.ts';
import { exp, negativeBinomialVariate, randomStream } from '../src/stats/index.ts';
import { readDelimited } from '../src/table/index.ts';

/**
 * limma-voom and edgeR's quasi-likelihood test on 20,000 x 16 simulated counts: in this process on one thread, and `limbic de` as a
 * whole process on 1 and 2 threads, in turn with R where it has limma and edgeR (package load, core, whole process).
 */
const [GENES, SAMPLES] = [20_000, 16];
const folder = mkdtempSync(join(tmpdir(), 'limbic-bench-linear-'));
const path = (name: string) => join(folder, name);

/** Negative binomial counts with the spread of mouse brain; two groups in three batches, so that the design is no plain grouping. */
function countsText(): string {
  const random = randomStream(1, 'bench/limma-edger');
  const depth = Array.from({ length: SAMPLES }, () => exp(0.25 * random.normal()));
  const lines = Array.from({ length: GENES }, (_, g) => {
    const mean = Math.min(exp(3.3 + 2.2 * random.normal()), 2e5);
    const dispersion = Math.min((0.012 + 1.2 / mean) * exp(0.75 * random.normal()), 20);
    const change = g % 10 === 0 ? exp(0.7 * random.normal()) : 1;
    const row = depth.map((s, j) => negativeBinomialVariate(random, mean * s * (j % 2 === 1 ? change : 1), dispersion));
    return `g${g + 1}\t${row.join('\t')}`;
  });
  return `gene\t${depth.map((_, j) => `s${j + 1}`).join('\t')}\n${lines.join('\n')}\n`;
}

const sheetText = `sample\tgroup\tbatch\n${Array.from({ length: SAMPLES }, (_, j) => {
  return `s${j + 1}\t${j % 2 === 0 ? 'control' : 'treated'}\tb${j % 3}`;
}).join('\n')}\n`;

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
      megabytes = Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1] ?? 0) / 1024 || megabytes;
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

const script = (core: string) => `
t0 <- proc.time()[["elapsed"]]; suppressMessages({library(limma); library(edgeR)}); t1 <- proc.time()[["elapsed"]]
d <- commandArgs(TRUE)[1]
x <- as.matrix(read.delim(gzfile(file.path(d, "counts.tsv.gz")), row.names = 1))
s <- read.delim(file.path(d, "samples.tsv"), row.names = 1, stringsAsFactors = TRUE)
t2 <- proc.time()[["elapsed"]]
design <- model.matrix(as.formula(commandArgs(TRUE)[2]), s)
y <- DGEList(x); y <- y[filterByExpr(y, design), , keep.lib.sizes = FALSE]; y <- calcNormFactors(y)
${core}
t3 <- proc.time()[["elapsed"]]
write.table(r, file.path(d, "r.tsv"), sep = "\\t", quote = FALSE)
cat(t1 - t0, t3 - t2)
`;
const R_CORES = {
  voom: 'r <- topTable(eBayes(lmFit(voom(y, design), design)), coef = ncol(design), number = Inf)',
  edger: 'y <- estimateDisp(y, design); r <- topTags(glmQLFTest(glmQLFit(y, design)), n = Inf)$table',
};

const show = (name: string, run: Run, rest = '') =>
  console.log(
    `${name.padEnd(34)} ${run.seconds.toFixed(2).padStart(7)} s wall ${run.cpu.toFixed(2).padStart(7)} s CPU ${run.megabytes.toFixed(0).padStart(6)} MB ${rest}`,
  );

try {
  const bytes = new TextEncoder().encode(countsText());
  writeFileSync(path('counts.tsv.gz'), gzipSync(bytes, { level: 1 }));
  writeFileSync(path('samples.tsv'), sheetText);
  const request = {
    counts: readCounts(bytes, 'counts.tsv'),
    samples: readDelimited(new TextEncoder().encode(sheetText), 'samples.tsv'),
    where: [],
    minTotal: 0,
    references: new Map<string, string>(),
    factors: [],
    test: { factor: 'group', treated: 'treated', control: 'control' },
    normalization: 'TMM' as const,
    filter: true,
    robust: false,
  };
  const hasR = spawnSync('Rscript', ['-e', 'library(limma); library(edgeR)'], { stdio: 'ignore' }).status === 0;
  if (!hasR) console.log('R with limma and edgeR is not here: no comparison');
  for (const design of ['~ group', '~ batch + group']) {
    console.log(`\n${GENES.toLocaleString('en')} genes x ${SAMPLES} samples, ${design}`);
    for (const method of ['voom', 'edger'] as const) {
      const times: number[] = [];
      for (let round = 0; round < 3; round++) {
        const start = process.cpuUsage();
        if (method === 'voom')
          voomExpression({ ...request, design, block: null, qualityWeights: false, threshold: 0 }, plainContext());
        else await edgerExpression({ ...request, design, statistic: 'ql' }, plainContext());
        times.push(process.cpuUsage(start).user / 1e6);
      }
      console.log(
        `${`${method}, in this process, 1 thread`.padEnd(34)} ${Math.min(...times)
          .toFixed(2)
          .padStart(38)} s CPU`,
      );
      for (const threads of [1, 2]) {
        const words = ['de', '--method', method, '--counts', path('counts.tsv.gz'), '--samples', path('samples.tsv')];
        const rest = ['--contrast', 'group', 'treated', 'control', '--threads', String(threads), '--quiet'];
        const out = ['--design', design, '-o', path(`r${threads}.tsv`)];
        show(
          `limbic de --method ${method}, ${threads} thread`,
          await measure(process.execPath, ['bin/limbic.js', ...words, ...rest, ...out]),
        );
      }
      if (readFileSync(path('r1.tsv')).compare(readFileSync(path('r2.tsv'))) !== 0) throw new Error('threads change the result');
      if (!hasR) continue;
      writeFileSync(path('core.R'), script(R_CORES[method]));
      const r = await measure('Rscript', [path('core.R'), folder, design]);
      const [load, core] = r.output.trim().split(' ').map(Number);
      show(`R, ${method}`, r, `(package load ${load.toFixed(1)} s, core ${core.toFixed(1)} s)`);
    }
  }
} finally {
  rmSync(folder, { recursive: true });
}
