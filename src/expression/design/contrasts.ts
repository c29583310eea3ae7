import { inputError, suggestName } from '../../problems/index.ts';
import type { DataFrame, Design } from '../../stats/index.ts';

/** A comparison of two levels of a factor. */
export interface LevelContrast {
  factor: string;
  treated: string;
  control: string;
}

/** A linear combination of coefficients to be tested. */
export interface Combination {
  name: string;
  weights: Float64Array;
  /** Samples of the two compared levels, 1 each; null unless two levels are compared. */
  compared: Uint8Array | null;
}

/**
 * The weights of "treated versus control" on the coefficients of a design, other factors at their reference level, as
 * DESeq2's `contrast = c(factor, treated, control)`.
 *
 * @throws InputError when the factor or a level is unknown, or both levels are the same
 */
export function levelContrast(design: Design, frame: DataFrame, contrast: LevelContrast): Combination {
  const { factor, treated, control } = contrast;
  const column = frame.get(factor);
  const variable = design.variables.find((one) => one.label === factor);
  if (variable === undefined || variable.kind !== 'factor' || column?.kind !== 'factor')
    throw inputError({
      code: 'contrast-unknown-factor',
      message: `"${factor}" is not a factor of the design ${design.formula.text}`,
      mend: suggestName(
        factor,
        design.variables.filter((one) => one.kind === 'factor').map((one) => one.label),
      ),
    });
  for (const level of [treated, control])
    if (!variable.levels.includes(level))
      throw inputError({
        code: 'contrast-unknown-level',
        message: `"${level}" is not among the levels of "${factor}" in the samples kept`,
        mend: suggestName(level, variable.levels),
      });
  if (treated === control)
    throw inputError({
      code: 'contrast-same-level',
      message: `the contrast compares "${treated}" with itself`,
      mend: `name two of ${variable.levels.join(', ')}`,
    });
  const weights = new Float64Array(design.columns.length);
  for (const [level, sign] of [
    [treated, 1],
    [control, -1],
  ] as const) {
    const k = design.columns.indexOf(`${factor}${level}`);
    if (k >= 0) weights[k] += sign;
  }
  const levels = [treated, control];
  const compared = Uint8Array.from(column.codes, (code) => (code >= 0 && levels.includes(column.levels[code]) ? 1 : 0));
  return { name: `${factor} ${treated} vs ${control}`, weights, compared };
}

/** The names DESeq2 gives to the columns of a model matrix: `Intercept`, `arm_high_vs_vehicle`, `sexmale.armhigh`. */
export function coefficientNames(design: Design): string[] {
  return design.columns.map((column, k) => {
    if (column === '(Intercept)') return 'Intercept';
    const term = design.terms[design.assign[k] - 1];
    const variable = design.variables.find((one) => one.label === term.label);
    if (variable?.kind === 'factor' && design.intercept && column.startsWith(term.label)) {
      const name = `${term.label}_${column.slice(term.label.length)}_vs_${variable.levels[0]}`;
      return makeName(name);
    }
    return makeName(column);
  });
}

/** R's `make.names`: everything that may not stand in a name becomes a dot. */
function makeName(text: string): string {
  const name = text.replace(/[^\p{L}\p{N}._]/gu, '.');
  return /^[\p{L}.]/u.test(name) ? name : `X${name}`;
}

/**
 * One coefficient by the name R or DESeq2 gives it.
 *
 * @throws InputError naming the known coefficients
 */
export function coefficientCombination(design: Design, name: string): Combination {
  const deseq = coefficientNames(design);
  const k = design.columns.indexOf(name) >= 0 ? design.columns.indexOf(name) : deseq.indexOf(name);
  if (k < 0)
    throw inputError({
      code: 'unknown-coefficient',
      message: `the design ${design.formula.text} has no coefficient "${name}"`,
      mend: suggestName(name, deseq),
    });
  const weights = new Float64Array(design.columns.length);
  weights[k] = 1;
  return { name: deseq[k], weights, compared: null };
}

/**
 * A combination given by its weights on the coefficients, as DESeq2's numeric `contrast`.
 *
 * @throws InputError when their number is not that of the coefficients
 */
export function weightedCombination(design: Design, weights: ArrayLike<number>, name = 'contrast'): Combination {
  const p = design.columns.length;
  if (weights.length !== p)
    throw inputError({
      code: 'contrast-wrong-length',
      message: 'a contrast by weights needs one weight per coefficient',
      found: `${weights.length} weights`,
      expected: `${p}, for ${coefficientNames(design).join(', ')}`,
      mend: 'write 0 for the coefficients that do not take part',
    });
  const values = Float64Array.from(weights);
  const mixed = values.some((weight) => weight > 0) && values.some((weight) => weight < 0);
  return { name, weights: values, compared: mixed ? touchedSamples(design, values) : null };
}

/**
 * A combination given by weights on coefficients by name.
 *
 * @throws InputError naming the known coefficients
 */
export function namedWeights(design: Design, weights: readonly (readonly [string, number])[]): Combination {
  const values = new Float64Array(design.columns.length);
  for (const [name, weight] of weights) values[coefficientCombination(design, name).weights.indexOf(1)] += weight;
  const label = weights.map(([name, weight]) => (weight === 1 ? name : `${weight} ${name}`)).join(' + ');
  return weightedCombination(design, values, label);
}

/** Sum of some coefficients minus the sum of others, by name, as DESeq2's list `contrast`. */
export function summedCombination(design: Design, plus: readonly string[], minus: readonly string[]): Combination {
  const weights = new Float64Array(design.columns.length);
  for (const [names, sign] of [
    [plus, 1],
    [minus, -1],
  ] as const)
    for (const name of names) weights[coefficientCombination(design, name).weights.indexOf(1)] += sign;
  return weightedCombination(design, weights, [plus.join(' + '), ...minus].join(' - '));
}

/** Samples in whose linear predictor some coefficient of the contrast takes part. */
function touchedSamples(design: Design, weights: Float64Array): Uint8Array {
  const p = weights.length;
  return Uint8Array.from({ length: design.rows }, (_, j) => {
    let sum = 0;
    for (let k = 0; k < p; k++) if (weights[k] !== 0) sum += design.matrix[j * p + k];
    return sum === 0 ? 0 : 1;
  });
}
