import type { GroupStyle } from '../figures/style.ts';

/** What the page knows of every gene. */
export interface GeneCounts {
  genes: string[];
  samples: string[];
  groups: { name: string; style: GroupStyle }[];
  /** Group of each sample; -1 without one. */
  codes: number[];
  sizeFactors: number[];
  contrasts: { treated: string; control: string }[];
  /** Genes x samples. */
  counts: Float64Array;
  /** Contrasts x (fold change, standard error, adjusted p) x genes; NaN where there is none. */
  estimates: Float64Array;
  /** Number of genes of the whole data set, of which these may be the first. */
  of: number;
}

/** Unpacks the counts that the page carries; undefined when it carries none. */
export async function unpackGeneCounts(): Promise<GeneCounts | undefined> {
  const block = document.querySelector<HTMLElement>('script[data-gene-counts]');
  if (block === null) return undefined;
  const packed = Uint8Array.from(atob(block.textContent ?? ''), (character) => character.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
  const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
  const end = bytes.indexOf(10);
  const head = JSON.parse(new TextDecoder().decode(bytes.subarray(0, end))) as Omit<GeneCounts, 'counts' | 'estimates' | 'of'>;
  const { counts, next } = decodeCounts(bytes, end + 1, head.genes.length * head.samples.length);
  const estimates = decodeEstimates(bytes, next, head.contrasts.length, head.genes.length);
  return { ...head, counts, estimates, of: Number(block.dataset.of) };
}

/** Little-endian base-128 numbers, and where they end. */
function decodeCounts(bytes: Uint8Array, from: number, length: number): { counts: Float64Array; next: number } {
  const counts = new Float64Array(length);
  let at = from;
  for (let i = 0; i < length; i++) {
    let [value, unit] = [0, 1];
    while (bytes[at] >= 128) {
      value += (bytes[at++] - 128) * unit;
      unit *= 128;
    }
    counts[i] = value + bytes[at++] * unit;
  }
  return { counts, next: at };
}

/** Thousandths in 16 bits: fold changes with a sign, standard errors, and negative logarithms of the adjusted p. */
function decodeEstimates(bytes: Uint8Array, from: number, contrasts: number, genes: number): Float64Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset + from);
  return Float64Array.from({ length: contrasts * 3 * genes }, (_, i) => {
    const kind = Math.floor(i / genes) % 3;
    const value = kind === 0 ? view.getInt16(2 * i, true) : view.getUint16(2 * i, true);
    if (value === (kind === 0 ? 0x7fff : 0xffff)) return NaN;
    return kind === 2 ? 10 ** (-value / 1000) : value / 1000;
  });
}
