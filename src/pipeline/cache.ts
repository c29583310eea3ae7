/** SHA-256 of bytes as lower-case hex; Node and the browser each bring their own. */
export type Digest = (bytes: Uint8Array) => Promise<string>;

/** Keeps results by content key. Values are plain data and typed arrays (what structured clone carries). */
export interface Cache {
  get(key: string): Promise<unknown>;
  put(key: string, value: unknown): Promise<void>;
}

/** A cache that remembers nothing, for `--no-cache` and for verification. */
export const noCache: Cache = { get: async () => undefined, put: async () => {} };

/** A cache in memory, for the app and the tests. */
export function memoryCache(): Cache {
  const entries = new Map<string, unknown>();
  return {
    get: async (key) => entries.get(key),
    put: async (key, value) => {
      entries.set(key, value);
    },
  };
}

/**
 * Plain data as canonical JSON text: object keys sorted, numbers at full precision, NaN and infinities named. Equal data
 * give equal text, so that the digest of the text can serve as a key.
 */
export function canonicalText(value: unknown): string {
  if (typeof value === 'number') return Number.isFinite(value) ? JSON.stringify(value) : `"${value}"`;
  if (Array.isArray(value)) return `[${value.map(canonicalText).join(',')}]`;
  if (ArrayBuffer.isView(value)) return `[${Array.from(value as unknown as ArrayLike<number>, canonicalText).join(',')}]`;
  if (value !== null && typeof value === 'object') {
    const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${entries.map(([key, one]) => `${JSON.stringify(key)}:${canonicalText(one)}`).join(',')}}`;
  }
  return JSON.stringify(value) ?? 'null';
}
