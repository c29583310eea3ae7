import type { FileSource } from '../study/index.ts';
import { type Cache, canonicalText, type Digest } from './cache.ts';
import type { Reads, RecordingSource } from './recording-source.ts';

/** What a cached station left behind: its result, and the files it had seen. */
interface Entry<Result> {
  reads: Reads;
  result: Result;
}

/** A result with the key that names it, for the stations that build on it. */
export interface Stationed<Result> {
  key: string;
  result: Result;
  /** Whether the result came from the cache. */
  reused: boolean;
}

/**
 * Runs one station of the pipeline, or takes its result from the cache when the build of the program, the parameters, the
 * results it builds on and the content of every file it had read are the same.
 *
 * @param name the station's name, part of its key
 * @param parameters all that determines the result besides files: plain data
 * @param work computes the result, reading files only through the source it is given
 */
export async function runStation<Result>(
  name: string,
  parameters: unknown,
  work: (source: FileSource) => Promise<Result>,
  environment: { cache: Cache; digest: Digest; files: RecordingSource; build: string },
): Promise<Stationed<Result>> {
  const { cache, digest, files, build } = environment;
  const text = canonicalText({ build, name, parameters });
  const address = await digest(new TextEncoder().encode(text));
  const known = (await cache.get(address)) as Entry<Result> | undefined;
  if (known !== undefined && (await files.unchanged(known.reads))) {
    return { key: await keyOf(address, known.reads, digest), result: known.result, reused: true };
  }
  const view = files.open();
  const result = await work(view.source);
  const reads = await view.reads();
  await cache.put(address, { reads, result } satisfies Entry<Result>);
  return { key: await keyOf(address, reads, digest), result, reused: false };
}

function keyOf(address: string, reads: Reads, digest: Digest): Promise<string> {
  return digest(new TextEncoder().encode(canonicalText({ address, reads })));
}
