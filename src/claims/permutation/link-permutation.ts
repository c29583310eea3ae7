import type { ExpressionResult } from '../../expression/index.ts';
import { type IntegrationResult, linkNull, type PairedLink, sharedAnimals } from '../../integration/index.ts';
import type { Study } from '../../study/index.ts';

/** A link of the integration room with the expression it rests on. */
export interface LinkPairs {
  outcome: string;
  /** Animals of the link, in its order. */
  animals: string[];
  link: PairedLink;
}

/** Gathers for each link the panel's expression and the families' means of its animals. */
export function pairedLinks(
  integration: Pick<IntegrationResult, 'links'>,
  expression: ExpressionResult,
  study: Study,
  seed: number,
): LinkPairs[] {
  const shared = sharedAnimals(expression, study);
  const position = new Map(shared.genes.map((gene, i) => [gene, i]));
  const animals = shared.animals.length;
  return integration.links.map((link) => {
    const present = shared.animals.flatMap((_, i) => (Number.isNaN(link.outcomeValues[i]) ? [] : [i]));
    const rows = link.panel.genes.flatMap((gene) => position.get(gene) ?? []);
    const take = (matrix: Float64Array, row: number): number[] => present.map((i) => matrix[row * animals + i]);
    return {
      outcome: link.outcome,
      animals: present.map((i) => shared.animals[i]),
      link: {
        panel: Float64Array.from(rows.flatMap((row) => take(shared.values, row))),
        families: Float64Array.from(link.families.flatMap((family) => take(family.values, 0))),
        outcome: Float64Array.from(present, (i) => link.outcomeValues[i]),
        group: present.map((i) => shared.group[i]),
        others: sexLabels(shared.sex, present),
        permutations: link.permutations,
        seed,
        purpose: `integration/${link.outcome}`,
      },
    };
  });
}

/** Sex as a label held constant, where both occur among the animals; as the link itself has it. */
function sexLabels(sex: readonly (string | null)[], present: readonly number[]): string[][] {
  const labels = present.map((i) => sex[i] ?? 'unknown');
  return new Set(labels).size > 1 ? [labels] : [];
}

/** Planned p of a link under exchanges of animals within their groups. */
export interface PermutedLink {
  outcome: string;
  permuted: Float64Array;
}

/**
 * Tests the links of behavior with expression again with animals exchanged within their groups: the arms stay, and which animal's
 * behavior goes with which animal's expression changes. (Dealing out the arms again would leave that pairing whole.)
 */
export function permutedLinks(links: readonly LinkPairs[], permutations: number): PermutedLink[] {
  return links.map(({ outcome, link }) => {
    const tested = linkNull(link);
    const permuted = Float64Array.from(
      { length: permutations },
      (_, b) => tested.tested(tested.order('claims/pairing', b)).pvalue,
    );
    return { outcome, permuted };
  });
}
