import { decodeText, gunzip, isGzip } from '../../table/index.ts';

const NEWLINE = 10;
const RETURN = 13;

/**
 * A text file's bytes as UTF-8 without a byte order mark: gunzipped, decoded, line ends of old Macs made new.
 *
 * @throws InputError `file-empty`, `file-binary` or `gzip-damaged`
 */
export function plainText(raw: Uint8Array, file: string): Uint8Array {
  const bytes = isGzip(raw) ? gunzip(raw, file) : raw;
  const marked = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  const body = marked ? bytes.subarray(3) : bytes;
  const text = looksLikeText(body) ? body : new TextEncoder().encode(decodeText(bytes, file).text.replace(/^\uFEFF/, ''));
  return text.indexOf(NEWLINE) < 0 && text.indexOf(RETURN) >= 0 ? text.map((byte) => (byte === RETURN ? NEWLINE : byte)) : text;
}

/** Nothing but printable bytes and white space at the beginning, no zero anywhere: no need to look closer. */
function looksLikeText(bytes: Uint8Array): boolean {
  const length = Math.min(bytes.length, 4096);
  for (let i = 0; i < length; i++) if (bytes[i] < 9 || (bytes[i] > 13 && bytes[i] < 32) || bytes[i] > 126) return false;
  return length > 0 && bytes.indexOf(0) < 0 && !(bytes[0] === 0x50 && bytes[1] === 0x4b);
}
