import { exp, log } from '../elementary/index.ts';
import { linkOf } from '../generalized/index.ts';
import { leastSquares } from '../linear/index.ts';
import { type Curve, type CurveFit, fitCurve, minimizeSquares } from './nonlinear-least-squares.ts';

const logistic = linkOf('logit').mean;

/** Name of a dose-response curve. */
export type DoseCurve = 'logistic4' | 'logistic3' | 'emax' | 'hill';

/** Four-parameter logistic in the logarithm of the dose: A + (B - A) / (1 + exp((xmid - log dose) / scal)); EC50 = exp(xmid), Hill slope 1 / scal. */
export const fourParameterLogistic: Curve = {
  parameters: ['A', 'B', 'xmid', 'scal'],
  value: (x, [a, b, middle, scale], gradient) => {
    const z = (x - middle) / scale;
    const share = logistic(z);
    const slope = ((b - a) * share * (1 - share)) / scale;
    gradient[0] = 1 - share;
    gradient[1] = share;
    gradient[2] = -slope;
    gradient[3] = -slope * z;
    return a + (b - a) * share;
  },
};

/** The same with the lower end at 0: Asym / (1 + exp((xmid - log dose) / scal)). */
export const threeParameterLogistic: Curve = {
  parameters: ['Asym', 'xmid', 'scal'],
  value: (x, [top, middle, scale], gradient) => {
    const z = (x - middle) / scale;
    const share = logistic(z);
    const slope = (top * share * (1 - share)) / scale;
    gradient[0] = share;
    gradient[1] = -slope;
    gradient[2] = -slope * z;
    return top * share;
  },
};

/** Emax curve in the dose itself, dose 0 included: e0 + emax dose / (ed50 + dose). */
export const emaxCurve: Curve = {
  parameters: ['e0', 'emax', 'ed50'],
  value: (dose, [base, most, half], gradient) => {
    const share = dose / (half + dose);
    gradient[0] = 1;
    gradient[1] = share;
    gradient[2] = (-most * dose) / ((half + dose) * (half + dose));
    return base + most * share;
  },
};

/** Hill curve (sigmoid Emax): e0 + emax dose^h / (ed50^h + dose^h). */
export const hillCurve: Curve = {
  parameters: ['e0', 'emax', 'ed50', 'h'],
  value: (dose, [base, most, half, h], gradient) => {
    gradient[0] = 1;
    if (dose === 0 || !(half > 0)) {
      gradient.fill(0, 1);
      return half > 0 ? base : NaN;
    }
    const ratio = log(dose / half);
    const share = logistic(h * ratio);
    const slope = most * share * (1 - share);
    gradient[1] = share;
    gradient[2] = (-slope * h) / half;
    gradient[3] = slope * ratio;
    return base + most * share;
  },
};

const CURVES: ReadonlyMap<DoseCurve, Curve> = new Map([
  ['logistic4', fourParameterLogistic],
  ['logistic3', threeParameterLogistic],
  ['emax', emaxCurve],
  ['hill', hillCurve],
]);

/** The curve of a name. */
export function curveOf(name: DoseCurve): Curve {
  const found = CURVES.get(name);
  if (found === undefined) throw new RangeError(`no dose-response curve "${name}"`);
  return found;
}

/** Whether the curve is in the logarithm of the dose. */
const inLogarithm = (name: DoseCurve): boolean => name === 'logistic4' || name === 'logistic3';

/** Positions of the middle and steepness tried as a start; given them the curve is linear in the rest. */
function starts(name: DoseCurve, x: Float64Array): Float64Array[] {
  const ascending = [...new Set(x)].sort((a, b) => a - b);
  const range = ascending[ascending.length - 1] - ascending[0];
  const positive = ascending.filter((one) => one > 0);
  const middles = inLogarithm(name) ? ascending : positive;
  const steepness = inLogarithm(name)
    ? [0.05, 0.1, 0.2, 0.4].map((share) => share * range)
    : name === 'hill'
      ? [0.7, 1, 2, 4]
      : [NaN];
  const between = middles.slice(1).map((one, i) => (one + middles[i]) / 2);
  return [...middles, ...between].flatMap((middle) =>
    steepness.map((steep) => (name === 'emax' ? Float64Array.of(middle) : Float64Array.of(middle, steep))),
  );
}

/** The start with the least sum of squares, its linear parameters by least squares. */
function bestStart(name: DoseCurve, curve: Curve, x: Float64Array, y: Float64Array): Float64Array {
  const linear = name === 'logistic3' ? 1 : 2;
  let best: { start: Float64Array; sum: number } | undefined;
  for (const rest of starts(name, x)) {
    const basis = new Float64Array(x.length * linear);
    const gradient = new Float64Array(curve.parameters.length);
    const point = new Float64Array(curve.parameters.length);
    point.set(rest, linear);
    x.forEach((one, i) => {
      curve.value(one, point, gradient);
      basis.set(gradient.subarray(0, linear), i * linear);
    });
    const { coefficients, residualSumOfSquares, qr } = leastSquares(basis, x.length, linear, y);
    if (qr.rank < linear || (best !== undefined && best.sum <= residualSumOfSquares)) continue;
    point.set(coefficients);
    best = { start: point, sum: residualSumOfSquares };
  }
  if (best === undefined) throw new RangeError('the doses do not differ enough for a curve');
  return best.start;
}

export interface DoseResponseFit extends CurveFit {
  curve: DoseCurve;
  /** Dose of the half effect. */
  ec50: number;
  /** Steepness in the logarithm of the dose; 1 for the Emax curve. */
  hillSlope: number;
}

/**
 * Fits a dose-response curve by least squares, from starting values it finds itself.
 *
 * @param doses at least 0; above 0 for the logistic curves, which are in the logarithm of the dose
 * @throws RangeError for missing values, too few different doses, or when no such curve fits best (the response does not level off, say)
 */
export function fitDoseResponse(name: DoseCurve, doses: ArrayLike<number>, response: ArrayLike<number>): DoseResponseFit {
  const curve = curveOf(name);
  const logarithm = inLogarithm(name);
  for (let i = 0; i < doses.length; i++) {
    if (!(doses[i] >= 0 && doses[i] < Infinity) || Number.isNaN(response[i]))
      throw new RangeError('doses must be finite and not negative, and no value missing');
    if (logarithm && doses[i] === 0)
      throw new RangeError(`the ${name} curve is in the logarithm of the dose; use emax or hill with dose 0`);
  }
  const different = new Set(Array.from(doses)).size;
  if (different < curve.parameters.length)
    throw new RangeError(`a curve of ${curve.parameters.length} parameters needs as many different doses, not ${different}`);
  const x = Float64Array.from(doses, (dose) => (logarithm ? log(dose) : dose));
  const y = Float64Array.from(response);
  const fit = fitCurve(curve, x, y, minimizeSquares(curve, x, y, bestStart(name, curve, x, y)).point);
  const of = (term: string): number => fit.parameters.find((one) => one.term === term)?.estimate ?? NaN;
  return {
    ...fit,
    curve: name,
    ec50: logarithm ? exp(of('xmid')) : of('ed50'),
    hillSlope: logarithm ? 1 / of('scal') : name === 'hill' ? of('h') : 1,
  };
}
