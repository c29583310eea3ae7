import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { plainContext } from '../src/context/index.ts';
import { GSEA_DEFAULTS, gsea, indexSets, rankGenes, readGmt, readRanks } from '../src/pathway/index.ts';
import { randomStream } from '../src/stats/index.ts';

/** Preranked enrichment: the core on one thread and the whole process, in turn with fgsea where R has it. */

const shared = process.env.LIMBIC_SHARED ?? new URL('../../../shared', import.meta.url).pathname;
const folder = mkdtempSync(join(tmpdir(), 'limbic-bench-'));

interface Job {
  name: string;
  ranks: string;
  sets: string;
  minSize: number;
}

/** fgsea's example, when the shared data are here. */
function exampleJob(): Job | null {
  const sets = `${shared}/data/pathway/genesets/fgsea_examplePathways.gmt.gz`;
  if (!existsSync(sets)) return null;
  const plain = join(folder, 'example.gmt');
  writeFileSync(plain, gunzipSync(readFileSync(sets)));
  return { name: "fgsea's example", ranks: `${shared}/data/pathway/ranks/fgsea_exampleRanks.rnk`, sets: plain, minSize: 15 };
}

/** 10,000 sets of 15 to 500 among 20,000 genes; one in twenty leans to the top, so that small p-values are asked for. */
function largeJob(): Job {
  const stream = randomStream(1, 'bench/gsea');
  const genes = 20_000;
  const statistic = Array.from({ length: genes }, () => 2 * stream.normal()).sort((a, b) => b - a);
  const ranks = join(folder, 'large.rnk');
  writeFileSync(ranks, statistic.map((value, i) => `G${i}\t${value}`).join('\n'));
  const lines = Array.from({ length: 10_000 }, (_, k) => {
    const size = 15 + stream.integer(486);
    const pull = k % 20 === 0 ? 0.1 : 0;
    const members = new Set<number>();
    while (members.size < size) members.add(stream.uniform() < pull ? stream.integer(genes / 10) : stream.integer(genes));
    return `S${k}\t\t${Array.from(members, (gene) => `G${gene}`).join('\t')}`;
  });
  const sets = join(folder, 'large.gmt');
  writeFileSync(sets, lines.join('\n'));
  return { name: '10,000 sets x 20,000 genes', ranks, sets, minSize: 15 };
}

const R_CODE = `
args <- commandArgs(TRUE)
suppressPackageStartupMessages(library(fgsea))
x <- read.delim(args[1], header = FALSE); stats <- setNames(x[[2]], x[[1]])
sets <- gmtPathways(args[2])
set.seed(1)
t <- system.time(r <- fgseaMultilevel(sets, stats, minSize = as.integer(args[3]), maxSize = 500, eps = 0, nproc = 1))
cat(t[["elapsed"]])`;

function hasFgsea(): boolean {
  const run = spawnSync('Rscript', ['-e', 'cat(requireNamespace("fgsea", quietly = TRUE))'], { encoding: 'utf8' });
  return run.status === 0 && run.stdout.includes('TRUE');
}

async function core(job: Job): Promise<number> {
  const ranks = readRanks(readFileSync(job.ranks), job.ranks);
  const sets = indexSets(readGmt(readFileSync(job.sets), job.sets).sets, ranks.genes)
    .map((set) => set.members)
    .filter((set) => set.length >= job.minSize && set.length <= 500);
  const ranking = rankGenes(ranks.statistic);
  const start = process.cpuUsage();
  await gsea(ranking, sets, plainContext(), { ...GSEA_DEFAULTS, permutations: 1000, smallest: 0 });
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1e6;
}

function wholeProcess(command: string, args: string[]): number {
  const start = performance.now();
  const run = spawnSync(command, args, { encoding: 'utf8' });
  if (run.status !== 0) throw new Error(run.stderr);
  return (performance.now() - start) / 1000;
}

const round = (seconds: number): string => seconds.toFixed(2);
try {
  const compare = hasFgsea();
  if (!compare) console.log('R with fgsea is not installed: only limbic is timed');
  const example = exampleJob();
  for (const job of [...(example === null ? [] : [example]), largeJob()]) {
    const script = join(folder, 'fgsea.R');
    writeFileSync(script, R_CODE);
    for (let turn = 1; turn <= 2; turn++) {
      const own = await core(job);
      const args = ['bin/limbic.js', 'enrich', '--sets', job.sets, '--ranks', job.ranks, '--permutations', '1000', '--eps', '0'];
      const whole = wholeProcess(process.execPath, [...args, '--quiet', '-o', join(folder, 'out.tsv')]);
      console.log(`${job.name}, turn ${turn}: limbic core ${round(own)} s (one thread), whole process ${round(whole)} s`);
      if (!compare) continue;
      const start = performance.now();
      const run = spawnSync('Rscript', [script, job.ranks, job.sets, String(job.minSize)], { encoding: 'utf8' });
      const all = (performance.now() - start) / 1000;
      const inner = Number(run.stdout.trim());
      console.log(
        `  fgsea core ${round(inner)} s (x ${round(inner / own)}), whole process ${round(all)} s (x ${round(all / whole)})`,
      );
    }
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
