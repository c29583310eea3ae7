// Adjusted profile log likelihood of the dispersion (McCarthy, Chen & Smyth 2012): the means are refitted at each dispersion, and
// 1/2 ln |X'WX| is taken off (Cox & Reid 1987).

import { fitLevels, startAfresh } from './group-levels';
import { fit, startFromConstant } from './levenberg';
import { at, factor, gatherInformation, get, information, means, n, p, put, takeDispersion, takeSizes, weighGroups } from './log-linear-room';
import { logPair } from './pairs';
import { logGamma } from './special';

let gammaTable: usize = 0;
let tabled: i32 = 0;

/** ln Gamma(y + r) - ln Gamma(r) + r ln r from the table (points x (tabled + 1)), or directly. */
function gammaTerm(point: i32, count: f64, size: f64): f64 {
  if (count <= <f64>tabled && count === Math.floor(count)) return get(gammaTable, point * (tabled + 1) + <i32>count);
  return logGamma(count + size) - logGamma(size) + size * Math.log(size);
}

/** Sum over samples with a mean above zero of y ln(mean) - (y + r) ln(mean + r) + the gamma term; logarithms two at a time. */
function logLikelihood(y: usize, point: i32, size: f64): f64 {
  const none = f64x2.splat(0.0);
  let sum: f64 = 0.0;
  for (let j = 0; j < n; j += 2) {
    // the last pair of an odd number of samples holds one of them twice
    const pair = j + 1 < n ? v128.load(at(means, j)) : f64x2.splat(get(means, j));
    const logMeans = logPair(pair, none);
    const logWholes = logPair(f64x2.add(pair, f64x2.splat(size)), none);
    sum += oneLikelihood(y, point, size, j, f64x2.extract_lane(logMeans, 0), f64x2.extract_lane(logWholes, 0));
    if (j + 1 < n) sum += oneLikelihood(y, point, size, j + 1, f64x2.extract_lane(logMeans, 1), f64x2.extract_lane(logWholes, 1));
  }
  return sum;
}

function oneLikelihood(y: usize, point: i32, size: f64, j: i32, logMean: f64, logWhole: f64): f64 {
  if (get(means, j) === 0.0) return 0.0;
  const count = get(y, j);
  const seen = count === 0.0 ? 0.0 : count * logMean;
  return seen - (count + size) * logWhole + gammaTerm(point, count, size);
}

/** 1/2 ln |X'WX| at the fitted means, pivots that are nothing counting as 1e-10. */
function halfLogDeterminant(): f64 {
  weighGroups();
  gatherInformation();
  let sum: f64 = 0.0;
  // L D L' without roots: column j of `factor` below the diagonal is L, its diagonal D
  for (let j = 0; j < p; j++) {
    for (let i = j; i < p; i++) {
      let value = get(information, i * p + j);
      for (let k = 0; k < j; k++) value -= get(factor, i * p + k) * get(factor, j * p + k) * get(factor, k * p + k);
      const diagonal = get(factor, j * p + j);
      // a column without any weight (a group without counts) takes no part in the elimination
      put(factor, i * p + j, i === j ? value : diagonal === 0.0 ? 0.0 : value / diagonal);
    }
    sum += 0.5 * Math.log(Math.max(get(factor, j * p + j), 1e-10));
  }
  return sum;
}

/**
 * Every gene at every one of `points` dispersions (genes x points). `table` holds the gamma terms of whole counts up to `largestTabled` at each
 * point (-1: none). `grouped`: every group has its own mean. `afresh`: each fit starts anew instead of from the last.
 */
export function profileCurves(
  genes: i32,
  counts: usize,
  librarySizes: usize,
  points: i32,
  pointDispersions: usize,
  table: usize,
  largestTabled: i32,
  grouped: bool,
  afresh: bool,
  curves: usize,
): void {
  gammaTable = table;
  tabled = largestTabled;
  takeSizes(librarySizes);
  for (let g = 0; g < genes; g++) {
    const y = at(counts, g * n);
    for (let point = 0; point < points; point++) {
      const dispersion = get(pointDispersions, point);
      takeDispersion(dispersion);
      const anew = afresh || point === 0;
      if (grouped) {
        if (anew) startAfresh();
        fitLevels(y);
      } else {
        if (anew) startFromConstant(y);
        fit(y);
      }
      put(curves, g * points + point, logLikelihood(y, point, 1.0 / dispersion) - halfLogDeterminant());
    }
  }
}
