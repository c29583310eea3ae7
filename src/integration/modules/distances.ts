/** Distances between all pairs of objects, each pair once. */
export interface Distances {
  objects: number;
  /** Row by row above the diagonal: (0,1), (0,2), ..., (1,2), ... as R's `dist` has them. */
  values: Float64Array;
}

/** Number that, with j > i added, gives the place of the pair (i, j). */
export function rowStart(objects: number, i: number): number {
  return (i * (2 * objects - 3 - i)) / 2 - 1;
}

/** The distance of two objects; 0 of one with itself. */
export function distanceBetween({ objects, values }: Distances, i: number, j: number): number {
  if (i === j) return 0;
  return i < j ? values[rowStart(objects, i) + j] : values[rowStart(objects, j) + i];
}
