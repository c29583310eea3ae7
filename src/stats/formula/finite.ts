import { inputError } from '../../problems/index.ts';

/** Beyond these the fourth powers of a variance's standard error overflow or vanish in double precision. */
const LARGEST = 1e60;
const SMALLEST = 1e-60;

/**
 * Throws InputError when a column holds a value that is not finite, or numbers too large or too small to compute with;
 * names the column and the first data rows.
 *
 * @param values rows x names.length, row-major
 * @param kept zero-based data row of each row
 */
export function requireFinite(values: Float64Array, names: readonly string[], kept: ArrayLike<number>): void {
  const width = names.length;
  for (let j = 0; j < width; j++) {
    const bad: number[] = [];
    const large: number[] = [];
    let most = 0;
    for (let i = 0; i * width + j < values.length; i++) {
      const size = Math.abs(values[i * width + j]);
      if (!(size < Infinity)) bad.push(kept[i] + 1);
      else if (size > LARGEST) large.push(kept[i] + 1);
      if (size > most) most = size;
    }
    if (bad.length > 0)
      throw rowsProblem(
        'formula-not-finite',
        bad,
        `${names[j]} is not a finite number`,
        'correct the cell, or empty it if the value is missing; a logarithm needs positive values',
      );
    if (large.length > 0)
      throw rowsProblem(
        'formula-too-large',
        large,
        `${names[j]} is too large a number to compute with`,
        'correct the cell, or give the column in another unit',
      );
    if (most > 0 && most < SMALLEST)
      throw inputError({
        code: 'formula-too-small',
        message: `all numbers of ${names[j]} are too small to compute with`,
        found: `at most ${most.toPrecision(3)}`,
        mend: 'give the column in another unit',
      });
  }
}

function rowsProblem(code: string, rows: readonly number[], message: string, mend: string): Error {
  return inputError({
    code,
    line: rows[0],
    message: `${message} in ${rows.length} data row${rows.length > 1 ? 's' : ''}`,
    found: `row${rows.length > 1 ? 's' : ''} ${rows.slice(0, 10).join(', ')}${rows.length > 10 ? ', ...' : ''}`,
    mend,
  });
}
