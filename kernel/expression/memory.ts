// Linear memory is handed out from the bottom up and given back all at once: first the design, then one chunk of genes.

let top: usize = __heap_base;
let designTop: usize = __heap_base;

/** Hands out `bytes` bytes, aligned to 16, growing the memory when needed. */
export function allocate(bytes: usize): usize {
  const start = top;
  top = (top + bytes + 15) & ~15;
  const needed = <i32>((top + 0xffff) >>> 16);
  const have = memory.size();
  if (needed > have) {
    const step = needed - have;
    if (memory.grow(step) < 0) unreachable();
  }
  return start;
}

/** Forgets everything. */
export function releaseAll(): void {
  top = __heap_base;
  designTop = top;
}

/** What has been handed out so far (the design) survives {@link releaseChunk}. */
export function keepSoFar(): void {
  designTop = top;
}

/** Forgets the arrays of the last chunk, keeps the design. */
export function releaseChunk(): void {
  top = designTop;
}
