import { Gunzip } from 'fflate';
import { inputError } from '../problems/index.ts';
import { crc32 } from './crc32.ts';

/** Whether the bytes begin as gzip does (RFC 1952). */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes.length >= 2 && bytes[0] === 0x1f && bytes[1] === 0x8b;
}

function concatenate(chunks: readonly Uint8Array[]): Uint8Array {
  if (chunks.length === 1) return chunks[0];
  const whole = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}

/**
 * All members of a gzip file (bgzip writes many), with checksum and length of each verified, which fflate leaves out.
 *
 * @throws InputError (code `gzip-damaged`) when the data are cut short or altered
 */
export function gunzip(bytes: Uint8Array, fileName: string): Uint8Array {
  const done: Uint8Array[] = [];
  let member: Uint8Array[] = [];
  const closeMember = (end: number): void => {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const length = member.reduce((sum, chunk) => sum + chunk.length, 0);
    if (end < 18 || view.getUint32(end - 8, true) !== crc32(member) || view.getUint32(end - 4, true) !== length >>> 0)
      throw new RangeError('checksum differs');
    done.push(...member);
    member = [];
  };
  try {
    const stream = new Gunzip((chunk) => {
      if (chunk.length > 0) member.push(chunk);
    });
    stream.onmember = (offset) => {
      if (offset > 0) closeMember(offset);
    };
    stream.push(bytes, true);
    closeMember(bytes.length);
  } catch {
    throw inputError({
      code: 'gzip-damaged',
      file: fileName,
      message: 'the gzip data are damaged or cut short',
      mend: 'copy or download the file again',
    });
  }
  return concatenate(done);
}
