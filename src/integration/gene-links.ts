import type { Context } from '../context/index.ts';
import { adjustPvalues } from '../stats/index.ts';
import { adjustedInterval, correlationPvalue, maxAbs, unitVector } from './correlation.ts';
import { type GroupDesign, groupDesign, withinGroups } from './group-design.ts';
import { type PermutationChunk, permutationTask } from './permutation.ts';

/** An outcome and the expression of the same animals. */
export interface LinkData {
  /** Expression, genes x animals, no missing values. */
  values: Float64Array;
  /** The outcome per animal, no missing values. */
  outcome: Float64Array;
  /** Group per animal: exchanged within, and held constant together with the other labels. */
  group: readonly string[];
  /** Further labels held constant (sex). */
  others: readonly (readonly string[])[];
}

/** Raw and within-group correlation of the outcome with every gene, side by side. */
export interface GeneLinks {
  r: Float64Array;
  pvalue: Float64Array;
  padj: Float64Array;
  rWithin: Float64Array;
  rWithinLow: Float64Array;
  rWithinHigh: Float64Array;
  pvalueWithin: Float64Array;
  padjWithin: Float64Array;
  /** Degrees of freedom of the within-group correlations. */
  dfWithin: number;
}

/**
 * Correlates an outcome with every gene: over all animals, and after removing the means of the groups (and other labels) from
 * both, which costs degrees of freedom: df = n - rank(design) - 1. Genes that do not vary have NaN.
 */
export function geneLinks(data: LinkData): GeneLinks {
  const design = groupDesign([data.group, ...data.others]);
  const n = data.outcome.length;
  const genes = data.values.length / n;
  const dfWithin = n - design.rank - 1;
  const r = correlations(data.values, n, unitVector(data.outcome));
  const { rows, outcome } = withinRows(data, design);
  const rWithin = new Float64Array(genes);
  for (let gene = 0; gene < genes; gene++) rWithin[gene] = dotRow(rows, gene, outcome);
  const unit = Math.sqrt(outcome.reduce((sum, value) => sum + value * value, 0));
  for (let gene = 0; gene < genes; gene++) rWithin[gene] = dfWithin > 0 ? bounded(rWithin[gene] / unit) : NaN;
  const pvalue = r.map((one) => correlationPvalue(one, n - 2));
  const pvalueWithin = rWithin.map((one) => correlationPvalue(one, dfWithin));
  const intervals = Array.from(rWithin, (one) => adjustedInterval(one, dfWithin));
  return {
    r,
    pvalue,
    padj: adjustPvalues(pvalue, 'BH'),
    rWithin,
    rWithinLow: Float64Array.from(intervals, (ends) => ends[0]),
    rWithinHigh: Float64Array.from(intervals, (ends) => ends[1]),
    pvalueWithin,
    padjWithin: adjustPvalues(pvalueWithin, 'BH'),
    dfWithin,
  };
}

/** Pearson correlation of each row with a unit vector. */
function correlations(values: Float64Array, n: number, unit: Float64Array): Float64Array {
  const genes = values.length / n;
  const r = new Float64Array(genes);
  for (let gene = 0; gene < genes; gene++) {
    const row = unitVector(values.slice(gene * n, (gene + 1) * n), maxAbs(values.subarray(gene * n, (gene + 1) * n)));
    let sum = 0;
    for (let i = 0; i < n; i++) sum += row[i] * unit[i];
    r[gene] = bounded(sum);
  }
  return r;
}

const bounded = (r: number): number => Math.max(-1, Math.min(1, r));

/** Within-group residuals: genes as rows of length 1 (NaN when they do not vary within groups), the outcome unscaled. */
export function withinRows(data: LinkData, design: GroupDesign): { rows: Float64Array; outcome: Float64Array } {
  const n = data.outcome.length;
  const genes = data.values.length / n;
  const rows = new Float64Array(data.values.length);
  for (let gene = 0; gene < genes; gene++) {
    const row = data.values.subarray(gene * n, (gene + 1) * n);
    const residual = withinGroups(design, row);
    let square = 0;
    for (const value of residual) square += value * value;
    const length = Math.sqrt(square);
    const varies = length > 1e-12 * maxAbs(row) * Math.sqrt(n);
    for (let i = 0; i < n; i++) rows[gene * n + i] = varies ? residual[i] / length : NaN;
  }
  const outcome = withinGroups(design, data.outcome);
  if (maxAbs(outcome) <= 1e-12 * maxAbs(data.outcome)) outcome.fill(NaN);
  return { rows, outcome };
}

function dotRow(rows: Float64Array, gene: number, vector: Float64Array): number {
  const n = vector.length;
  let sum = 0;
  for (let i = 0; i < n; i++) sum += rows[gene * n + i] * vector[i];
  return sum;
}

/** Permutations per task, so that progress moves and a stop is noticed soon. */
const CHUNK = 250;

/**
 * Permutation p per gene and max-T adjusted p over all genes, for the within-group correlations. The outcome's within-group
 * residuals are exchanged within groups and freed of the group means again: (1 + count)/(1 + permutations).
 *
 * @param observed within-group correlations, as {@link geneLinks} gives them
 */
export async function withinGroupPermutations(
  data: LinkData,
  observed: Float64Array,
  permutations: number,
  context: Context,
  purpose: string,
): Promise<{ pvalue: Float64Array; maxT: Float64Array }> {
  const labels = [data.group, ...data.others];
  const { rows, outcome } = withinRows(data, groupDesign(labels));
  const target = observed.map((r) => Math.abs(r));
  const chunks: PermutationChunk[] = [];
  for (let first = 0; first < permutations; first += CHUNK) {
    const count = Math.min(CHUNK, permutations - first);
    const shared = { rows, outcome, observed: target, labels, exchange: data.group };
    chunks.push({ ...shared, seed: context.seed, purpose, first, count });
  }
  const counts = await context.pool.map(permutationTask, chunks, (done, total) =>
    context.progress('link permutations', done, total),
  );
  const reached = new Float64Array(observed.length);
  const maxima: number[] = [];
  for (const one of counts) {
    one.reached.forEach((count, gene) => {
      reached[gene] += count;
    });
    maxima.push(...one.maxima);
  }
  const pvalue = reached.map((count, gene) => (Number.isNaN(observed[gene]) ? NaN : (1 + count) / (1 + permutations)));
  return { pvalue, maxT: singleStepMaxT(target, Float64Array.from(maxima)) };
}

/** Single-step max-T adjusted p: share of permutations whose largest |r| reaches the gene's. */
export function singleStepMaxT(observed: Float64Array, maxima: Float64Array): Float64Array {
  const sorted = maxima.slice().sort();
  return observed.map((r) => {
    if (Number.isNaN(r)) return NaN;
    let low = 0;
    let high = sorted.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sorted[middle] >= r - 1e-12) high = middle;
      else low = middle + 1;
    }
    return (1 + sorted.length - low) / (1 + sorted.length);
  });
}
