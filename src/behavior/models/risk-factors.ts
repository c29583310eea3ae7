import { InputError } from '../../problems/index.ts';
import { type DataFrame, fitMixedModel, randomEffectTests } from '../../stats/index.ts';
import type { Study } from '../../study/index.ts';
import type { DomainScore } from '../results.ts';
import { type Estimate, fitOutcome, NOTHING } from './fit-outcome.ts';
import { outcomeFrame } from './outcome-frame.ts';
import { usableFormula } from './usable-formula.ts';

/** Whether the effect of an arm depends on what an animal was like before, or on the litter it is from. */
export interface RiskFactors {
  domain: DomainScore['domain'];
  /** Change of the arm's effect per unit of the animal's own score at baseline; all NaN with the reason in `baselineMissing`. */
  baseline: Estimate;
  baselineMissing: string | null;
  /** Standard deviation of the arms' effects between litters, and the p of it being zero. */
  litter: { sd: number; pvalue: number };
  litterMissing: string | null;
}

const NO_LITTER = { sd: NaN, pvalue: NaN };

/**
 * Fits, for one session, score ~ arm * baseline + sex + (1 | litter), and score ~ arm + sex + (1 | litter) + (1 | litter:arm): do animals
 * that scored high before respond more, and do litters differ in how they respond?
 */
export function riskFactors(study: Study, score: DomainScore, wanted: { arm: string; session: string }): RiskFactors {
  const session = study.sessions.findIndex((one) => one.name === wanted.session);
  const frame = outcomeFrame(study, score.values, [session]);
  const baseline = study.sessions.findIndex((one) => one.phase === 'baseline');
  const byBaseline =
    baseline < 0 || baseline === session ? { missing: 'no baseline session' } : baselineSlope(frame.data, wanted.arm);
  const byLitter = litterVariance(frame.data);
  return {
    domain: score.domain,
    baseline: 'missing' in byBaseline ? NOTHING : byBaseline,
    baselineMissing: 'missing' in byBaseline ? byBaseline.missing : null,
    litter: 'missing' in byLitter ? NO_LITTER : byLitter,
    litterMissing: 'missing' in byLitter ? byLitter.missing : null,
  };
}

function baselineSlope(data: DataFrame, arm: string): Estimate | { missing: string } {
  try {
    const fit = fitOutcome(usableFormula('score ~ arm * baseline + sex + (1 | litter)', data).text, data);
    const column = fit.design.columns.indexOf(`arm${arm}:baseline`);
    if (column < 0) return { missing: 'no baseline values' };
    const weights = new Float64Array(fit.design.columns.length);
    weights[column] = 1;
    const estimate = fit.estimate(weights);
    return Number.isFinite(estimate.estimate) ? estimate : { missing: 'the slope could not be estimated' };
  } catch (error) {
    if (error instanceof InputError) return { missing: error.problems.map((problem) => problem.message).join('; ') };
    throw error;
  }
}

/** Fewest litters that hold two animals of one arm. */
const FEWEST = 3;

function litterVariance(data: DataFrame): { sd: number; pvalue: number } | { missing: string } {
  const [litter, arm] = [data.get('litter'), data.get('arm')];
  if (litter?.kind !== 'factor' || arm?.kind !== 'factor' || litter.codes.includes(-1))
    return { missing: 'litters are not stated' };
  const counts = new Map<string, number>();
  litter.codes.forEach((code, row) => {
    const cell = `${code} ${arm.codes[row]}`;
    counts.set(cell, (counts.get(cell) ?? 0) + 1);
  });
  const repeated = new Set([...counts].flatMap(([cell, count]) => (count > 1 ? [cell.split(' ')[0]] : [])));
  const armsOf = new Set([...counts.keys()].map((cell) => cell.split(' ')[0])).size;
  if (repeated.size < FEWEST || counts.size === armsOf)
    return { missing: 'fewer than three litters hold two animals of one arm besides another arm' };
  try {
    const formula = usableFormula('score ~ arm + sex + (1 | litter) + (1 | litter:arm)', data).text;
    const model = fitMixedModel(formula, data);
    const test = randomEffectTests(model).find((one) => /litter:arm/.test(one.term));
    const component = model.components.find((one) => /litter:arm/.test(one.group));
    if (test === undefined || component === undefined) return { missing: 'the variance between litters could not be estimated' };
    return { sd: component.sd, pvalue: test.boundaryPvalue };
  } catch (error) {
    if (error instanceof InputError) return { missing: error.problems.map((problem) => problem.message).join('; ') };
    throw error;
  }
}
