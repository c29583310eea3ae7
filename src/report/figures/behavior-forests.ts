import type { BehaviorResult, Comparison, DomainScore, Measure, RatioComparison } from '../../behavior/index.ts';
import type { Study } from '../../study/index.ts';
import type { ArmOrder } from '../data/arm-order.ts';
import { plural } from '../text/numbers.ts';
import type { Figure } from './figure.ts';
import { type ForestRow, forestFigure } from './forest.ts';
import { styleOf } from './style.ts';

/** Width of a forest plot that stands alone, px. */
const WIDE = 600;

type Shown = Pick<Comparison, 'estimate' | 'low' | 'high' | 'pvalue'>;

/** The session by which a study is judged: the last one of treatment that has data, else the last one that has. */
export function sessionOfInterest(study: Study, withData: readonly string[]): string | undefined {
  const treated = study.sessions.filter((session) => session.phase === 'treatment' && withData.includes(session.name));
  return treated.at(-1)?.name ?? withData.at(-1);
}

/** Hazard, rate and odds ratios of an assay at the session of interest; null when it has none. */
export function ratioFigure(
  behavior: BehaviorResult,
  assay: string,
  title: string,
  study: Study,
  order: ArmOrder,
  id: string,
): Figure | null {
  const outcomes = new Set(behavior.measures.filter((measure) => measure.assay === assay).map((measure) => measure.id));
  const ratios = (behavior.ratios ?? []).filter((one) => outcomes.has(one.outcome) && Number.isFinite(one.ratio));
  const session = sessionOfInterest(
    study,
    study.sessions.map(({ name }) => name).filter((name) => ratios.some((one) => one.session === name)),
  );
  const own = ratios.filter((one) => one.session === session);
  if (session === undefined || own.length === 0) return null;
  const rows = [...new Set(own.map((one) => one.outcome))].flatMap((outcome, i): ForestRow[] => {
    const measure = behavior.measures.find((one) => one.id === outcome);
    const of = own.filter((one) => one.outcome === outcome);
    return [
      ...(i > 0 ? ['space' as const] : []),
      { heading: `${measure?.label ?? outcome}: ${WORDS[of[0].kind]}` },
      ...of.map((one): ForestRow => ({ label: one.arm, ...ratioRow(one), style: styleOf(order.styles, one.arm) })),
    ];
  });
  return forestFigure({
    id,
    title: `${title}: times, counts and shares by models of their own, ${session}`,
    summary: `${title} at ${session}: ${plural(own.length, 'ratio')} of an arm to ${order.control}, by Cox, quasi-Poisson and quasi-binomial models.`,
    caption: `Each arm against ${order.control}. Hazard ratio (latencies, censored ones included): below 1 is later. Rate ratio (counts; per distance where one was tracked) and odds ratio (shares): above 1 is more. Check of the linear analysis above, which the claims rest on; other sessions and methods are in the table.`,
    axis: 'Ratio to control',
    pName: 'adj. p',
    rows,
    ratios: true,
    width: WIDE,
    data: 'behavior-ratios',
  });
}

const WORDS: Record<RatioComparison['kind'], string> = {
  'hazard-ratio': 'hazard ratio',
  'rate-ratio': 'rate ratio',
  'odds-ratio': 'odds ratio',
};

function ratioRow({ ratio, low, high, padj }: RatioComparison): { estimate: number; low: number; high: number; p: number } {
  return { estimate: ratio, low, high, p: padj };
}

/** A measure with and without adjustment for distance, session by session; null when it was not adjusted. */
export function adjustedFigure(
  behavior: BehaviorResult,
  measure: Measure,
  title: string,
  order: ArmOrder,
  id: string,
): Figure | null {
  const adjusted = (behavior.adjusted ?? []).filter((one) => one.outcome === measure.id && Number.isFinite(one.estimate));
  if (adjusted.length === 0) return null;
  const rows = behavior.sessions.flatMap((session): ForestRow[] => {
    const own = adjusted.filter((one) => one.session === session);
    if (own.length === 0) return [];
    const pairs = own.flatMap((one): ForestRow[] => {
      const plain = behavior.comparisons.find(
        (other) => other.outcome === measure.id && other.session === session && other.arm === one.arm,
      );
      const style = styleOf(order.styles, one.arm);
      return [
        ...(plain === undefined ? [] : [rowOf(one.arm, plain, { ...style, shape: 'ring' as const })]),
        rowOf(`${one.arm}, equal distance`, one, style),
      ];
    });
    return [{ heading: session }, ...pairs, 'space'];
  });
  return forestFigure({
    id,
    title: `${title}: ${measure.label.toLowerCase()} with and without adjustment for distance`,
    summary: `${title}, ${measure.label.toLowerCase()}: each arm minus ${order.control}, plain and with the distance of the same test in the model.`,
    caption: `Each arm minus ${order.control}: as compared above, and at equal distance (the distance of the same test is in the model). An effect that is gone at equal distance may be one on locomotion.`,
    axis: `Difference (${measure.unit})`,
    pName: 'p',
    rows: rows.slice(0, -1),
    labelWidth: 150,
    width: WIDE,
    data: 'behavior-adjusted',
  });
}

/** What the difference in a score at the session of interest depends on; null when nothing was looked at again. */
export function robustnessFigure(
  behavior: BehaviorResult,
  score: DomainScore,
  study: Study,
  order: ArmOrder,
  id: string,
): Figure | null {
  const outcome = `score/${score.domain}`;
  const compared = behavior.comparisons.filter((one) => one.outcome === outcome);
  const session = sessionOfInterest(
    study,
    behavior.sessions.filter((name) => compared.some((one) => one.session === name)),
  );
  const rows = order.arms.slice(1).flatMap((arm): ForestRow[] => {
    const planned = compared.find((one) => one.session === session && one.arm === arm);
    if (planned === undefined || session === undefined) return [];
    const again = lookedAtAgain(behavior, score, session, arm);
    const style = styleOf(order.styles, arm);
    return again.length === 0
      ? []
      : [
          { heading: arm },
          rowOf('as compared above', planned, style),
          ...again.map((one) => rowOf(one.label, one, { ...style, shape: 'ring' })),
          'space',
        ];
  });
  if (rows.length === 0) return null;
  return forestFigure({
    id,
    title: `${score.label}: what the difference at ${session} depends on`,
    summary: `${score.label} at ${session}: the difference of each arm from ${order.control} with other covariates, without outliers, without single litters and without single tests.`,
    caption: `Each arm minus ${order.control}: as compared above; with the locomotion score, or each animal’s own score at baseline, in the model; without outlying animals; without the litter that lowers and the one that raises it most; without each test. p is not adjusted here.`,
    axis: 'Difference in score',
    pName: 'p',
    rows: rows.slice(0, -1),
    labelWidth: 190,
    width: WIDE,
    data: 'behavior-sensitivity',
  });
}

function rowOf(label: string, { estimate, low, high, pvalue }: Shown, style: ReturnType<typeof styleOf>): ForestRow {
  return { label, estimate, low, high, p: pvalue, style };
}

function lookedAtAgain(
  behavior: BehaviorResult,
  score: DomainScore,
  session: string,
  arm: string,
): (Shown & { label: string })[] {
  const here = (one: { session: string; arm: string }): boolean => one.session === session && one.arm === arm;
  const adjusted = (behavior.adjusted ?? [])
    .filter((one) => one.outcome === `score/${score.domain}` && here(one) && Number.isFinite(one.estimate))
    .map((one) => ({ ...one, label: one.adjustedFor.includes(' at ') ? 'baseline in the model' : 'locomotion in the model' }));
  const checks = (behavior.sensitivity ?? []).filter((one) => one.domain === score.domain && here(one));
  const outliers = checks
    .filter((one) => one.kind === 'without-outliers')
    .map((one) => ({ ...one, label: `without ${plural(one.left.length, 'outlier')}` }));
  const litters = checks.filter((one) => one.kind === 'without-litter').sort((a, b) => a.estimate - b.estimate);
  const ends = litters.length < 2 ? litters : [litters[0], litters[litters.length - 1]];
  const tests = (behavior.reliability ?? [])
    .filter((one) => one.domain === score.domain && one.session === session)
    .flatMap((one) => one.withoutTest.filter((row) => row.arm === arm))
    .map((one) => ({ ...one, label: `without ${one.test.replaceAll('-', ' ')}` }));
  return [...adjusted, ...outliers, ...ends.map((one) => ({ ...one, label: `without litter ${one.left.join(', ')}` })), ...tests];
}
