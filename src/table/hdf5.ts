import type { Dataset, Group, File as Hdf5File } from 'h5wasm';
import { InputError, inputError } from '../problems/index.ts';
import { requireSoundHeaps } from './hdf5-heaps.ts';

/** An open HDF5 file or group. */
export type Hdf5Group = Pick<Group, 'get' | 'keys'> & Partial<Pick<Group, 'attrs'>>;

const SIGNATURE = [0x89, 0x48, 0x44, 0x46];
let opened = 0;

/** Whether the bytes begin as an HDF5 file does. */
export function isHdf5(bytes: Uint8Array): boolean {
  return SIGNATURE.every((byte, i) => bytes[i] === byte);
}

/**
 * Opens an HDF5 file, hands it to `work`, and closes it. The library is loaded on first use. Works in Node and in the browser.
 *
 * @param mend what the user can do when the file cannot be read
 * @throws InputError `hdf5-damaged` for whatever `work` throws that is no InputError
 */
export async function withHdf5<T>(bytes: Uint8Array, file: string, mend: string, work: (open: Hdf5Group) => T): Promise<T> {
  const h5wasm = await import('h5wasm');
  const library = await h5wasm.ready;
  // Errors become exceptions instead of being printed.
  library.activate_throwing_error_handler();
  const { FS } = library;
  const path = `/limbic-table-${opened++}.h5`;
  FS.writeFile(path, bytes);
  let open: Hdf5File | undefined;
  try {
    requireSoundHeaps(bytes);
    open = new h5wasm.File(path, 'r');
    return work(open);
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw inputError({
      code: 'hdf5-damaged',
      file,
      message: 'the HDF5 file is damaged, cut short, or laid out in a way that is not known',
      found: error instanceof Error ? error.message : String(error),
      mend,
    });
  } finally {
    open?.close();
    FS.unlink(path);
  }
}

/** A dataset by path. Throws RangeError (turned into an InputError by {@link withHdf5}) when it is missing. */
export function hdf5Dataset(group: Hdf5Group, path: string): Dataset {
  const found = group.get(path) as Dataset | null;
  if (found === null || found === undefined || !('shape' in found)) throw new RangeError(`there is no dataset "${path}"`);
  return found;
}

/** A numeric dataset as doubles, row-major, with its shape. */
export function hdf5Numbers(group: Hdf5Group, path: string): { values: Float64Array; shape: number[] } {
  const dataset = hdf5Dataset(group, path);
  const { value } = dataset;
  if (!ArrayBuffer.isView(value)) throw new RangeError(`dataset "${path}" is not numeric`);
  const values = Float64Array.from(value as unknown as ArrayLike<number | bigint>, Number);
  const shape = dataset.shape ?? [];
  if (shape.reduce((size, one) => size * one, 1) !== values.length) throw new RangeError(`dataset "${path}" is cut short`);
  return { values, shape };
}

/** A dataset of texts (of any kind of string). */
export function hdf5Texts(group: Hdf5Group, path: string): string[] {
  const { value } = hdf5Dataset(group, path);
  if (!Array.isArray(value)) throw new RangeError(`dataset "${path}" does not hold texts`);
  return value.map((one) => (one instanceof Uint8Array ? new TextDecoder().decode(one) : String(one)).replace(/\0+$/, ''));
}
