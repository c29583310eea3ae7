import { type InputError, inputError } from '../../problems/index.ts';
import { symmetricEigen } from '../linear-algebra/index.ts';
import type { BlockSystem } from './block-system.ts';
import { dotAt } from './dense-kernels.ts';

/**
 * An error when some covariance parameters cannot be told apart, because their derivative matrices D_k and the residual's
 * identity are linearly dependent (two grouping factors that split the rows in the same way, a random slope with two rows
 * per group); undefined when all is well.
 */
export function confoundedTerms(
  system: BlockSystem,
  terms: readonly { label: string; effects: readonly string[] }[],
): InputError | undefined {
  const { derivatives, squares, patterns, n } = system;
  const owners = terms.flatMap(({ label, effects }) =>
    new Array<string>((effects.length * (effects.length + 1)) / 2).fill(label),
  );
  const count = derivatives.length;
  const all = count + 1;
  const gram = new Float64Array(all * all);
  patterns.forEach(({ size, blocks }, b) => {
    const at = squares[b];
    for (let k = 0; k < count; k++) {
      for (let l = 0; l < count; l++)
        gram[k * all + l] += blocks.length * dotAt(derivatives[k], at, derivatives[l], at, size * size);
      let trace = 0;
      for (let i = 0; i < size; i++) trace += derivatives[k][at + i * size + i];
      gram[k * all + count] += blocks.length * trace;
      gram[count * all + k] += blocks.length * trace;
    }
  });
  gram[all * all - 1] = n;
  const scale = Float64Array.from({ length: all }, (_, k) => Math.sqrt(gram[k * all + k]));
  const correlation = gram.map((value, i) => value / (scale[Math.floor(i / all)] * scale[i % all]));
  const { values, vectors } = symmetricEigen(correlation, all);
  if (values[all - 1] > 1e-10) return undefined;
  const involved = owners.filter((_, k) => Math.abs(vectors[k * all + all - 1]) > 1e-5);
  const names = [...new Set(involved)].map((label) => `(${label})`);
  const residual = Math.abs(vectors[count * all + all - 1]) > 1e-5;
  return inputError({
    code: 'mixed-terms-confounded',
    message: `the variance of ${names.join(' and ')} cannot be told apart${residual ? ' from the residual variance' : ''}: the rows do not distinguish them`,
    expected: residual ? 'more rows per group than random effects' : 'grouping factors that split the rows differently',
    mend: `leave out ${names[names.length - 1]}`,
  });
}
