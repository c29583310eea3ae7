import type { BehaviorResult } from '../behavior/index.ts';
import {
  type Checkpoint,
  type ClaimsResult,
  claimStability,
  furtherTests,
  type PermutedOutcome,
  permuteStudy,
  rerunInput,
  runMultiverse,
  weighClaims,
} from '../claims/index.ts';
import type { Context } from '../context/index.ts';
import { type ExpressionResult, readStudyCounts } from '../expression/index.ts';
import type { IntegrationResult } from '../integration/index.ts';
import type { PathwayResult } from '../pathway/index.ts';
import type { Problem } from '../problems/index.ts';
import type { FileSource, Study } from '../study/index.ts';
import { type Cache, canonicalText, type Digest } from './cache.ts';
import type { RecordingSource } from './recording-source.ts';
import { runStation } from './station.ts';

/** What was asked for besides the planned analysis. */
export interface CheckOptions {
  multiverse: boolean;
  /** Whole-pipeline permutations; 0: none. */
  permutations: number;
}

/** The rooms' results and the keys that name them. */
export interface WeighedResults {
  study: Study;
  checks: readonly Problem[];
  behavior: BehaviorResult | null;
  expression: ExpressionResult | null;
  pathway: PathwayResult | null;
  integration: IntegrationResult | null;
}

interface Environment {
  cache: Cache;
  digest: Digest;
  files: RecordingSource;
  build: string;
}

/**
 * Weighs the claims and looks at how firmly they stand: without each animal and litter always; under other reasonable choices and with the
 * arms dealt out again where asked for. Finished permutations are kept in the cache, so that a stopped run goes on where it was.
 *
 * @param upstream keys of the stations that the results came from
 */
export async function weighAndCheck(
  results: WeighedResults,
  upstream: readonly string[],
  options: CheckOptions,
  context: Context,
  environment: Environment,
): Promise<ClaimsResult> {
  const { study, behavior, expression } = results;
  const { weights: _weights, assays: _assays, ...common } = study;
  const key = { upstream, seed: context.seed, common };
  const station = async <Result>(name: string, parameters: object, work: (source: FileSource) => Promise<Result>) =>
    (await runStation(name, { ...key, ...parameters }, work, environment)).result;
  const further = await station('further-tests', {}, (source) => furtherTests(study, behavior, expression, source, context));
  const weighed = weighClaims({ ...results, further });
  const evidence = { ...results, claims: weighed.claims };
  const stability = await station('stability', { checks: results.checks }, () => claimStability(evidence, context));
  const input = async (source: FileSource) => {
    const counts = expression === null ? null : await readStudyCounts(study, source);
    return rerunInput(study, behavior, counts, context.seed);
  };
  const multiverse = options.multiverse
    ? await station('multiverse', {}, async (source) => runMultiverse(await input(source), evidence, context))
    : null;
  const { permutations } = options;
  const checkpoint = permutationCheckpoint(key, environment);
  const permutation =
    permutations > 0
      ? await station('permutation', { permutations }, async (source) =>
          permuteStudy({ ...evidence, input: await input(source) }, permutations, checkpoint, context),
        )
      : null;
  return { ...weighed, checks: { stability, multiverse, permutation } };
}

/** Keeps groups of finished permutations under keys that do not depend on how many are asked for. */
function permutationCheckpoint(key: object, { cache, digest, build }: Environment): Checkpoint {
  const addressOf = (first: number, count: number): Promise<string> =>
    digest(new TextEncoder().encode(canonicalText({ build, name: 'permutation group', key, first, count })));
  return {
    get: async (first, count) => (await cache.get(await addressOf(first, count))) as PermutedOutcome[] | undefined,
    put: async (first, outcomes) => cache.put(await addressOf(first, outcomes.length), outcomes),
  };
}
