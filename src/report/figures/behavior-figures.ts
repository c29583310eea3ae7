import type { BehaviorResult, DomainScore, LatencySurvival, Measure, ModelContrast } from '../../behavior/index.ts';
import type { Study } from '../../study/index.ts';
import type { ArmOrder } from '../data/arm-order.ts';
import { armsOf } from '../data/behavior-data.ts';
import { assayName } from '../text/assay-name.ts';
import { listed, pEquals, plural, withInterval } from '../text/numbers.ts';
import { slugger } from '../text/slug.ts';
import { adjustedFigure, ratioFigure, robustnessFigure } from './behavior-forests.ts';
import { raterFigure } from './bland-altman.ts';
import { estimationFigure } from './estimation.ts';
import type { Figure } from './figure.ts';
import { type ForestRow, forestFigure } from './forest.ts';
import { profileFigure } from './profile.ts';
import { MUTED, styleOf } from './style.ts';
import { survivalFigure } from './survival.ts';
import { heatFigure, trackFigure } from './track-sheets.ts';

/** The figures of the behavior section: each domain score, then the measures of each assay. */
export interface BehaviorFigures {
  scores: {
    label: string;
    domain: string;
    /** Whether the study names it as a primary outcome. */
    primary: boolean;
    profile: Figure;
    forest: Figure | null;
    estimation: Figure | null;
    robustness: Figure | null;
  }[];
  /** `parts` are the measures that enter a score, `adjusted` those looked at again at equal distance, `others` all the rest. */
  assays: { assay: string; parts: Figure[]; adjusted: Figure[]; ratios: Figure | null; others: Figure[]; tracks: Figure[] }[];
  /** Agreement of raters on the measures that enter a score, and on any other outcome on which one stands alone. */
  raters: Figure[];
}

/** Draws all behavior. */
export function behaviorFigures(behavior: BehaviorResult, study: Study, order: ArmOrder): BehaviorFigures {
  const name = slugger();
  const reader = valueReader(behavior, study);
  const inScores = new Set(behavior.scores.flatMap((score) => score.parts));
  const assays = [...new Set(behavior.measures.map((measure) => measure.assay))];
  const drawing = { behavior, study, order, reader, name, inScores };
  return {
    scores: behavior.scores.map((score) => scoreFigures(score, drawing)),
    assays: assays.map((assay) => assayFigures(assay, drawing)),
    raters: (behavior.raters ?? [])
      .filter((one) => inScores.has(one.outcome) || one.odd.length > 0)
      .map((one) => raterFigure(one, name(`raters-${one.outcome}-${one.session}`), 'behavior-raters')),
  };
}

/** What every figure of behavior is drawn with. */
interface Drawing {
  behavior: BehaviorResult;
  study: Study;
  order: ArmOrder;
  reader: Reader;
  name: (text: string) => string;
  /** Ids of the measures that enter a score. */
  inScores: ReadonlySet<string>;
}

function scoreFigures(score: DomainScore, drawing: Drawing): BehaviorFigures['scores'][number] {
  const { behavior, study, order, reader, name } = drawing;
  const { label, domain } = score;
  return {
    label,
    domain,
    primary: study.plan.primary.includes(domain),
    profile: profileFigure({
      id: `behavior-score-${name(domain)}`,
      score,
      study,
      animals: behavior.animals,
      sessions: behavior.sessions,
      comparisons: behavior.comparisons.filter((one) => one.outcome === `score/${domain}`),
      ...order,
      data: 'behavior-scores',
    }),
    forest: contrastForest(behavior, score, study, order, name(`contrasts-${domain}`)),
    estimation:
      sessionsWith(behavior, score.values).length === 0
        ? null
        : scoreFigure(behavior, score, order, reader, name(`score-${domain}`)),
    robustness: robustnessFigure(behavior, score, study, order, name(`robustness-${domain}`)),
  };
}

function assayFigures(assay: string, drawing: Drawing): BehaviorFigures['assays'][number] {
  const { behavior, study, order, reader, name, inScores } = drawing;
  const called = assayName(assay, new Map(study.assays.map((one) => [one.assay, one.label])));
  const measures = behavior.measures.filter((measure) => measure.assay === assay);
  const figuresOf = (part: boolean) =>
    measures
      .filter((measure) => inScores.has(measure.id) === part && sessionsWith(behavior, measure.values).length > 0)
      .map((measure) => measureFigure(behavior, measure, called, order, reader, name(`measure-${measure.id}`)));
  return {
    assay: called,
    parts: figuresOf(true),
    adjusted: [...measures]
      .sort((a, b) => Number(inScores.has(b.id)) - Number(inScores.has(a.id)))
      .map((measure) => adjustedFigure(behavior, measure, called, order, name(`adjusted-${measure.id}`)))
      .filter((figure) => figure !== null),
    ratios: ratioFigure(behavior, assay, called, study, order, name(`ratios-${assay}`)),
    others: figuresOf(false),
    tracks: (behavior.tracks ?? [])
      .filter((sheet) => sheet.assay === assay)
      .flatMap((sheet) => [
        trackFigure(sheet, called, armsOf(study), order, name(`paths-${assay}`)),
        heatFigure(sheet, called, armsOf(study), order, name(`heat-${assay}`)),
      ]),
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

const HOW_TO_READ = 'Points: animals; bars: group means; below: difference to control with its 95 % interval';

function measureFigure(
  behavior: BehaviorResult,
  measure: Measure,
  assay: string,
  order: ArmOrder,
  reader: Reader,
  id: string,
): Figure {
  const latencies = (behavior.latencies ?? []).filter((one) => one.outcome === measure.id);
  if (latencies.length > 0) return latencyFigure(behavior, measure, latencies, assay, order, id);
  const comparisons = behavior.comparisons.filter((one) => one.outcome === measure.id);
  const censored = measure.censored?.reduce((sum, flag) => sum + flag, 0) ?? 0;
  const meaning = meaningOf(behavior, measure);
  return estimationFigure({
    id,
    title: `${assay}: ${measure.label.toLowerCase()}`,
    axis: measure.unit === '' ? shortLabel(measure.label) : `${shortLabel(measure.label)} (${measure.unit})`,
    unit: measure.unit,
    sessions: sessionsWith(behavior, measure.values),
    ...order,
    valuesOf: reader(measure.values),
    comparisons,
    data: 'behavior-measures',
    caption: `${meaning} ${HOW_TO_READ}${methodsOf(comparisons)}.${censored > 0 ? ` ${plural(censored, 'value')} censored at the end of the test.` : ''}`,
  });
}

function meaningOf(behavior: BehaviorResult, measure: Measure): string {
  if (measure.direction === 0) return 'A control measure.';
  const score = behavior.scores.find((one) => one.domain === measure.domain);
  return `A ${measure.direction > 0 ? 'higher' : 'lower'} value means more ${score?.label.toLowerCase() ?? measure.domain}.`;
}

function latencyFigure(
  behavior: BehaviorResult,
  measure: Measure,
  latencies: readonly LatencySurvival[],
  assay: string,
  order: ArmOrder,
  id: string,
): Figure {
  const { label } = measure;
  const title = `${assay}: ${label.toLowerCase()}`;
  const meaning = meaningOf(behavior, measure);
  return survivalFigure({ id, title, label, latencies, styles: order.styles, data: 'behavior-curves', meaning });
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
    caption: `Mean z-score over ${plural(score.parts.length, 'measure')}; reference: ${score.reference}. ${HOW_TO_READ}${methodsOf(comparisons)}.`,
  });
}

/** A label without its remark in brackets where it would be too long for an axis; the title has it whole. */
function shortLabel(label: string): string {
  return label.length > 26 ? label.replace(/\s*\([^)]*\)$/, '') : label;
}

function methodsOf(comparisons: readonly { method: string }[]): string {
  const methods = [...new Set(comparisons.map((one) => one.method))].filter((method) => method !== '');
  return methods.length === 0 ? '' : ` (${listed(methods)})`;
}

/** Contrasts drawn in the forest; those of sex stay in the table. */
const DRAWN_KINDS = ['arm-vs-control', 'dose-trend'] as const;

/** The planned contrasts of a score, session by session, then what persists after washout. */
function contrastForest(behavior: BehaviorResult, score: DomainScore, study: Study, order: ArmOrder, id: string): Figure | null {
  const model = behavior.models.find((one) => one.domain === score.domain);
  if (model === undefined) return null;
  const drawn = model.contrasts.filter((one) => DRAWN_KINDS.some((kind) => kind === one.kind));
  const persisting = model.contrasts.filter((one) => one.kind === 'persistence');
  const rowOf = (one: ModelContrast): ForestRow => {
    const style = one.arm === null ? { color: MUTED, tone: 'muted', shape: 'circle' as const } : styleOf(order.styles, one.arm);
    const { estimate, low, high, padj } = one;
    return { label: one.arm ?? (one.kind === 'dose-trend' ? 'dose trend' : one.label), estimate, low, high, p: padj, style };
  };
  const groups = behavior.sessions
    .map((session) => ({ heading: session, contrasts: drawn.filter((one) => one.session === session) }))
    .concat({ heading: 'washout minus treatment', contrasts: persisting })
    .filter(({ contrasts }) => contrasts.length > 0);
  if (groups.length === 0) return null;
  const rows = groups.flatMap(({ heading, contrasts }, i): ForestRow[] => [
    ...(i > 0 ? ['space' as const] : []),
    { heading },
    ...contrasts.map(rowOf),
  ]);
  const [strongest] = [...drawn, ...persisting].sort((a, b) => a.padj - b.padj);
  const { estimate, low, high, padj } = strongest;
  return forestFigure({
    id,
    title: `${score.label}: planned contrasts`,
    summary: `Smallest adjusted p: ${strongest.label} at ${strongest.session}, ${withInterval(estimate, low, high)}, ${pEquals(padj, 'adjusted p')}.`,
    caption: `Each arm minus ${order.control}, in units of the score, from the planned model ${model.formula}${model.formula === study.plan.model ? '' : ` (planned: ${study.plan.model})`}. Contrasts by sex are in the table.`,
    axis: 'Difference in score',
    pName: 'adj. p',
    rows,
    data: 'behavior-contrasts',
  });
}
