// Fits of designs in which every group has its own mean: group by group, by Fisher scoring.

import { at, dispersions, get, groupAt, groups, levels, means, n, put, scales, sizes, takeDispersions, takeSizes } from './log-linear-room';

const TOLERANCE: f64 = 1e-10;
const MOST_STEPS: i32 = 50;

/** Stands for minus infinity, so that coefficients stay finite. */
const NO_EXPRESSION: f64 = -1e8;

/** Log level of the samples of one group from `start` (NaN: from the mean ratio of counts to sizes); -Infinity without counts. */
function levelOf(y: usize, group: i32, start: f64): f64 {
  let ratios: f64 = 0.0;
  let members: f64 = 0.0;
  let total: f64 = 0.0;
  let depth: f64 = 0.0;
  let dispersion: f64 = 0.0;
  for (let j = 0; j < n; j++) {
    if (groupAt(j) !== group) continue;
    const count = get(y, j);
    const size = get(sizes, j);
    members += 1.0;
    total += count;
    depth += size;
    ratios += count / size;
    dispersion = get(dispersions, j);
  }
  if (!(total > 1e-10)) return -Infinity;
  if (dispersion === 0.0) return Math.log(total / depth);
  let level = start - start === 0.0 ? start : Math.log(ratios / members);
  for (let round = 0; round < MOST_STEPS; round++) {
    const scale = Math.exp(level);
    let slope: f64 = 0.0;
    let curvature: f64 = 0.0;
    for (let j = 0; j < n; j++) {
      if (groupAt(j) !== group) continue;
      const mean = scale * get(sizes, j);
      const share = 1.0 / (1.0 + mean * dispersion);
      slope += (get(y, j) - mean) * share;
      curvature += mean * share;
    }
    const move = slope / curvature;
    level += move;
    if (Math.abs(move) < TOLERANCE) break;
  }
  return level;
}

/** Levels of all groups, from those in `levels`, and the means that go with them. */
export function fitLevels(y: usize): void {
  for (let group = 0; group < groups; group++) {
    const level = levelOf(y, group, get(levels, group));
    put(levels, group, level);
    put(scales, group, Math.exp(level));
  }
  for (let j = 0; j < n; j++) put(means, j, get(sizes, j) * get(scales, groupAt(j)));
}

/** Forgets where the last fit ended. */
export function startAfresh(): void {
  for (let group = 0; group < groups; group++) put(levels, group, NaN);
}

/**
 * Fits every gene: log levels (genes x groups, never below -1e8) and means (genes x
 * samples). `stride` is 0 when all genes share one row of library sizes, else the number of samples.
 */
export function fitGroups(
  genes: i32,
  counts: usize,
  librarySizes: usize,
  stride: i32,
  geneDispersions: usize,
  perSample: bool,
  results: usize,
  fitted: usize,
): void {
  for (let g = 0; g < genes; g++) {
    takeSizes(at(librarySizes, g * stride));
    takeDispersions(geneDispersions, g, perSample);
    startAfresh();
    fitLevels(at(counts, g * n));
    for (let group = 0; group < groups; group++) put(results, g * groups + group, Math.max(get(levels, group), NO_EXPRESSION));
    memory.copy(at(fitted, g * n), means, (<usize>n) << 3);
  }
}
