import { describe, expect, it } from 'vitest';
import type { BehaviorResult, ModelContrast } from '../../src/behavior/index.ts';
import { type Evidence, weighClaims } from '../../src/claims/index.ts';
import type { LinkTable } from '../../src/integration/index.ts';
import type { FamilyTest, PathwayResult, ReceptorRow } from '../../src/pathway/index.ts';
import { studentT } from '../../src/stats/index.ts';
import type { Study } from '../../src/study/index.ts';

const study: Study = {
  format: 1,
  title: 'Test',
  drug: { name: 'isotretinoin', route: 'gavage', vehicle: 'oil' },
  species: 'mouse',
  strain: null,
  arms: [
    { name: 'vehicle', doseMgPerKg: 0, control: true },
    { name: 'low', doseMgPerKg: 1, control: false },
    { name: 'high', doseMgPerKg: 10, control: false },
  ],
  dosing: null,
  animals: [],
  animalColumns: [],
  sessions: [
    { name: 'baseline', ageDays: 26, phase: 'baseline' },
    { name: 'week6', ageDays: 70, phase: 'treatment' },
    { name: 'washout', ageDays: 98, phase: 'washout' },
  ],
  assays: [],
  expression: null,
  targeted: [],
  weights: [],
  plan: {
    primary: ['anxiety', 'depression'],
    model: 'score ~ arm * session + sex + (1 | litter/animal)',
    alpha: 0.05,
    fdr: 0.1,
    smallestEffect: 0.5,
    smallestLog2FoldChange: 0.3,
    permutations: 100,
    seed: 1,
  },
};

function contrast(kind: ModelContrast['kind'], session: string, arm: string | null, estimate: number, se: number): ModelContrast {
  const df = 30;
  const half = se * studentT.quantileUpper(0.025, df);
  const pvalue = 2 * studentT.upper(Math.abs(estimate / se), df);
  const label = `${kind} ${session}`;
  return {
    kind,
    label,
    session,
    arm,
    estimate,
    se,
    df,
    low: estimate - half,
    high: estimate + half,
    statistic: estimate / se,
    pvalue,
    padj: pvalue,
  };
}

function behavior(effects: { anxiety: number; depression: number }, se: number): BehaviorResult {
  const domains = ['anxiety', 'depression'] as const;
  return {
    animals: [],
    sessions: ['baseline', 'week6', 'washout'],
    measures: [],
    scores: domains.map((domain) => ({
      domain,
      label: domain,
      values: new Float64Array(0),
      assaysUsed: new Uint8Array(0),
      controlSd: Float64Array.of(0.8, 0.8, 0.8),
      parts: ['open-field/center_time_s'],
      reference: '',
    })),
    comparisons: [],
    models: domains.map((domain) => ({
      domain,
      formula: study.plan.model,
      n: 48,
      anova: [],
      random: [],
      sigma: 1,
      contrasts: [
        contrast('arm-vs-control', 'week6', 'high', effects[domain], se),
        contrast('arm-vs-control', 'week6', 'low', effects[domain] / 2, se),
        contrast('arm-vs-control', 'washout', 'high', effects[domain] / 2, se),
        contrast('dose-trend', 'week6', null, effects[domain], se),
      ],
      notes: [],
    })),
    exclusions: [],
    flags: [],
  };
}

function evidence(parts: Partial<Evidence>): Evidence {
  return { study, checks: [], behavior: null, pathway: null, integration: null, ...parts };
}

const verdicts = (parts: Partial<Evidence>) =>
  new Map(weighClaims(evidence(parts)).claims.map((claim) => [claim.id, claim.verdict]));

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

function row(gene: string, log2FoldChange: number, lfcSE: number): ReceptorRow {
  return {
    gene,
    system: 'serotonin',
    family: '5-HT receptors',
    familyLabel: '5-HT receptors',
    role: 'receptor',
    class: 'GPCR',
    panel: 'receptors',
    sign: -1,
    detected: true,
    baseMean: 100,
    log2FoldChange,
    lfcSE,
    low: log2FoldChange - 1.96 * lfcSE,
    high: log2FoldChange + 1.96 * lfcSE,
    shrunkenLog2FoldChange: log2FoldChange / 2,
    shrunkenSE: lfcSE / 2,
    stat: log2FoldChange / lfcSE,
    pvalue: 0.5,
    deseqPvalue: 0.5,
    panelFdr: 0.9,
    panelFamilywise: 1,
  };
}

function pathway(mixedPvalue: number, rows: ReceptorRow[]): PathwayResult {
  const family: FamilyTest = {
    id: 'serotonin',
    label: 'Serotonin receptors',
    kind: 'system',
    size: rows.length,
    declared: rows.length,
    genes: rows.map((one) => one.gene),
    members: rows.map((one) => one.gene),
    meanLog2FoldChange: 0.1,
    low: -0.1,
    high: 0.3,
    direction: 'up',
    pvalue: 0.4,
    padj: 0.4,
    familywise: 0.4,
    mixedPvalue,
    mixedPadj: mixedPvalue,
    signedPvalue: 0.4,
    signedPadj: 0.6,
    shift: 'inhibition',
    genePermutationPvalue: 0.01,
    method: 'fry',
  };
  return {
    contrast: 'high vs vehicle',
    panel: rows,
    families: [family],
    enrichment: [],
    balance: [],
    compositions: [],
    pairs: [],
    coverage: { measured: 2, catalogue: 3, notDetected: [] },
    notes: [],
  };
}

describe('molecular claims', () => {
  it('rest on the sample-based p, never on the gene-permutation p', () => {
    expect(verdicts({ pathway: pathway(0.001, [row('Htr1a', 1, 0.2)]) }).get('serotonin-receptors')).toBe('supported');
    expect(verdicts({ pathway: pathway(0.5, [row('Htr1a', 0.4, 0.2)]) }).get('serotonin-receptors')).toBe('inconclusive');
  });

  it('double the smaller of the directional and the mixed p', () => {
    const result = weighClaims(evidence({ pathway: pathway(0.03, [row('Htr1a', 1, 0.2)]) }));
    expect(result.claims.find((claim) => claim.id === 'serotonin-receptors')?.pvalue).toBeCloseTo(0.06, 12);
  });

  it('calls "not supported" only when every member is shown to change little', () => {
    const little = [row('Htr1a', 0.02, 0.05), row('Htr2c', -0.03, 0.05)];
    expect(verdicts({ pathway: pathway(0.5, little) }).get('serotonin-receptors')).toBe('not-supported');
    expect(verdicts({ pathway: pathway(0.5, [...little, row('Htr7', 0.1, 0.5)]) }).get('serotonin-receptors')).toBe(
      'inconclusive',
    );
  });
});

describe('link claims', () => {
  it('use the within-group correlation, not the raw one', () => {
    const link = {
      outcome: 'score/anxiety',
      label: 'anxiety',
      session: 'week6',
      n: 24,
      groups: ['vehicle', 'high'],
      genes: ['Htr1a'],
      outcomeValues: new Float64Array(24),
      group: [],
      r: Float64Array.of(0.9),
      pvalue: Float64Array.of(1e-6),
      padj: Float64Array.of(1e-6),
      rWithin: Float64Array.of(0.1),
      rWithinLow: Float64Array.of(-0.3),
      rWithinHigh: Float64Array.of(0.5),
      dfWithin: 21,
      pvalueWithin: Float64Array.of(0.6),
      padjWithin: Float64Array.of(0.6),
      spearman: Float64Array.of(0.9),
      spearmanWithin: Float64Array.of(0.1),
      biweight: Float64Array.of(0.9),
      permutationWithin: Float64Array.of(0.6),
      maxTWithin: Float64Array.of(0.6),
      permutations: 100,
      panel: { genes: ['Htr1a'], rWithin: Float64Array.of(0.1), maxTWithin: Float64Array.of(0.6) },
      families: [
        {
          family: 'serotonin',
          label: 'Serotonin',
          size: 1,
          r: 0.9,
          rWithin: 0.1,
          low: -0.3,
          high: 0.5,
          pvalueWithin: 0.6,
          padjWithin: 0.6,
          values: new Float64Array(24),
        },
      ],
      detectableR: 0.54,
      warnings: [],
    } satisfies LinkTable;
    const result = weighClaims(
      evidence({ integration: { links: [link], mediation: [], predictions: [], targeted: [], animals: [], notes: [] } }),
    );
    const claim = result.claims.find((one) => one.id === 'link-anxiety');
    expect(claim?.verdict).toBe('inconclusive');
    expect(claim?.estimate).toBe(0.1);
  });
});
