import { inflateSync } from 'fflate';
import { inputError } from '../problems/index.ts';
import { crc32 } from './crc32.ts';

const END_OF_DIRECTORY = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;
const LOCAL_HEADER = 0x04034b50;
/** Unpacked sizes above this are refused: a small archive can claim to unpack to anything. */
const LARGEST = 1 << 30;

/**
 * The files of a zip archive by name, in the order of its directory, with size and checksum of each verified, which fflate leaves out.
 *
 * @throws InputError (code `zip-damaged`) when the archive is cut short, altered, encrypted or packed in a way that is not known
 */
export function unzip(bytes: Uint8Array, file: string): Map<string, Uint8Array> {
  try {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const end = endOfDirectory(view);
    const files = new Map<string, Uint8Array>();
    let at = view.getUint32(end + 16, true);
    let total = 0;
    for (let left = view.getUint16(end + 10, true); left > 0; left--) {
      if (view.getUint32(at, true) !== DIRECTORY_ENTRY) throw new RangeError('the directory is damaged');
      const [nameLength, extraLength, noteLength] = [28, 30, 32].map((offset) => view.getUint16(at + offset, true));
      const name = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameLength));
      total += view.getUint32(at + 24, true);
      if (total > LARGEST) throw new RangeError('it unpacks to more than 1 GB');
      files.set(name, unpack(bytes, view, at));
      at += 46 + nameLength + extraLength + noteLength;
    }
    return files;
  } catch (error) {
    throw inputError({
      code: 'zip-damaged',
      file,
      message: 'the archive is damaged or cut short',
      found: error instanceof Error ? error.message : String(error),
      mend: 'copy or export the file again',
    });
  }
}

/** Offset of the record that ends the archive, before a note of up to 64 kB. */
function endOfDirectory(view: DataView): number {
  for (let at = view.byteLength - 22; at >= Math.max(0, view.byteLength - 65557); at--)
    if (view.getUint32(at, true) === END_OF_DIRECTORY) return at;
  throw new RangeError('the directory at its end is missing');
}

/** The content of the file whose directory entry lies at an offset. */
function unpack(bytes: Uint8Array, view: DataView, entry: number): Uint8Array {
  const [flags, method] = [view.getUint16(entry + 8, true), view.getUint16(entry + 10, true)];
  const [checksum, packed, size] = [16, 20, 24].map((offset) => view.getUint32(entry + offset, true));
  const local = view.getUint32(entry + 42, true);
  if ((flags & 1) === 1) throw new RangeError('it is encrypted');
  if (view.getUint32(local, true) !== LOCAL_HEADER) throw new RangeError('a file in it is damaged');
  const [nameLength, ownLength] = [view.getUint16(entry + 28, true), view.getUint16(local + 26, true)];
  for (let i = 0; i < nameLength; i++)
    if (bytes[local + 30 + i] !== bytes[entry + 46 + i] || ownLength !== nameLength)
      throw new RangeError('a name in it is damaged');
  const from = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
  const data = bytes.subarray(from, from + packed);
  if (data.length !== packed) throw new RangeError('a file in it is cut short');
  if (method !== 0 && method !== 8) throw new RangeError(`packing method ${method} is not known`);
  const content = method === 0 ? data : inflateSync(data, { out: new Uint8Array(size) });
  if (content.length !== size || crc32([content]) !== checksum) throw new RangeError('a checksum differs');
  return content;
}
