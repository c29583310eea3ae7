import type { ExpressionResult } from '../../expression/index.ts';
import { type DataSet, dataSet, over } from './data-set.ts';
import type { EnrichmentCurve } from './enrichment-curves.ts';
import { standardized } from './standardized.ts';

/** The leading edge of a set in each sample of the comparison. */
export interface LeadingEdge {
  curve: EnrichmentCurve;
  genes: string[];
  /** Genes of the edge that are not drawn. */
  left: number;
  samples: { name: string; group: string | null }[];
  /** genes x samples: standardized by the mean and standard deviation of the gene over these samples. */
  z: Float64Array;
}

const MOST_GENES = 40;
const FEWEST_GENES = 3;

/**
 * The leading edges of the curves' sets, strongest gene first, samples by group.
 *
 * @param groups the two arms of the comparison, control first
 */
export function leadingEdges(
  curves: readonly EnrichmentCurve[],
  expression: ExpressionResult,
  groups: readonly (string | null)[],
  compared: readonly [control: string, treated: string],
): LeadingEdge[] {
  const position = new Map(expression.genes.map((gene, i) => [gene, i]));
  const columns = compared.flatMap((group) => groups.flatMap((one, s) => (one === group ? [s] : [])));
  if (columns.length < 2) return [];
  return curves.flatMap((curve) => {
    const edge = curve.row.leadingEdge.flatMap((gene) => (position.has(gene) ? [gene] : []));
    if (edge.length < FEWEST_GENES) return [];
    const genes = edge.slice(0, MOST_GENES);
    const z = new Float64Array(genes.length * columns.length);
    genes.forEach((gene, row) => {
      const at = (position.get(gene) ?? 0) * expression.samples.length;
      z.set(standardized(columns.map((s) => expression.transformed[at + s])), row * columns.length);
    });
    const samples = columns.map((s) => ({ name: expression.samples[s], group: groups[s] }));
    return [{ curve, genes, left: edge.length - genes.length, samples, z }];
  });
}

/** The heat maps' cells as a table. */
export function leadingEdgeData(edges: readonly LeadingEdge[]): DataSet {
  const rows = edges.flatMap(({ curve, genes, samples, z }) =>
    genes.flatMap((gene, g) =>
      samples.map(({ name, group }, s) => ({ set: curve.row.pathway, gene, name, group, z: z[g * samples.length + s] })),
    ),
  );
  const columns = over(rows);
  return dataSet('leading-edges', 'Leading edges per sample', 'Standardized expression of the genes that drive each set drawn.', [
    columns.text('set', 'Set', (row) => row.set),
    columns.text('gene', 'Gene', (row) => row.gene),
    columns.text('sample', 'Sample', (row) => row.name),
    columns.text('arm', 'Group', (row) => row.group),
    columns.number('z', 'z', (row) => row.z, 'hundredths'),
  ]);
}
