import type { Context, Task } from '../../context/index.ts';
import type { ExpressionResult } from '../../expression/index.ts';
import { type IntegrationResult, linkNull, type PairedLink, type TestedLink } from '../../integration/index.ts';
import type { Study } from '../../study/index.ts';
import { pairedLinks } from '../permutation/link-permutation.ts';
import type { ClaimDeletion } from './claim-values.ts';
import type { LeftOut } from './left-out.ts';

/** Exchanges of the max-T adjustment for each animal left out; the headline has the study's own number. */
const EXCHANGES = 250;

/** A link and the animals to be left out of it, as positions among its animals. */
export interface LinkDeletionJob {
  link: PairedLink;
  sets: number[][];
}

/** The planned test without each set; NaN where too few animals are left. */
export interface LinkDeletion {
  pvalue: Float64Array;
  /** Within-group correlation of the gene or family that is strongest in all animals. */
  estimate: Float64Array;
}

/** Tests a link without each set of animals. */
export const linkDeletionsTask: Task<LinkDeletionJob, LinkDeletion> = {
  name: 'claims/link-deletions',
  run: ({ link, sets }) => {
    const { row } = linkNull({ ...link, permutations: EXCHANGES }).tested(null);
    const tests = sets.map((set) => withoutAnimals(link, set));
    return {
      pvalue: Float64Array.from(tests, (test) => test?.pvalue ?? NaN),
      estimate: Float64Array.from(tests, (test) => test?.r[row] ?? NaN),
    };
  },
};

function withoutAnimals(link: PairedLink, left: readonly number[]): TestedLink | null {
  const n = link.outcome.length;
  const kept = Array.from({ length: n }, (_, i) => i).filter((i) => !left.includes(i));
  if (kept.length < FEWEST) return null;
  const columns = (matrix: Float64Array): Float64Array =>
    Float64Array.from({ length: (matrix.length / n) * kept.length }, (_, k) => {
      return matrix[Math.floor(k / kept.length) * n + kept[k % kept.length]];
    });
  const labels = (values: readonly string[]): string[] => kept.map((i) => values[i]);
  const others = link.others.map(labels).filter((values) => new Set(values).size > 1);
  const part = {
    ...link,
    panel: columns(link.panel),
    families: columns(link.families),
    outcome: columns(link.outcome),
    group: labels(link.group),
    others,
    permutations: EXCHANGES,
  };
  return linkNull(part).tested(null);
}

const FEWEST = 6;

/** The link claims without each animal and litter that has both behavior and expression. */
export async function linkDeletions(
  integration: IntegrationResult,
  expression: ExpressionResult,
  study: Study,
  sets: readonly LeftOut[],
  context: Context,
): Promise<ClaimDeletion[]> {
  const links = pairedLinks(integration, expression, study, context.seed);
  const jobs = links.map(({ link, animals }) => {
    const place = new Map(animals.map((animal, i) => [animal, i]));
    return { link, sets: sets.map((set) => set.animals.flatMap((a) => place.get(study.animals[a].id) ?? [])) };
  });
  const done = await context.pool.map(
    linkDeletionsTask,
    jobs.map(({ link, sets: own }) => ({ link, sets: own.filter((set) => set.length > 0) })),
  );
  return links.map(({ outcome }, l) => {
    const touched = Uint8Array.from(jobs[l].sets, (set) => Number(set.length > 0));
    const [pvalue, estimate] = [0, 0].map(() => new Float64Array(sets.length).fill(NaN));
    let next = 0;
    touched.forEach((one, k) => {
      if (one === 0) return;
      pvalue[k] = done[l].pvalue[next];
      estimate[k] = done[l].estimate[next++];
    });
    return { id: `link-${outcome.slice('score/'.length)}`, estimate, pvalue, equivalence: null, touched };
  });
}
