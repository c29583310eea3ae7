import type { Context } from '../context/index.ts';
import { detectableCorrelation } from './correlation.ts';
import { familyLinks, type LinkedFamily } from './family-links.ts';
import { geneLinks, type LinkData, withinGroupPermutations } from './gene-links.ts';
import { linkWarnings } from './link-warnings.ts';
import { selectColumns } from './matrix-parts.ts';
import type { Outcome } from './outcomes.ts';
import type { LinkTable } from './results.ts';
import { robustLinks } from './robust-links.ts';

/** Fewest animals with both behavior and expression for which a correlation is computed. */
export const FEWEST_ANIMALS = 6;

/** An outcome, expression of the same animals, and what is held constant. */
export interface LinkRequest {
  outcome: Outcome;
  session: string;
  genes: string[];
  /** Expression, genes x animals. */
  values: Float64Array;
  group: string[];
  /** Further labels held constant, per animal. */
  others: readonly (readonly string[])[];
  families: readonly LinkedFamily[];
  /** Genes of the pre-declared panel. */
  panel: readonly string[];
  permutations: number;
}

/** Links one outcome with every gene and family; null when too few animals have a value. */
export async function linkTable(request: LinkRequest, context: Context): Promise<LinkTable | null> {
  const { outcome, permutations } = request;
  const animals = request.group.length;
  const present = request.group.flatMap((_, i) => (Number.isNaN(outcome.values[i]) ? [] : [i]));
  if (present.length < FEWEST_ANIMALS) return null;
  const select = (labels: readonly string[]): string[] => present.map((i) => labels[i]);
  const group = select(request.group);
  const others = request.others.map(select).filter((labels) => new Set(labels).size > 1);
  const values = selectColumns(request.values, animals, present);
  const data = { values, outcome: Float64Array.from(present, (i) => outcome.values[i]), group, others };
  const links = geneLinks(data);
  const { spearman, spearmanWithin, biweight } = robustLinks(data);
  const permuted = await withinGroupPermutations(data, links.rWithin, permutations, context, `integration/${outcome.id}`);
  const panel = await panelLinks(request, data, links.rWithin, context);
  return {
    outcome: outcome.id,
    label: outcome.label,
    session: request.session,
    n: present.length,
    groups: [...new Set(group)],
    genes: request.genes,
    outcomeValues: outcome.values,
    group: request.group,
    ...links,
    spearman,
    spearmanWithin,
    biweight,
    permutationWithin: permuted.pvalue,
    maxTWithin: permuted.maxT,
    permutations,
    panel,
    families: familyLinks(request.families, { ...data, genes: request.genes, present, animals }),
    detectableR: detectableCorrelation(links.dfWithin),
    warnings: linkWarnings(outcome.label, data.outcome, group, links),
  };
}

/** The panel's own max-T adjustment, over the same permutations. */
async function panelLinks(
  request: LinkRequest,
  data: LinkData,
  rWithin: Float64Array,
  context: Context,
): Promise<LinkTable['panel']> {
  const wanted = new Set(request.panel);
  const at = request.genes.flatMap((gene, i) => (wanted.has(gene) ? [i] : []));
  const n = data.outcome.length;
  const values = new Float64Array(at.length * n);
  at.forEach((gene, k) => {
    values.set(data.values.subarray(gene * n, (gene + 1) * n), k * n);
  });
  const observed = Float64Array.from(at, (gene) => rWithin[gene]);
  const purpose = `integration/${request.outcome.id}`;
  const permuted = await withinGroupPermutations({ ...data, values }, observed, request.permutations, context, purpose);
  return { genes: at.map((gene) => request.genes[gene]), rWithin: observed, maxTWithin: permuted.maxT };
}
