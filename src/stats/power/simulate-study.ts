import { InputError } from '../../problems/index.ts';
import { studentT } from '../distributions/index.ts';
import { exp } from '../elementary/index.ts';
import { type DataFrame, numericColumn, rowCount, selectRows } from '../formula/index.ts';
import { linkOf } from '../generalized/index.ts';
import { quadraticForm } from '../linear-algebra/index.ts';
import { type Family, fitModel, type ModelSummary } from '../model/index.ts';
import { type RandomStream, randomStream, shuffle } from '../random.ts';
import { gammaVariate, negativeBinomialVariate, poissonVariate } from '../variates.ts';
import type { PowerTarget, PreparedPlan } from './simulation-plan.ts';

const logistic = linkOf('logit').mean;

/** Draws the responses of one study. */
export function simulateStudy({ plan, design, family, fixed, deviations }: PreparedPlan, stream: RandomStream): Float64Array {
  const eta = Float64Array.from(fixed);
  design.random.forEach(({ levels, codes, effects, matrix }, t) => {
    const width = effects.length;
    const drawn = Float64Array.from({ length: levels.length * width }, (_, at) => deviations[t][at % width] * stream.normal());
    for (let i = 0; i < eta.length; i++)
      for (let a = 0; a < width; a++) eta[i] += matrix[i * width + a] * drawn[codes[i] * width + a];
  });
  const { residualSd = NaN, dispersion = NaN } = plan;
  if (family === 'gaussian') return eta.map((one) => one + residualSd * stream.normal());
  if (family === 'binomial' || family === 'quasibinomial') return eta.map((one) => (stream.uniform() < logistic(one) ? 1 : 0));
  if (family === 'beta') return eta.map((one) => betaVariate(stream, logistic(one), 1 / dispersion - 1));
  return eta.map((one) => positiveVariate(stream, family, exp(one), dispersion));
}

/** A proportion with the given mean and variance mean (1 - mean) / (1 + precision). */
function betaVariate(stream: RandomStream, mean: number, precision: number): number {
  const a = gammaVariate(stream, mean * precision);
  const b = gammaVariate(stream, (1 - mean) * precision);
  return Math.min(1 - 1e-12, Math.max(1e-12, a / (a + b)));
}

/** A count or a positive number with the given mean; see `SimulationPlan.dispersion`. */
function positiveVariate(stream: RandomStream, family: Family, mean: number, dispersion: number): number {
  if (family === 'poisson') return poissonVariate(stream, mean);
  if (family === 'gamma') return gammaVariate(stream, 1 / dispersion, mean * dispersion);
  if (family === 'nbinom') return negativeBinomialVariate(stream, mean, dispersion);
  const excess = family === 'nbinom1' ? dispersion : dispersion - 1;
  return negativeBinomialVariate(stream, mean, excess / mean);
}

/** p of a target in a fitted model; NaN when the model does not have it (a level that got lost, say). */
export function targetPvalue(model: ModelSummary, target: PowerTarget): number {
  if (target.kind === 'term') return model.anova.find((row) => row.term === target.term)?.pvalue ?? NaN;
  if (target.kind === 'coefficient') return model.coefficients.find((row) => row.term === target.coefficient)?.pvalue ?? NaN;
  const { design, coefficients, covariance, degreesOfFreedom } = model.means;
  const weights = Float64Array.from(design.columns, (column) => target.weights.get(column) ?? 0);
  const known = [...target.weights.keys()].every((name) => design.columns.includes(name));
  const estimate = weights.reduce((sum, weight, j) => sum + (weight === 0 ? 0 : weight * coefficients[j]), 0);
  const t = estimate / Math.sqrt(quadraticForm(covariance, weights));
  return known ? 2 * studentT.upper(Math.abs(t), degreesOfFreedom(weights)) : NaN;
}

/** Rows kept in one study, ascending. */
function keptRows(n: number, missing: number, stream: RandomStream): Int32Array {
  const rows = shuffle(
    Int32Array.from({ length: n }, (_, i) => i),
    stream,
  );
  return rows.subarray(0, n - missing).sort();
}

/** One simulated study: p of every target, or why the model could not be fitted. */
export function simulatedPvalues(prepared: PreparedPlan, seed: number, run: number): Float64Array | string {
  const { plan, response, design } = prepared;
  const stream = randomStream(seed, 'power', run);
  const values = simulateStudy(prepared, stream);
  const planned = values.length === rowCount(plan.data) ? plan.data : selectRows(plan.data, design.usedRows);
  let data: DataFrame = new Map([...planned, [response, numericColumn(values)]]);
  if (plan.missing !== undefined && plan.missing > 0) data = selectRows(data, keptRows(values.length, plan.missing, stream));
  try {
    const model = fitModel(plan.analysis ?? plan.formula, data, plan.fit);
    return Float64Array.from(plan.targets, (target) => targetPvalue(model, target));
  } catch (error) {
    if (error instanceof InputError) return error.problems[0].message;
    if (error instanceof RangeError) return error.message;
    throw error;
  }
}
