import { log2, pow } from '../../stats/index.ts';

/** The genes on the two sides of an index, as positions in the expression matrix. */
export interface BalanceSides {
  excitatory: readonly number[];
  inhibitory: readonly number[];
}

/**
 * Mean z-score of the excitatory genes minus mean z-score of the inhibitory genes, per sample. z is taken by the mean and
 * standard deviation (n - 1) of the control samples; genes that do not vary among controls are left out.
 *
 * @param values log2-scale expression, genes x samples
 * @param wanted positions of the samples to score
 * @param controls positions of the control samples, at least two
 */
export function zBalance(
  values: Float64Array,
  samples: number,
  sides: BalanceSides,
  wanted: readonly number[],
  controls: readonly number[],
): Float64Array {
  const excitatory = meanZ(values, samples, sides.excitatory, wanted, controls);
  const inhibitory = meanZ(values, samples, sides.inhibitory, wanted, controls);
  return excitatory.map((value, i) => value - inhibitory[i]);
}

/** Mean z-score of some genes per sample, by the control samples' mean and standard deviation. NaN without a usable gene. */
export function meanZ(
  values: Float64Array,
  samples: number,
  genes: readonly number[],
  wanted: readonly number[],
  controls: readonly number[],
): Float64Array {
  const sum = new Float64Array(wanted.length);
  let used = 0;
  for (const gene of genes) {
    const row = values.subarray(gene * samples, (gene + 1) * samples);
    if (!controls.some((i) => row[i] !== row[controls[0]])) continue;
    const { mean, sd } = moments(row, controls);
    used++;
    for (let i = 0; i < wanted.length; i++) sum[i] += (row[wanted[i]] - mean) / sd;
  }
  return sum.map((value) => value / used);
}

/** Mean log2 expression of the excitatory genes minus that of the inhibitory genes, per sample. */
export function meanBalance(values: Float64Array, samples: number, sides: BalanceSides, wanted: readonly number[]): Float64Array {
  const mean = (genes: readonly number[], sample: number): number => {
    let sum = 0;
    for (const gene of genes) sum += values[gene * samples + sample];
    return sum / genes.length;
  };
  return Float64Array.from(wanted, (sample) => mean(sides.excitatory, sample) - mean(sides.inhibitory, sample));
}

/** log2 of the summed linear expression of the excitatory genes over that of the inhibitory genes, per sample. */
export function sumBalance(values: Float64Array, samples: number, sides: BalanceSides, wanted: readonly number[]): Float64Array {
  const total = (genes: readonly number[], sample: number): number => {
    let sum = 0;
    for (const gene of genes) sum += pow(2, values[gene * samples + sample]);
    return log2(sum);
  };
  return Float64Array.from(wanted, (sample) => total(sides.excitatory, sample) - total(sides.inhibitory, sample));
}

function moments(row: Float64Array, at: readonly number[]): { mean: number; sd: number } {
  let mean = 0;
  for (const i of at) mean += row[i] / at.length;
  let square = 0;
  for (const i of at) square += (row[i] - mean) * (row[i] - mean);
  return { mean, sd: Math.sqrt(square / (at.length - 1)) };
}
