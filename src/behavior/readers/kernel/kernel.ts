import { KERNEL_BASE64 } from './wasm.ts';

/** The functions of the track kernel (source: kernel/tracks/index.ts). Pointers are byte offsets into its memory. */
interface TrackKernel {
  readonly memory: { readonly buffer: ArrayBuffer };
  place(): number;
  reserve(end: number): number;
  bytesConsumed(): number;
  oddLines(): number;
  scan(
    text: number,
    length: number,
    delimiter: number,
    decimal: number,
    columns: number,
    count: number,
    out: number,
    capacity: number,
    odd: number,
  ): number;
}

let instance: TrackKernel | undefined;

function kernel(): TrackKernel {
  if (instance === undefined) {
    const bytes = Uint8Array.from(atob(KERNEL_BASE64), (character) => character.charCodeAt(0));
    const module = new WebAssembly.Module(bytes);
    instance = new WebAssembly.Instance(module, { env: { abort: () => {} } }).exports as unknown as TrackKernel;
  }
  return instance;
}

/** Bytes given to the kernel at a time; small enough to stay in the cache. */
const CHUNK = 1 << 18;
const ROWS = 1 << 13;
/** Bytes that the kernel may read after the text. */
const SLACK = 64;

/** What becomes of the rows of one chunk. */
export interface ChunkSink {
  /** `columns[k]` holds row `from + i` at i; views that are overwritten by the next chunk. */
  rows(columns: readonly Float64Array[], from: number, count: number): void;
  /** A line that is no plain row: to be read, or refused, by other means. */
  oddLine(row: number, offset: number): void;
}

/**
 * Runs the kernel over the lines from `from` to `end` (which must be a line end or the end of the text).
 *
 * @param wanted columns, increasing
 * @returns the number of rows
 */
export function scanWithKernel(
  bytes: Uint8Array,
  from: number,
  end: number,
  delimiter: number,
  decimal: number,
  wanted: readonly number[],
  sink: ChunkSink,
): number {
  const k = kernel();
  const columns = k.place();
  const text = align(columns + 4 * wanted.length);
  let room = CHUNK;
  let out = align(text + room + SLACK);
  const odd = (): number => out + 8 * ROWS * wanted.length;
  const prepare = (): void => {
    if (k.reserve(odd() + 8 * ROWS) === 0) throw new RangeError('the track kernel has no memory left');
  };
  prepare();
  let row = 0;
  let at = from;
  while (at < end) {
    const length = Math.min(room, end - at);
    const memory = new Uint8Array(k.memory.buffer);
    new Int32Array(k.memory.buffer, columns, wanted.length).set(wanted);
    memory.set(bytes.subarray(at, at + length), text);
    // The last line may lack its line end.
    const last = at + length === end;
    memory.fill(0, text + length, text + length + SLACK);
    if (last) memory[text + length] = 10;
    const count = k.scan(text, length + (last ? 1 : 0), delimiter, decimal, columns, wanted.length, out, ROWS, odd());
    if (count === 0 && !last) {
      // A line longer than the chunk.
      room *= 2;
      out = align(text + room + SLACK);
      prepare();
      continue;
    }
    const views = wanted.map((_, c) => new Float64Array(k.memory.buffer, out + 8 * ROWS * c, count));
    sink.rows(views, row, count);
    const odds = new Int32Array(k.memory.buffer, odd(), 2 * k.oddLines());
    for (let i = 0; i < odds.length; i += 2) sink.oddLine(row + odds[i], at + odds[i + 1]);
    row += count;
    at += k.bytesConsumed();
    if (count === 0) break;
  }
  return row;
}

function align(address: number): number {
  return (address + 15) & ~15;
}
