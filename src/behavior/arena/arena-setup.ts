import type { Arena } from '../../study/index.ts';
import type { Cleaning } from '../clean/clean-path.ts';
import type { DlcAnalyzerSettings } from '../dlcanalyzer/settings.ts';

/** A point in the coordinates it is said to be in. */
export interface Place {
  x: number;
  y: number;
}

/** A corner or mark: a position in the file's own units, or the name of a point that the pose file follows. */
export type Mark = Place | string;

/** How the file's units become centimeters. */
export type Scale =
  /** Size of a unit; `origin`: the position in file units that becomes 0, 0. */
  | { kind: 'per-cm'; unitsPerCm: number; origin: Place | null }
  /** Four corners of the arena, in order around it from the top left; the first becomes 0, 0. Undoes rotation and perspective. */
  | { kind: 'corners'; corners: readonly Mark[] }
  /** Marks whose positions in cm are known; rotation, scale and shift are fitted by least squares. */
  | { kind: 'marks'; marks: readonly { mark: Mark; at: Place }[] }
  /** Two marks a known distance apart. */
  | { kind: 'distance'; from: Mark; to: Mark; cm: number };

/** An arena, and how the positions in the files relate to it. */
export interface ArenaSetup {
  shape: 'rectangle' | 'circle' | 'plus' | 'ring' | null;
  /** Width and height of a rectangle, diameter of a circle or ring (twice), arm length of a plus maze (twice); cm. */
  widthCm: number;
  heightCm: number;
  /** Share of the side that is "center" of an open field. */
  centerFraction: number;
  /** Arm width of a plus maze, cm. */
  armWidthCm: number;
  openAxis: 'x' | 'y';
  /** Middle of the arena in track coordinates, cm; null: found from the path. */
  center: Place | null;
  /** The dark part of a light-dark box: the side on which it lies and its depth, cm. */
  dark: { side: 'left' | 'right' | 'top' | 'bottom'; cm: number } | null;
  /** Cups of a three-chamber box, cm from the corner at 0, 0; contact: nose within this distance of the middle of a cup. */
  cups: { stranger: Place; object: Place; contactCm: number } | null;
  /** Frames per second for files that hold no times. */
  fps: number | null;
  scale: Scale | null;
  /** Body point that stands for the animal; null: the usual one. */
  point: string | null;
  /** Take zones from the file's own zone columns, even when the arena is known. */
  zonesFromFile: boolean;
  /** Overrides of the cleaning that suits the format. */
  cleaning: Partial<Cleaning>;
  /** Settings of the DLCAnalyzer-compatible mode; null: its usual ones. */
  dlcAnalyzer: DlcAnalyzerSettings | null;
}

/** An arena about which nothing is known. */
export const UNKNOWN_ARENA: ArenaSetup = {
  shape: null,
  widthCm: NaN,
  heightCm: NaN,
  centerFraction: 0.5,
  armWidthCm: NaN,
  openAxis: 'x',
  center: null,
  dark: null,
  cups: null,
  fps: null,
  scale: null,
  point: null,
  zonesFromFile: false,
  cleaning: {},
  dlcAnalyzer: null,
};

/** The arena of a study file. */
export function setupOf(arena: Arena): ArenaSetup {
  const { shape, sizeCm, centerFraction, armWidthCm, openAxis, center } = arena;
  return {
    ...UNKNOWN_ARENA,
    shape: shape === 'square' ? 'rectangle' : shape,
    widthCm: sizeCm,
    heightCm: sizeCm,
    centerFraction,
    armWidthCm,
    openAxis,
    center,
  };
}

/** Full width and height that an arena takes up, cm. */
export function extentOf(arena: ArenaSetup): { width: number; height: number } {
  if (arena.shape !== 'plus') return { width: arena.widthCm, height: arena.heightCm };
  const tipToTip = 2 * arena.widthCm + arena.armWidthCm;
  return { width: tipToTip, height: tipToTip };
}

/** Names of the points that a scale refers to: they belong to the arena, not to the animal. */
export function scaleMarks(scale: Scale | null): string[] {
  const marks: readonly Mark[] =
    scale === null || scale.kind === 'per-cm'
      ? []
      : scale.kind === 'corners'
        ? scale.corners
        : scale.kind === 'marks'
          ? scale.marks.map(({ mark }) => mark)
          : [scale.from, scale.to];
  return marks.filter((mark) => typeof mark === 'string');
}
