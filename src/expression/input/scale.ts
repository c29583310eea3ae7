import type { Problem } from '../../problems/index.ts';

const MILLION = 1e6;
/** Of fewer values than this nothing is said. */
const FEW = 40;

/**
 * What values that are not counts look like: TPM or CPM (every sample adds up to one million), logarithms (small, some
 * negative), else null.
 *
 * @param values genes x samples, finite
 */
export function looksLike(values: Float64Array, samples: number): 'TPM' | 'logarithms' | null {
  if (samples === 0 || values.length === 0) return null;
  if (sumsToMillion(values, samples, 0.01)) return 'TPM';
  let largest = 0;
  let whole = 0;
  let zeros = 0;
  for (const value of values) {
    largest = Math.max(largest, value);
    if (value === 0) zeros++;
    else if (Number.isInteger(value)) whole++;
  }
  const positive = values.length - zeros;
  return largest < 30 && positive >= FEW && whole < 0.05 * positive ? 'logarithms' : null;
}

/** Whether every sample adds up to one million within a share of it. */
export function sumsToMillion(values: Float64Array, samples: number, tolerance: number): boolean {
  const sums = new Float64Array(samples);
  for (let i = 0; i < values.length; i++) sums[i % samples] += values[i];
  return sums.every((sum) => Math.abs(sum / MILLION - 1) <= tolerance);
}

/** The problem of a whole table on another scale. */
export function scaleProblem(kind: 'TPM' | 'logarithms', file: string): Problem {
  return {
    code: kind === 'TPM' ? 'counts-tpm' : 'counts-log',
    severity: 'error',
    file,
    message:
      kind === 'TPM'
        ? 'these are not counts: every sample adds up to one million, as TPM and CPM do'
        : 'these are not counts: the values look like logarithms',
    expected: 'raw read counts',
    mend: 'give the counts from which they were made (featureCounts, HTSeq, STAR, or the files of salmon or kallisto); they cannot be computed back',
  };
}
