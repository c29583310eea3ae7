import type { Context } from '../../context/index.ts';
import type { FamilyTest } from '../results.ts';
import type { IndexedSet } from '../sets/gene-set.ts';
import { contrastGroups, type MeasuredExpression } from './contrast-groups.ts';
import { detectedEffects } from './detected-effects.ts';
import { detectedGenes } from './detection.ts';
import { familyTests } from './family-tests.ts';

/**
 * Gene sets from outside tested as the catalogue's families are: sample-based on detected genes, the gene-permutation p beside, and
 * how many of the genes that a set lists are detected. Sets with fewer than two detected genes are left out. p-values are adjusted
 * over these sets.
 *
 * @param sets found among the genes of the expression result
 */
export async function outsideSetTests(
  sets: readonly IndexedSet[],
  expression: MeasuredExpression,
  context: Context,
  contrastAt = 0,
): Promise<FamilyTest[]> {
  const contrast = expression.contrasts[contrastAt];
  const groups = contrastGroups(expression, contrast);
  const model = detectedEffects(expression, groups, detectedGenes(expression, contrast, groups));
  const listed = [...new Set(sets.flatMap((set) => Array.from(set.members)))];
  const placeOf = new Map(listed.map((gene, i) => [gene, i]));
  const matched = listed.map((index) => ({ symbol: expression.genes[index], index }));
  const wanted = sets.map((set, k) => ({
    id: String(k),
    label: set.name,
    kind: 'family' as const,
    members: Array.from(set.members, (gene) => placeOf.get(gene) ?? -1),
  }));
  const tests = await familyTests(wanted, { expression, contrast, groups, matched, model, context });
  return tests.map((test) => ({ ...test, declared: test.declared + sets[Number(test.id)].absent.length }));
}
