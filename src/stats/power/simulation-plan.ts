import { InputError, inputError, type Problem, suggestName } from '../../problems/index.ts';
import { buildDesign, columnsIn, type DataFrame, type Design, numericColumn, parseFormula, rowCount } from '../formula/index.ts';
import type { Family, ModelOptions } from '../model/index.ts';

/**
 * What is asked of every simulated study: a term of the model, one of its coefficients, or a combination of coefficients by name.
 */
export type PowerTarget =
  | { kind: 'term'; term: string }
  | { kind: 'coefficient'; coefficient: string }
  | { kind: 'contrast'; name: string; weights: ReadonlyMap<string, number> };

/** A planned study: its rows, the model that will be fitted, and the truth under which it is simulated. Plain data. */
export interface SimulationPlan {
  /** The truth, `response ~ fixed + (random | group)`; the response need not be a column of the data. */
  formula: string;
  /** The model that is fitted, when it is not the true one: what ignoring litters costs, say. */
  analysis?: string;
  /** One row per planned measurement. */
  data: DataFrame;
  /** True coefficients by column name as the model names them (on the scale of the link); those left out are 0. */
  coefficients: ReadonlyMap<string, number>;
  /**
   * True standard deviations of random effects: `litter`, `animal:litter`, or for a slope `animal:litter|session`. Uncorrelated.
   */
  deviations: ReadonlyMap<string, number>;
  /** Residual standard deviation (gaussian). */
  residualSd?: number;
  /**
   * How variable a response of another family is: its variance is mean + dispersion mean^2 (nbinom), mean (1 + dispersion) (nbinom1),
   * dispersion mean^2 (gamma), dispersion mean (1 - mean) (beta, below 1), dispersion mean (quasipoisson, at least 1).
   */
  dispersion?: number;
  /** Rows that get lost at random in every study. */
  missing?: number;
  targets: readonly PowerTarget[];
  alpha?: number;
  fit?: Pick<ModelOptions, 'family' | 'method' | 'ddf' | 'anovaType'>;
}

/** A plan whose names have been checked, ready to be simulated. */
export interface PreparedPlan {
  plan: SimulationPlan;
  response: string;
  design: Design;
  family: Family;
  /** True linear predictor without random effects, per row. */
  fixed: Float64Array;
  /** Standard deviations per random term and effect. */
  deviations: Float64Array[];
}

/** Families that need a dispersion, and the range it must lie in. */
const DISPERSIONS: ReadonlyMap<Family, readonly [number, number]> = new Map([
  ['nbinom', [0, Infinity]],
  ['nbinom1', [0, Infinity]],
  ['gamma', [0, Infinity]],
  ['beta', [0, 1]],
  ['quasipoisson', [1, Infinity]],
]);

function unknownNames(given: Iterable<string>, known: readonly string[], what: string): Problem[] {
  return [...given]
    .filter((name) => !known.includes(name))
    .map((name) => ({
      code: 'power-unknown-name',
      severity: 'error',
      message: `the model has no ${what} "${name}"`,
      expected: known.join(', '),
      mend: suggestName(name, known),
    }));
}

/** Key of a random effect's standard deviation. */
const deviationKey = (group: string, effect: string): string => (effect === '(Intercept)' ? group : `${group}|${effect}`);

function targetProblems(targets: readonly PowerTarget[], design: Design): Problem[] {
  const terms = design.terms.map((term) => term.label);
  return targets.flatMap((target) => {
    if (target.kind === 'term') return unknownNames([target.term], terms, 'term');
    return unknownNames(target.kind === 'contrast' ? target.weights.keys() : [target.coefficient], design.columns, 'coefficient');
  });
}

/** Terms and coefficients that the fitted model will have, by name. Throws InputError as `buildDesign`. */
export function plannedNames(plan: Pick<SimulationPlan, 'formula' | 'analysis' | 'data'>): {
  terms: string[];
  columns: readonly string[];
} {
  const { fitted } = plannedDesigns(plan);
  return { terms: fitted.terms.map((term) => term.label), columns: fitted.columns };
}

/** Designs of the truth and of the analysis, with a response of zeros. */
function plannedDesigns({ formula, analysis, data }: Pick<SimulationPlan, 'formula' | 'analysis' | 'data'>) {
  const parsed = parseFormula(formula);
  const [response, ...more] = parsed.response === undefined ? [] : columnsIn(parsed.response.expression);
  if (response === undefined || more.length > 0)
    throw inputError({
      code: 'power-response',
      message: 'the formula of a planned study needs a single response',
      found: formula,
    });
  const whole: DataFrame = new Map([...data, [response, numericColumn(new Float64Array(rowCount(data)))]]);
  const design = buildDesign(parsed, whole);
  return { response, design, fitted: analysis === undefined ? design : buildDesign(analysis, whole) };
}

/**
 * Checks a plan and works out what every simulated study shares.
 *
 * @throws InputError naming every unknown column, coefficient, term and random effect, and every standard deviation left out
 */
export function preparePlan(plan: SimulationPlan): PreparedPlan {
  const { response, design, fitted } = plannedDesigns(plan);
  const n = rowCount(plan.data);
  const missing = plan.missing ?? 0;
  const keys = design.random.flatMap(({ groupLabel, effects }) => effects.map((effect) => deviationKey(groupLabel, effect)));
  const family = plan.fit?.family ?? 'gaussian';
  const problems = [
    ...unknownNames(plan.coefficients.keys(), design.columns, 'coefficient'),
    ...unknownNames(plan.deviations.keys(), keys, 'random effect'),
    ...targetProblems(plan.targets, fitted),
  ];
  const fault = (code: string, message: string, mend?: string): void => {
    problems.push({ code, severity: 'error', message, mend });
  };
  for (const key of keys) {
    const sd = plan.deviations.get(key);
    if (sd === undefined || !(sd >= 0 && sd < Infinity))
      fault('power-deviation', `the standard deviation of the random effect "${key}" must be given, at least 0`);
  }
  if (plan.targets.length === 0) fault('power-no-test', 'no test is named', `for example the term ${fitted.terms[0]?.label}`);
  if (family === 'gaussian' && !(plan.residualSd !== undefined && plan.residualSd > 0))
    fault('power-residual', 'the residual standard deviation must be given, above 0');
  const [least, most] = DISPERSIONS.get(family) ?? [NaN, NaN];
  if (most > 0 && !(plan.dispersion !== undefined && plan.dispersion > least && plan.dispersion < most))
    fault('power-dispersion', `the dispersion of the ${family} family must be given, above ${least}`);
  if (!Number.isInteger(missing) || missing < 0 || missing >= n)
    fault('power-missing', `rows lost per study must be a whole number below ${n}`);
  if (problems.length > 0) throw new InputError(problems);
  const p = design.columns.length;
  const fixed = Float64Array.from({ length: design.rows }, (_, i) =>
    design.columns.reduce(
      (sum, name, j) => sum + design.matrix[i * p + j] * (plan.coefficients.get(name) ?? 0),
      design.offset?.[i] ?? 0,
    ),
  );
  const deviations = design.random.map(({ groupLabel, effects }) =>
    Float64Array.from(effects, (effect) => plan.deviations.get(deviationKey(groupLabel, effect)) ?? NaN),
  );
  return { plan, response, design, family, fixed, deviations };
}
