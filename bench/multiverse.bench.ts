import { rmSync } from 'node:fs';
import { benchStudy, cliRun, rscript } from './support/whole-runs.ts';

/**
 * The multiverse of the bundled study (834 analyses: 294 of behavior, 204 of expression, 336 of links) against R with
 * DESeq2 for a single specification, in turn: `limbic run --multiverse` from a cache that holds the planned run, and the whole R process.
 * REPEATS=3.
 */
const REPEATS = Number(process.env.REPEATS ?? 3);

const script = `
suppressMessages(library(DESeq2))
x <- read.delim(gzfile("${benchStudy}/expression/counts.tsv.gz"), row.names = 1, check.names = FALSE)
s <- read.csv("${benchStudy}/expression/samples.csv"); a <- read.csv("${benchStudy}/animals.csv")
d <- a[match(s$animal, a$animal), ]; d$arm <- relevel(factor(d$arm), "vehicle"); d$sex <- factor(d$sex)
dds <- DESeq(DESeqDataSetFromMatrix(as.matrix(x[, s$sample]), d, ~ sex + arm), quiet = TRUE)
r <- results(dds, contrast = c("arm", "high", "vehicle")); v <- vst(dds, blind = FALSE)
`;

for (let repeat = 0; repeat < REPEATS; repeat++) {
  const cache = `.test-output/bench-multiverse-${process.pid}-${repeat}`;
  const planned = cliRun([], cache);
  const cached = cliRun([], cache);
  const multiverse = cliRun(['--multiverse'], cache);
  rmSync(cache, { recursive: true, force: true });
  const r = rscript(script);
  console.log(`planned run ${planned.toFixed(1)} s, from the cache ${cached.toFixed(1)} s (start, report, writing)`);
  console.log(`with the multiverse from the same cache, whole process: ${multiverse.toFixed(1)} s`);
  console.log(r === null ? 'R with DESeq2 is not here' : `R with DESeq2, one specification, whole process: ${r.toFixed(1)} s`);
}
