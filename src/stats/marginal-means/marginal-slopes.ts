import { inputError, suggestName } from '../../problems/index.ts';
import type { MeansModel } from './contrast-model.ts';
import { type GridOptions, type ReferenceGrid, referenceGrid } from './reference-grid.ts';

/**
 * A grid whose estimates are slopes: the derivative of the prediction with respect to a numeric predictor, at its mean (or where
 * `at` holds it). Give it to {@link marginalMeans} and {@link contrastMeans}. By central differences with one step of
 * extrapolation, exact for polynomials up to the fourth degree.
 *
 * @throws InputError when the predictor is unknown or not numeric
 */
export function slopeGrid(model: MeansModel, predictor: string, options: GridOptions = {}): ReferenceGrid {
  const column = model.design.data.get(predictor);
  if (column?.kind !== 'number')
    throw inputError({
      code: 'slope-not-numeric',
      message: `a slope needs a numeric predictor, which "${predictor}" is not`,
      mend: suggestName(
        predictor,
        [...model.design.data].filter(([, one]) => one.kind === 'number').map(([name]) => name),
      ),
    });
  const { values } = column;
  const center = options.at?.get(predictor)?.map(Number)[0] ?? values.reduce((sum, value) => sum + value, 0) / values.length;
  const range = Math.max(...values) - Math.min(...values);
  const step = 1e-3 * (range > 0 ? range : 1);
  const at = (value: number): ReferenceGrid =>
    referenceGrid(model, { at: new Map([...(options.at ?? []), [predictor, [value]]]) });
  const difference = (h: number): { functions: Float64Array; offsets: Float64Array } => {
    const above = at(center + h);
    const below = at(center - h);
    return {
      functions: above.functions.map((value, i) => (value - below.functions[i]) / (2 * h)),
      offsets: above.offsets.map((value, i) => (value - below.offsets[i]) / (2 * h)),
    };
  };
  const wide = difference(step);
  const narrow = difference(step / 2);
  const extrapolated = (a: Float64Array, b: Float64Array): Float64Array => a.map((value, i) => (4 * b[i] - value) / 3);
  return {
    ...at(center),
    functions: extrapolated(wide.functions, narrow.functions),
    offsets: extrapolated(wide.offsets, narrow.offsets),
    link: undefined,
  };
}
