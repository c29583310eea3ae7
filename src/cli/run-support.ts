import { basename, join, resolve } from 'node:path';
import { verdictWords } from '../claims/index.ts';
import type { Context } from '../context/index.ts';
import { diskCache, nodeDigest } from '../pipeline/disk-cache.node.ts';
import { noCache, type RunOutput, runStudy, type Step } from '../pipeline/index.ts';
import { writeResults } from '../pipeline/write-results.node.ts';
import { folderSource } from '../study/folder-source.node.ts';
import { BUILD, VERSION } from '../version.ts';

export interface StudyRun {
  only?: Step[];
  seed: number | null;
  cache: boolean;
  /** Whether claims are weighed again under every reasonable choice. */
  multiverse?: boolean;
  /** Whole-pipeline permutations; 0: none. */
  permutations?: number;
}

/** Runs the pipeline over a folder on disk, without writing anything but the cache. */
export function computeStudy(folder: string, run: StudyRun, context: Context): Promise<RunOutput> {
  const options = run.only === undefined ? '' : ` --only ${run.only.join(',')}`;
  const seed = run.seed === null ? '' : ` --seed ${run.seed}`;
  const { multiverse = false, permutations = 0 } = run;
  const checks = `${multiverse ? ' --multiverse' : ''}${permutations > 0 ? ` --permutations ${permutations}` : ''}`;
  return runStudy(
    folderSource(folder),
    {
      only: run.only,
      seed: run.seed,
      multiverse,
      permutations,
      command: `limbic run ${basename(resolve(folder))}${options}${checks}${seed}`,
      version: VERSION,
      build: BUILD,
      cache: run.cache ? diskCache() : noCache,
      digest: nodeDigest,
    },
    context,
  );
}

/** Writes the results and returns the path of the report. */
export function finishRun(output: RunOutput, results: string): string {
  writeResults(results, output.files);
  return join(results, 'report.html');
}

/** The claims as a short list for the terminal. */
export function claimLines(output: RunOutput): string[] {
  const width = Math.max(0, ...output.claims.claims.map((claim) => verdictWords(claim.verdict).length));
  return output.claims.claims.map((claim) => `  ${verdictWords(claim.verdict).padEnd(width)}  ${claim.statement}`);
}
