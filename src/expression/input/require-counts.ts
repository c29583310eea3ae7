import { InputError, type Problem } from '../../problems/index.ts';
import type { CountMatrix } from './count-matrix.ts';

/** Throws InputError when no gene is left, when all counts are zero, or naming every sample without any count. */
export function requireCounts(matrix: CountMatrix, minTotal: number): void {
  const samples = matrix.samples.length;
  const problems: Problem[] = [];
  const place = { severity: 'error', file: matrix.file } as const;
  if (samples === 0)
    problems.push({
      ...place,
      code: 'no-samples-left',
      message: 'no sample is left',
      mend: 'check which samples are kept (where) and which are left out',
    });
  else if (matrix.genes.length === 0)
    problems.push({
      ...place,
      code: 'no-genes-left',
      message: `no gene has a total of ${minTotal} over the samples kept`,
      mend: 'lower the smallest total a gene must have',
    });
  else if (matrix.counts.every((count) => count === 0))
    problems.push({
      ...place,
      code: 'counts-all-zero',
      message: 'every count of the samples kept is zero',
      mend: 'check the program that made the count table',
    });
  else problems.push(...silentSamples(matrix));
  if (problems.length > 0) throw new InputError(problems);
}

function silentSamples({ samples, counts, file }: CountMatrix): Problem[] {
  const totals = new Float64Array(samples.length);
  for (let i = 0; i < counts.length; i++) totals[i % samples.length] += counts[i];
  return samples.flatMap((sample, j) =>
    totals[j] > 0
      ? []
      : [
          {
            code: 'sample-without-counts',
            severity: 'error' as const,
            file,
            message: `sample "${sample}" has no count at all`,
            mend: 'leave the sample out',
          },
        ],
  );
}
