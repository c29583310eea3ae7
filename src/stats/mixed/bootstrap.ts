import { solveUpper } from '../linear-algebra/index.ts';
import { randomStream } from '../random.ts';
import { asMaximumLikelihood } from './likelihood-ratio.ts';
import { fitCore, relativeFactors } from './mixed-fit.ts';
import type { MixedModel } from './mixed-model.ts';
import { prepareResponse } from './responses.ts';
import { simulateResponse } from './simulate-response.ts';
import { type VarianceComponent, varianceComponents } from './variance-components.ts';

/** A parametric-bootstrap interval. */
export interface BootstrapInterval {
  /** Name of a fixed effect, or of a standard deviation or correlation as in `profileIntervals`. */
  readonly parameter: string;
  readonly estimate: number;
  /** Standard deviation of the bootstrap estimates. */
  readonly se: number;
  /** Percentile limits. */
  readonly low: number;
  readonly high: number;
}

/** Options of the parametric bootstrap. */
export interface MixedBootstrapOptions {
  /** Simulated data sets (default 999). */
  readonly samples?: number;
  /** Default 1. */
  readonly seed?: number;
  /** Default: that of the model. */
  readonly level?: number;
}

function componentName({ group, effect, second }: VarianceComponent): string {
  if (effect === null) return 'sigma';
  return second === null ? `sd_${effect}|${group}` : `cor_${second}.${effect}|${group}`;
}

/**
 * Percentile intervals from data simulated under the fitted model and fitted again, for fixed effects, standard deviations
 * and correlations. The intervals of variances respect the boundary at zero.
 */
export function bootstrapIntervals(model: MixedModel, options: MixedBootstrapOptions = {}): BootstrapInterval[] {
  const { samples = 999, seed = 1, level = model.level } = options;
  const { core, likelihood, reml } = model;
  const fixedPart = model.fixedPart;
  const names = [...core.kept].map((j) => core.columns[j]).concat(model.components.map(componentName));
  const estimates = [...core.kept].map((j) => model.coefficients[j]).concat(model.components.map((one) => one.sd));
  const drawn = names.map(() => new Float64Array(samples));
  for (let sample = 0; sample < samples; sample++) {
    const y = simulateResponse(model, fixedPart, randomStream(seed, 'mixed-bootstrap', sample));
    const centered = y.map((value, i) => value - (model.design.offset?.[i] ?? 0));
    const fit = fitCore(core, likelihood, prepareResponse(core, centered), { restricted: reml, dropZero: false });
    const coefficients = solveUpper(core.upper, fit.coefficients, core.kept.length);
    const components = varianceComponents(core, relativeFactors(core, fit.optimum), Math.sqrt(fit.residualVariance));
    [...coefficients, ...components.map((one) => one.sd)].forEach((value, i) => {
      drawn[i][sample] = value;
    });
  }
  return names.map((parameter, i) => {
    // A correlation is not defined in samples where a variance is zero.
    const values = drawn[i].filter((value) => value === value).sort();
    const mean = values.reduce((sum, one) => sum + one, 0) / values.length;
    const se = Math.sqrt(values.reduce((sum, one) => sum + (one - mean) * (one - mean), 0) / (values.length - 1));
    const tail = (1 - level) / 2;
    return { parameter, estimate: estimates[i], se, low: sortedQuantile(values, tail), high: sortedQuantile(values, 1 - tail) };
  });
}

/** Quantile of sorted values, linear between order statistics (type 7). */
function sortedQuantile(sorted: Float64Array, probability: number): number {
  const position = probability * (sorted.length - 1);
  const below = Math.floor(position);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
}

/** A likelihood-ratio test whose null distribution is simulated. */
export interface BootstrapTest {
  readonly statistic: number;
  /** (1 + simulated statistics at least as large) / (1 + samples). */
  readonly pvalue: number;
  /** Monte Carlo standard error of the p-value. */
  readonly pvalueSe: number;
  readonly samples: number;
}

/**
 * Parametric-bootstrap likelihood-ratio test of nested mixed models (as pbkrtest's PBmodcomp): data are drawn from the
 * smaller model and both are fitted again, by maximum likelihood when the fixed effects differ, else as they were.
 */
export function bootstrapTest(smaller: MixedModel, larger: MixedModel, options: MixedBootstrapOptions = {}): BootstrapTest {
  const { samples = 999, seed = 1 } = options;
  const sameFixed = smaller.columns.join('\n') === larger.columns.join('\n');
  const [small, large] = sameFixed ? [smaller, larger] : [asMaximumLikelihood(smaller), asMaximumLikelihood(larger)];
  const statistic = Math.max(0, 2 * (large.logLik - small.logLik));
  const fixedPart = small.fixedPart;
  let extreme = 0;
  for (let sample = 0; sample < samples; sample++) {
    const y = simulateResponse(small, fixedPart, randomStream(seed, 'mixed-bootstrap-test', sample));
    const deviances = [small, large].map(({ core, likelihood, reml, design }) => {
      const centered = y.map((value, i) => value - (design.offset?.[i] ?? 0));
      return fitCore(core, likelihood, prepareResponse(core, centered), { restricted: reml, dropZero: false }).deviance;
    });
    if (deviances[0] - deviances[1] >= statistic - 1e-9) extreme++;
  }
  const pvalue = (1 + extreme) / (1 + samples);
  return { statistic, pvalue, pvalueSe: Math.sqrt((pvalue * (1 - pvalue)) / samples), samples };
}
