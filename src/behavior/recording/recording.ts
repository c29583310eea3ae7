/** What a tracker wrote about one recording, as it stands in the file: nothing calibrated, dropped or filled. */
export interface Recording {
  /** The file's name as the user knows it. */
  file: string;
  /** Which reader read it, e.g. `deeplabcut`. */
  format: string;
  /** Number of frames; all arrays have this length. */
  frames: number;
  /** Seconds since the first frame; null when the file holds no times (then a frame rate is needed). */
  time: Float64Array | null;
  /** Frames per second as the file states it; null when it does not. */
  fps: number | null;
  /** Unit of all coordinates. */
  unit: LengthUnit;
  /** One per animal; points that belong to no animal (arena corners) stand under the name `single`. */
  individuals: Individual[];
  /** Zones that the tracker itself decided. */
  zones: ZoneColumn[];
  /** Other numeric columns that the file gives per frame, by their own names (distance moved, velocity, ...). */
  columns: { name: string; unit: string; values: Float64Array }[];
  /** What the file says about itself: animal, treatment, trial, ... in the lab's own words. */
  attributes: [string, string][];
  /** Decisions the reader had to take, for the record. */
  notes: string[];
}

export type LengthUnit = 'px' | 'mm' | 'cm' | 'm' | 'in';

export interface Individual {
  name: string;
  points: PosePoint[];
}

/** One body part over time. Missing positions have x and y NaN. */
export interface PosePoint {
  name: string;
  x: Float64Array;
  y: Float64Array;
  /** Confidence 0-1, or null when the format has none. */
  likelihood: Float64Array | null;
}

/** Per frame: 1 inside, 0 outside, 2 not known. */
export interface ZoneColumn {
  name: string;
  inside: Uint8Array;
}

/** What a person or program scored: states and events of one or more animals. */
export interface Scoring {
  file: string;
  format: string;
  observations: ScoredObservation[];
  notes: string[];
}

/** The events of one subject in one observation. */
export interface ScoredObservation {
  observation: string;
  subject: string;
  /** Who scored, where the file says so. */
  rater: string | null;
  behavior: string[];
  /** Seconds. */
  start: Float64Array;
  /** Equal to `start` for point events. */
  stop: Float64Array;
  /** Length of the observation in seconds; NaN when the file does not say. */
  duration: number;
  attributes: [string, string][];
}

/** Numbers that another program already summed up: one row per animal, zone and measure. */
export interface Summary {
  file: string;
  format: string;
  rows: { animal: string; measure: string; value: number }[];
  notes: string[];
}

/** Any file a lab has. */
export type BehaviorFile =
  | { kind: 'recording'; recordings: Recording[] }
  | { kind: 'scoring'; scoring: Scoring }
  | { kind: 'summary'; summary: Summary };
