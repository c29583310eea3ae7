import { crossProduct, qrDecomposition, qrOrthonormal, symmetricEigen } from '../../stats/index.ts';
import { isHousing, isTechnical, modelColumns } from './covariates.ts';
import { type Covariate, notAssessed, type QualityFinding } from './quality-result.ts';
import { timesText } from './words.ts';

const INFLATION_LIMIT = 4;
const RULE = `adding the covariate to the design would make the variance of a planned comparison at least ${INFLATION_LIMIT} times as large (its standard error at least double), or leave it no estimate`;

/** A planned comparison as weights of the design's columns. */
export interface WeightedContrast {
  name: string;
  weights: Float64Array;
}

/**
 * How far handling and arms can be told apart: for every technical covariate outside the design, the factor by which the variance of
 * each planned comparison would grow if the covariate were added (infinite: wholly confounded).
 *
 * @param design samples x columns, row-major
 */
export function confoundingFindings(
  design: Float64Array,
  contrasts: readonly WeightedContrast[],
  covariates: readonly Covariate[],
): QualityFinding[] {
  const base = { check: 'confounding', rule: RULE } as const;
  const technical = covariates.filter(({ name, values }) => isTechnical(name) && values.every((value) => !Number.isNaN(value)));
  const measured = technical.flatMap((covariate) =>
    contrasts.map((contrast) => ({ covariate, contrast, factor: inflation(design, contrast.weights, covariate) })),
  );
  const known = measured.filter(({ factor }) => !Number.isNaN(factor));
  if (known.length === 0) {
    const message =
      'No technical covariate (batch, lane, plate, cage and the like) outside the design is recorded for every sample, so its overlap with the arms cannot be seen.';
    return [notAssessed(base, message, 'record extraction batch, lane and plate in the sample sheet')];
  }
  const found = technical.flatMap(({ name, levels }): QualityFinding[] => {
    const mine = known.filter(({ covariate }) => covariate.name === name);
    if (mine.length === 0) return [];
    const worst = mine.reduce((a, b) => (b.factor > a.factor ? b : a));
    if (worst.factor < INFLATION_LIMIT) return [];
    const whole = worst.factor === Infinity;
    const message = whole
      ? `The comparison "${worst.contrast.name}" cannot be told apart from ${name}: no analysis of these samples separates the two.`
      : `The comparison "${worst.contrast.name}" overlaps with ${name}: adding it would make the variance ${timesText(worst.factor)} as large.`;
    const mend = `say so when reporting; in the next cohort spread every arm over the levels of ${name}`;
    // few samples overlap with some number by chance
    const level = isHousing(name) || levels === null ? 'note' : 'warning';
    return [{ ...base, level, subject: name, message, value: worst.factor, mend }];
  });
  if (found.length > 0) return found;
  const worst = known.reduce((a, b) => (b.factor > a.factor ? b : a));
  const message = `Arms are spread over the recorded handling: adding ${worst.covariate.name} would make the variance of "${worst.contrast.name}" at most ${timesText(worst.factor)} as large.`;
  return [{ ...base, level: 'pass', subject: '', message, value: worst.factor, mend: '' }];
}

/**
 * Variance of a comparison with the covariate in the design, over that without: w'(X'MX)^-w / w'(X'X)^-1 w, where M takes away what the
 * covariate explains. The comparison can be estimated when its weights lie in the space of X'MX (Seber & Lee 2003, section 3.9);
 * else the factor is infinite. NaN when the design holds the covariate already or the covariate leaves no degree of freedom.
 */
function inflation(design: Float64Array, weights: Float64Array, covariate: Covariate): number {
  const p = weights.length;
  const samples = covariate.values.length;
  const { columns, width } = modelColumns(covariate);
  const joined = new Float64Array(samples * (p + width));
  for (let j = 0; j < samples; j++) {
    for (let k = 0; k < p; k++) joined[j * (p + width) + k] = design[j * p + k];
    for (let k = 0; k < width; k++) joined[j * (p + width) + p + k] = columns[j * width + k];
  }
  const after = qrDecomposition(joined, samples, p + width).rank;
  if (after === qrDecomposition(design, samples, p).rank || samples - after < 1) return NaN;
  const left = leftOver(design, p, columns, width, samples);
  return varianceOf(left, samples, weights) / varianceOf(design, samples, weights);
}

/** The design's columns minus their projection on the covariate's, samples x columns. */
function leftOver(design: Float64Array, p: number, columns: Float64Array, width: number, samples: number): Float64Array {
  const qr = qrDecomposition(columns, samples, width);
  const basis = qrOrthonormal(qr);
  const left = design.slice();
  for (let k = 0; k < p; k++) {
    for (let l = 0; l < qr.rank; l++) {
      let share = 0;
      for (let j = 0; j < samples; j++) share += basis[j * qr.rank + l] * left[j * p + k];
      for (let j = 0; j < samples; j++) left[j * p + k] -= share * basis[j * qr.rank + l];
    }
  }
  return left;
}

/** w'(X'X)^-w; infinite when the weights leave the space of X'X. */
function varianceOf(matrix: Float64Array, samples: number, weights: Float64Array): number {
  const p = weights.length;
  const { values, vectors } = symmetricEigen(crossProduct(matrix, samples, p), p);
  let sum = 0;
  for (let k = 0; k < p; k++) {
    let along = 0;
    for (let i = 0; i < p; i++) along += vectors[i * p + k] * weights[i];
    if (values[k] > 1e-9 * values[0]) sum += (along * along) / values[k];
    else if (along * along > 1e-9) return Infinity;
  }
  return sum;
}
