import { describe, expect, it } from 'vitest';
import { compareArms } from '../../src/behavior/models/compare-arms.ts';
import { tiedToBaseline } from '../../src/behavior/models/covariates.ts';
import { fitOutcome } from '../../src/behavior/models/fit-outcome.ts';
import { marginalRow } from '../../src/behavior/models/grid.ts';
import { outcomeFrame } from '../../src/behavior/models/outcome-frame.ts';
import { scoreModel } from '../../src/behavior/models/score-model.ts';
import { usableFormula } from '../../src/behavior/models/usable-formula.ts';
import type { DomainScore } from '../../src/behavior/results.ts';
import { randomStream } from '../../src/stats/index.ts';
import type { Session, Study } from '../../src/study/index.ts';
import { smallStudy } from '../support/small-study.ts';

const SESSIONS: Session[] = [
  { name: 'base', ageDays: 27, phase: 'baseline' },
  { name: 'week6', ageDays: 70, phase: 'treatment' },
  { name: 'washout', ageDays: 98, phase: 'washout' },
];

function simulated(
  effect: (arm: string, session: string, sex: string | null) => number,
  seed: number,
): { study: Study; score: DomainScore } {
  const study = smallStudy({ perGroup: 6, sessions: SESSIONS, assays: [] });
  const random = randomStream(seed, 'models');
  const litter = new Map([...new Set(study.animals.map((animal) => animal.litter))].map((name) => [name, 0.5 * random.normal()]));
  const values = new Float64Array(study.animals.length * SESSIONS.length);
  study.animals.forEach((animal, a) => {
    const own = 0.5 * random.normal() + (litter.get(animal.litter) ?? 0);
    SESSIONS.forEach((session, s) => {
      values[a * SESSIONS.length + s] = own + effect(animal.arm, session.name, animal.sex) + 0.5 * random.normal();
    });
  });
  const score: DomainScore = {
    domain: 'anxiety',
    label: 'Anxiety-like behavior',
    values,
    assaysUsed: new Uint8Array(values.length).fill(2),
    controlSd: new Float64Array(SESSIONS.length).fill(1),
    parts: [],
    reference: '',
  };
  return { study, score };
}

const cellMean = (study: Study, score: DomainScore, arm: string, s: number, sex?: string): number => {
  const values = study.animals.flatMap((animal, a) =>
    animal.arm === arm && (sex === undefined || animal.sex === sex) ? [score.values[a * SESSIONS.length + s]] : [],
  );
  return values.reduce((sum, value) => sum + value, 0) / values.length;
};

describe('formulas that fit the data at hand', () => {
  const study = smallStudy({ perGroup: 3, sessions: SESSIONS, assays: [] });
  const full = outcomeFrame(
    study,
    new Float64Array(study.animals.length * 3).map((_, i) => i),
  ).data;

  it('are left as planned when everything varies', () => {
    expect(usableFormula(study.plan.model, full)).toEqual({
      text: 'score ~ arm + session + sex + arm:session + (1 | animal:litter) + (1 | litter)',
      notes: [],
    });
  });
  it('lose a single sex, a single session, and random effects without groups, with a note each', () => {
    const values = new Float64Array(study.animals.length * 3).map((_, i) =>
      i % 3 === 1 && study.animals[Math.floor(i / 3)].sex === 'male' ? i : NaN,
    );
    const { text, notes } = usableFormula(study.plan.model, outcomeFrame(study, values).data);
    expect(text).toBe('score ~ arm + (1 | litter)');
    expect(notes).toHaveLength(3);
  });
  it('keep the animal when litters are not stated', () => {
    const unknown = {
      ...study,
      animals: study.animals.map((animal, i) => ({ ...animal, litter: i === 0 ? null : animal.litter })),
    };
    const data = outcomeFrame(
      unknown,
      new Float64Array(study.animals.length * 3).map((_, i) => i),
    ).data;
    expect(usableFormula(study.plan.model, data).text).toBe('score ~ arm + session + sex + arm:session + (1 | animal)');
  });
});

describe('the planned model', () => {
  it('contrasts of a balanced study are differences of cell means', () => {
    const { study, score } = simulated((arm, session) => (arm === 'high' && session !== 'base' ? 1.5 : 0), 3);
    const model = scoreModel(study, score);
    const of = (kind: string, session: string, arm: string | null) =>
      model?.contrasts.find((one) => one.kind === kind && one.session === session && one.arm === arm)?.estimate ?? NaN;
    SESSIONS.forEach((session, s) => {
      for (const arm of ['low', 'high'])
        expect(of('arm-vs-control', session.name, arm)).toBeCloseTo(
          cellMean(study, score, arm, s) - cellMean(study, score, 'vehicle', s),
          10,
        );
      expect(of('dose-trend', session.name, null)).toBeCloseTo(
        cellMean(study, score, 'high', s) - cellMean(study, score, 'vehicle', s),
        10,
      );
    });
    const change = (arm: string) =>
      cellMean(study, score, arm, 2) -
      cellMean(study, score, 'vehicle', 2) -
      cellMean(study, score, arm, 1) +
      cellMean(study, score, 'vehicle', 1);
    expect(of('persistence', 'washout', 'high')).toBeCloseTo(change('high'), 10);
    const sexDifference = ['male', 'female'].map(
      (sex) => cellMean(study, score, 'high', 1, sex) - cellMean(study, score, 'vehicle', 1, sex),
    );
    expect(of('sex-by-arm', 'week6', 'high')).toBeCloseTo(sexDifference[0] - sexDifference[1], 10);
    expect(model?.n).toBe(study.animals.length * 3);
    expect(model?.anova.map((row) => row.term)).toEqual(['arm', 'session', 'sex', 'arm:session']);
    expect(model?.random.map((row) => row.group)).toEqual(['animal:litter', 'litter']);
  });

  it('asks whether the effect depends on the stage at dosing, where the animal sheet has a column stage', () => {
    const { study, score } = simulated(() => 0, 6);
    const stageOf = (a: number): string => (Math.floor(a / 6) % 2 === 0 ? 'adolescent' : 'adult');
    study.animals.forEach((animal, a) => {
      if (animal.arm === 'high' && stageOf(a) === 'adolescent') score.values[a * SESSIONS.length + 1] += 4;
    });
    expect(scoreModel(study, score)?.contrasts.some((one) => one.kind === 'stage-by-arm')).toBe(false);
    const staged: Study = { ...study, animalColumns: [{ name: 'stage', values: study.animals.map((_, a) => stageOf(a)) }] };
    const contrasts = scoreModel(staged, score)?.contrasts.filter((one) => one.kind === 'stage-by-arm') ?? [];
    expect(contrasts.map((one) => `${one.session} ${one.arm}`)).toHaveLength(6);
    const high = contrasts.find((one) => one.session === 'week6' && one.arm === 'high');
    expect(high?.label).toBe('effect of high in adult animals minus in adolescent animals, week6');
    expect(high?.estimate).toBeLessThan(-2.5);
    expect(high?.padj).toBeLessThan(0.01);
    expect(contrasts.find((one) => one.session === 'base' && one.arm === 'high')?.padj).toBeGreaterThan(0.05);
  });

  it('the score at baseline as covariate narrows the interval where animals differ from each other', () => {
    const { study, score } = simulated((arm, session) => (arm === 'high' && session !== 'base' ? 1 : 0), 7);
    const [tied] = tiedToBaseline(study, [score]);
    expect(tied.by).toBe('score/anxiety at base');
    expect(tied.sessions).toEqual([1, 2]);
    const width = (covariate: Float64Array | null): number => {
      const one = compareArms(study, 'm', tied.values, { covariate, sessions: [1] }).find((row) => row.arm === 'high');
      return (one?.high ?? NaN) - (one?.low ?? NaN);
    };
    expect(width(tied.covariate)).toBeLessThan(width(null));
    expect(tiedToBaseline({ ...study, sessions: study.sessions.slice(1) }, [score])).toEqual([]);
  });

  it('adjusts over the arms of one session: more than one test, less than Bonferroni', () => {
    const { study, score } = simulated(() => 0, 4);
    const contrasts =
      scoreModel(study, score)?.contrasts.filter((one) => one.kind === 'arm-vs-control' && one.session === 'week6') ?? [];
    expect(contrasts).toHaveLength(2);
    for (const { pvalue, padj } of contrasts) {
      expect(padj).toBeGreaterThan(pvalue);
      expect(padj).toBeLessThan(2 * pvalue);
    }
  });

  it('a marginal row averages over sexes with equal weight, whatever their numbers', () => {
    const { study, score } = simulated(() => 0, 5);
    study.animals.splice(0, 3);
    const fit = fitOutcome('score ~ arm + sex', outcomeFrame(study, score.values.slice(9), [1]).data);
    expect([...(marginalRow(fit.grid, [['arm', 'high']]) ?? [])]).toEqual([1, 0, 1, 0.5]);
    expect(marginalRow(fit.grid, [['arm', 'nobody']])).toBeNull();
  });
});
