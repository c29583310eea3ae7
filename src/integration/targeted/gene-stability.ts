import { geometricMean, mean, pearsonCorrelation, sampleSd, sampleVariance } from '../../stats/index.ts';

/** geNorm: how steady each candidate is against the others. */
export interface GeNorm {
  /** One round per elimination: the genes left and their M (mean SD of log2 ratios to the others). Smaller is steadier. */
  rounds: { genes: number[]; stability: Float64Array }[];
  /** Positions of the genes in the order in which they were dropped, least steady first. */
  eliminated: number[];
  /** V(k/k+1), k = 2, 3, ...: change of the normalization factor when one more gene is taken in. Below 0.15 it is not needed. */
  pairwiseVariation: number[];
}

/**
 * @param log2Quantity genes x animals: log2 of the relative quantities
 * @throws RangeError below three genes
 * Source: Vandesompele et al. (2002), Genome Biol 3:research0034.
 */
export function geNorm(log2Quantity: Float64Array, genes: number): GeNorm {
  const n = log2Quantity.length / genes;
  if (genes < 3) throw new RangeError('geNorm compares at least three genes');
  const row = (gene: number): Float64Array => log2Quantity.subarray(gene * n, (gene + 1) * n);
  const ratioSd = (a: number, b: number): number => sampleSd(row(a).map((value, i) => value - row(b)[i]));
  const rounds: GeNorm['rounds'] = [];
  const eliminated: number[] = [];
  let left = Array.from({ length: genes }, (_, i) => i);
  for (;;) {
    const stability = Float64Array.from(left, (a) => mean(left.filter((b) => b !== a).map((b) => ratioSd(a, b))));
    rounds.push({ genes: left, stability });
    if (left.length === 2) break;
    const worst = left[stability.indexOf(Math.max(...stability))];
    eliminated.push(worst);
    left = left.filter((gene) => gene !== worst);
  }
  const rank = [...left].reverse().concat([...eliminated].reverse());
  const factor = (count: number): Float64Array =>
    Float64Array.from({ length: n }, (_, i) => mean(rank.slice(0, count).map((gene) => row(gene)[i])));
  const pairwiseVariation = Array.from({ length: genes - 2 }, (_, k) => {
    const [fewer, more] = [factor(k + 2), factor(k + 3)];
    return sampleSd(fewer.map((value, i) => value - more[i]));
  });
  return { rounds, eliminated, pairwiseVariation };
}

/** NormFinder: variation inside groups and between them, per gene. */
export interface NormFinder {
  groups: string[];
  /** genes x groups. */
  withinGroupVariance: Float64Array;
  /** Deviation of a gene's group mean from additivity, raw and shrunken; empty with one group. */
  betweenGroups: Float64Array;
  shrunkenBetweenGroups: Float64Array;
  /** Prior variance of those deviations. */
  gamma2: number;
  /** Smaller is steadier. */
  stability: Float64Array;
}

/**
 * Model-based stability. A gene that follows the treatment is a bad reference however quiet it is inside the groups; this is the measure
 * that sees it.
 *
 * @param log2Quantity genes x animals
 * @param group per animal; one label for all gives the ungrouped form
 * @throws RangeError below three genes
 * Source: Andersen, Jensen & Orntoft (2004), Cancer Res 64:5245; negative variance estimates become a quarter of the smallest pairwise one.
 */
export function normFinder(log2Quantity: Float64Array, genes: number, group: readonly string[]): NormFinder {
  const n = group.length;
  if (genes < 3) throw new RangeError('NormFinder compares at least three genes');
  const groups = [...new Set(group)];
  const members = groups.map((name) => group.flatMap((one, i) => (one === name ? [i] : [])));
  const variance = new Float64Array(genes * groups.length);
  const means = new Float64Array(genes * groups.length);
  members.forEach((own, g) => {
    const y = Array.from({ length: genes }, (_, gene) => own.map((i) => log2Quantity[gene * n + i]));
    withinVariance(y).forEach((value, gene) => {
      variance[gene * groups.length + g] = value;
      means[gene * groups.length + g] = mean(y[gene]);
    });
  });
  if (groups.length === 1) {
    const stability = variance.map((value) => Math.sqrt(value));
    return {
      groups,
      withinGroupVariance: variance,
      betweenGroups: new Float64Array(),
      shrunkenBetweenGroups: new Float64Array(),
      gamma2: NaN,
      stability,
    };
  }
  return between(
    groups,
    variance,
    means,
    members.map((own) => own.length),
  );
}

/** Residual variance per gene inside one group (two-way additive fit), made unbiased. */
function withinVariance(y: readonly (readonly number[])[]): number[] {
  const [k, n] = [y.length, y[0].length];
  const rows = y.map((row) => mean(row));
  const columns = y[0].map((_, i) => mean(y.map((row) => row[i])));
  const grand = mean(rows);
  const a = y.map(
    (row, gene) =>
      row.reduce((sum, value, i) => {
        const off = value - rows[gene] - columns[i] + grand;
        return sum + off * off;
      }, 0) /
      (n - 1),
  );
  const total = a.reduce((sum, value) => sum + value, 0);
  return a.map((value, gene) => {
    const unbiased = (value - total / (k * (k - 1))) / (1 - 2 / k);
    if (unbiased >= 0) return unbiased;
    const others = y.flatMap((row, j) => (j === gene ? [] : [sampleVariance(row.map((one, i) => y[gene][i] - one))]));
    return Math.min(...others) / 4;
  });
}

function between(groups: string[], variance: Float64Array, means: Float64Array, sizes: readonly number[]): NormFinder {
  const g = groups.length;
  const genes = variance.length / g;
  const rowMean = (gene: number): number => mean(means.subarray(gene * g, (gene + 1) * g));
  const columnMean = (k: number): number => mean(Array.from({ length: genes }, (_, gene) => means[gene * g + k]));
  const grand = mean(means);
  const deviation = means.map((value, at) => value - rowMean(Math.floor(at / g)) - columnMean(at % g) + grand);
  const error = variance.map((value, at) => value / sizes[at % g]);
  const squares = deviation.reduce((sum, value) => sum + value * value, 0);
  const gamma2 = Math.max(0, squares / ((g - 1) * (genes - 1)) - mean(error));
  const shrunken = deviation.map((value, at) => (gamma2 === 0 ? 0 : (value * gamma2) / (gamma2 + error[at])));
  const left = error.map((value) => (gamma2 === 0 ? value : value + (gamma2 * value) / (gamma2 + value)));
  const stability = Float64Array.from({ length: genes }, (_, gene) =>
    mean(Array.from({ length: g }, (_, k) => Math.abs(shrunken[gene * g + k]) + Math.sqrt(left[gene * g + k]))),
  );
  return { groups, withinGroupVariance: variance, betweenGroups: deviation, shrunkenBetweenGroups: shrunken, gamma2, stability };
}

/** BestKeeper: spread of the cycles, and correlation of each gene with the geometric mean of all. */
export interface BestKeeper {
  sd: Float64Array;
  /** Mean absolute deviation (what the program calls SD). Above 1 cycle the gene is no reference. */
  meanAbsoluteDeviation: Float64Array;
  /** Mean absolute deviation in percent of the mean cycle. */
  coefficientOfVariation: Float64Array;
  correlationWithIndex: Float64Array;
}

/**
 * @param cycles genes x animals
 * Source: Pfaffl et al. (2004), Biotechnol Lett 26:509.
 */
export function bestKeeper(cycles: Float64Array, genes: number): BestKeeper {
  const n = cycles.length / genes;
  const rows = Array.from({ length: genes }, (_, gene) => cycles.subarray(gene * n, (gene + 1) * n));
  const index = Float64Array.from({ length: n }, (_, i) => geometricMean(rows.map((row) => row[i])));
  const meanAbsoluteDeviation = Float64Array.from(rows, (row) => {
    const center = mean(row);
    return mean(row.map((value) => Math.abs(value - center)));
  });
  return {
    sd: Float64Array.from(rows, (row) => sampleSd(row)),
    meanAbsoluteDeviation,
    coefficientOfVariation: meanAbsoluteDeviation.map((value, gene) => (100 * value) / mean(rows[gene])),
    correlationWithIndex: Float64Array.from(rows, (row) => pearsonCorrelation(row, index)),
  };
}
