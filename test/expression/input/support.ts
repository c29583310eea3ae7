import {
  type CountCompanions,
  type CountFile,
  type CountReading,
  readCountFiles,
  STANDARD_READING,
} from '../../../src/expression/index.ts';
import type { Problem } from '../../../src/problems/index.ts';
import { problemsOf } from '../../support/problems.ts';

export const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

/** A file of text. */
export const file = (name: string, content: string | Uint8Array): CountFile => ({
  name,
  bytes: typeof content === 'string' ? utf8(content) : content,
});

/** Samples as a sheet lists them. */
export const known = (...names: string[]): CountCompanions['known'] => ({ names, files: names.map(() => null) });

/** Reads files with the standard options but those named. */
export function read(
  files: readonly CountFile[],
  options: Partial<CountReading> = {},
  companions: Partial<CountCompanions> = {},
) {
  return readCountFiles(
    files,
    { ...STANDARD_READING, ...options },
    { known: null, transcripts: null, barcodes: null, ...companions },
  );
}

/** The problems that reading gives. */
export const refusals = (...input: Parameters<typeof read>): Promise<readonly Problem[]> => problemsOf(() => read(...input));

/** A matrix as rows: gene, counts. */
export function rowsOf({ matrix }: Awaited<ReturnType<typeof read>>): (string | number)[][] {
  const width = matrix.samples.length;
  return matrix.genes.map((gene, g) => [gene, ...matrix.counts.slice(g * width, (g + 1) * width)]);
}
