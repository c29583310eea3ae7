import { type InputError, inputError } from '../../problems/index.ts';
import { symmetricEigen } from '../linear-algebra/index.ts';
import type { BlockResponse, BlockSystem } from './block-system.ts';
import { dotAt } from './dense-kernels.ts';
import { BlockLikelihood } from './likelihood.ts';

/**
 * An error when some covariance parameters cannot be estimated, because their derivative matrices and the residual's identity
 * are linearly dependent once the fixed effects are taken out: two grouping factors that split the rows in the same way, a
 * random slope with two rows per group, a random effect of a factor that is also fixed. Undefined when all is well.
 */
export function confoundedTerms(
  system: BlockSystem,
  terms: readonly { label: string; effects: readonly string[] }[],
): InputError | undefined {
  const likelihood = new BlockLikelihood(system);
  const zero = zeroResponse(system);
  const count = likelihood.count;
  const all = likelihood.all;
  likelihood.solve(zero, 1, new Float64Array(count));
  likelihood.differentiate(zero, 1, true, true);
  const { traces } = likelihood.terms;
  const owners = terms.flatMap(({ label, effects }) =>
    new Array<string>((effects.length * (effects.length + 1)) / 2).fill(label),
  );
  const absorbed = owners.find((_, k) => traces[k * all + k] <= 1e-10 * squaredSize(system, k));
  if (absorbed !== undefined) return absorbedTerm(absorbed);
  const scale = Float64Array.from({ length: all }, (_, k) => Math.sqrt(traces[k * all + k]));
  const correlation = traces.map((value, i) => value / (scale[Math.floor(i / all)] * scale[i % all]));
  const { values, vectors } = symmetricEigen(correlation, all);
  if (values[all - 1] > 1e-10) return undefined;
  const involved = owners.filter((_, k) => Math.abs(vectors[k * all + all - 1]) > 1e-5);
  return dependentTerms([...new Set(involved)], Math.abs(vectors[count * all + all - 1]) > 1e-5);
}

/** tr(D_k D_k) over all blocks. */
function squaredSize({ patterns, squares, derivatives }: BlockSystem, k: number): number {
  return patterns.reduce((sum, { size, blocks }, b) => {
    return sum + blocks.length * dotAt(derivatives[k], squares[b], derivatives[k], squares[b], size * size);
  }, 0);
}

function zeroResponse({ p, offsets, squares, patterns }: BlockSystem): BlockResponse {
  return {
    y: new Float64Array(offsets[patterns.length]),
    errors: new Float64Array(squares[patterns.length]),
    restXy: new Float64Array(p),
    restYy: 0,
    blockY: [],
  };
}

function absorbedTerm(label: string): InputError {
  return inputError({
    code: 'mixed-term-absorbed',
    message: `the fixed effects already hold everything (${label}) could explain, so its variance cannot be estimated`,
    mend: `leave (${label}) out, or the fixed effect of the same factor`,
  });
}

function dependentTerms(labels: readonly string[], residual: boolean): InputError {
  const names = labels.map((label) => `(${label})`);
  return inputError({
    code: 'mixed-terms-confounded',
    message: `the variance of ${names.join(' and ')} cannot be told apart${residual ? ' from the residual variance' : ''}: the rows do not distinguish them`,
    expected: residual ? 'more rows per group than random effects' : 'grouping factors that split the rows differently',
    mend: `leave out ${names[names.length - 1]}`,
  });
}
