import { type DataFrame, type Formula, parseFormula } from '../formula/index.ts';
import type { ModelOptions, ModelSummary } from './model-summary.ts';
import { summarizeGeneralized, summarizeGeneralizedMixed } from './summarize-generalized.ts';
import { summarizeLinear } from './summarize-linear.ts';
import { summarizeMixed } from './summarize-mixed.ts';

/**
 * Fits whichever model a formula and a family call for: least squares, a generalized linear model, and with random terms their mixed
 * counterparts. One door for the command line, the power simulation and the rooms that accept any formula.
 *
 * @throws InputError when the formula cannot be fitted to the data
 */
export function fitModel(formula: Formula | string, data: DataFrame, options: ModelOptions = {}): ModelSummary {
  const parsed = typeof formula === 'string' ? parseFormula(formula) : formula;
  const family = options.family ?? 'gaussian';
  const mixed = parsed.random.length > 0;
  if (family === 'gaussian') return mixed ? summarizeMixed(parsed, data, options) : summarizeLinear(parsed, data, options);
  return mixed ? summarizeGeneralizedMixed(parsed, data, options, family) : summarizeGeneralized(parsed, data, options, family);
}
