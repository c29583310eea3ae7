import { InputError } from '../../problems/index.ts';
import {
  adjustPvalues,
  type DataFrame,
  exp,
  fitGee,
  fitGeneralizedLinearModel,
  log,
  numericColumn,
  selectRows,
  type WaldEffects,
} from '../../stats/index.ts';
import type { Study } from '../../study/index.ts';
import type { Measure } from '../results.ts';
import { FEWEST_LITTERS } from './latency-survival.ts';
import type { RatioComparison } from './nature-results.ts';
import { outcomeFrame } from './outcome-frame.ts';
import { usableFormula } from './usable-formula.ts';

/** Fewest animals of an arm. */
const MINIMUM = 2;

/** The rows of one session with the columns of a count or share model. */
interface RatioFrame {
  data: DataFrame;
  /** Arm of each row. */
  arm: string[];
  family: 'quasipoisson' | 'quasibinomial';
  formula: string;
  /** Column of numbers of trials. */
  weights: string | undefined;
}

/**
 * Arms against control in a count or a share, session by session: rate ratios from quasi-Poisson regression (logarithm of the exposure
 * as offset), odds ratios from quasi-binomial regression (of counts where there are trials, else of the share itself: Papke & Wooldridge
 * 1996 J Appl Econom 11:619). Sex enters where both occur. With at least ten litters the model is fitted by estimating equations with
 * exchangeable litters and Mancl-DeRouen errors, otherwise by maximum quasi-likelihood.
 *
 * @param others the measures of the same assay, among them those that the nature of `measure` names
 */
export function compareRatios(study: Study, measure: Measure, others: readonly Measure[]): RatioComparison[] {
  const control = study.arms.find((arm) => arm.control)?.name;
  if (control === undefined) return [];
  return study.sessions.flatMap((session, s) => {
    const frame = ratioFrame(study, measure, others, s);
    if (frame === null) return [];
    const count = (arm: string): number => frame.arm.filter((one) => one === arm).length;
    const arms = study.arms.filter((arm) => !arm.control && count(arm.name) >= MINIMUM).map((arm) => arm.name);
    if (arms.length === 0 || count(control) < MINIMUM) return [];
    const fitted = fitRatios(frame);
    const estimates = arms.map((arm) => ratioOf(fitted.model, arm));
    const adjusted = adjustPvalues(
      estimates.map((one) => one.pvalue),
      'holm',
    );
    return arms.map(
      (arm, i): RatioComparison => ({
        kind: frame.family === 'quasipoisson' ? 'rate-ratio' : 'odds-ratio',
        outcome: measure.id,
        session: session.name,
        arm,
        control,
        n: count(arm),
        nControl: count(control),
        events: NaN,
        eventsControl: NaN,
        ...estimates[i],
        padj: adjusted[i],
        family: `arms versus ${control} for ${measure.id} at ${session.name} (Holm)`,
        method: fitted.method,
      }),
    );
  });
}

/** The rows of a session that can enter; null when the measure is neither count nor share, or what it is a share of is not known. */
function ratioFrame(study: Study, measure: Measure, others: readonly Measure[], session: number): RatioFrame | null {
  const { nature } = measure;
  if (nature === undefined || nature.kind === 'latency') return null;
  const { data, animal } = outcomeFrame(study, measure.values, [session]);
  const cells = Array.from(animal, (a) => a * study.sessions.length + session);
  const valuesOf = (name: string | null): Float64Array | undefined =>
    name === null ? undefined : others.find((other) => other.id === `${measure.assay}/${name}`)?.values;
  const columns: [string, Float64Array][] = [];
  if (nature.kind === 'count') {
    const exposure = valuesOf(nature.exposure);
    columns.push(['score', Float64Array.from(cells, (cell) => measure.values[cell])]);
    if (exposure !== undefined) columns.push(['log_exposure', Float64Array.from(cells, (cell) => log(exposure[cell]))]);
  } else {
    const [successes, trials] = [valuesOf(nature.successes), valuesOf(nature.trials)];
    const whole = measure.unit === '%' ? 100 : 1;
    if (successes !== undefined && trials !== undefined) {
      columns.push(['score', Float64Array.from(cells, (cell) => successes[cell] / (trials[cell] - nature.fewer))]);
      columns.push(['trials', Float64Array.from(cells, (cell) => trials[cell] - nature.fewer)]);
    } else columns.push(['score', Float64Array.from(cells, (cell) => withinOne(measure.values[cell] / whole))]);
  }
  const usable = cells.map((_, row) => row).filter((row) => columns.every(([, values]) => Number.isFinite(values[row])));
  const all = new Map([...data, ...columns.map(([name, values]) => [name, numericColumn(values)] as const)]);
  const kept = selectRows(all, usable);
  const offset = columns.some(([name]) => name === 'log_exposure') ? ' + offset(log_exposure)' : '';
  return {
    data: kept,
    arm: usable.map((row) => study.animals[animal[row]].arm),
    family: nature.kind === 'count' ? 'quasipoisson' : 'quasibinomial',
    formula: `${usableFormula('score ~ arm + sex', kept).text}${offset}`,
    weights: columns.some(([name]) => name === 'trials') ? 'trials' : undefined,
  };
}

/** A share that rounding put a hair outside 0 to 1. */
function withinOne(share: number): number {
  return share > 1 && share < 1 + 1e-9 ? 1 : share < 0 && share > -1e-9 ? 0 : share;
}

/** A fitted model and how it was fitted; without a model, why. */
interface FittedRatios {
  model: WaldEffects | null;
  method: string;
}

function fitRatios(frame: RatioFrame): FittedRatios {
  const { data, family, formula, weights } = frame;
  const name = `${family === 'quasipoisson' ? 'quasi-Poisson' : 'quasi-binomial'} regression ${formula}${weights === undefined ? '' : ', weighted by the number of trials'}`;
  if (armAtLimit(frame)) return { model: null, method: 'not fitted: all animals of an arm are at 0 or at the limit' };
  try {
    const litters = littersIn(data);
    if (litters >= FEWEST_LITTERS && litters < frame.arm.length) {
      const gee = fitGee(formula, data, { family, weights, cluster: 'litter' });
      if (gee.fit.converged && gee.vcov.every(Number.isFinite))
        return { model: gee, method: `${name}, estimating equations with ${litters} exchangeable litters, Mancl-DeRouen errors` };
    }
    const plain = fitGeneralizedLinearModel(formula, data, { family, weights });
    return plain.fit.infinite.length > 0
      ? { model: null, method: 'not fitted: some animals are told apart by being at 0 or at the limit' }
      : { model: plain, method: name };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { model: null, method: `not fitted: ${error.problems.map((problem) => problem.message).join('; ')}` };
  }
}

/** Whether all animals of an arm are at 0 (or at 1, of a share): its ratio is then 0 or infinite, and no model finds it. */
function armAtLimit({ data, arm, family }: RatioFrame): boolean {
  const column = data.get('score');
  const values = column?.kind === 'number' ? column.values : new Float64Array();
  const limits = family === 'quasibinomial' ? [0, 1] : [0];
  return [...new Set(arm)].some((name) => limits.some((limit) => arm.every((own, row) => own !== name || values[row] === limit)));
}

/** Number of litters; 0 when that of an animal is not stated. */
function littersIn(data: DataFrame): number {
  const column = data.get('litter');
  return column?.kind !== 'factor' || column.codes.includes(-1) ? 0 : new Set(column.codes).size;
}

/** The ratio of an arm to control: arms are treatment-coded with control first, so its coefficient is the logarithm. */
function ratioOf(model: WaldEffects | null, arm: string): Pick<RatioComparison, 'ratio' | 'se' | 'low' | 'high' | 'pvalue'> {
  const column = model?.columns.indexOf(`arm${arm}`) ?? -1;
  if (model === null || column < 0) return { ratio: NaN, se: NaN, low: NaN, high: NaN, pvalue: NaN };
  const { estimate, se, low, high, pvalue } = model.contrast(model.columns.map((_, j) => (j === column ? 1 : 0)));
  return { ratio: exp(estimate), se, low: exp(low), high: exp(high), pvalue };
}
