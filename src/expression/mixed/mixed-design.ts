import { inputError } from '../../problems/index.ts';
import { type DataFrame, type Design, prepareMixedDesign } from '../../stats/index.ts';
import type { ComponentsDesign } from './components-design.ts';

/**
 * The random intercepts of a design.
 *
 * @throws InputError for random slopes, for grouping factors with one level or one per sample, and when random and fixed terms cannot
 *   be told apart
 */
export function componentsDesign(design: Design, frame: DataFrame): ComponentsDesign {
  const slope = design.random.find(({ effects }) => effects.length !== 1 || effects[0] !== '(Intercept)');
  if (slope !== undefined)
    throw inputError({
      code: 'dream-random-slope',
      message: 'gene-wise mixed models take random intercepts only',
      found: `(${slope.label})`,
      mend: `write (1 | ${slope.groupLabel}); for one outcome with random slopes there is limbic fit`,
    });
  prepareMixedDesign(design.formula, frame);
  return {
    samples: design.rows,
    matrix: design.matrix,
    columns: design.columns.length,
    terms: design.random.map(({ codes, levels }) => ({ codes, count: levels.length })),
  };
}

/** Names of the random intercepts, in the order of the design. */
export function interceptNames(design: Design): string[] {
  return design.random.map(({ groupLabel }) => groupLabel);
}
