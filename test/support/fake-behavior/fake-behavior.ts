import type { BehaviorResult, Measure } from '../../../src/behavior/index.ts';
import { compareLatencies } from '../../../src/behavior/models/latency-survival.ts';
import type { Study } from '../../../src/study/index.ts';
import { extras } from './checks.ts';
import { ASSAY_LABELS, PLANS, valuesOf } from './measures.ts';
import { compare, modelOf, scoreOf } from './models.ts';
import { fakeRaters, fakeTracks } from './recordings.ts';

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
