// The model matrix of negative binomial log-linear fits as edgeR does them, and room for one gene after the other. Samples with equal rows
// of the matrix form a group. Dispersions may differ between samples, but not inside a group.

import { allocate } from './memory';

/** Samples, coefficients, groups. */
export let n: i32 = 0;
export let p: i32 = 0;
export let groups: i32 = 0;
let groupOf: usize = 0;
/** groups x coefficients. */
export let groupRows: usize = 0;
/** Coefficients of a constant response of 1. */
export let ofConstant: usize = 0;

/** Of the gene in hand: library sizes and dispersions, per sample. */
export let sizes: usize = 0;
export let dispersions: usize = 0;

/** Last fit. */
export let beta: usize = 0;
export let means: usize = 0;
/** Per group. */
export let levels: usize = 0;
export let scales: usize = 0;
export let weights: usize = 0;
export let residuals: usize = 0;
/** coefficients x coefficients. */
export let information: usize = 0;
export let factor: usize = 0;

/** Room for that many doubles. */
export const doubles = (count: i32): usize => allocate((<usize>count) << 3);

/** Place of element i. */
export function at(base: usize, i: i32): usize {
  return base + ((<usize>i) << 3);
}

export function get(base: usize, i: i32): f64 {
  return load<f64>(at(base, i));
}

export function put(base: usize, i: i32, value: f64): void {
  store<f64>(at(base, i), value);
}

export function groupAt(j: i32): i32 {
  return load<i32>(groupOf + ((<usize>j) << 2));
}

/** Takes a design. */
export function takeDesign(samples: i32, coefficients: i32, groupCount: i32, groupNumbers: usize, rows: usize, constant: usize): void {
  n = samples;
  p = coefficients;
  groups = groupCount;
  groupOf = groupNumbers;
  groupRows = rows;
  ofConstant = constant;
  dispersions = doubles(n);
  beta = doubles(p);
  means = doubles(n);
  levels = doubles(groups);
  scales = doubles(groups);
  weights = doubles(groups);
  residuals = doubles(groups);
  information = doubles(p * p);
  factor = doubles(p * p);
}

/** Library sizes of the gene in hand. */
export function takeSizes(row: usize): void {
  sizes = row;
}

/** One dispersion for all samples. */
export function takeDispersion(dispersion: f64): void {
  for (let j = 0; j < n; j++) put(dispersions, j, dispersion);
}

/** The dispersions of gene g: one per gene, or (`perSample`) genes x samples. */
export function takeDispersions(base: usize, g: i32, perSample: bool): void {
  if (perSample) memory.copy(dispersions, at(base, g * n), (<usize>n) << 3);
  else takeDispersion(get(base, g));
}

/** Sums of mean / (1 + dispersion mean) over the samples of each group. */
export function weighGroups(): void {
  memory.fill(weights, 0, (<usize>groups) << 3);
  for (let j = 0; j < n; j++) {
    const mean = get(means, j);
    const g = groupAt(j);
    put(weights, g, get(weights, g) + mean / (1.0 + get(dispersions, j) * mean));
  }
}

/** X'WX (lower triangle) from the weights of the groups. */
export function gatherInformation(): void {
  memory.fill(information, 0, (<usize>(p * p)) << 3);
  for (let g = 0; g < groups; g++) {
    const weight = get(weights, g);
    for (let k = 0; k < p; k++) {
      const scaled = weight * get(groupRows, g * p + k);
      if (scaled === 0.0) continue;
      for (let l = 0; l <= k; l++) put(information, k * p + l, get(information, k * p + l) + scaled * get(groupRows, g * p + l));
    }
  }
}
