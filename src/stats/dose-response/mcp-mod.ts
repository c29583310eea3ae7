import { exp, pow } from '../elementary/index.ts';
import { doseGroups, groupsByDose } from './dose-groups.ts';
import { type MultipleContrastTest, multipleContrastTest } from './multiple-contrasts.ts';

/** A candidate shape of the dose-response relation. */
export type DoseShape =
  | { kind: 'linear' }
  | { kind: 'emax'; ed50: number }
  | { kind: 'sigEmax'; ed50: number; h: number }
  | { kind: 'exponential'; delta: number };

/** Standardized mean of a shape at a dose, 0 at dose 0. */
export function shapeAt(shape: DoseShape, dose: number): number {
  if (dose === 0) return 0;
  switch (shape.kind) {
    case 'linear':
      return dose;
    case 'emax':
      return dose / (shape.ed50 + dose);
    case 'sigEmax':
      return 1 / (1 + pow(shape.ed50 / dose, shape.h));
    case 'exponential':
      return exp(dose / shape.delta) - 1;
  }
}

/** Contrast with the greatest power for a shape: proportional to n (mean - weighted mean), of length 1. */
export function optimalContrast(shape: DoseShape, doses: ArrayLike<number>, sizes: ArrayLike<number>): Float64Array {
  const means = Float64Array.from(doses, (dose) => shapeAt(shape, dose));
  const total = Array.from(sizes).reduce((a, b) => a + b, 0);
  const center = means.reduce((sum, one, i) => sum + sizes[i] * one, 0) / total;
  const contrast = means.map((one, i) => sizes[i] * (one - center));
  const length = Math.sqrt(contrast.reduce((sum, one) => sum + one * one, 0));
  if (!(length > 0)) throw new RangeError('a shape that does not change over the doses cannot be tested');
  return contrast.map((one) => one / length);
}

export interface McpModTest extends MultipleContrastTest {
  /** Contrast of each shape over the doses, shapes x doses. */
  contrastMatrix: Float64Array;
  doses: Float64Array;
}

/**
 * The multiple-comparison part of MCP-Mod (Bretz, Pinheiro & Branson 2005): is there a dose-response signal of any of the candidate shapes, one-sided
 * for a rise (turn the sign of the response for a fall), the shapes' contrasts adjusted by their joint t distribution.
 *
 * @throws RangeError as `multipleContrastTest`, or for no shape
 */
export function mcpModTest(response: ArrayLike<number>, doses: ArrayLike<number>, shapes: readonly DoseShape[]): McpModTest {
  if (shapes.length === 0) throw new RangeError('name at least one candidate shape');
  const { groups, levels } = groupsByDose(doses);
  const { sizes } = doseGroups(response, groups);
  const contrastMatrix = Float64Array.from(shapes.flatMap((shape) => Array.from(optimalContrast(shape, levels, sizes))));
  return { ...multipleContrastTest(response, groups, contrastMatrix, 'greater'), contrastMatrix, doses: levels };
}
