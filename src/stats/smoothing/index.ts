export { hermite } from './hermite.ts';
export { type LocalFit, localQuadratic } from './local-polynomial.ts';
export { evaluateCurve, type LocalCurve, locfitCurve } from './locfit.ts';
export { lowess } from './lowess.ts';
export { type CubicSpline, evaluateSpline, fmmSpline } from './spline.ts';
