import type { RandomBlock } from './random-blocks.ts';

/** Blocks with the same covariance, and the combinations of them that carry the fixed effects. */
export interface BlockPattern {
  /** Coordinates of each block. */
  readonly size: number;
  /** Positions of the blocks. */
  readonly blocks: readonly number[];
  /** Number of orthonormal combinations of the blocks on which X is not zero. */
  readonly carriers: number;
  /** blocks x carriers. */
  readonly combination: Float64Array;
}

/** Entries of orthonormal columns below this are rounding. */
const ROUNDING = 1e-13;

/** Groups blocks with identical derivative matrices. */
export function gatherPatterns(
  blocks: readonly RandomBlock[],
  derivatives: readonly Float64Array[][],
  blockX: readonly Float64Array[],
  p: number,
): BlockPattern[] {
  const groups: number[][] = [];
  blocks.forEach((block, b) => {
    const known = groups.find(([first]) => blocks[first].size === block.size && sameMatrices(derivatives[first], derivatives[b]));
    if (known === undefined) groups.push([b]);
    else known.push(b);
  });
  return groups.map((members) => {
    const { size } = blocks[members[0]];
    return { size, blocks: members, ...carrierCombinations(members, blockX, size * p) };
  });
}

function sameMatrices(a: readonly Float64Array[], b: readonly Float64Array[]): boolean {
  return a.every((matrix, k) => matrix.every((value, i) => value === b[k][i]));
}

/** An orthonormal basis of the span of the blocks' X entries, each entry seen as a vector over the blocks. */
function carrierCombinations(
  members: readonly number[],
  blockX: readonly Float64Array[],
  entries: number,
): Pick<BlockPattern, 'carriers' | 'combination'> {
  const count = members.length;
  const found: Float64Array[] = [];
  for (let entry = 0; entry < entries && found.length < count; entry++) {
    const vector = Float64Array.from(members, (block) => blockX[block][entry]);
    for (let pass = 0; pass < 2; pass++) {
      for (const unit of found) {
        let along = 0;
        for (let c = 0; c < count; c++) along += unit[c] * vector[c];
        for (let c = 0; c < count; c++) vector[c] -= along * unit[c];
      }
    }
    let square = 0;
    for (let c = 0; c < count; c++) square += vector[c] * vector[c];
    if (square > ROUNDING * ROUNDING) found.push(vector.map((value) => value / Math.sqrt(square)));
  }
  const carriers = found.length;
  const combination = new Float64Array(count * carriers);
  found.forEach((unit, e) => {
    for (let c = 0; c < count; c++) combination[c * carriers + e] = unit[c];
  });
  return { carriers, combination };
}
