import { KERNEL_BASE64 } from './wasm.ts';

/** The functions of the module kernel (source: kernel/modules/index.ts). Pointers are byte offsets into its memory. */
interface ModuleKernel {
  readonly memory: { readonly buffer: ArrayBuffer };
  place(): number;
  reserve(end: number): number;
  blockLength(): number;
  rowPitch(): number;
  products(a: number, rowsA: number, b: number, rowsB: number, length: number, out: number): void;
}

let instance: ModuleKernel | undefined;

function kernel(): ModuleKernel {
  if (instance === undefined) {
    const bytes = Uint8Array.from(atob(KERNEL_BASE64), (character) => character.charCodeAt(0));
    instance = new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports as unknown as ModuleKernel;
  }
  return instance;
}

/** Some consecutive rows of a row-major matrix. */
export interface Panel {
  values: Float64Array;
  /** Numbers of a row. */
  width: number;
  from: number;
  count: number;
}

/**
 * Products of every row of one panel with every row of another, `a.count` x `b.count`. Each product is summed in one fixed order, so
 * it does not depend on which panels it is computed in.
 *
 * @returns a view into the kernel's memory, valid until the next call
 * @throws RangeError when the engine gives no more memory
 */
export function panelProducts(a: Panel, b: Panel): Float64Array {
  const k = kernel();
  const bytes = (panel: Panel): number => 8 * Math.ceil(panel.width / k.blockLength()) * panel.count * k.rowPitch();
  const placeA = k.place();
  const placeB = placeA + bytes(a);
  const out = placeB + bytes(b);
  if (k.reserve(out + 8 * a.count * b.count) === 0) throw new RangeError('the module kernel has no memory left');
  const memory = new Float64Array(k.memory.buffer);
  pack(k, a, memory, placeA / 8);
  pack(k, b, memory, placeB / 8);
  k.products(placeA, a.count, placeB, b.count, a.width, out);
  return new Float64Array(k.memory.buffer, out, a.count * b.count);
}

/** Copies a panel block by block; the unused end of a row's last block is 0. */
function pack(k: ModuleKernel, panel: Panel, memory: Float64Array, place: number): void {
  const { values, width, from, count } = panel;
  const [length, pitch] = [k.blockLength(), k.rowPitch()];
  let at = place;
  for (let start = 0; start < width; start += length) {
    const end = Math.min(start + length, width);
    for (let row = from; row < from + count; row++, at += pitch) {
      memory.set(values.subarray(row * width + start, row * width + end), at);
      if (end - start < length) memory.fill(0, at + end - start, at + length);
    }
  }
}
