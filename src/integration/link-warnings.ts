import type { GeneLinks } from './gene-links.ts';
import { groupDesign, withinGroups } from './group-design.ts';

/** Share of the outcome's variance that lies between groups. */
export function betweenGroupShare(outcome: Float64Array, group: readonly string[]): number {
  const total = squares(withinGroups(groupDesign([group.map(() => '')]), outcome));
  const within = squares(withinGroups(groupDesign([group]), outcome));
  return total > 0 ? 1 - within / total : NaN;
}

/** Strongest raw correlations that the warning looks at. */
const STRONGEST = 50;

/**
 * What a reader has to know before believing a correlation of this table, in plain words.
 *
 * @param label the outcome's name
 */
export function linkWarnings(label: string, outcome: Float64Array, group: readonly string[], links: GeneLinks): string[] {
  const warnings: string[] = [];
  const groups = new Set(group).size;
  const share = betweenGroupShare(outcome, group);
  const order = Array.from(links.r.keys()).filter((gene) => !Number.isNaN(links.r[gene]) && !Number.isNaN(links.rWithin[gene]));
  order.sort((a, b) => Math.abs(links.r[b]) - Math.abs(links.r[a]));
  const top = order.slice(0, STRONGEST);
  const average = (values: Float64Array): number => top.reduce((sum, gene) => sum + Math.abs(values[gene]), 0) / top.length;
  if (groups > 1 && share > 0.3 && top.length > 0) {
    warnings.push(
      `${Math.round(100 * share)} % of the variation of ${label} lies between the groups, so any gene that differs between the groups ` +
        `correlates with it. The ${top.length} strongest raw correlations average |r| = ${average(links.r).toFixed(2)}; within groups the same genes ` +
        `average |r| = ${average(links.rWithin).toFixed(2)}. Read the within-group column: the raw one is mostly the group difference.`,
    );
  }
  const absent = absentValues(label, links);
  if (absent !== null) warnings.push(absent);
  if (links.dfWithin < 8)
    warnings.push(
      `Only ${Math.max(0, links.dfWithin)} degrees of freedom are left within groups: the within-group correlations are very uncertain.`,
    );
  return warnings;
}

/** Why there is no correlation at all, or none within groups. */
function absentValues(label: string, { r, rWithin, dfWithin }: GeneLinks): string | null {
  if (r.every(Number.isNaN)) return `${label} is the same in every animal: nothing can be correlated with it.`;
  if (dfWithin > 0 && rWithin.every(Number.isNaN))
    return `${label} does not vary within the groups: there is no within-group correlation.`;
  return null;
}

function squares(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value * value;
  return sum;
}
