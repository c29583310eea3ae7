import { log } from '../../stats/index.ts';
import { sizeFactors } from '../deseq/size-factors.ts';
import type { CountMatrix } from '../input/count-matrix.ts';

/** Log counts that hidden factors are sought in. */
export interface SurrogateValues {
  /** genes x samples. */
  values: Float64Array;
  genes: string[];
}

/** Genes with a smaller mean normalized count tell nothing (the usual advice for svaseq). */
const LEAST_MEAN = 1;

/** ln(normalized count + 1) of the genes that are expressed and vary. */
export function surrogateValues({ counts, genes, samples }: CountMatrix): SurrogateValues {
  const n = samples.length;
  const complete = genes.some((_, g) => counts.subarray(g * n, (g + 1) * n).every((count) => count > 0));
  const factors = sizeFactors(counts, genes.length, n, complete ? 'ratio' : 'poscounts');
  const row = new Float64Array(n);
  const values = new Float64Array(counts.length);
  const kept: string[] = [];
  for (let g = 0; g < genes.length; g++) {
    let mean = 0;
    for (let j = 0; j < n; j++) {
      row[j] = counts[g * n + j] / factors[j];
      mean += row[j] / n;
    }
    if (!(mean > LEAST_MEAN) || row.every((value) => value === row[0])) continue;
    const at = kept.push(genes[g]) - 1;
    for (let j = 0; j < n; j++) values[at * n + j] = log(row[j] + 1);
  }
  return { values: values.slice(0, kept.length * n), genes: kept };
}
