export { hermite } from './hermite.ts';
export { kernelDensity, ruleOfThumbBandwidth } from './kernel-density.ts';
export { localMeans } from './local-means.ts';
export { type LocalFit, localQuadratic } from './local-polynomial.ts';
export { evaluateCurve, type LocalCurve, locfitCurve } from './locfit.ts';
export { lowess } from './lowess.ts';
export { smoothingSplineValues } from './smoothing-spline.ts';
export { type CubicSpline, evaluateSpline, fmmSpline } from './spline.ts';
