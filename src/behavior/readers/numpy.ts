/** An array of numbers, row-major. */
export interface NumpyArray {
  values: Float64Array;
  shape: number[];
}

type Getter = (view: DataView, offset: number, little: boolean) => number;

const GETTERS: ReadonlyMap<string, Getter> = new Map<string, Getter>([
  ['f4', (view, at, little) => view.getFloat32(at, little)],
  ['f8', (view, at, little) => view.getFloat64(at, little)],
  ['i1', (view, at) => view.getInt8(at)],
  ['i2', (view, at, little) => view.getInt16(at, little)],
  ['i4', (view, at, little) => view.getInt32(at, little)],
  ['i8', (view, at, little) => Number(view.getBigInt64(at, little))],
  ['u1', (view, at) => view.getUint8(at)],
  ['b1', (view, at) => view.getUint8(at)],
  ['u2', (view, at, little) => view.getUint16(at, little)],
  ['u4', (view, at, little) => view.getUint32(at, little)],
  ['u8', (view, at, little) => Number(view.getBigUint64(at, little))],
]);

/**
 * Reads a NumPy .npy array of numbers (format versions 1 to 3, numpy.lib.format). Pickled objects are not read.
 *
 * @throws RangeError when it is damaged, in Fortran order, or holds something else than numbers
 */
export function readNumpy(bytes: Uint8Array): NumpyArray {
  if (bytes.length < 10 || bytes[0] !== 0x93 || String.fromCharCode(...bytes.subarray(1, 6)) !== 'NUMPY')
    throw new RangeError('an array in it does not begin as NumPy arrays do');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const long = bytes[6] > 1;
  const from = long ? 12 : 10;
  const length = long ? view.getUint32(8, true) : view.getUint16(8, true);
  const header = new TextDecoder().decode(bytes.subarray(from, from + length));
  const type = /'descr': *'([<>|=])([a-z]\d)'/.exec(header);
  const shape = /'shape': *\(([\d, ]*)\)/
    .exec(header)?.[1]
    .split(',')
    .flatMap((part) => (part.trim() === '' ? [] : [Number(part)]));
  const get = GETTERS.get(type?.[2] ?? '');
  if (type === null || get === undefined || shape === undefined || !/'fortran_order': *False/.test(header))
    throw new RangeError(`an array in it is not made of plain numbers (${header.trim().slice(0, 100)})`);
  const size = Number(type[2][1]);
  const count = shape.reduce((product, one) => product * one, 1);
  if (bytes.length - from - length !== count * size) throw new RangeError('an array in it is cut short');
  const little = type[1] !== '>';
  const values = new Float64Array(count);
  for (let i = 0; i < count; i++) values[i] = get(view, from + length + i * size, little);
  return { values, shape };
}
