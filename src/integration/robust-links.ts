import { midranks, spearmanTest } from '../stats/index.ts';
import { biweightVector } from './biweight.ts';
import { unitVector } from './correlation.ts';
import { geneLinks, type LinkData } from './gene-links.ts';

/** Links that outliers move less than Pearson's, one entry per gene; NaN for genes that do not vary. */
export interface RobustLinks {
  spearman: Float64Array;
  /** Ranks over all animals, then freed of the group means. */
  spearmanWithin: Float64Array;
  /** Its p by t. */
  spearmanWithinPvalue: Float64Array;
  /** Biweight midcorrelation; with a limit at most that share of the values on either side counts as outliers. */
  biweight: Float64Array;
}

/** Rank and biweight correlations of an outcome with every gene. */
export function robustLinks(data: LinkData, largestShare = 1): RobustLinks {
  const n = data.outcome.length;
  const genes = data.values.length / n;
  const ranked = new Float64Array(data.values.length);
  const outcome = biweightVector(data.outcome, largestShare);
  const biweight = new Float64Array(genes);
  for (let gene = 0; gene < genes; gene++) {
    const row = data.values.slice(gene * n, (gene + 1) * n);
    ranked.set(midranks(row), gene * n);
    const own = biweightVector(row, largestShare);
    for (let i = 0; i < n; i++) biweight[gene] += own[i] * outcome[i];
  }
  const { r, rWithin, pvalueWithin } = geneLinks({ ...data, values: ranked, outcome: midranks(data.outcome) });
  return { spearman: r, spearmanWithin: rWithin, spearmanWithinPvalue: pvalueWithin, biweight };
}

/** p of Spearman's correlation of the outcome with every gene: Edgeworth's series without ties, t with them; NaN for flat genes. */
export function spearmanPvalues(data: LinkData): Float64Array {
  const n = data.outcome.length;
  return Float64Array.from({ length: data.values.length / n }, (_, gene) => {
    const row = data.values.subarray(gene * n, (gene + 1) * n);
    return varies(row) && varies(data.outcome) ? spearmanTest(data.outcome, row).pvalue : NaN;
  });
}

/** Pearson correlation of the outcome with every gene inside one group; NaN below three animals. */
export function linksInGroup(data: LinkData, group: string): Float64Array {
  const members = data.group.flatMap((one, i) => (one === group ? [i] : []));
  const n = data.outcome.length;
  const genes = data.values.length / n;
  if (members.length < 3) return new Float64Array(genes).fill(NaN);
  const outcome = unitVector(Float64Array.from(members, (i) => data.outcome[i]));
  return Float64Array.from({ length: genes }, (_, gene) => {
    const own = unitVector(Float64Array.from(members, (i) => data.values[gene * n + i]));
    return own.reduce((sum, value, i) => sum + value * outcome[i], 0);
  });
}

const varies = (values: Float64Array): boolean => values.some((value) => value !== values[0]);
