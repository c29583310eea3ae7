import { log2 } from '../../src/stats/index.ts';
import { sharedText, sharedTsv } from './shared.ts';

/** log2 CPM of the genes with CPM > 1 in at least half of the samples, as the integration references define it. */
export function referenceExpression(countsPath: string, samples: readonly string[]): { genes: string[]; values: Float64Array } {
  const rows = sharedTsv(countsPath);
  const size = samples.map((sample) => rows.reduce((sum, row) => sum + Number(row.get(sample)), 0));
  const genes: string[] = [];
  const values: number[] = [];
  for (const row of rows) {
    const counts = samples.map((sample) => Number(row.get(sample)));
    if (counts.filter((count, i) => (count / size[i]) * 1e6 > 1).length < samples.length / 2) continue;
    genes.push(row.get('gene') ?? '');
    values.push(...counts.map((count, i) => log2(((count + 0.5) / (size[i] + 1)) * 1e6)));
  }
  return { genes, values: Float64Array.from(values) };
}

/** The two data sets of the integration references: what the numbers were computed from. */
export const INTEGRATION_CASES = [
  { name: 'flagship_dg', counts: 'data/statistics/flagship/counts_DG.tsv.gz', score: 'pTimeShockZone' },
  { name: 'simstudy_a', counts: 'data/statistics/simstudy_a/counts.tsv.gz', score: 'fst_immobility_s' },
] as const;

/** A JSON file of an integration reference. */
export const integrationJson = (name: string, file: string) =>
  JSON.parse(sharedText(`reference/statistics/integration/${name}/${file}`));

/** One-based resample or permutation rows of a reference, as zero-based arrays. */
export function referenceRows(name: string, file: string): Int32Array[] {
  const text = sharedText(`reference/statistics/integration/${name}/${file}`).trimEnd();
  return text === '' ? [] : text.split('\n').map((line) => Int32Array.from(line.split('\t'), (cell) => Number(cell) - 1));
}
