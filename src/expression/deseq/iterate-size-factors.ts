import type { Context } from '../../context/index.ts';
import { inputError } from '../../problems/index.ts';
import { exp, lgamma, log, log1p, minimizeInBox, quantileOfSorted } from '../../stats/index.ts';
import { cellDesign } from '../design/cells.ts';
import { TINY_RIDGE } from './constants.ts';
import { fitDeseq } from './deseq.ts';

const MOST_ROUNDS = 10;
/** Share of the genes with the smallest likelihoods that is left out. */
const LEFT_OUT = 0.05;
const SETTLED = 1e-4;
/** DESeq2's floor of fitted means. */
const SMALLEST_MEAN = 0.5;

/**
 * Size factors without a reference sample, for tables in which every gene has a zero: dispersions around one mean per gene (mean
 * trend) and the size factors that make the counts likeliest, in turn, until these settle. DESeq2 1.38's
 * `estimateSizeFactorsIterate`, with the same optimizer.
 *
 * @param counts genes x samples
 * @throws InputError `size-factors-unsettled` when ten rounds do not suffice
 */
export async function iterateSizeFactors(counts: Float64Array, samples: number, context: Context): Promise<Float64Array> {
  const genes = counts.length / samples;
  const design = cellDesign(new Float64Array(samples).fill(1), samples, 1);
  const free = { lower: new Float64Array(samples).fill(-Infinity), upper: new Float64Array(samples).fill(Infinity) };
  let factors = new Float64Array(samples).fill(1);
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const input = {
      ...{ genes, counts, design, normalization: { factors, perGene: false }, trend: 'mean' as const },
      ...{ combinations: Float64Array.of(1), reduced: null, minReplicatesForReplace: Infinity },
      lambda: Float64Array.of(TINY_RIDGE),
    };
    const { baseMean, dispersion } = await fitDeseq(input, context);
    context.checkCancelled();
    const optimum = minimizeInBox(factors.map(log), minusLogLikelihood(counts, samples, { baseMean, dispersion, factors }), free);
    if (!optimum.converged) break;
    const next = new Float64Array(centered(optimum.x).map(exp));
    let change = 0;
    for (let j = 0; j < samples; j++) change += (log(next[j]) - log(factors[j])) * (log(next[j]) - log(factors[j]));
    factors = next;
    if (round > 0 && change < SETTLED) return factors;
  }
  throw inputError({
    code: 'size-factors-unsettled',
    message: 'size factors by likelihood do not settle',
    mend: 'leave out nearly empty samples, or ask for size factors from positive counts (--size-factors poscounts)',
  });
}

function centered(values: Float64Array): Float64Array {
  let sum = 0;
  for (const value of values) sum += value;
  return values.map((value) => value - sum / values.length);
}

interface Means {
  baseMean: Float64Array;
  dispersion: Float64Array;
  factors: Float64Array;
}

/** Minus the negative binomial log likelihood of logarithms of size factors, without the genes it is smallest for. */
function minusLogLikelihood(
  counts: Float64Array,
  samples: number,
  { baseMean, dispersion, factors }: Means,
): (x: Float64Array) => number {
  const rows = Int32Array.from(baseMean, (_, g) => g).filter((g) => baseMean[g] > 0);
  const constants = Float64Array.from(rows, (g) => {
    const size = 1 / dispersion[g];
    let sum = 0;
    for (let j = 0; j < samples; j++) {
      const y = counts[g * samples + j];
      sum += lgamma(y + size) - lgamma(size) - lgamma(y + 1) + y * log(dispersion[g]);
    }
    return sum;
  });
  const each = new Float64Array(rows.length);
  return (x) => {
    const logFactors = centered(x);
    const next = logFactors.map(exp);
    rows.forEach((g, i) => {
      const size = 1 / dispersion[g];
      let sum = constants[i];
      for (let j = 0; j < samples; j++) {
        const mean = (Math.max(baseMean[g] * factors[j], SMALLEST_MEAN) / factors[j]) * next[j];
        const y = counts[g * samples + j];
        sum += y * log(mean) - (y + size) * log1p(dispersion[g] * mean);
      }
      each[i] = sum;
    });
    const bound = quantileOfSorted(each.slice().sort(), LEFT_OUT);
    let total = 0;
    for (const value of each) if (value > bound) total += value;
    return -total;
  };
}
