import { cholesky, choleskySolve, symmetricEigen } from '../../stats/index.ts';
import { firstColumns, sampleProducts } from './residual-space.ts';
import type { SurrogateVariables } from './surrogate-variables.ts';

/**
 * Unwanted variation from genes that the treatment is known not to move (RUVg; Risso et al. 2014): the leading axes of their centered
 * log counts.
 *
 * @param values log expression, genes x samples
 * @param controls rows of the negative controls
 */
export function controlGeneFactors(
  values: Float64Array,
  samples: number,
  controls: Int32Array,
  count: number,
): SurrogateVariables {
  const rows = centered(rowsOf(values, samples, controls), samples, [allSamples(samples)]);
  const { vectors } = symmetricEigen(sampleProducts(rows, samples), samples);
  return { variables: firstColumns(vectors, samples, count), count };
}

/**
 * Unwanted variation from replicates (RUVs; Risso et al. 2014): what makes samples of the same group differ, as loads of the genes,
 * and each sample's share of it by regression of the control genes' log counts on their loads.
 *
 * @param groups number of the replicate group of each sample
 * @param controls rows of the genes for the regression; all genes may serve
 */
export function replicateFactors(
  values: Float64Array,
  samples: number,
  groups: Int32Array,
  controls: Int32Array,
  wanted: number,
): SurrogateVariables {
  const sets = [...new Set(groups)].map((group) => allSamples(samples).filter((j) => groups[j] === group));
  const repeated = sets.filter((set) => set.length > 1);
  const differences = centered(values, samples, repeated);
  for (const set of sets) if (set.length === 1) for (let at = set[0]; at < differences.length; at += samples) differences[at] = 0;
  const eigen = symmetricEigen(sampleProducts(differences, samples), samples);
  const most = eigen.values.filter((value) => value > 1e-16 * Math.max(eigen.values[0], 1)).length;
  const count = Math.min(wanted, most);
  const axes = firstColumns(eigen.vectors, samples, count);
  const loads = new Float64Array(controls.length * count);
  controls.forEach((g, i) => {
    for (let k = 0; k < count; k++)
      for (let j = 0; j < samples; j++) loads[i * count + k] += axes[j * count + k] * differences[g * samples + j];
  });
  return { variables: regressOnLoads(rowsOf(values, samples, controls), samples, loads, count), count };
}

/** For each sample the least-squares coefficients of its values on the genes' loads. */
function regressOnLoads(values: Float64Array, samples: number, loads: Float64Array, count: number): Float64Array {
  const genes = values.length / samples;
  const gram = new Float64Array(count * count);
  const cross = new Float64Array(count * samples);
  for (let g = 0; g < genes; g++) {
    for (let k = 0; k < count; k++) {
      const load = loads[g * count + k];
      for (let l = 0; l < count; l++) gram[k * count + l] += load * loads[g * count + l];
      for (let j = 0; j < samples; j++) cross[k * samples + j] += load * values[g * samples + j];
    }
  }
  const factor = cholesky(gram, count);
  if (factor === undefined) throw new RangeError('the control genes do not carry that many independent factors');
  const solved = choleskySolve(factor, cross, count, samples);
  return Float64Array.from({ length: samples * count }, (_, i) => solved[(i % count) * samples + Math.floor(i / count)]);
}

function allSamples(samples: number): number[] {
  return Array.from({ length: samples }, (_, j) => j);
}

function rowsOf(values: Float64Array, samples: number, rows: Int32Array): Float64Array {
  const out = new Float64Array(rows.length * samples);
  rows.forEach((g, i) => {
    out.set(values.subarray(g * samples, (g + 1) * samples), i * samples);
  });
  return out;
}

/** Each gene's values about their mean within every set of samples. */
function centered(values: Float64Array, samples: number, sets: readonly (readonly number[])[]): Float64Array {
  const out = Float64Array.from(values);
  for (let at = 0; at < out.length; at += samples) {
    for (const set of sets) {
      let mean = 0;
      for (const j of set) mean += out[at + j] / set.length;
      for (const j of set) out[at + j] -= mean;
    }
  }
  return out;
}
