import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { defaultCacheFolder } from '../pipeline/disk-cache.node.ts';
import { InputError, inputError } from '../problems/index.ts';
import { readInput, writeOutput } from './support.ts';

/** A file of a source: its name in folders and in the cache, and its address. */
export interface RemoteFile {
  name: string;
  url: string;
}

/** Where a file came from, kept beside it in the cache and beside what is made of it. */
export interface Receipt {
  file: string;
  /** Address or path. */
  from: string;
  sha256: string;
  bytes: number;
  /** Date of the download, yyyy-mm-dd; null for the user's own files. */
  fetched: string | null;
}

export interface Fetched {
  /** Unpacked where the file was gzip. */
  content: Uint8Array;
  receipt: Receipt;
  /** Taken from the cache although a fresh copy was asked for, since there was no connection. */
  stale?: boolean;
}

export interface DownloadOptions {
  /** Folder or base address to be used instead of the source's own addresses. */
  from: string | undefined;
  /** Part of the cache in which this source keeps its files. */
  shelf: string;
  /** Download again what is in the cache. */
  refresh: boolean;
}

/** Largest file accepted. */
const LARGEST = 1_000_000_000;
const TIMEOUT_MS = 120_000;

export const isAddress = (text: string): boolean => /^https?:\/\//.test(text);

/**
 * Gets a source's file: from the folder or mirror the user names, else from the cache (checked by its SHA-256), else from the network,
 * after which it is in the cache.
 *
 * @throws InputError when it cannot be had, with what to do without a network
 */
export async function getFile(file: RemoteFile, options: DownloadOptions): Promise<Fetched> {
  const { from } = options;
  if (from !== undefined && !isAddress(from)) return fromFolder(from, file);
  const url = from === undefined ? file.url : `${from.replace(/\/$/, '')}/${mirrorPath(file.url)}`;
  const shelf = join(defaultCacheFolder(), 'sets', options.shelf);
  const cached = fromCache(shelf, file, url);
  if (cached !== null && !options.refresh) return cached;
  let bytes: Uint8Array;
  try {
    bytes = await download(url);
  } catch (error) {
    if (cached !== null && error instanceof InputError) return { ...cached, stale: true };
    throw error;
  }
  const receipt = { file: file.name, from: url, sha256: sha256Of(bytes), bytes: bytes.length, fetched: today() };
  writeOutput(join(shelf, file.name), bytes);
  writeOutput(join(shelf, `${file.name}.json`), `${JSON.stringify(receipt, null, 2)}\n`);
  return { content: unpacked(bytes, file.name), receipt };
}

/** The user's own file. */
export function getOwnFile(path: string): Fetched {
  const content = readInput(path);
  const bytes = readFileSync(path);
  return { content, receipt: { file: path, from: path, sha256: sha256Of(bytes), bytes: bytes.length, fetched: null } };
}

/** Path of an address below its host, as a mirror keeps it. */
const mirrorPath = (url: string): string => new URL(url).pathname.slice(1);

const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

const today = (): string => new Date().toISOString().slice(0, 10);

function fromFolder(folder: string, file: RemoteFile): Fetched {
  const names = existsSync(folder) && statSync(folder).isDirectory() ? readdirSync(folder) : [];
  const plain = file.name.replace(/\.gz$/, '');
  const found = [file.name, plain, `${plain}.gz`].find((name) => names.includes(name));
  if (found !== undefined) return getOwnFile(join(folder, found));
  throw inputError({
    code: 'get-file-missing',
    file: folder,
    message: `the folder has no file ${file.name}`,
    found: names.slice(0, 5).join(', '),
    mend: `download ${file.url} into it under that name`,
  });
}

/** Null when it is not there, or was damaged since. */
function fromCache(shelf: string, file: RemoteFile, url: string): Fetched | null {
  const path = join(shelf, file.name);
  try {
    const receipt: Receipt = JSON.parse(readFileSync(`${path}.json`, 'utf8'));
    const bytes = readFileSync(path);
    if (receipt.from !== url || sha256Of(bytes) !== receipt.sha256) return null;
    return { content: unpacked(bytes, file.name), receipt };
  } catch {
    return null;
  }
}

function unpacked(bytes: Uint8Array, name: string): Uint8Array {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  try {
    return gunzipSync(bytes);
  } catch {
    throw inputError({ code: 'gzip-damaged', file: name, message: 'the download is damaged or cut short', mend: 'try again' });
  }
}

async function download(url: string): Promise<Uint8Array> {
  const fail = (message: string, found?: string) =>
    inputError({
      code: 'get-failed',
      message: `${url}: ${message}`,
      ...(found === undefined ? {} : { found }),
      mend: 'try again later, or download the file with a browser and give it with --from FILE (a mirror: --from URL)',
    });
  let response: Response;
  try {
    response = await fetch(url, { redirect: 'follow', signal: AbortSignal.timeout(TIMEOUT_MS) });
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
    throw fail('there is no connection to it', cause);
  }
  if (!response.ok) throw fail('the server refuses', `HTTP ${response.status}`);
  if (Number(response.headers.get('content-length') ?? 0) > LARGEST) throw fail('the file is larger than 1 GB');
  let bytes: Uint8Array;
  try {
    bytes = new Uint8Array(await response.arrayBuffer());
  } catch (error) {
    throw fail('the connection broke', String(error));
  }
  if (bytes.length === 0) throw fail('the answer is empty');
  return bytes;
}
