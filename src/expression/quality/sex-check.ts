/** Genes that tell the sex of a rodent sample, by symbol, Ensembl and Entrez id of the mouse. */
const FEMALE_GENES = ['xist', 'ensmusg00000086503', '213742'];
const MALE_GENES = [
  ...['ddx3y', 'ensmusg00000069045', '26900'],
  ...['eif2s3y', 'ensmusg00000069049', '26908'],
  ...['kdm5d', 'ensmusg00000056673', '20592'],
  ...['uty', 'ensmusg00000068457', '22290'],
];

export type SexCall = 'female' | 'male' | 'unclear';

/**
 * What the counts say about each sample's sex: normalized Xist against the sum of Y-linked genes. `unclear` when both are
 * nearly silent or both are clearly expressed (a mix-up, or a sex-chromosome anomaly).
 *
 * @returns undefined when neither kind of gene is in the table
 */
export function callSexes(
  genes: readonly string[],
  counts: Float64Array,
  sizeFactors: Float64Array,
): { calls: SexCall[]; female: Float64Array; male: Float64Array } | undefined {
  const samples = sizeFactors.length;
  const [female, male] = [FEMALE_GENES, MALE_GENES].map((names) => sumOf(genes, counts, sizeFactors, new Set(names)));
  if (female === undefined || male === undefined) return undefined;
  const most = Math.max(...female, ...male);
  if (most < 10) return undefined;
  const calls = Array.from({ length: samples }, (_, j): SexCall => {
    if (female[j] + male[j] < 0.02 * most) return 'unclear';
    const share = female[j] / (female[j] + male[j]);
    return share > 0.8 ? 'female' : share < 0.2 ? 'male' : 'unclear';
  });
  return { calls, female, male };
}

function sumOf(
  genes: readonly string[],
  counts: Float64Array,
  sizeFactors: Float64Array,
  names: ReadonlySet<string>,
): Float64Array | undefined {
  const samples = sizeFactors.length;
  const sums = new Float64Array(samples);
  let found = false;
  genes.forEach((gene, g) => {
    if (!names.has(gene.toLowerCase().replace(/\.\d+$/, ''))) return;
    found = true;
    for (let j = 0; j < samples; j++) sums[j] += counts[g * samples + j] / sizeFactors[j];
  });
  return found ? sums : undefined;
}
