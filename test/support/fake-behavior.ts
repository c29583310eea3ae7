import {
  type BehaviorResult,
  type Comparison,
  type DomainScore,
  type Measure,
  MISSING_POSITION,
  type RaterAgreement,
  type ScoreModel,
  SKETCH_CELLS,
  type TrackSheet,
} from '../../src/behavior/index.ts';
import { compareLatencies } from '../../src/behavior/models/latency-survival.ts';
import { raterAgreement } from '../../src/behavior/raters/rater-agreement.ts';
import { exp, log } from '../../src/stats/elementary/index.ts';
import { randomStream } from '../../src/stats/random.ts';
import type { Domain, Study } from '../../src/study/index.ts';

interface Plan {
  id: string;
  label: string;
  unit: string;
  domain: Domain;
  direction: 1 | -1 | 0;
  mean: number;
  sd: number;
  effect: number;
}

const PLANS: readonly Plan[] = [
  {
    id: 'open-field/center_time_s',
    label: 'Time in center',
    unit: 's',
    domain: 'anxiety',
    direction: -1,
    mean: 62,
    sd: 18,
    effect: -0.9,
  },
  {
    id: 'open-field/distance_cm',
    label: 'Distance',
    unit: 'cm',
    domain: 'locomotion',
    direction: 0,
    mean: 3400,
    sd: 600,
    effect: -0.1,
  },
  {
    id: 'elevated-plus-maze/open_time_pct',
    label: 'Time in open arms',
    unit: '%',
    domain: 'anxiety',
    direction: -1,
    mean: 24,
    sd: 8,
    effect: -0.8,
  },
  {
    id: 'forced-swim/immobility_s',
    label: 'Immobility',
    unit: 's',
    domain: 'depression',
    direction: 1,
    mean: 118,
    sd: 28,
    effect: 0.9,
  },
  {
    id: 'tail-suspension/immobility_s',
    label: 'Immobility',
    unit: 's',
    domain: 'depression',
    direction: 1,
    mean: 140,
    sd: 30,
    effect: 0.6,
  },
  {
    id: 'sucrose-preference/preference_pct',
    label: 'Sucrose preference',
    unit: '%',
    domain: 'depression',
    direction: -1,
    mean: 78,
    sd: 7,
    effect: -0.7,
  },
];
const DOSE_SHARE = [0, 0.2, 0.6, 1];
const SESSION_SHARE = [0, 0.6, 1, 0.5];

const ASSAY_LABELS: ReadonlyMap<string, string> = new Map([
  ['open-field', 'Open field'],
  ['elevated-plus-maze', 'Elevated plus maze'],
  ['forced-swim', 'Forced swim'],
  ['tail-suspension', 'Tail suspension'],
  ['sucrose-preference', 'Sucrose preference'],
]);

function valuesOf(study: Study, plan: Plan, index: number): Float64Array {
  const stream = randomStream(11, `fake/${plan.id}`, index);
  return Float64Array.from({ length: study.animals.length * study.sessions.length }, (_, cell) => {
    const animal = Math.floor(cell / study.sessions.length);
    const session = cell % study.sessions.length;
    const dose = study.arms.findIndex((arm) => arm.name === study.animals[animal].arm);
    const value = plan.mean + plan.sd * (stream.normal() + plan.effect * DOSE_SHARE[dose] * SESSION_SHARE[session] * 1.4);
    return animal === 16 && session === 3 ? NaN : Math.max(0, value);
  });
}

function meanOf(values: readonly number[]): { n: number; mean: number; sd: number } {
  const kept = values.filter((value) => !Number.isNaN(value));
  const mean = kept.reduce((sum, value) => sum + value, 0) / kept.length;
  return { n: kept.length, mean, sd: Math.sqrt(kept.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (kept.length - 1)) };
}

function compare(study: Study, outcome: string, values: Float64Array): Comparison[] {
  const at = (arm: string, session: number): number[] =>
    study.animals.flatMap((animal, i) => (animal.arm === arm ? [values[i * study.sessions.length + session]] : []));
  return study.sessions.flatMap((session, s) =>
    study.arms.slice(1).map((arm) => {
      const treated = meanOf(at(arm.name, s));
      const control = meanOf(at('vehicle', s));
      const estimate = treated.mean - control.mean;
      const se = Math.sqrt(treated.sd ** 2 / treated.n + control.sd ** 2 / control.n);
      const p = Math.min(1, exp(-0.72 * (estimate / se) ** 2));
      const pooled = Math.sqrt((treated.sd ** 2 + control.sd ** 2) / 2);
      return {
        outcome,
        session: session.name,
        arm: arm.name,
        control: 'vehicle',
        n: treated.n,
        nControl: control.n,
        litters: treated.n,
        littersControl: control.n,
        mean: treated.mean,
        meanControl: control.mean,
        estimate,
        se,
        df: 20,
        low: estimate - 2.09 * se,
        high: estimate + 2.09 * se,
        pvalue: p,
        padj: Math.min(1, p * 3),
        family: 'arms, Dunnett',
        hedgesG: (0.96 * estimate) / pooled,
        hedgesGLow: (0.96 * (estimate - 2.09 * se)) / pooled,
        hedgesGHigh: (0.96 * (estimate + 2.09 * se)) / pooled,
        method: 'linear mixed model, sex adjusted, litter random, Kenward-Roger',
      };
    }),
  );
}

function scoreOf(study: Study, domain: Domain, label: string, measures: readonly Measure[]): DomainScore {
  const parts = measures.filter((measure) => measure.domain === domain && measure.direction !== 0);
  const values = new Float64Array(study.animals.length * study.sessions.length);
  for (const part of parts) {
    const plan = PLANS.find((one) => one.id === part.id) ?? PLANS[0];
    for (let i = 0; i < values.length; i++) values[i] += (part.direction * (part.values[i] - plan.mean)) / plan.sd / parts.length;
  }
  return {
    domain,
    label,
    values,
    assaysUsed: new Uint8Array(values.length).fill(parts.length),
    controlSd: new Float64Array(study.sessions.length).fill(0.7),
    parts: parts.map((part) => part.id),
    reference: 'vehicle animals of the same sex at the same session',
  };
}

function modelOf(domain: Domain, comparisons: readonly Comparison[]): ScoreModel {
  const own = comparisons.filter((one) => one.outcome === `score/${domain}`);
  const contrast = (kind: 'dose-trend' | 'persistence', label: string, session: string, estimate: number, se: number) => ({
    kind,
    label,
    session,
    arm: kind === 'persistence' ? 'high' : null,
    estimate,
    se,
    df: 28,
    low: estimate - 2.05 * se,
    high: estimate + 2.05 * se,
    statistic: estimate / se,
    pvalue: 0.02,
    padj: 0.04,
  });
  return {
    domain,
    formula: 'score ~ arm * session + sex + (1 | litter/animal)',
    n: 191,
    anova: [
      { term: 'arm', numDf: 3, denDf: 20.4, F: 6.21, pvalue: 0.0037 },
      { term: 'session', numDf: 3, denDf: 130.8, F: 3.1, pvalue: 0.029 },
      { term: 'sex', numDf: 1, denDf: 22.1, F: 0.4, pvalue: 0.53 },
      { term: 'arm:session', numDf: 9, denDf: 130.8, F: 2.9, pvalue: 0.0037 },
    ],
    random: [
      { group: 'litter', term: '(Intercept)', sd: 0.21 },
      { group: 'litter:animal', term: '(Intercept)', sd: 0.32 },
    ],
    sigma: 0.61,
    contrasts: [
      ...own.map((one) => ({
        kind: 'arm-vs-control' as const,
        label: `${one.arm} vs vehicle`,
        session: one.session,
        arm: one.arm,
        estimate: one.estimate,
        se: one.se,
        df: one.df,
        low: one.low,
        high: one.high,
        statistic: one.estimate / one.se,
        pvalue: one.pvalue,
        padj: one.padj,
      })),
      contrast('dose-trend', 'linear trend over dose', 'week 6', 0.38, 0.11),
      contrast('persistence', 'washout minus week 6, high dose', 'washout', -0.41, 0.2),
    ],
    notes: [],
  };
}

/** A latency that the drug lengthens, cut at 300 s, and the checks that stand beside the planned analysis. */
function extras(
  study: Study,
  comparisons: readonly Comparison[],
): Pick<BehaviorResult, 'adjusted' | 'reliability' | 'sensitivity'> & { latency: Measure } {
  const stream = randomStream(12, 'fake/latency', 0);
  const times = Float64Array.from({ length: study.animals.length * study.sessions.length }, (_, cell) => {
    const animal = study.animals[Math.floor(cell / study.sessions.length)];
    const dose = study.arms.findIndex((arm) => arm.name === animal.arm);
    const share = DOSE_SHARE[dose] * SESSION_SHARE[cell % study.sessions.length];
    return -60 * (1 + 3 * share) * log(stream.uniform());
  });
  const anxiety = comparisons.filter((one) => one.outcome === 'score/anxiety');
  const last = anxiety.filter((one) => one.session === 'week 6');
  const checks = last.flatMap(({ session, arm, estimate, low, high, pvalue }) =>
    (['L01', 'L02', 'L03'] as const).map((litter, i) => ({
      domain: 'anxiety' as const,
      session,
      arm,
      kind: 'without-litter' as const,
      left: [litter],
      estimate: estimate + 0.1 * (i - 1),
      low: low + 0.1 * (i - 1),
      high: high + 0.1 * (i - 1),
      pvalue,
    })),
  );
  return {
    latency: {
      id: 'open-field/center_latency_s',
      assay: 'Open field',
      label: 'Latency to the center',
      unit: 's',
      domain: 'anxiety',
      direction: 1,
      values: times.map((time) => Math.min(300, time)),
      censored: Uint8Array.from(times, (time) => Number(time > 300)),
      nature: { kind: 'latency' },
    },
    adjusted: [
      ...anxiety.map((one) => ({ ...one, adjustedFor: 'score/locomotion', estimate: 0.8 * one.estimate })),
      ...comparisons
        .filter((one) => one.outcome === 'open-field/center_time_s')
        .map((one) => ({ ...one, adjustedFor: 'open-field/distance_cm', estimate: 0.9 * one.estimate })),
    ],
    sensitivity: checks,
    reliability: [
      {
        domain: 'anxiety',
        session: 'week 6',
        tests: ['open-field', 'elevated-plus-maze'],
        n: 46,
        alpha: 0.52,
        withOthers: [0.35, 0.35],
        firstComponentCorrelation: 0.99,
        firstComponentShare: 0.68,
        withoutTest: last.map(({ arm, estimate, low, high, pvalue }) => ({
          test: 'open-field',
          arm,
          estimate,
          low,
          high,
          pvalue,
        })),
      },
    ],
  };
}

/** Three people who scored the swimming of twelve animals, one of them at odds with the others. */
function fakeRaters(study: Study): RaterAgreement[] {
  const stream = randomStream(13, 'fake/raters', 0);
  const scores = study.animals.slice(0, 12).flatMap(({ id }) => {
    const truth = 60 + 120 * stream.uniform();
    return ['Ann', 'Bob', 'Cat'].map((rater) => {
      const value = rater === 'Cat' ? 60 + 120 * stream.uniform() : truth + 6 * stream.normal();
      return { animal: id, rater, value, bouts: null };
    });
  });
  const names = { outcome: 'forced-swim/immobility_s', label: 'Immobility', unit: 's', session: 'week 6' };
  return [raterAgreement(names, scores)].filter((one) => one !== null);
}

/** A walk of every animal in a square field. */
function fakeTracks(study: Study): TrackSheet {
  const sketches = study.animals.map((_, a) => {
    const stream = randomStream(14, 'fake/tracks', a);
    const occupancy = new Uint16Array(SKETCH_CELLS * SKETCH_CELLS);
    const path = new Int16Array(80);
    for (let i = 0; i < path.length; i += 2) {
      if (i === 40) path.fill(MISSING_POSITION, i, i + 2);
      else path.set([Math.floor(1000 * stream.uniform()), Math.floor(1000 * stream.uniform())], i);
    }
    for (let i = 0; i < occupancy.length; i++) occupancy[i] = Math.floor(80 * stream.uniform());
    return { placed: true, path, occupancy };
  });
  return {
    assay: 'Open field',
    session: 'week 6',
    arena: { shape: 'rectangle', width: 1, height: 1, centerFraction: 0.5, armWidth: NaN, openAxis: 'x' },
    animals: study.animals.map(({ id }) => id),
    sketches,
  };
}

/** Six measures of five assays at four sessions, two domain scores, comparisons and models. */
export function fakeBehavior(study: Study): BehaviorResult {
  const measures = PLANS.map((plan, i): Measure => {
    const assay = plan.id.slice(0, plan.id.indexOf('/'));
    const { id, label, unit, domain, direction } = plan;
    const values = valuesOf(study, plan, i);
    return { id, assay: ASSAY_LABELS.get(assay) ?? assay, label, unit, domain, direction, values, censored: null };
  });
  const scores = [
    scoreOf(study, 'anxiety', 'Anxiety-like behavior', measures),
    scoreOf(study, 'depression', 'Depression-like behavior', measures),
  ];
  const comparisons = [
    ...measures.flatMap((measure) => compare(study, measure.id, measure.values)),
    ...scores.flatMap((score) => compare(study, `score/${score.domain}`, score.values)),
  ];
  const { latency, ...checks } = extras(study, comparisons);
  return {
    animals: study.animals.map((animal) => animal.id),
    sessions: study.sessions.map((session) => session.name),
    measures: [...measures, latency],
    scores,
    ...checks,
    ...compareLatencies(study, latency),
    raters: fakeRaters(study),
    tracks: [fakeTracks(study)],
    comparisons,
    models: scores.map((score) => modelOf(score.domain, comparisons)),
    exclusions: [
      { animal: 'm31', session: 'week 6', assay: 'elevated-plus-maze', rule: 'fell', reason: 'fell off the maze at 112 s' },
      { animal: 'm08', session: 'week 3', assay: 'sucrose-preference', rule: 'leak', reason: 'a bottle leaked on day 2' },
    ],
    flags: [
      { code: 'interpolated', message: '11 % of frames interpolated', animal: 'm12', session: 'week 3', assay: 'open-field' },
    ],
  };
}
