import { expm1, log } from '../elementary/index.ts';
import { erfcScaled, polynomial } from '../special/index.ts';

const LOG_TWO = 0.6931471805599453;
const LOG_CENTER = -2.5902671654458267;
const SQRT_HALF_PI = 1.2533141373155001;
const HALF_LOG_TWO_PI = 0.9189385332046728;

const CENTER_TOP = [
  3.387132872796366608, 133.14166789178437745, 1971.5909503065514427, 13731.693765509461125, 45921.953931549871457,
  67265.770927008700853, 33430.575583588128105, 2509.0809287301226727,
];
const CENTER_BOTTOM = [
  1, 42.313330701600911252, 687.1870074920579083, 5394.1960214247511077, 21213.794301586595867, 39307.89580009271061,
  28729.085735721942674, 5226.495278852854561,
];
const SIDE_TOP = [
  1.42343711074968357734, 4.6303378461565452959, 5.7694972214606914055, 3.64784832476320460504, 1.27045825245236838258,
  0.24178072517745061177, 0.0227238449892691845833, 7.7454501427834140764e-4,
];
const SIDE_BOTTOM = [
  1, 2.05319162663775882187, 1.6763848301838038494, 0.68976733498510000455, 0.14810397642748007459, 0.0151986665636164571966,
  5.475938084995344946e-4, 1.05075007164441684324e-9,
];
const FAR_TOP = [
  6.6579046435011037772, 5.4637849111641143699, 1.7848265399172913358, 0.29656057182850489123, 0.026532189526576123093,
  0.0012426609473880784386, 2.71155556874348757815e-5, 2.01033439929228813265e-7,
];
const FAR_BOTTOM = [
  1, 0.59983220655588793769, 0.13692988092273580531, 0.0148753612908506148525, 7.868691311456132591e-4, 1.8463183175100546818e-5,
  1.4215117583164458887e-7, 2.04426310338993978564e-15,
];

/** z with P(Z <= z) = p, for the standard normal distribution. Source: Wichura (1988), AS 241, PPND16; relative error 1e-15. */
export function normalQuantileOfProbability(p: number): number {
  const q = p - 0.5;
  if (Math.abs(q) <= 0.425) return center(q);
  if (!(p > 0 && p < 1)) return p === 0 ? -Infinity : p === 1 ? Infinity : NaN;
  const z = side(log(q < 0 ? p : 1 - p));
  return q < 0 ? -z : z;
}

/**
 * z with log P(Z <= z) = logP, for logP <= log(1/2): AS 241, and Newton steps in the logarithm below exp(-700), where it was not
 * fitted.
 */
export function normalQuantileOfLog(logP: number): number {
  if (logP > LOG_CENTER) return center(0.5 * expm1(logP + LOG_TWO));
  if (logP > -700) return -side(logP);
  if (logP === -Infinity) return logP;
  let z = Math.sqrt(-2 * logP);
  for (let step = 0; step < 6; step++) {
    const mills = SQRT_HALF_PI * erfcScaled(z * Math.SQRT1_2);
    z += mills * (log(mills) - HALF_LOG_TWO_PI - 0.5 * z * z - logP);
  }
  return -z;
}

/** |p - 1/2| <= 0.425. */
function center(q: number): number {
  const r = 0.180625 - q * q;
  return (q * polynomial(CENTER_TOP, r)) / polynomial(CENTER_BOTTOM, r);
}

function side(logP: number): number {
  const r = Math.sqrt(-logP);
  return r <= 5
    ? polynomial(SIDE_TOP, r - 1.6) / polynomial(SIDE_BOTTOM, r - 1.6)
    : polynomial(FAR_TOP, r - 5) / polynomial(FAR_BOTTOM, r - 5);
}
