import { qrDecomposition } from '../../stats/index.ts';

/** Below this a count and its fitted mean are both nothing. */
const NOTHING = 1e-4;

/** Genes that share the same samples with zero counts and zero fitted means. */
export interface ZeroPattern {
  genes: Int32Array;
  /** Samples in which these genes are seen, ascending. */
  seen: Int32Array;
}

/** Groups genes by the samples whose counts and fitted means are zero, which tell nothing about the dispersion. */
export function zeroPatterns(counts: Float64Array, means: Float64Array, samples: number): ZeroPattern[] {
  const lists = new Map<string, { genes: number[]; seen: Int32Array }>();
  const all = Int32Array.from({ length: samples }, (_, j) => j);
  const whole: number[] = [];
  for (let g = 0; g < counts.length / samples; g++) {
    const isZero = (j: number): boolean => counts[g * samples + j] < NOTHING && means[g * samples + j] < NOTHING;
    let any = false;
    for (let j = 0; j < samples && !any; j++) any = isZero(j);
    if (!any) {
      whole.push(g);
      continue;
    }
    const seen = all.filter((j) => !isZero(j));
    const key = seen.join(' ');
    const list = lists.get(key) ?? { genes: [], seen };
    list.genes.push(g);
    lists.set(key, list);
  }
  const patterns = [...lists.values()].map(({ genes, seen }) => ({ genes: Int32Array.from(genes), seen }));
  return whole.length > 0 ? [{ genes: Int32Array.from(whole), seen: all }, ...patterns] : patterns;
}

/** The independent columns of a design over some of its samples, samples x columns. */
export function designOver(matrix: Float64Array, columns: number, seen: Int32Array): { matrix: Float64Array; columns: number } {
  const rows = new Float64Array(seen.length * columns);
  seen.forEach((j, i) => {
    rows.set(matrix.subarray(j * columns, (j + 1) * columns), i * columns);
  });
  const qr = qrDecomposition(rows, seen.length, columns);
  if (qr.rank === columns) return { matrix: rows, columns };
  const kept = qr.pivot.subarray(0, qr.rank);
  const out = Float64Array.from({ length: seen.length * qr.rank }, (_, i) => {
    return rows[Math.floor(i / qr.rank) * columns + kept[i % qr.rank]];
  });
  return { matrix: out, columns: qr.rank };
}

/** Residual degrees of freedom per gene, samples with zero counts and zero means left out (edgeR's legacy rule). */
export function residualDf(counts: Float64Array, means: Float64Array, matrix: Float64Array, samples: number): Float64Array {
  const columns = matrix.length / samples;
  const out = new Float64Array(counts.length / samples);
  for (const { genes, seen } of zeroPatterns(counts, means, samples)) {
    const df = seen.length === 0 ? 0 : Math.max(seen.length - designOver(matrix, columns, seen).columns, 0);
    for (const g of genes) out[g] = df;
  }
  return out;
}
