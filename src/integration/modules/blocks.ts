import { type Context, inlinePool, type Pool } from '../../context/index.ts';

/** A rectangle of a symmetric matrix on or below the diagonal. */
export interface Block {
  row: number;
  rows: number;
  column: number;
  columns: number;
}

/** Rows of a block: large enough that packing costs nothing beside the products, small enough to stop soon. */
const SIDE = 510;

/** The lower half of a symmetric matrix as blocks, in a fixed order. */
export function symmetricBlocks(size: number): Block[] {
  const blocks: Block[] = [];
  for (let row = 0; row < size; row += SIDE)
    for (let column = 0; column <= row; column += SIDE)
      blocks.push({ row, rows: Math.min(SIDE, size - row), column, columns: Math.min(SIDE, size - column) });
  return blocks;
}

/** Whether threads can write into one array. */
const canShare = typeof SharedArrayBuffer === 'function';

/** An array that the threads of {@link sharingPool} fill together. */
export function sharedDoubles(length: number): Float64Array {
  return canShare ? new Float64Array(new SharedArrayBuffer(8 * length)) : new Float64Array(length);
}

/** The pool for tasks that write into shared arrays: the context's own, or the calling thread where nothing can be shared. */
export function sharingPool(context: Context): Pool {
  return canShare ? context.pool : inlinePool(() => context.checkCancelled());
}
