import type { Task } from '../../context/index.ts';
import { familyLinks, type LinkedFamily, linkNull } from '../../integration/index.ts';
import type { LinkValues } from './expression-task.ts';
import type { SpecifiedClaim } from './specified-claim.ts';

/** A link under several outcomes, on the same expression values. */
export interface LinkSpecJob {
  id: string;
  expression: LinkValues;
  /** Group and sex of each animal. */
  group: string[];
  sex: string[];
  /** Whether sex is held constant too. */
  constantSex: boolean;
  families: LinkedFamily[];
  panel: string[];
  /** Value per animal, one row per outcome. */
  outcomes: Float64Array[];
  permutations: number;
  seed: number;
  purpose: string;
}

/** Fewest animals with both behavior and expression. */
const FEWEST = 6;

/** The planned test of a link for every outcome. */
export const linkSpecTask: Task<LinkSpecJob, (SpecifiedClaim | null)[]> = {
  name: 'claims/multiverse-link',
  run: (job) => {
    // a choice that does not touch a domain leaves its outcome as it was
    const known = new Map<string, SpecifiedClaim | null>();
    return job.outcomes.map((outcome) => {
      const key = outcome.join(' ');
      const link = known.has(key) ? (known.get(key) ?? null) : specifiedLink(job, outcome);
      known.set(key, link);
      return link;
    });
  },
};

function specifiedLink(job: LinkSpecJob, outcome: Float64Array): SpecifiedClaim | null {
  const { expression, group, sex, families, panel } = job;
  const animals = expression.animals.length;
  const present = expression.animals.flatMap((_, i) => (Number.isNaN(outcome[i]) ? [] : [i]));
  if (present.length < FEWEST) return null;
  const n = present.length;
  const values = Float64Array.from({ length: expression.genes.length * n }, (_, k) => {
    return expression.values[Math.floor(k / n) * animals + present[k % n]];
  });
  const labels = (all: readonly string[]): string[] => present.map((i) => all[i]);
  const others = job.constantSex && new Set(labels(sex)).size > 1 ? [labels(sex)] : [];
  const own = { outcome: Float64Array.from(present, (i) => outcome[i]), group: labels(group), others };
  const means = familyLinks(families, { genes: expression.genes, values, ...own, present, animals });
  const wanted = new Set(panel);
  const rows = expression.genes.flatMap((gene, g) => (wanted.has(gene) ? [g] : []));
  const panelValues = new Float64Array(rows.length * n);
  rows.forEach((g, i) => {
    panelValues.set(values.subarray(g * n, (g + 1) * n), i * n);
  });
  const { pvalue, r, row } = linkNull({
    ...own,
    panel: panelValues,
    families: Float64Array.from(means.flatMap((family) => present.map((i) => family.values[i]))),
    permutations: job.permutations,
    seed: job.seed,
    purpose: job.purpose,
  }).tested(null);
  return { id: job.id, estimate: r[row], low: NaN, high: NaN, pvalue, equivalence: null };
}
