import { beforeAll, describe, expect, it } from 'vitest';
import { analyzeBehavior, type BehaviorResult } from '../../src/behavior/index.ts';
import {
  type ClaimsResult,
  claimStability,
  permuteStudy,
  rerunInput,
  runMultiverse,
  weighClaims,
} from '../../src/claims/index.ts';
import type { PermutedOutcome } from '../../src/claims/permutation/permuted-claims.ts';
import { permutedClaims } from '../../src/claims/permutation/permuted-claims.ts';
import type { RerunInput } from '../../src/claims/rerun/rerun-input.ts';
import { Cancelled, type Context, plainContext } from '../../src/context/index.ts';
import { analyzeExpression, type ExpressionResult, readStudyCounts } from '../../src/expression/index.ts';
import { type IntegrationResult, integrate } from '../../src/integration/index.ts';
import { analyzePathways, type PathwayResult } from '../../src/pathway/index.ts';
import { loadStudy, memorySource, type Study, simulateStudy } from '../../src/study/index.ts';

const context = plainContext(1);
let study: Study;
let behavior: BehaviorResult;
let expression: ExpressionResult;
let pathway: PathwayResult;
let integration: IntegrationResult;
let weighed: ClaimsResult;
let input: RerunInput;

/** A study of 36 mice in nine litters, three of them sequenced. */
beforeAll(async () => {
  const source = memorySource('small', simulateStudy({ seed: 5, animals: 36, genes: 800, planted: true }));
  study = await loadStudy(source);
  study = { ...study, plan: { ...study.plan, permutations: 200 } };
  behavior = await analyzeBehavior(study, source, context);
  expression = await analyzeExpression(study, source, context);
  pathway = await analyzePathways(expression, study, context);
  integration = await integrate(behavior, expression, study, pathway, context, 'links');
  weighed = weighClaims({ study, checks: [], behavior, pathway, integration });
  input = rerunInput(study, behavior, await readStudyCounts(study, source), 1);
}, 60_000);

const claimOf = (id: string) => weighed.claims.find((claim) => claim.id === id);

describe('running the pipeline again', () => {
  it('gives the planned p of every claim when the arms are as they were', async () => {
    const { pvalues, genes } = await permutedClaims({ input, arms: study.animals.map((animal) => animal.arm) });
    expect(pvalues.length).toBeGreaterThan(12);
    for (const { id, pvalue } of pvalues) expect([id, pvalue]).toEqual([id, claimOf(id)?.pvalue]);
    expect(genes).toBe(expression.contrasts[0].up + expression.contrasts[0].down);
  });

  it('gives other numbers when two animals of a litter change arms', async () => {
    const arms = study.animals.map((animal) => animal.arm);
    [arms[0], arms[1]] = [arms[1], arms[0]];
    const { pvalues } = await permutedClaims({ input, arms });
    for (const { id, pvalue } of pvalues) if (id !== 'ei-balance') expect([id, pvalue]).not.toEqual([id, claimOf(id)?.pvalue]);
  });

  it('permutes the same with and without a stop in between', async () => {
    const evidence = { input, claims: weighed.claims, expression, integration };
    const whole = await permuteStudy(evidence, 21, { get: async () => undefined, put: async () => {} }, context);
    const kept = new Map<string, PermutedOutcome[]>();
    const checkpoint = {
      get: async (first: number, count: number) => kept.get(`${first} ${count}`),
      put: async (first: number, outcomes: PermutedOutcome[]) => void kept.set(`${first} ${outcomes.length}`, outcomes),
    };
    const stopping: Context = {
      ...context,
      checkCancelled: () => {
        if (kept.size > 0) throw new Cancelled();
      },
    };
    await expect(permuteStudy(evidence, 21, checkpoint, stopping)).rejects.toThrow(Cancelled);
    expect([...kept.keys()]).toEqual(['0 20']);
    expect(await permuteStudy(evidence, 21, checkpoint, context)).toEqual(whole);
    const links = whole?.claims.filter((claim) => claim.exchanged === 'pairs') ?? [];
    expect(links.map((claim) => claim.id)).toEqual(['link-anxiety', 'link-depression']);
    for (const claim of whole?.claims ?? []) expect(claim.pvalue).toBeGreaterThanOrEqual(1 / 22);
  });
});

describe('leaving animals out', () => {
  it('tells the range, and who moves the estimate most, near what a refit without the animal says', async () => {
    const stability = await claimStability(
      { study, behavior, expression, pathway, integration, claims: weighed.claims },
      context,
    );
    const of = (id: string) => stability.find((one) => one.id === id);
    expect(of('anxiety')).toMatchObject({ animals: 36, litters: 9 });
    expect(of('nlri-pathway')).toMatchObject({ animals: 12, litters: 3 });
    for (const one of stability) {
      const estimate = claimOf(one.id)?.estimate ?? NaN;
      expect(one.low).toBeLessThanOrEqual(estimate + 1e-9);
      expect(one.high).toBeGreaterThanOrEqual(estimate - 1e-9);
    }
    const most = of('depression')?.mostInfluential;
    const without = { ...input, scores: input.scores.map((score) => ({ ...score, measures: score.measures.map(blank) })) };
    function blank(measure: (typeof input.scores)[number]['measures'][number]) {
      const at = study.animals.findIndex((animal) => animal.id === most?.name);
      const width = study.sessions.length;
      return { ...measure, values: measure.values.map((value, k) => (Math.floor(k / width) === at ? NaN : value)) };
    }
    const { pvalues } = await permutedClaims({ input: { ...without, counts: null }, arms: study.animals.map((one) => one.arm) });
    const refit = pvalues.find(({ id }) => id === 'depression')?.pvalue ?? NaN;
    expect(Math.abs(Math.log10(refit / (most?.pvalue ?? NaN)))).toBeLessThan(0.7);
  });
});

describe('the multiverse', () => {
  it('starts with the planned analysis and counts a specification only where it differs', async () => {
    const small = { ...input, scores: input.scores.filter((score) => score.domain === 'anxiety') };
    const result = await runMultiverse({ ...small, counts: null }, { claims: weighed.claims, pathway: null }, context);
    const anxiety = result.claims.find((claim) => claim.id === 'anxiety');
    const [planned] = anxiety?.specifications ?? [];
    expect(planned.pvalue).toBe(claimOf('anxiety')?.pvalue);
    expect(planned.estimate).toBe(claimOf('anxiety')?.estimate);
    expect(planned.options).toEqual(['all', 'sex-control', 'kept', 'planned']);
    const models = result.choices.find((choice) => choice.id === 'model')?.options.length ?? 0;
    expect(anxiety?.specifications.length).toBe(3 * 3 * 2 * models - (anxiety?.failed ?? 0));
    expect(new Set(anxiety?.specifications.map((one) => one.options.join())).size).toBe(anxiety?.specifications.length);
  });
});
