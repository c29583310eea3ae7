import { describe, expect, it } from 'vitest';
import type { BehaviorResult, ModelContrast } from '../../src/behavior/index.ts';
import { weighClaims } from '../../src/claims/index.ts';
import type { Study } from '../../src/study/index.ts';
import { behavior, contrast, evidence, study, verdicts } from './made-up-evidence.ts';

describe('behavioral claims', () => {
  it('supports a clear rise, states it in control SDs and adjusts within the family', () => {
    const result = weighClaims(evidence({ behavior: behavior({ anxiety: 1.2, depression: 0.9 }, 0.2) }));
    const anxiety = result.claims.find((claim) => claim.id === 'anxiety');
    expect(anxiety?.verdict).toBe('supported');
    expect(anxiety?.estimate).toBeCloseTo(1.2 / 0.8, 12);
    expect(anxiety?.padj).toBeCloseTo(2 * (anxiety?.pvalue ?? 0), 12);
    expect(anxiety?.family).toBe('primary behavior');
  });

  it('tells the four verdicts apart', () => {
    expect(verdicts({ behavior: behavior({ anxiety: 1.2, depression: -1.2 }, 0.2) }).get('depression')).toBe('contradicted');
    expect(verdicts({ behavior: behavior({ anxiety: 0.01, depression: 0.2 }, 0.1) }).get('anxiety')).toBe('not-supported');
    expect(verdicts({ behavior: behavior({ anxiety: 0.3, depression: 0.2 }, 0.5) }).get('anxiety')).toBe('inconclusive');
  });

  it('does not test persistence or dose dependence behind a closed gate', () => {
    const result = weighClaims(evidence({ behavior: behavior({ anxiety: 0.3, depression: 1.5 }, 0.2) }));
    const claim = (id: string) => result.claims.find((one) => one.id === id);
    expect(claim('persistence-anxiety')?.verdict).toBe('inconclusive');
    expect(claim('persistence-anxiety')?.reason).toContain('Not tested');
    expect(claim('persistence-depression')?.verdict).toBe('supported');
    expect(claim('dose-dependence-depression')?.verdict).toBe('supported');
  });

  it('supports nothing when the design cannot tell the drug from something else', () => {
    const flaw = { code: 'design-confounded', severity: 'error', message: 'the arm and the batch cannot be told apart' } as const;
    const strong = behavior({ anxiety: 1.2, depression: 0.01 }, 0.1);
    const result = weighClaims(evidence({ behavior: strong, checks: [flaw] }));
    const anxiety = result.claims.find((claim) => claim.id === 'anxiety');
    expect(anxiety?.verdict).toBe('inconclusive');
    expect(anxiety?.reason).toContain('cannot be told apart');
    expect(result.claims.find((claim) => claim.id === 'depression')?.verdict).toBe('not-supported');
    const warned = weighClaims(evidence({ behavior: strong, checks: [{ ...flaw, severity: 'warning' }] }));
    expect(warned.claims.find((claim) => claim.id === 'anxiety')?.verdict).toBe('supported');
  });

  it('names what the study cannot speak to', () => {
    const result = weighClaims(evidence({}));
    expect(result.claims).toEqual([]);
    expect(result.notAssessed.map((one) => one.id)).toContain('nlri-pathway');
    const noControl = { ...study, arms: study.arms.map((arm) => ({ ...arm, control: false })) };
    expect(weighClaims({ ...evidence({}), study: noControl }).notAssessed[0].id).toBe('all');
  });
});

describe('claims beyond mood at the end of treatment', () => {
  const withContrasts = (extra: ModelContrast[]): BehaviorResult => {
    const result = behavior({ anxiety: 1.2, depression: 0.1 }, 0.2);
    return { ...result, models: result.models.map((model) => ({ ...model, contrasts: [...model.contrasts, ...extra] })) };
  };

  it('are about the primary domains of the study, whatever they are', () => {
    const learning = behavior({ anxiety: 1, depression: 1 }, 0.2);
    const renamed: BehaviorResult = {
      ...learning,
      scores: learning.scores.slice(0, 1).map((score) => ({ ...score, domain: 'learning' })),
      models: learning.models.slice(0, 1).map((model) => ({ ...model, domain: 'learning' })),
    };
    const primary: Study = { ...study, plan: { ...study.plan, primary: ['learning'] } };
    const result = weighClaims({ ...evidence({ behavior: renamed }), study: primary });
    expect(result.claims.find((claim) => claim.id === 'learning')).toMatchObject({
      verdict: 'supported',
      family: 'primary behavior',
    });
    expect(result.claims.find((claim) => claim.id === 'learning')?.statement).toBe('Isotretinoin changes learning.');
    expect(result.notAssessed.map((one) => one.id)).toContain('anxiety');
    expect(result.families.find((family) => family.name === 'primary behavior')?.members).toEqual(['learning']);
  });

  it('ask whether the drug acts more in adolescents, with the sign of the question', () => {
    const stage = { ...contrast('stage-by-arm', 'week6', 'high', -1, 0.2), levels: ['adult', 'adolescent'] as const };
    const claim = (extra: ModelContrast) =>
      weighClaims(evidence({ behavior: withContrasts([extra]) })).claims.find((one) => one.id === 'adolescent-window-anxiety');
    expect(claim(stage)).toMatchObject({ verdict: 'supported', family: 'developmental window' });
    expect(claim(stage)?.estimate).toBeCloseTo(1 / 0.8, 12);
    expect(claim({ ...stage, levels: ['adolescent', 'adult'] })?.verdict).toBe('contradicted');
    expect(verdicts({ behavior: withContrasts([]) }).has('adolescent-window-anxiety')).toBe(false);
  });

  it('take sex as a risk factor, two-sided', () => {
    const claims = weighClaims(
      evidence({ behavior: withContrasts([contrast('sex-by-arm', 'week6', 'high', -1.1, 0.2)]) }),
    ).claims;
    expect(claims.find((one) => one.id === 'moderator-sex-anxiety')?.verdict).toBe('supported');
    expect(claims.find((one) => one.id === 'moderator-sex-anxiety')?.padj).toBeGreaterThan(
      claims.find((one) => one.id === 'moderator-sex-anxiety')?.pvalue ?? 1,
    );
  });

  it('put behavior and genes together by the larger of the two p-values, behind the gate of behavior', () => {
    const trend = { size: 30, estimate: 0.2, low: 0.1, high: 0.3, pvalue: 0.001, mixedPvalue: 0.5 };
    const further = { risks: [], doseTrend: trend, ordered: null, washout: null, washoutMissing: 'no samples' };
    const result = weighClaims(evidence({ behavior: behavior({ anxiety: 1.2, depression: 0.1 }, 0.2), further }));
    const claim = (id: string) => result.claims.find((one) => one.id === id);
    expect(claim('dose-trend-genes')?.pvalue).toBeCloseTo(0.002, 12);
    expect(claim('dose-concordance-anxiety')?.pvalue).toBeCloseTo(
      Math.max(0.002, claim('dose-dependence-anxiety')?.pvalue ?? 1),
      12,
    );
    expect(claim('dose-concordance-depression')?.reason).toContain('Not tested');
    expect(result.notAssessed.map((one) => one.id)).toContain('persistence-genes');
  });
});
