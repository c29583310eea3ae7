import type { BehaviorResult, DomainScore, Measure } from '../../behavior/index.ts';
import type { Study } from '../../study/index.ts';
import type { ArmOrder } from '../data/arm-order.ts';
import { armsOf } from '../data/behavior-data.ts';
import { listed, pEquals, plural, withInterval } from '../text/numbers.ts';
import { slugger } from '../text/slug.ts';
import { estimationFigure } from './estimation.ts';
import type { Figure } from './figure.ts';
import { type ForestRow, forestFigure } from './forest.ts';
import { profileFigure } from './profile.ts';
import { MUTED, styleOf } from './style.ts';

/** The figures of the behavior section: scores first, then the measures of each assay. */
export interface BehaviorFigures {
  profiles: Figure[];
  forest: Figure | null;
  /** Score estimation plots, then one group per assay. */
  scores: Figure[];
  assays: { assay: string; primary: Figure[]; control: Figure[] }[];
}

/** Draws all behavior. */
export function behaviorFigures(behavior: BehaviorResult, study: Study, order: ArmOrder): BehaviorFigures {
  const name = slugger();
  const reader = valueReader(behavior, study);
  const assays = [...new Set(behavior.measures.map((measure) => measure.assay))];
  const figureOf = (measure: Measure) => measureFigure(behavior, measure, order, reader, name(`measure-${measure.id}`));
  return {
    profiles: behavior.scores.map((score) =>
      profileFigure({
        id: `behavior-score-${name(score.domain)}`,
        score,
        study,
        animals: behavior.animals,
        comparisons: behavior.comparisons.filter((one) => one.outcome === `score/${score.domain}`),
        ...order,
        data: 'behavior-scores',
      }),
    ),
    forest: contrastForest(behavior, study, order),
    scores: behavior.scores
      .filter((score) => sessionsWith(behavior, score.values).length > 0)
      .map((score) => scoreFigure(behavior, score, order, reader, name(`score-${score.domain}`))),
    assays: assays.map((assay) => {
      const measured = (measure: Measure) => sessionsWith(behavior, measure.values).length > 0;
      const own = behavior.measures.filter((measure) => measure.assay === assay && measured(measure));
      return {
        assay,
        primary: own.filter((measure) => measure.direction !== 0).map(figureOf),
        control: own.filter((measure) => measure.direction === 0).map(figureOf),
      };
    }),
  };
}

type Reader = (values: Float64Array) => (arm: string, session: string) => readonly number[];

/** Reads the values of an arm at a session out of an animals x sessions matrix. */
function valueReader(behavior: BehaviorResult, study: Study): Reader {
  const arms = armsOf(study);
  const rowsOf = new Map<string, number[]>();
  behavior.animals.forEach((animal, row) => {
    const arm = arms.get(animal);
    if (arm !== undefined) rowsOf.set(arm, [...(rowsOf.get(arm) ?? []), row]);
  });
  return (values) => (arm, session) => {
    const s = behavior.sessions.indexOf(session);
    return (rowsOf.get(arm) ?? [])
      .map((row) => values[row * behavior.sessions.length + s])
      .filter((value) => !Number.isNaN(value));
  };
}

/** Sessions at which any animal has a value. */
function sessionsWith(behavior: BehaviorResult, values: Float64Array): string[] {
  const width = behavior.sessions.length;
  return behavior.sessions.filter((_, s) => behavior.animals.some((_, a) => !Number.isNaN(values[a * width + s])));
}

const HOW_TO_READ =
  'Above: every animal is a point, the bar is the group mean. Below: estimated difference to control with its 95 % interval; where the model adjusts for sex or litter it need not equal the difference of the plain means.';

function measureFigure(behavior: BehaviorResult, measure: Measure, order: ArmOrder, reader: Reader, id: string): Figure {
  const comparisons = behavior.comparisons.filter((one) => one.outcome === measure.id);
  const censored = measure.censored?.reduce((sum, flag) => sum + flag, 0) ?? 0;
  const meaning =
    measure.direction === 0
      ? 'A control measure.'
      : `A ${measure.direction > 0 ? 'higher' : 'lower'} value means more ${measure.domain}-like behavior.`;
  return estimationFigure({
    id,
    title: `${measure.assay}: ${measure.label.toLowerCase()}`,
    axis: measure.unit === '' ? measure.label : `${measure.label} (${measure.unit})`,
    unit: measure.unit,
    sessions: sessionsWith(behavior, measure.values),
    ...order,
    valuesOf: reader(measure.values),
    comparisons,
    data: 'behavior-measures',
    caption: `${meaning} ${HOW_TO_READ}${methodsOf(comparisons)}${censored > 0 ? ` ${plural(censored, 'value')} censored at the end of the test.` : ''}`,
  });
}

function scoreFigure(behavior: BehaviorResult, score: DomainScore, order: ArmOrder, reader: Reader, id: string): Figure {
  const comparisons = behavior.comparisons.filter((one) => one.outcome === `score/${score.domain}`);
  return estimationFigure({
    id,
    title: `${score.label}: domain score`,
    axis: `${score.label} (z)`,
    unit: 'z',
    sessions: sessionsWith(behavior, score.values),
    ...order,
    valuesOf: reader(score.values),
    comparisons,
    data: 'behavior-scores',
    caption: `Mean z-score over ${plural(score.parts.length, 'measure')}; reference: ${score.reference}. ${HOW_TO_READ}${methodsOf(comparisons)}`,
  });
}

function methodsOf(comparisons: readonly { method: string }[]): string {
  const methods = [...new Set(comparisons.map((one) => one.method))].filter((method) => method !== '');
  return methods.length === 0 ? '' : ` Method: ${listed(methods)}.`;
}

function contrastForest(behavior: BehaviorResult, study: Study, order: ArmOrder): Figure | null {
  const rows = behavior.models.flatMap((model, m): ForestRow[] => {
    const label = behavior.scores.find((score) => score.domain === model.domain)?.label ?? model.domain;
    return [
      ...(m > 0 ? (['space', 'space'] as const) : []),
      { heading: label },
      ...model.contrasts.flatMap((one, i): ForestRow[] => {
        const style =
          one.arm === null ? { color: MUTED, tone: 'muted', shape: 'circle' as const } : styleOf(order.styles, one.arm);
        const { estimate, low, high, padj } = one;
        const row = { label: labelOf(one), estimate, low, high, p: padj, style };
        const previous = model.contrasts[i - 1];
        return previous !== undefined && (previous.session !== one.session || previous.kind !== one.kind)
          ? ['space', row]
          : [row];
      }),
    ];
  });
  if (rows.length === 0) return null;
  const strongest = behavior.models
    .flatMap((model) => model.contrasts.map((one) => ({ ...one, domain: model.domain })))
    .sort((a, b) => a.padj - b.padj)[0];
  return forestFigure({
    id: 'behavior-contrasts',
    title: 'Planned contrasts of the domain scores',
    summary:
      strongest === undefined
        ? 'No contrast could be estimated.'
        : `Smallest adjusted p: ${strongest.domain}, ${labelOf(strongest)}: ${withInterval(strongest.estimate, strongest.low, strongest.high)}, ${pEquals(strongest.padj, 'adjusted p')}.`,
    caption: `Contrasts of the planned model ${study.plan.model}, in units of the score, with 95 % intervals. An interval that ends in an arrow head reaches beyond the axis.`,
    axis: 'Difference in score',
    pName: 'adjusted p',
    rows,
    data: 'behavior-contrasts',
  });
}

/** A contrast with its session, unless its own label already names it. */
function labelOf(contrast: { label: string; session: string }): string {
  return contrast.session === '' || contrast.label.includes(contrast.session)
    ? contrast.label
    : `${contrast.label}, ${contrast.session}`;
}
