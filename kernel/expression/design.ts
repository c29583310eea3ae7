import { allocate, keepSoFar, releaseAll } from './memory';

// The design is held by cells (distinct rows of the model matrix) in a well-conditioned basis: X = B R with B the group
// indicators when the design is a plain grouping, else the orthonormal factor of a QR decomposition.

export let samples: i32 = 0;
export let coefficients: i32 = 0;
export let cells: i32 = 0;
/** Whether every coefficient combination is one group mean: B is the identity over cells. */
export let grouped: bool = false;
/** 2 ln |det R|: turns ln det(B'WB) into ln det(X'WX). */
export let logDetScale: f64 = 0.0;
/** i32 per sample. */
export let cellOf: usize = 0;
/** f64, cells x coefficients. */
export let basis: usize = 0;
/** f64, cells x coefficients: (B'B)^-1 b of each cell; times the cell sums gives the least-squares coefficients. */
export let projection: usize = 0;
/** f64, coefficients x coefficients: ridge in the basis, R^-T diag(lambda) R^-1. */
export let ridge: usize = 0;

// scratch, one block per purpose
export let cellA: usize = 0;
export let cellB: usize = 0;
export let cellC: usize = 0;
export let sampleA: usize = 0;
export let sampleB: usize = 0;
export let sampleC: usize = 0;
export let sampleD: usize = 0;
export let sampleE: usize = 0;
export let matrix: usize = 0;
export let vectorA: usize = 0;
export let vectorB: usize = 0;

/** Declares a design's dimensions and makes room for it; the caller then fills the arrays whose places it asks for. */
export function beginDesign(sampleCount: i32, coefficientCount: i32, cellCount: i32, isGrouped: i32, scale: f64): void {
  releaseAll();
  samples = sampleCount;
  coefficients = coefficientCount;
  cells = cellCount;
  grouped = isGrouped !== 0;
  logDetScale = scale;
  cellOf = allocate((<usize>samples) << 2);
  basis = allocate((<usize>(cells * coefficients)) << 3);
  projection = allocate((<usize>(cells * coefficients)) << 3);
  ridge = allocate((<usize>(coefficients * coefficients)) << 3);
  cellA = allocate((<usize>cells) << 3);
  cellB = allocate((<usize>cells) << 3);
  cellC = allocate((<usize>cells) << 3);
  sampleA = allocate((<usize>samples) << 3);
  sampleB = allocate((<usize>samples) << 3);
  sampleC = allocate((<usize>samples) << 3);
  sampleD = allocate((<usize>samples) << 3);
  sampleE = allocate((<usize>samples) << 3);
  matrix = allocate((<usize>(coefficients * coefficients)) << 3);
  vectorA = allocate((<usize>coefficients) << 3);
  vectorB = allocate((<usize>coefficients) << 3);
  keepSoFar();
}

export function placeOfCells(): usize {
  return cellOf;
}

export function placeOfBasis(): usize {
  return basis;
}

export function placeOfProjection(): usize {
  return projection;
}

export function placeOfRidge(): usize {
  return ridge;
}
