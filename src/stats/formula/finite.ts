import { inputError } from '../../problems/index.ts';

/** Throws InputError when a computed value is not finite, naming the column and the first data rows. */
export function requireFinite(values: Float64Array, names: readonly string[], kept: Int32Array): void {
  const width = names.length;
  for (let j = 0; j < width; j++) {
    const bad: number[] = [];
    for (let i = 0; i * width + j < values.length; i++) if (!Number.isFinite(values[i * width + j])) bad.push(kept[i] + 1);
    if (bad.length === 0) continue;
    throw inputError({
      code: 'formula-not-finite',
      message: `${names[j]} is not a finite number in ${bad.length} data row${bad.length > 1 ? 's' : ''}`,
      found: `rows ${bad.slice(0, 10).join(', ')}${bad.length > 10 ? ', ...' : ''}`,
      mend: 'a logarithm needs positive values; correct the rows or change the transformation',
    });
  }
}
