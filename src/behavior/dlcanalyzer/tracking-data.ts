import { inputError } from '../../problems/index.ts';
import { polygonArea } from '../arena/homography.ts';
import { medianOf } from '../arena/median.ts';
import { contains, polygon, type Shape, scaledPolygon } from '../arena/zone.ts';
import { fillGaps } from '../clean/clean-path.ts';
import type { Recording } from '../recording/recording.ts';

/** Settings of a DLCAnalyzer run, named after the arguments of its functions. */
export interface DlcAnalyzerOptions {
  fps: number;
  /** Area in cm2 of a polygon of points, or distance in cm of two points. */
  calibration: { points: readonly string[]; areaCm2: number } | { from: string; to: string; cm: number };
  likelihoodCutoff: number;
  /** Frames outside the arena polygon scaled by this about the mean of its corners are dropped; null: none. */
  existenceScale: number | null;
  /** Points whose polygon is the arena. */
  arena: readonly string[];
  /** Steps longer than this (cm) are dropped; null: none. */
  maxDelta: number | null;
  /** cm/s. */
  movementCutoff: number;
  /** Half width of the majority rule, frames. */
  integrationPeriod: number;
}

/** All points in cm, cleaned, as DLCAnalyzer has them when it starts to count. */
export interface TrackingData {
  fps: number;
  frames: number;
  /** By point name, in file order. */
  points: ReadonlyMap<string, { x: Float64Array; y: Float64Array }>;
  /** Medians over all frames before cleaning, cm. */
  medians: ReadonlyMap<string, readonly [number, number]>;
  pxToCm: number;
}

/**
 * Reads, calibrates and cleans as DLCAnalyzer does (ReadDLCDataFromCSV, CalibrateTrackingData, CleanTrackingData): medians of
 * every point before cleaning give scale and zones; frames below the likelihood, outside the existence polygon or after a
 * long step are interpolated linearly, the ends held.
 */
export function trackingData(recording: Recording, options: DlcAnalyzerOptions): TrackingData {
  const all = recording.individuals.flatMap((individual) => individual.points);
  const medianPx = new Map(
    all.map((point): [string, readonly [number, number]] => [point.name, [medianOf(point.x), medianOf(point.y)]]),
  );
  const at = (name: string): readonly [number, number] => {
    const found = medianPx.get(name);
    if (found !== undefined) return found;
    throw inputError({
      code: 'dlcanalyzer-point',
      file: recording.file,
      message: `the file follows no point "${name}"`,
      found: [...medianPx.keys()].join(', '),
      mend: 'name points that the file follows',
    });
  };
  const pxToCm = scaleOf(options.calibration, at);
  const medians = new Map([...medianPx].map(([name, [x, y]]) => [name, [x * pxToCm, y * pxToCm] as const]));
  const outline = options.arena.map((name) => at(name)).map(([x, y]): [number, number] => [x * pxToCm, y * pxToCm]);
  const existence = options.existenceScale === null ? null : scaledPolygon(polygon(outline), options.existenceScale);
  const points = new Map(
    all.map(({ name, x, y, likelihood }) => [
      name,
      clean(
        x.map((v) => v * pxToCm),
        y.map((v) => v * pxToCm),
        likelihood,
        existence,
        options,
      ),
    ]),
  );
  return { fps: options.fps, frames: recording.frames, points, medians, pxToCm };
}

function scaleOf(calibration: DlcAnalyzerOptions['calibration'], at: (name: string) => readonly [number, number]): number {
  if ('areaCm2' in calibration) {
    const corners = calibration.points.map(at).map(([x, y]) => ({ x, y }));
    return Math.sqrt(calibration.areaCm2 / polygonArea(corners));
  }
  const [from, to] = [at(calibration.from), at(calibration.to)];
  return calibration.cm / Math.sqrt((to[0] - from[0]) * (to[0] - from[0]) + (to[1] - from[1]) * (to[1] - from[1]));
}

function clean(
  x: Float64Array,
  y: Float64Array,
  likelihood: Float64Array | null,
  existence: Shape | null,
  { likelihoodCutoff, maxDelta }: DlcAnalyzerOptions,
): { x: Float64Array; y: Float64Array } {
  const steps = stepsOf(x, y);
  for (let i = 0; i < x.length; i++) {
    const unlikely = likelihood !== null && likelihood[i] < likelihoodCutoff;
    const outside = existence !== null && !contains(existence, x[i], y[i]);
    if (!unlikely && !outside && !(maxDelta !== null && steps[i] > maxDelta)) continue;
    x[i] = NaN;
    y[i] = NaN;
  }
  fillGaps(x, y, x.length);
  return { x, y };
}

/** Step lengths; `steps[0]` is 0. */
export function stepsOf(x: Float64Array, y: Float64Array): Float64Array {
  const steps = new Float64Array(x.length);
  for (let i = 1; i < x.length; i++) {
    const [dx, dy] = [x[i] - x[i - 1], y[i] - y[i - 1]];
    steps[i] = Math.sqrt(dx * dx + dy * dy);
  }
  return steps;
}

/** The frames `from` to `to` (exclusive) as data of their own. */
export function cutFrames(data: TrackingData, from: number, to: number): TrackingData {
  const points = new Map(
    [...data.points].map(([name, { x, y }]) => [name, { x: x.subarray(from, to), y: y.subarray(from, to) }]),
  );
  return { ...data, frames: to - from, points };
}
