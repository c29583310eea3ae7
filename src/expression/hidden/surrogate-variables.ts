import { symmetricEigen } from '../../stats/index.ts';
import { nestedFTest } from './nested-f-test.ts';
import { nullProbabilities } from './null-probability.ts';
import { firstColumns, joinColumns, residualsOf, sampleProducts } from './residual-space.ts';

/** Rounds of reweighting (the default of package sva). */
const ROUNDS = 5;
/** Genes with a smaller probability of being null carry a surrogate variable in the two-step way. */
const CARRIES_BELOW = 0.1;

/** Estimated hidden factors. */
export interface SurrogateVariables {
  /** samples x count, row-major; orthonormal columns (two-step: unit length), sign arbitrary. */
  variables: Float64Array;
  count: number;
}

/** What surrogate variables are estimated from. */
export interface SurrogateInput {
  /** Log expression, genes x samples; no gene constant. */
  values: Float64Array;
  samples: number;
  /** Model with what is tested, samples x p, row-major. */
  design: Float64Array;
  /** Model without it, samples x q. */
  reduced: Float64Array;
}

/**
 * Surrogate variables by iteratively reweighted least squares (Leek & Storey 2008): each gene counts by the probability that it is
 * moved by hidden factors and not by what is tested. As `irwsva.build` of package sva.
 */
export function reweightedSurrogates({ values, samples, design, reduced }: SurrogateInput, count: number): SurrogateVariables {
  let variables = leading(sampleProducts(residualsOf(values, samples, design), samples), samples, count);
  const genes = values.length / samples;
  const weighted = new Float64Array(values.length);
  for (let round = 0; round < ROUNDS; round++) {
    const hidden = joinColumns(samples, reduced, variables);
    const ofTested = nullProbabilities(nestedFTest(values, samples, joinColumns(samples, design, variables), hidden));
    const ofHidden = nullProbabilities(nestedFTest(values, samples, hidden, reduced));
    for (let g = 0; g < genes; g++) weighCentered(values, g * samples, samples, (1 - ofHidden[g]) * ofTested[g], weighted);
    variables = leading(sampleProducts(weighted, samples), samples, count);
  }
  return { variables, count };
}

/**
 * Surrogate variables in two steps (Leek & Storey 2007): the residual directions, then for each the principal axis, most
 * correlated with it, of the genes that carry it. Directions carried by fewer genes than there are samples are given up. As
 * `twostepsva.build` of package sva, but for its pairing of genes and directions after one in the middle was given up.
 */
export function twoStepSurrogates({ values, samples, design }: SurrogateInput, wanted: number): SurrogateVariables {
  const directions = leading(sampleProducts(residualsOf(values, samples, design), samples), samples, wanted);
  const ones = new Float64Array(samples).fill(1);
  const genes = values.length / samples;
  const kept: Float64Array[] = [];
  for (let k = 0; k < wanted; k++) {
    const direction = Float64Array.from({ length: samples }, (_, j) => directions[j * wanted + k]);
    const nulls = nullProbabilities(nestedFTest(values, samples, joinColumns(samples, ones, direction), ones));
    const carriers = Array.from({ length: genes }, (_, g) => g).filter((g) => nulls[g] < CARRIES_BELOW);
    if (carriers.length < samples) continue;
    const rows = new Float64Array(carriers.length * samples);
    carriers.forEach((g, i) => {
      for (let j = 0; j < samples; j++) rows[i * samples + j] = values[g * samples + j];
      weighCentered(rows, i * samples, samples, 1, rows);
    });
    kept.push(mostCorrelatedAxis(rows, samples, direction));
  }
  return { variables: joinColumns(samples, ...kept), count: kept.length };
}

/** A gene's values about their mean after multiplication by its weight, written at the same place of `out`. */
function weighCentered(values: Float64Array, at: number, samples: number, weight: number, out: Float64Array): void {
  let mean = 0;
  for (let j = 0; j < samples; j++) mean += (values[at + j] * weight) / samples;
  for (let j = 0; j < samples; j++) out[at + j] = values[at + j] * weight - mean;
}

function leading(products: Float64Array, samples: number, count: number): Float64Array {
  return firstColumns(symmetricEigen(products, samples).vectors, samples, count);
}

function mostCorrelatedAxis(rows: Float64Array, samples: number, direction: Float64Array): Float64Array {
  const { vectors } = symmetricEigen(sampleProducts(rows, samples), samples);
  let best = new Float64Array(samples);
  let most = 0;
  for (let k = 0; k < samples - 1; k++) {
    const axis = Float64Array.from({ length: samples }, (_, j) => vectors[j * samples + k]);
    const size = Math.abs(correlation(axis, direction));
    if (size > most) [most, best] = [size, axis];
  }
  return best;
}

function correlation(x: Float64Array, y: Float64Array): number {
  const [mx, my] = [x, y].map((one) => one.reduce((sum, value) => sum + value, 0) / one.length);
  let [sxy, sxx, syy] = [0, 0, 0];
  for (let j = 0; j < x.length; j++) {
    sxy += (x[j] - mx) * (y[j] - my);
    sxx += (x[j] - mx) * (x[j] - mx);
    syy += (y[j] - my) * (y[j] - my);
  }
  return sxy / Math.sqrt(sxx * syy);
}
