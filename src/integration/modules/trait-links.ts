import { adjustPvalues } from '../../stats/index.ts';
import { geneLinks } from '../gene-links.ts';
import { betweenGroupShare } from '../link-warnings.ts';
import type { Outcome } from '../outcomes.ts';

/** Correlation of one profile (an eigengene, or a gene) with one outcome, raw and within groups side by side. */
export interface ProfileLink {
  /** Position of the profile. */
  profile: number;
  outcome: string;
  outcomeLabel: string;
  /** Animals with a value. */
  n: number;
  r: number;
  pvalue: number;
  /** Benjamini-Hochberg over all profiles and outcomes of the table. */
  padj: number;
  rWithin: number;
  low: number;
  high: number;
  dfWithin: number;
  pvalueWithin: number;
  padjWithin: number;
}

/** Fewest animals with a value for which a correlation is computed. */
const FEWEST = 6;

/** Outcomes and what is held constant for the within-group column. */
export interface TraitInput {
  outcomes: readonly Outcome[];
  group: readonly string[];
  /** Further labels whose means are removed (sex). */
  others: readonly (readonly string[])[];
}

/**
 * Correlates profiles with outcomes over all animals and within groups (residuals on group and the other labels).
 *
 * @param profiles profiles x animals
 */
export function profileLinks(profiles: Float64Array, input: TraitInput): ProfileLink[] {
  const animals = input.group.length;
  const count = profiles.length / animals;
  const rows = input.outcomes.flatMap((outcome): ProfileLink[] => {
    const present = input.group.flatMap((_, i) => (Number.isFinite(outcome.values[i]) ? [i] : []));
    if (present.length < FEWEST) return [];
    const select = (labels: readonly string[]): string[] => present.map((i) => labels[i]);
    const links = geneLinks({
      values: Float64Array.from({ length: count * present.length }, (_, k) => {
        const profile = Math.floor(k / present.length);
        return profiles[profile * animals + present[k % present.length]];
      }),
      outcome: Float64Array.from(present, (i) => outcome.values[i]),
      group: select(input.group),
      others: input.others.map(select).filter((labels) => new Set(labels).size > 1),
    });
    return Array.from({ length: count }, (_, profile) => ({
      profile,
      outcome: outcome.id,
      outcomeLabel: outcome.label,
      n: present.length,
      r: links.r[profile],
      pvalue: links.pvalue[profile],
      padj: NaN,
      rWithin: links.rWithin[profile],
      low: links.rWithinLow[profile],
      high: links.rWithinHigh[profile],
      dfWithin: links.dfWithin,
      pvalueWithin: links.pvalueWithin[profile],
      padjWithin: NaN,
    }));
  });
  const raw = adjustPvalues(
    Float64Array.from(rows, (row) => row.pvalue),
    'BH',
  );
  const within = adjustPvalues(
    Float64Array.from(rows, (row) => row.pvalueWithin),
    'BH',
  );
  return rows.map((row, i) => ({ ...row, padj: raw[i], padjWithin: within[i] }));
}

/** Share of each profile's variance that lies between the groups. */
export function groupShares(profiles: Float64Array, group: readonly string[]): Float64Array {
  const animals = group.length;
  return Float64Array.from({ length: profiles.length / animals }, (_, m) =>
    betweenGroupShare(profiles.slice(m * animals, (m + 1) * animals), group),
  );
}
