/** Steps from the root of study.yaml to a value. */
export type ValuePath = readonly (string | number)[];

/** A place in a file, one-based. */
export interface Place {
  file: string;
  line: number;
  column: number;
}

/** A parsed study file, with what is needed to say where each part of it stands. */
export interface PositionedValue {
  readonly value: unknown;
  /** Where the value stands; for a value that is missing, where the nearest thing around it stands. */
  placeOf(path: ValuePath): Place;
  /** Where the key itself stands. */
  placeOfKey(path: ValuePath, key: string): Place;
  /** The value as it was written, when it is a single cell or scalar. */
  textOf(path: ValuePath): string | undefined;
}
