import { sharedText, sharedTsv } from '../../support/shared.ts';

/** A study of the reference: log2 counts per million of its most variable genes. */
export interface ReferenceStudy {
  name: string;
  genes: string[];
  samples: number;
  values: Float64Array;
  /** One row per gene, columns as WGCNA's tables name them. */
  table: Map<string, string>[];
  summary: Record<string, unknown>;
}

const INPUT = new Map([
  ['flagship_dg', 'data/statistics/flagship/counts_DG.tsv.gz'],
  ['simstudy_a', 'data/statistics/simstudy_a/counts.tsv.gz'],
]);

/** All genes with more than 1 count per million in at least half of the samples, log2((count + 0.5) / (library + 1) * 1e6). */
export function logCpm(name: string): { genes: string[]; samples: string[]; values: Float64Array } {
  const [head, ...lines] = sharedText(INPUT.get(name) ?? '')
    .trimEnd()
    .split('\n');
  const samples = head.split('\t').slice(1);
  const rows = lines.map((line) => line.split('\t'));
  const counts = rows.map((cells) => cells.slice(1).map(Number));
  const library = samples.map((_, s) => counts.reduce((sum, row) => sum + row[s], 0));
  const kept = rows.flatMap((_, g) => {
    const high = counts[g].filter((count, s) => (count / library[s]) * 1e6 > 1).length;
    return high >= samples.length / 2 ? [g] : [];
  });
  const values = Float64Array.from(
    kept.flatMap((g) => counts[g].map((count, s) => Math.log2(((count + 0.5) / (library[s] + 1)) * 1e6))),
  );
  return { genes: kept.map((g) => rows[g][0]), samples, values };
}

/** The genes that the reference clustered, in its order. */
export function referenceStudy(name: string): ReferenceStudy {
  const all = logCpm(name);
  const position = new Map(all.genes.map((gene, i) => [gene, i]));
  const table = sharedTsv(`reference/statistics/integration/${name}/wgcna_genes.tsv.gz`);
  const genes = table.map((row) => row.get('gene') ?? '');
  const samples = all.samples.length;
  const values = new Float64Array(genes.length * samples);
  genes.forEach((gene, g) => {
    const from = (position.get(gene) ?? NaN) * samples;
    values.set(all.values.subarray(from, from + samples), g * samples);
  });
  const summary = JSON.parse(sharedText(`reference/statistics/integration/${name}/wgcna.json`)) as Record<string, unknown>;
  return { name, genes, samples, values, table, summary };
}
