import type { Problem } from '../../problems/index.ts';
import { hasThousands, LARGEST_COUNT, MISSING_COUNT, parseCell } from './count-cell.ts';

/** At most this many problems of one kind are spelled out. */
const SHOWN = 20;

/** Collects problems; of each kind the first 20 are kept in full and the rest are counted. */
export interface ProblemList {
  add(problem: Problem): void;
  /** How many problems of this kind there are. */
  count(code: string): number;
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
  return { add, count: (code) => counts.get(code) ?? 0, list };
}

/** Where a cell stands. */
export interface CellPlace {
  file: string;
  line?: number;
  column?: number;
  sample: string;
}

/** Why a cell is not a count. */
export function cellProblem(text: string, place: CellPlace): Problem {
  const { sample, ...where } = place;
  const common = { severity: 'error', ...where, found: text } as const;
  const value = parseCell(text);
  if (MISSING_COUNT.test(text))
    return {
      ...common,
      code: 'counts-missing',
      message: `the count of sample "${sample}" is missing`,
      mend: 'write 0 if no read was seen, or leave out the gene',
    };
  if (hasThousands(text))
    return {
      ...common,
      code: 'counts-thousands',
      message: `the comma in the count of sample "${sample}" may separate thousands or decimals`,
      expected: 'digits only',
      mend: 'export the table without separators of thousands',
    };
  if (/^[+-]?inf(inity)?$/i.test(text)) return { ...common, ...tooLarge(sample) };
  if (Number.isNaN(value))
    return {
      ...common,
      code: 'counts-not-a-number',
      message: `the count of sample "${sample}" is not a number`,
      expected: 'a whole number of reads',
      mend: 'is this a column of names? Keep only the gene id and the samples',
    };
  return { ...common, ...valueProblem(value, sample) };
}

/** Why a number is not a count. */
export function valueProblem(value: number, sample: string): Pick<Problem, 'code' | 'message' | 'expected' | 'mend'> {
  if (Number.isNaN(value))
    return {
      code: 'counts-missing',
      message: `the count of sample "${sample}" is missing`,
      mend: 'write 0 if no read was seen, or leave out the gene',
    };
  if (value < 0)
    return {
      code: 'counts-negative',
      message: `the count of sample "${sample}" is negative`,
      expected: 'a whole number of reads',
      mend: 'give raw counts, not log ratios or batch-corrected values',
    };
  if (value > LARGEST_COUNT) return tooLarge(sample);
  return {
    code: 'counts-not-integer',
    message: `the count of sample "${sample}" is not a whole number`,
    expected: 'raw counts',
    mend: 'give raw read counts, not TPM, FPKM or normalized values; estimates of RSEM and the like: ask for rounding (--round); salmon, kallisto: give their own files',
  };
}

function tooLarge(sample: string): Pick<Problem, 'code' | 'message' | 'expected' | 'mend'> {
  return {
    code: 'counts-too-large',
    message: `the count of sample "${sample}" is too large`,
    expected: `at most ${LARGEST_COUNT}`,
    mend: 'check the table; no library holds so many reads of one gene',
  };
}

/** A row without a gene id. */
export function noGeneId(file: string, line: number | undefined, column?: number): Problem {
  return {
    code: 'counts-no-gene-id',
    severity: 'error',
    file,
    line,
    column,
    message: 'this row has no gene id',
    mend: 'give the gene id, or delete the row',
  };
}

/**
 * A row with more or fewer cells than the header.
 *
 * @param start the row's first characters, where they help to find it
 */
export function raggedRow(file: string, line: number, found: number, expected: number, start = ''): Problem {
  return {
    code: 'counts-ragged-row',
    severity: 'error',
    file,
    line,
    message: `this row has ${found < expected ? 'too few' : 'too many'} cells`,
    found: `${found} cells${start === '' ? '' : `: ${start}`}`,
    expected: `${expected} as in the header`,
    mend: 'check the delimiters of this line; was the file cut short?',
  };
}
