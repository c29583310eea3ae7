const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Bytes as base64 text (RFC 4648). */
export function base64(bytes: Uint8Array): string {
  const pieces: string[] = [];
  for (let start = 0; start < bytes.length; start += 24_576) pieces.push(chunk(bytes.subarray(start, start + 24_576)));
  return pieces.join('');
}

function chunk(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i < bytes.length; i += 3) {
    const word = (bytes[i] << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    const held = bytes.length - i;
    text += LETTERS[word >>> 18] + LETTERS[(word >>> 12) & 63];
    text += held > 1 ? LETTERS[(word >>> 6) & 63] : '=';
    text += held > 2 ? LETTERS[word & 63] : '=';
  }
  return text;
}
