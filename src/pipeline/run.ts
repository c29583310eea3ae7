import { analyzeBehavior, scoringNames } from '../behavior/index.ts';
import type { ClaimsResult } from '../claims/index.ts';
import type { Context } from '../context/index.ts';
import { analyzeExpression } from '../expression/index.ts';
import { integrate, readAllTargeted } from '../integration/index.ts';
import { analyzePathways } from '../pathway/index.ts';
import { InputError } from '../problems/index.ts';
import { type ReportFiles, renderReport } from '../report/index.ts';
import { checkRigor, type FileSource, loadStudy } from '../study/index.ts';
import type { Cache, Digest } from './cache.ts';
import { provenanceOf } from './provenance.ts';
import { RecordingSource } from './recording-source.ts';
import { runStation } from './station.ts';
import { STEPS, type Step, wantedSteps } from './steps.ts';
import { type CheckOptions, weighAndCheck } from './weigh-and-check.ts';

export interface RunOptions extends Partial<CheckOptions> {
  /** Steps to run; what they need is run too. Default: all. */
  only?: readonly Step[];
  /** How the run can be repeated, for the report. */
  command: string;
  /** Root of the random streams; null: the seed in the study's plan. */
  seed: number | null;
  version: string;
  /** Digest of the program's sources; part of every cache key. */
  build: string;
  cache: Cache;
  digest: Digest;
}

export interface RunOutput {
  files: ReportFiles;
  claims: ClaimsResult;
  /** Stations whose result came from the cache. */
  reused: string[];
}

/**
 * The main job: a study folder in, a report of graded claims out. Each station is a pure function of the study, the files it
 * reads and the seed, so its result can be kept and reused while those stay the same.
 *
 * @throws InputError with all problems of a file at once; Cancelled when the user stopped it
 */
export async function runStudy(folder: FileSource, options: RunOptions, surroundings: Context): Promise<RunOutput> {
  const files = new RecordingSource(folder, options.digest);
  const wanted = wantedSteps(options.only);
  const reused: string[] = [];
  const study = await loadStudy(files.open().source);
  const context = { ...surroundings, seed: options.seed ?? study.plan.seed };
  const { assays, expression: expressionPlan, weights, targeted, ...common } = study;

  const station = async <Result>(
    step: Step,
    applies: boolean,
    parameters: unknown,
    work: (source: FileSource) => Promise<Result>,
  ) => {
    if (!applies || !wanted.has(step)) return null;
    context.checkCancelled();
    const done = await runStation(step, { parameters, seed: context.seed }, work, { ...options, files });
    if (done.reused) reused.push(step);
    return done;
  };

  const checks = await checkRigor(study, files.open().source, scoringNames);
  const [behavior, expression] = await allOf(
    station('behavior', assays.length > 0, { common, assays, weights }, (source) => analyzeBehavior(study, source, context)),
    station('expression', expressionPlan !== null, { common, expressionPlan }, (source) =>
      analyzeExpression(study, source, context),
    ),
  );
  const pathway =
    expression &&
    (await station('pathway', true, { common, upstream: expression.key }, () =>
      analyzePathways(expression.result, study, context),
    ));
  const integration =
    behavior &&
    expression &&
    pathway &&
    (await station(
      'integration',
      true,
      { common, expressionPlan, targeted, upstream: [behavior.key, expression.key, pathway.key] },
      async (source) => {
        const layers = await readAllTargeted(study, source);
        return integrate(behavior.result, expression.result, study, pathway.result, context, 'all', layers);
      },
    ));

  const results = {
    study,
    checks,
    behavior: behavior?.result ?? null,
    expression: expression?.result ?? null,
    pathway: pathway?.result ?? null,
    integration: integration?.result ?? null,
  };
  const upstream = [behavior, expression, pathway, integration].map((one) => one?.key ?? '');
  const asked = { multiverse: options.multiverse ?? false, permutations: options.permutations ?? 0 };
  const claims = await weighAndCheck(results, upstream, asked, context, { ...options, files });
  context.progress('report', 0, 1);
  const provenance = provenanceOf(study, await files.inputs(), options, context.seed);
  const report = await renderReport({ ...results, claims, provenance });
  context.progress('report', 1, 1);
  return { files: report, claims, reused: STEPS.filter((step) => reused.includes(step)) };
}

/**
 * Waits for both, and throws the problems of both together: a user who has a bad track and a bad count table hears of both.
 *
 * @throws InputError with the problems of both; any other error as it is
 */
async function allOf<A, B>(first: Promise<A>, second: Promise<B>): Promise<[A, B]> {
  const settled = await Promise.allSettled([first, second]);
  const errors = settled.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []));
  const other = errors.find((error) => !(error instanceof InputError));
  if (other !== undefined) throw other;
  const problems = errors.flatMap((error) => (error instanceof InputError ? error.problems : []));
  if (problems.length > 0) throw new InputError(problems);
  return [await first, await second];
}
