import type { FamilyTest } from '../pathway/index.ts';
import { adjustPvalues } from '../stats/index.ts';
import { geneLinks } from './gene-links.ts';
import type { FamilyLink } from './results.ts';

/** A catalogue set, its members named as in the expression data. */
export type LinkedFamily = Pick<FamilyTest, 'id' | 'label' | 'members'>;

/** What the links of catalogue families are computed from. */
export interface FamilyLinkInput {
  genes: readonly string[];
  /** Expression, genes x animals with a value of the outcome. */
  values: Float64Array;
  outcome: Float64Array;
  group: readonly string[];
  others: readonly (readonly string[])[];
  /** Positions of these animals among all, and how many there are in all. */
  present: readonly number[];
  animals: number;
}

/**
 * Link of the outcome with each catalogue set as a whole: a gene's values are put on one scale (mean 0, standard deviation 1
 * over the animals), averaged over the set, and correlated with the outcome, raw and within groups.
 *
 * @param families for example as the pathway room tested them; members without expression here are left out
 */
export function familyLinks(families: readonly LinkedFamily[], input: FamilyLinkInput): FamilyLink[] {
  const n = input.outcome.length;
  const position = new Map(input.genes.map((gene, i) => [gene, i]));
  const used = families
    .map((family) => ({ family, members: family.members.flatMap((gene) => position.get(gene) ?? []) }))
    .filter(({ members }) => members.length > 0);
  const means = new Float64Array(used.length * n);
  used.forEach(({ members }, k) => {
    for (const gene of members) addStandardized(input.values.subarray(gene * n, (gene + 1) * n), means, k * n, members.length);
  });
  const links = geneLinks({ values: means, outcome: input.outcome, group: input.group, others: input.others });
  const padj = adjustPvalues(links.pvalueWithin, 'BH');
  return used.map(({ family, members }, k) => {
    const values = new Float64Array(input.animals).fill(NaN);
    input.present.forEach((animal, i) => {
      values[animal] = means[k * n + i];
    });
    return {
      family: family.id,
      label: family.label,
      size: members.length,
      r: links.r[k],
      rWithin: links.rWithin[k],
      low: links.rWithinLow[k],
      high: links.rWithinHigh[k],
      pvalueWithin: links.pvalueWithin[k],
      padjWithin: padj[k],
      values,
    };
  });
}

function addStandardized(row: Float64Array, sum: Float64Array, offset: number, size: number): void {
  const n = row.length;
  let mean = 0;
  for (const value of row) mean += value / n;
  let square = 0;
  for (const value of row) square += (value - mean) * (value - mean);
  const sd = Math.sqrt(square / (n - 1));
  if (sd > 0) for (let i = 0; i < n; i++) sum[offset + i] += (row[i] - mean) / sd / size;
}
