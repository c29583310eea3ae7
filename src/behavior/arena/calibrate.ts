import { inputError } from '../../problems/index.ts';
import type { LengthUnit, Recording } from '../recording/recording.ts';
import type { ArenaSetup, Mark, Place } from './arena-setup.ts';
import { extentOf } from './arena-setup.ts';
import { type Homography, homographyOfCorners, polygonArea } from './homography.ts';
import { medianOf } from './median.ts';
import { fitSimilarity } from './similarity.ts';

/** How positions in file units become centimeters. */
export interface Calibration {
  /** Size of a unit in cm; NaN when the file's unit cannot be turned into cm. */
  cmPerUnit: number;
  /** x and y of a position in cm. */
  toCm(x: number, y: number, out: Place): void;
  notes: { code: string; message: string }[];
}

const CM_PER_UNIT: readonly (readonly [LengthUnit, number])[] = [
  ['cm', 1],
  ['mm', 0.1],
  ['m', 100],
  ['in', 2.54],
];

/** Opposite sides of a calibrated rectangle may differ by this share before perspective is suspected. */
const PERSPECTIVE = 0.05;

/**
 * The calibration of a recording. Marks that are named are the medians of the named points over all frames.
 *
 * @throws InputError when a named mark is not followed in the file, or marks coincide
 */
export function calibrate(recording: Recording, arena: ArenaSetup): Calibration {
  const { scale } = arena;
  const known = CM_PER_UNIT.find(([unit]) => unit === recording.unit)?.[1];
  if (scale === null) return linear(known ?? NaN, null);
  if (scale.kind === 'per-cm') {
    if (!(scale.unitsPerCm > 0)) throw badScale(recording.file, `${scale.unitsPerCm} units per cm`);
    return linear(1 / scale.unitsPerCm, scale.origin);
  }
  if (scale.kind === 'distance') {
    const [from, to] = [placeOf(scale.from, recording), placeOf(scale.to, recording)];
    const distance = Math.sqrt((to.x - from.x) * (to.x - from.x) + (to.y - from.y) * (to.y - from.y));
    if (!(distance > 0 && scale.cm > 0)) throw badScale(recording.file, `marks ${distance} units apart for ${scale.cm} cm`);
    return linear(scale.cm / distance, null);
  }
  if (scale.kind === 'marks') return fromMarks(recording, scale.marks);
  return fromCorners(
    recording,
    arena,
    scale.corners.map((mark) => placeOf(mark, recording)),
  );
}

function linear(cmPerUnit: number, origin: Place | null): Calibration {
  const { x: x0, y: y0 } = origin ?? { x: 0, y: 0 };
  return {
    cmPerUnit,
    toCm: (x, y, out) => {
      out.x = (x - x0) * cmPerUnit;
      out.y = (y - y0) * cmPerUnit;
    },
    notes: [],
  };
}

/** Residuals of marks above this many cm suggest a wrong mark or perspective. */
const MARK_RESIDUAL = 1;

function fromMarks(recording: Recording, marks: readonly { mark: Mark; at: Place }[]): Calibration {
  const fit = fitSimilarity(
    marks.map(({ mark }) => placeOf(mark, recording)),
    marks.map(({ at }) => at),
  );
  if (fit === null) throw badScale(recording.file, 'marks that all lie in one place');
  const notes: Calibration['notes'] = [];
  if (fit.residual > MARK_RESIDUAL) {
    const message = `the marks do not fit the stated positions better than ${fit.residual.toFixed(1)} cm: a wrong mark, or a camera at an angle`;
    notes.push({ code: 'perspective', message });
  }
  const { a, b, tx, ty } = fit;
  return {
    cmPerUnit: Math.sqrt(a * a + b * b),
    toCm: (x, y, out) => {
      out.x = a * x - b * y + tx;
      out.y = b * x + a * y + ty;
    },
    notes,
  };
}

function fromCorners(recording: Recording, arena: ArenaSetup, corners: readonly Place[]): Calibration {
  const { width, height } = extentOf(arena);
  const map = homographyOfCorners(corners, width, height);
  if (map === null) throw badScale(recording.file, 'four corners that do not make a quadrangle');
  const notes: Calibration['notes'] = [];
  const side = (i: number): number => {
    const [a, b] = [corners[i], corners[(i + 1) % 4]];
    return Math.sqrt((a.x - b.x) * (a.x - b.x) + (a.y - b.y) * (a.y - b.y));
  };
  for (const [one, other] of [
    [side(0), side(2)],
    [side(1), side(3)],
  ]) {
    if (Math.abs(one - other) <= PERSPECTIVE * Math.max(one, other)) continue;
    const message = `opposite sides of the arena are ${one.toFixed(0)} and ${other.toFixed(0)} units long: the camera looks at an angle; positions were rectified from the four corners`;
    notes.push({ code: 'perspective', message });
  }
  return { cmPerUnit: Math.sqrt((width * height) / polygonArea(corners)), toCm: (x, y, out) => apply(map, x, y, out), notes };
}

function apply(map: Homography, x: number, y: number, out: Place): void {
  const w = map[6] * x + map[7] * y + 1;
  out.x = (map[0] * x + map[1] * y + map[2]) / w;
  out.y = (map[3] * x + map[4] * y + map[5]) / w;
}

/** A mark's position: as stated, or the median of the named point over all frames, before any cleaning. */
export function placeOf(mark: Mark, recording: Recording): Place {
  if (typeof mark !== 'string') return mark;
  const points = recording.individuals.flatMap((individual) => individual.points);
  const point = points.find((one) => one.name === mark);
  const place = point === undefined ? { x: NaN, y: NaN } : { x: medianOf(point.x), y: medianOf(point.y) };
  if (Number.isFinite(place.x) && Number.isFinite(place.y)) return place;
  throw inputError({
    code: 'arena-unknown-mark',
    file: recording.file,
    message: point === undefined ? `the file follows no point "${mark}"` : `the point "${mark}" was never found`,
    found: points.map((one) => one.name).join(', '),
    mend: 'name points that the file follows, or give positions in its units',
  });
}

function badScale(file: string, found: string): Error {
  return inputError({
    code: 'arena-scale',
    file,
    message: 'positions cannot be turned into centimeters',
    found,
    mend: 'check the scale in the arena file',
  });
}
