import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Context, plainContext } from '../src/context/index.ts';
import { detectModules, MODULE_DEFAULTS } from '../src/integration/index.ts';
import { panelProducts } from '../src/integration/modules/kernel/kernel.ts';
import { workerPool } from '../src/pipeline/pool.node.ts';
import { randomStream } from '../src/stats/index.ts';

/** Co-expression modules of 24 samples x 5,000 genes, in turn with WGCNA where R has it; and the kernel against the machine. */

const [SAMPLES, GENES, POWER] = [24, 5000, 12];
const folder = mkdtempSync(join(tmpdir(), 'limbic-bench-'));

/** Twelve planted modules and noise, to eight digits, so that R reads the same numbers. */
function simulated(): Float64Array {
  const stream = randomStream(1, 'bench/modules');
  const profiles = Array.from({ length: 12 }, () => Array.from({ length: SAMPLES }, () => stream.normal()));
  const values = new Float64Array(GENES * SAMPLES);
  for (let gene = 0; gene < GENES; gene++) {
    const own = stream.integer(13);
    const weight = 0.3 + stream.uniform();
    for (let s = 0; s < SAMPLES; s++)
      values[gene * SAMPLES + s] = Number(((own < 12 ? profiles[own][s] * weight : 0) + stream.normal()).toPrecision(8));
  }
  return values;
}

const R_CODE = `
suppressPackageStartupMessages(library(WGCNA))
args <- commandArgs(TRUE)
con <- file(args[1], "rb"); x <- matrix(readBin(con, "double", ${SAMPLES * GENES}), ${SAMPLES}); close(con)
colnames(x) <- paste0("g", seq_len(ncol(x)))
t <- system.time({
  soft <- pickSoftThreshold(x, networkType = "signed", verbose = 0, blockSize = ${GENES})
  tom <- TOMsimilarityFromExpr(x, networkType = "signed", TOMType = "signed", power = ${POWER}, nThreads = 1, verbose = 0,
    useInternalMatrixAlgebra = args[3] == "own")
  tom <- 1 - tom
  tree <- hclust(as.dist(tom), "average")
  labels <- cutreeDynamic(tree, distM = tom, deepSplit = 2, minClusterSize = 30, pamRespectsDendro = FALSE, verbose = 0)
  merged <- mergeCloseModules(x, labels, cutHeight = 0.25, verbose = 0)
})
writeLines(as.character(labels), args[2])
cat("RESULT", t[["elapsed"]], sum(t[c(1, 2)]), "\\n")`;

function hasWgcna(): boolean {
  const run = spawnSync('Rscript', ['-e', 'cat(requireNamespace("WGCNA", quietly = TRUE))'], { encoding: 'utf8' });
  return run.status === 0 && run.stdout.includes('TRUE');
}

/** Billions of operations a second in the products that the topological overlap is made of. */
function kernelSpeed(): number {
  const [rows, width] = [510, 5120];
  const values = Float64Array.from({ length: rows * width }, (_, i) => (i % 7) / 7);
  const panel = { values, width, from: 0, count: rows };
  panelProducts(panel, panel);
  let best = 0;
  for (let turn = 0; turn < 5; turn++) {
    const start = process.cpuUsage().user;
    panelProducts(panel, panel);
    best = Math.max(best, (2 * rows * rows * width) / (process.cpuUsage().user - start) / 1000);
  }
  return best;
}

async function own(values: Float64Array, context: Context): Promise<{ seconds: number; cpu: number; labels: Int32Array }> {
  const used = process.cpuUsage();
  const start = performance.now();
  const found = await detectModules(values, SAMPLES, { ...MODULE_DEFAULTS, power: POWER }, context);
  const seconds = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(used);
  return { seconds, cpu: (user + system) / 1e6, labels: found.unmerged };
}

/** Runs WGCNA with its own products, without BLAS, or with those of R's BLAS library, and prints how it compares. */
function againstWgcna(algebra: 'own' | 'blas', files: string[], one: { seconds: number; cpu: number; labels: Int32Array }): void {
  const output = join(folder, 'labels.txt');
  const run = spawnSync('Rscript', [...files, output, algebra], { encoding: 'utf8' });
  const [elapsed, cpu] = (run.stdout.match(/RESULT (\S+) (\S+)/)?.slice(1) ?? ['NaN', 'NaN']).map(Number);
  const wrong = readLabels(output).filter((label, i) => label !== one.labels[i]).length;
  console.log(
    `  WGCNA, ${algebra === 'own' ? 'without BLAS' : "R's BLAS"}: ${elapsed.toFixed(1)} s (${cpu.toFixed(1)} s of processor): ` +
      `x ${(elapsed / one.seconds).toFixed(1)} by the clock, x ${(cpu / one.cpu).toFixed(1)} by processor time; ${wrong} of ${GENES} labels differ`,
  );
}

/** Largest memory of this process so far. */
function memory(): string {
  const peak = process.resourceUsage().maxRSS * 1024;
  return `${(peak / 1e6).toFixed(0)} MB = ${(peak / (8 * GENES * GENES)).toFixed(2)} times the matrix of ${GENES} x ${GENES}`;
}

function readLabels(path: string): number[] {
  return existsSync(path) ? readFileSync(path, 'utf8').trim().split('\n').map(Number) : [];
}

try {
  const values = simulated();
  const file = join(folder, 'values.bin');
  writeFileSync(file, values);
  const script = join(folder, 'wgcna.R');
  writeFileSync(script, R_CODE);
  console.log(`products of panels: ${kernelSpeed().toFixed(1)} GFLOP/s on one thread`);
  const entry = new URL('../../dist/worker.js', import.meta.url);
  const threads = existsSync(entry) ? Math.min(4, availableParallelism()) : 1;
  const pool = workerPool(threads, entry, () => {});
  const compare = hasWgcna();
  if (!compare) console.log('R with WGCNA is not installed: only limbic is timed');
  for (let turn = 1; turn <= 2; turn++) {
    globalThis.gc?.();
    const one = await own(values, plainContext());
    if (turn === 1) console.log(`peak memory of one run, with the program: ${memory()}`);
    globalThis.gc?.();
    const many = await own(values, { ...plainContext(), pool });
    const same = one.labels.every((label, i) => label === many.labels[i]);
    console.log(
      `turn ${turn}: limbic ${one.seconds.toFixed(1)} s on one thread (${one.cpu.toFixed(1)} s of processor), ` +
        `${many.seconds.toFixed(1)} s on ${threads}; labels ${same ? 'the same' : 'DIFFER'}`,
    );
    if (compare) for (const algebra of ['own', 'blas'] as const) againstWgcna(algebra, [script, file], one);
  }
  await pool.close();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
