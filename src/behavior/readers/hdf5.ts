import type { Group } from 'h5wasm';
import { inputError } from '../../problems/index.ts';
import { hdf5Dataset as datasetAt, type Hdf5Group, hdf5Numbers as numbersOf, withHdf5 } from '../../table/index.ts';
import type { Recording } from '../recording/recording.ts';
import { readDeepLabCutHdf5 } from './deeplabcut-hdf5.ts';
import { readJabs } from './jabs.ts';
import { readSleapHdf5 } from './sleap-hdf5.ts';

export { datasetAt, type Hdf5Group, numbersOf };

/**
 * Reads a pose file in HDF5: DeepLabCut (pandas), SLEAP analysis, JABS. The HDF5 library is loaded on first use.
 *
 * @throws InputError when the file is damaged or holds none of these
 */
export async function readHdf5(bytes: Uint8Array, file: string): Promise<Recording[]> {
  return withHdf5(bytes, file, 'copy the file again, or export the predictions as CSV', (open) => readOpen(open, file));
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

/** A dataset of byte strings (or of numbers, as texts). */
export function stringsOf(group: Hdf5Group, path: string): string[] {
  const { value } = datasetAt(group, path);
  if (ArrayBuffer.isView(value)) return Array.from(value as unknown as ArrayLike<number | bigint>, String);
  return Array.isArray(value)
    ? value.map((one) => (one instanceof Uint8Array ? new TextDecoder().decode(one) : String(one)))
    : [];
}
