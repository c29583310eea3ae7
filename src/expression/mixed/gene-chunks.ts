/** Genes per piece of work; fixed, so that results do not depend on the number of threads. */
const CHUNK = 512;

/** The rows of a genes x samples matrix in pieces. */
export function geneChunks(values: Float64Array, samples: number): Float64Array[] {
  const step = CHUNK * samples;
  return Array.from({ length: Math.ceil(values.length / step) }, (_, i) => values.slice(i * step, (i + 1) * step));
}

/** Pieces put together again. */
export function joinChunks(parts: readonly Float64Array[]): Float64Array {
  const out = new Float64Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}
