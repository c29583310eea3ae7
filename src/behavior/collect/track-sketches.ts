/** A path made small: for a picture, not for measuring. */
export interface TrackSketch {
  /** Whether the square lies around the arena; else the arena or the scale is not known and it lies around the path. */
  placed: boolean;
  /** x, y, x, y ... in thousandths of the side of the square around the arena, from its lower left; -32768 where not seen. */
  path: Int16Array;
  /** Share of the seen frames in each of 16 x 16 cells of that square, row by row from the bottom, in ten thousandths. */
  occupancy: Uint16Array;
}

/** The sketches of one assay in one session. */
export interface TrackSheet {
  assay: string;
  session: string;
  /** Lengths in shares of the square's side. */
  arena: {
    shape: 'rectangle' | 'circle' | 'plus' | 'ring' | null;
    width: number;
    height: number;
    centerFraction: number;
    armWidth: number;
    openAxis: 'x' | 'y';
  };
  animals: string[];
  sketches: TrackSketch[];
}
