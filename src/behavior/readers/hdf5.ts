import type { Dataset, Group, File as Hdf5File } from 'h5wasm';
import { InputError, inputError } from '../../problems/index.ts';
import type { Recording } from '../recording/recording.ts';
import { readDeepLabCutHdf5 } from './deeplabcut-hdf5.ts';
import { requireSoundHeaps } from './hdf5-heaps.ts';
import { readJabs } from './jabs.ts';
import { readSleapHdf5 } from './sleap-hdf5.ts';

/** An open HDF5 file or group. */
export type Hdf5Group = Pick<Group, 'get' | 'keys'>;

let opened = 0;

/**
 * Reads a pose file in HDF5: DeepLabCut (pandas), SLEAP analysis, JABS. The HDF5 library is loaded on first use.
 *
 * @throws InputError when the file is damaged or holds none of these
 */
export async function readHdf5(bytes: Uint8Array, file: string): Promise<Recording[]> {
  const h5wasm = await import('h5wasm');
  const library = await h5wasm.ready;
  // Errors become exceptions instead of being printed.
  library.activate_throwing_error_handler();
  const { FS } = library;
  const path = `/limbic-${opened++}.h5`;
  FS.writeFile(path, bytes);
  let open: Hdf5File | undefined;
  try {
    requireSoundHeaps(bytes);
    open = new h5wasm.File(path, 'r');
    return readOpen(open, file);
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw inputError({
      code: 'hdf5-damaged',
      file,
      message: 'the HDF5 file is damaged, cut short, or laid out in a way that is not known',
      found: error instanceof Error ? error.message : String(error),
      mend: 'copy the file again, or export the predictions as CSV',
    });
  } finally {
    open?.close();
    FS.unlink(path);
  }
}

function readOpen(open: Hdf5Group, file: string): Recording[] {
  const keys = open.keys();
  if (keys.includes('tracks') && keys.includes('node_names')) return [readSleapHdf5(open, file)];
  if (keys.includes('poseest')) return [readJabs(open, file)];
  const pandas = keys.find((key) => {
    const inner = (open.get(key) as Group | null)?.keys?.() ?? [];
    return inner.includes('table') || inner.includes('block0_values');
  });
  if (pandas !== undefined) return [readDeepLabCutHdf5(open.get(pandas) as Group, file)];
  throw inputError({
    code: 'hdf5-unknown',
    file,
    message: 'this HDF5 file is neither DeepLabCut, SLEAP analysis nor JABS',
    found: keys.slice(0, 10).join(', '),
    mend: 'export the predictions as CSV',
  });
}

/** A dataset by path. Throws RangeError (turned into an InputError by the caller) when it is missing. */
export function datasetAt(group: Hdf5Group, path: string): Dataset {
  const found = group.get(path) as Dataset | null;
  if (found === null || found === undefined || !('shape' in found)) throw new RangeError(`there is no dataset "${path}"`);
  return found;
}

/** A numeric dataset as doubles, row-major, with its shape. */
export function numbersOf(group: Hdf5Group, path: string): { values: Float64Array; shape: number[] } {
  const dataset = datasetAt(group, path);
  const { value } = dataset;
  if (!ArrayBuffer.isView(value)) throw new RangeError(`dataset "${path}" is not numeric`);
  const values = Float64Array.from(value as unknown as ArrayLike<number | bigint>, Number);
  const shape = dataset.shape ?? [];
  if (shape.reduce((size, one) => size * one, 1) !== values.length) throw new RangeError(`dataset "${path}" is cut short`);
  return { values, shape };
}

/** A dataset of byte strings (or of numbers, as texts). */
export function stringsOf(group: Hdf5Group, path: string): string[] {
  const { value } = datasetAt(group, path);
  if (ArrayBuffer.isView(value)) return Array.from(value as unknown as ArrayLike<number | bigint>, String);
  return Array.isArray(value)
    ? value.map((one) => (one instanceof Uint8Array ? new TextDecoder().decode(one) : String(one)))
    : [];
}
