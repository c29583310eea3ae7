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
    after: number,
  ): number;
}

/** Columns that the kernel reads at most. */
export const MOST_COLUMNS = 1 << 12;
/** Numbers of one batch of rows; small enough to stay in the cache. */
const BATCH = 1 << 15;
const MOST_ROWS = 1 << 12;
/** Bytes copied to the kernel at a time, when the text does not lie in its memory already. */
const CHUNK = 1 << 18;
/** Bytes that the kernel may read after the text. */
const SLACK = 64;
/** Larger files do not go into the kernel's memory, which never shrinks. */
const LARGEST_FILE = 1 << 30;
const NEWLINE = 10;

/** The kernel and where its memory holds what. */
interface Loaded {
  functions: TrackKernel;
  columns: number;
  out: number;
  odd: number;
  chunk: number;
  file: number;
}

/** Null where the engine cannot run it (no SIMD, as in browsers before 2023, or no memory): the reader in TypeScript does all. */
let loaded: Loaded | null | undefined;

function kernel(): Loaded | null {
  if (loaded === undefined) {
    try {
      loaded = load();
    } catch {
      loaded = null;
    }
  }
  return loaded;
}

/** Whether the kernel can be used here. */
export function haveKernel(): boolean {
  return kernel() !== null;
}

function load(): Loaded {
  const bytes = Uint8Array.from(atob(KERNEL_BASE64), (character) => character.charCodeAt(0));
  const module = new WebAssembly.Module(bytes);
  const functions = new WebAssembly.Instance(module, { env: { abort: () => {} } }).exports as unknown as TrackKernel;
  const columns = functions.place();
  const out = columns + 4 * MOST_COLUMNS;
  const odd = out + 8 * BATCH;
  const chunk = odd + 8 * MOST_ROWS;
  const file = chunk + CHUNK + SLACK;
  if (functions.reserve(file) === 0) throw new RangeError('the track kernel has no memory');
  return { functions, columns, out, odd, chunk, file };
}

/**
 * Room for the bytes of one file in the kernel's own memory, from where they are scanned without being copied. It is overwritten by
 * the next file: what is read from it must not be kept.
 *
 * @returns exactly `size` bytes, with old content; null when the file is too large or there is no kernel
 */
export function fileMemory(size: number): Uint8Array | null {
  const own = kernel();
  if (own === null || size > LARGEST_FILE || own.functions.reserve(own.file + size + SLACK) === 0) return null;
  return new Uint8Array(own.functions.memory.buffer, own.file, size);
}

/** What becomes of the rows of one batch. */
export interface BatchSink {
  /** `columns[k]` holds row `from + i` at i; views that are overwritten by the next batch. None: the row is an odd line. */
  rows(columns: readonly Float64Array[], from: number, count: number): void;
  /** A line that is no plain row: to be read, or refused, by other means. */
  oddLine(row: number, offset: number): void;
}

/**
 * Runs the kernel (see {@link haveKernel}) over the lines from `from` to `end` (which must be a line end or the end of the text).
 *
 * @param wanted columns, increasing, at most {@link MOST_COLUMNS}
 * @param cells cells that a line has at most; one with more is an odd line
 * @returns the number of rows
 */
export function scanWithKernel(
  bytes: Uint8Array,
  from: number,
  end: number,
  delimiter: number,
  decimal: number,
  wanted: readonly number[],
  cells: number,
  sink: BatchSink,
): number {
  const own = kernel();
  if (own === null) throw new RangeError('there is no track kernel here');
  const { functions, columns, out, odd, chunk } = own;
  const { buffer } = functions.memory;
  const memory = new Uint8Array(buffer);
  new Int32Array(buffer, columns, wanted.length).set(wanted);
  const capacity = Math.min(MOST_ROWS, Math.floor(BATCH / wanted.length));
  const after = cells - 1 - wanted[wanted.length - 1];
  const run = (text: number, length: number, row: number, at: number): number => {
    const count = functions.scan(text, length, delimiter, decimal, columns, wanted.length, out, capacity, odd, after);
    sink.rows(
      wanted.map((_, k) => new Float64Array(buffer, out + 8 * capacity * k, count)),
      row,
      count,
    );
    const odds = new Int32Array(buffer, odd, 2 * functions.oddLines());
    for (let i = 0; i < odds.length; i += 2) sink.oddLine(row + odds[i], at + odds[i + 1]);
    return count;
  };
  return bytes.buffer === buffer
    ? scanInPlace(bytes, memory, from, end, run, functions)
    : scanCopies(bytes, memory, from, end, run, functions, chunk, sink);
}

/** Scans a text at an address; `row` and `at` say where in the file it is. Returns the rows read. */
type Run = (text: number, length: number, row: number, at: number) => number;

function scanInPlace(bytes: Uint8Array, memory: Uint8Array, from: number, end: number, run: Run, functions: TrackKernel): number {
  const start = bytes.byteOffset;
  // The last line may lack its line end.
  const after = memory[start + end];
  memory[start + end] = NEWLINE;
  let row = 0;
  for (let at = from; at < end; at += functions.bytesConsumed()) row += run(start + at, end + 1 - at, row, at);
  memory[start + end] = after;
  return row;
}

function scanCopies(
  bytes: Uint8Array,
  memory: Uint8Array,
  from: number,
  end: number,
  run: Run,
  functions: TrackKernel,
  chunk: number,
  sink: BatchSink,
): number {
  let row = 0;
  for (let at = from; at < end; ) {
    const part = bytes.subarray(at, Math.min(at + CHUNK, end));
    const isLast = at + part.length === end;
    const length = isLast ? part.length : part.lastIndexOf(NEWLINE) + 1;
    if (length === 0) {
      // A line longer than a chunk.
      sink.rows([], row, 1);
      sink.oddLine(row++, at);
      const next = bytes.indexOf(NEWLINE, at);
      at = next < 0 ? end : next + 1;
      continue;
    }
    memory.set(part.subarray(0, length), chunk);
    if (isLast) memory[chunk + length] = NEWLINE;
    row += run(chunk, isLast ? length + 1 : length, row, at);
    at += functions.bytesConsumed();
  }
  return row;
}
