import { type DataColumn, factorColumn, numericColumn } from '../formula/index.ts';
import { fitMixedModel, type MixedModel } from '../mixed/index.ts';
import type { Curve } from './nonlinear-least-squares.ts';

export interface NonlinearMixedFit {
  /** Population value of each parameter with its standard error. */
  parameters: { term: string; estimate: number; se: number }[];
  /** Standard deviation between groups of each parameter that varies, in the order given. */
  standardDeviations: Float64Array;
  /** Deviation of each group from the population, groups x varying parameters, groups in code-unit order of their labels. */
  deviations: Float64Array;
  groups: readonly string[];
  sigma: number;
  /** Of the linearized model at the solution. */
  logLik: number;
  iterations: number;
}

/** The curve linearized at the current parameters of every group: pseudo-response and derivatives. */
function linearized(
  curve: Curve,
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  codes: Int32Array,
  varying: readonly number[],
  population: Float64Array,
  deviations: Float64Array,
): { pseudo: Float64Array; slopes: Float64Array[] } {
  const p = population.length;
  const own = new Float64Array(p);
  const gradient = new Float64Array(p);
  const slopes = Array.from({ length: p }, () => new Float64Array(x.length));
  const pseudo = Float64Array.from({ length: x.length }, (_, i) => {
    own.set(population);
    varying.forEach((j, v) => {
      own[j] += deviations[codes[i] * varying.length + v];
    });
    let value = y[i] - curve.value(x[i], own, gradient);
    for (let j = 0; j < p; j++) {
      slopes[j][i] = gradient[j];
      value += gradient[j] * own[j];
    }
    return value;
  });
  return { pseudo, slopes };
}

/** The linear mixed model of the linearized curve: every slope a fixed effect, those that vary random by group, uncorrelated. */
function fitLinearized(
  pseudo: Float64Array,
  slopes: readonly Float64Array[],
  varying: readonly number[],
  labels: readonly string[],
): MixedModel {
  const names = slopes.map((_, j) => `p${j + 1}`);
  const random = varying.map((j) => `(0 + ${names[j]} | group)`);
  const data = new Map<string, DataColumn>([
    ['pseudo', numericColumn(pseudo)],
    ['group', factorColumn(labels)],
    ...slopes.map((slope, j): [string, DataColumn] => [names[j], numericColumn(slope)]),
  ]);
  return fitMixedModel(`pseudo ~ 0 + ${[...names, ...random].join(' + ')}`, data, { reml: false });
}

/**
 * A dose-response curve whose parameters vary between groups (litters, runs, animals measured at every dose), by maximum likelihood of the model
 * linearized at the groups' own curves (Lindstrom & Bates 1990), as nlme with uncorrelated random parameters.
 *
 * @param varying numbers of the parameters that vary between groups
 * @param start population values to start from
 * @throws RangeError when the linearizations do not settle, InputError as `fitMixedModel`
 */
export function fitNonlinearMixed(
  curve: Curve,
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  groups: readonly string[],
  options: { varying: readonly number[]; start: Float64Array },
): NonlinearMixedFit {
  const { varying, start } = options;
  const labels = factorColumn(groups);
  let population = start;
  let deviations: Float64Array = new Float64Array(labels.levels.length * varying.length);
  for (let iterations = 1; iterations <= 100; iterations++) {
    const { pseudo, slopes } = linearized(curve, x, y, labels.codes, varying, population, deviations);
    const model = fitLinearized(pseudo, slopes, varying, groups);
    const rows = model.fixedEffects();
    const next = Float64Array.from(rows, (row) => row.estimate);
    const effects = model.randomEffects();
    const moved = varying.map((j) => effects.find((one) => one.effects[0] === `p${j + 1}`));
    deviations = Float64Array.from(labels.levels.flatMap((_, g) => moved.map((one) => one?.values[g] ?? NaN)));
    const change = next.reduce((most, one, j) => Math.max(most, Math.abs(one - population[j]) / (Math.abs(one) + 1e-8)), 0);
    population = next;
    if (!(change < Infinity)) break;
    if (change > 1e-9) continue;
    return {
      parameters: curve.parameters.map((term, j) => ({ term, estimate: next[j], se: rows[j].se })),
      standardDeviations: Float64Array.from(varying, (j) => sdOf(model, `p${j + 1}`)),
      deviations,
      groups: labels.levels,
      sigma: model.sigma,
      logLik: model.logLik,
      iterations,
    };
  }
  throw new RangeError('the linearizations of the curve do not settle: let fewer parameters vary, or start nearer');
}

function sdOf(model: MixedModel, effect: string): number {
  return model.components.find((one) => one.effect === effect)?.sd ?? NaN;
}
