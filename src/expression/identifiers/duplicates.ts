import { InputError, type Problem } from '../../problems/index.ts';

/** At most this many duplicates are spelled out. */
const SHOWN = 20;

/** Rows of a matrix that stand for the same gene. */
export interface Duplicates {
  /** Per row: the first row of the same id. */
  first: Int32Array;
  /** Rows that are not the first of their id. */
  repeated: number[];
  /** Of these, how many were different before versions were removed. */
  byVersion: number;
}

/**
 * Finds ids that stand more than once.
 *
 * @param before the ids before versions were removed
 */
export function findDuplicates(ids: readonly string[], before: readonly string[]): Duplicates {
  const first = Int32Array.from({ length: ids.length }, (_, row) => row);
  const repeated: number[] = [];
  if (new Set(ids).size === ids.length) return { first, repeated, byVersion: 0 };
  const rows = new Map<string, number>();
  let byVersion = 0;
  ids.forEach((id, row) => {
    const earlier = rows.get(id);
    if (earlier === undefined) rows.set(id, row);
    else {
      first[row] = earlier;
      repeated.push(row);
      if (before[row] !== before[earlier]) byVersion++;
    }
  });
  return { first, repeated, byVersion };
}

/** The refusal of ids that stand twice. */
export function duplicateProblems(
  { first, repeated }: Duplicates,
  ids: readonly string[],
  before: readonly string[],
  place: { file: string; lines: ArrayLike<number> },
): InputError {
  const problems = repeated.slice(0, SHOWN).map((row): Problem => {
    const changed = before[row] !== before[first[row]];
    return {
      code: 'counts-duplicate-gene',
      severity: 'error',
      file: place.file,
      line: place.lines[row],
      column: 1,
      message: changed
        ? `gene "${before[row]}" becomes the same as "${before[first[row]]}" once versions are removed`
        : `gene "${ids[row]}" appears twice`,
      found: `also in line ${place.lines[first[row]]}`,
      mend: `keep one row, or have the counts added up (--duplicates sum; in study.yaml reading: { duplicates: sum })${changed ? ', or keep the versions' : ''}`,
    };
  });
  const more = repeated.length - problems.length;
  if (more > 0)
    problems.push({
      code: 'counts-duplicate-gene',
      severity: 'error',
      file: place.file,
      message: `... and ${more} more problems of this kind (counts-duplicate-gene)`,
    });
  return new InputError(problems);
}

/** The rows without repeats, in the order of their first; values of the same gene added up. */
export function sumDuplicates(
  { first }: Duplicates,
  values: Float64Array,
  samples: number,
): { rows: Int32Array; values: Float64Array } {
  const rows = first.filter((one, row) => one === row);
  const position = new Map(Array.from(rows, (row, i) => [row, i]));
  const sums = new Float64Array(rows.length * samples);
  first.forEach((one, row) => {
    const target = (position.get(one) ?? 0) * samples;
    for (let j = 0; j < samples; j++) sums[target + j] += values[row * samples + j];
  });
  return { rows, values: sums };
}
