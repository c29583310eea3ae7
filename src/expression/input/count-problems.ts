import type { Problem } from '../../problems/index.ts';

/** At most this many problems of one kind are spelled out. */
const SHOWN = 20;

/** Collects problems; of each kind the first 20 are kept in full and the rest are counted. */
export interface ProblemList {
  add(problem: Problem): void;
  list(): Problem[];
}

export function manyProblems(start: readonly Problem[] = []): ProblemList {
  const problems: Problem[] = [];
  const counts = new Map<string, number>();
  const add = (problem: Problem): void => {
    const count = (counts.get(problem.code) ?? 0) + 1;
    counts.set(problem.code, count);
    if (count <= SHOWN) problems.push(problem);
  };
  start.forEach(add);
  const list = (): Problem[] => {
    const more = [...counts].filter(([, count]) => count > SHOWN);
    return [
      ...problems,
      ...more.map(([code, count]): Problem => {
        const like = problems.find((problem) => problem.code === code);
        return {
          code,
          severity: 'error',
          file: like?.file,
          message: `... and ${count - SHOWN} more problems of this kind (${code})`,
        };
      }),
    ];
  };
  return { add, list };
}

/** Why a cell is not a count. */
export function cellProblem(text: string, place: { file: string; line: number; column: number; sample: string }): Problem {
  const { sample, ...where } = place;
  const common = { severity: 'error', ...where, found: text } as const;
  const value = Number(text.replace(',', '.'));
  if (text === '' || /^(na|nan|n\/a|null|-)$/i.test(text))
    return {
      ...common,
      code: 'counts-missing',
      message: `the count of sample "${sample}" is missing`,
      mend: 'write 0 if no read was seen, or leave out the gene',
    };
  if (Number.isNaN(value))
    return {
      ...common,
      code: 'counts-not-a-number',
      message: `the count of sample "${sample}" is not a number`,
      expected: 'a whole number of reads',
      mend: 'is this a column of names? Keep only the gene id and the samples',
    };
  if (value < 0)
    return {
      ...common,
      code: 'counts-negative',
      message: `the count of sample "${sample}" is negative`,
      expected: 'a whole number of reads',
      mend: 'give raw counts, not log ratios or batch-corrected values',
    };
  if (Number.isInteger(value))
    return {
      ...common,
      code: 'counts-too-large',
      message: `the count of sample "${sample}" is too large`,
      expected: 'at most 2147483647',
      mend: 'check the table; no library holds so many reads of one gene',
    };
  return {
    ...common,
    code: 'counts-not-integer',
    message: `the count of sample "${sample}" is not a whole number`,
    expected: 'raw counts',
    mend: 'give raw read counts, not TPM, FPKM or normalized values (estimates of salmon or kallisto: import their own files)',
  };
}
