import { type CountReading, type CountsFrom, STANDARD_READING } from '../../study/index.ts';

export { type CountReading, type CountsFrom, STANDARD_READING };

/** A file of counts as handed over: a path as the user knows it (with `/`), and its bytes, gzip or not. */
export interface CountFile {
  name: string;
  bytes: Uint8Array;
}

/** What a reader of one format hands on: values that are known to be numbers, ids and names as they stood in the files. */
export interface RawCounts {
  /** The file's name as the user knows it; for several files, what they have in common. */
  file: string;
  genes: string[];
  /** One-based line (or sheet row) of each gene. */
  lines: Int32Array;
  /** Names of the samples in the files, e.g. the path of a bam file. */
  samples: string[];
  /** genes x samples. */
  values: Float64Array;
  /** Average transcript lengths, genes x samples, where the counts are estimates to be corrected for them. */
  lengths?: Float64Array;
  /** What was found and done, in words. */
  notes: string[];
}
