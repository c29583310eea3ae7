import { contains, polygon, type Shape, scaledPolygon } from '../arena/zone.ts';
import { changes, majority, movementOf, movementReport, type Report } from './movement.ts';
import { type DlcAnalyzerOptions, stepsOf, type TrackingData } from './tracking-data.ts';

/** Zones by name; a frame is inside when it is strictly inside one of the shapes, or (`invert`) not inside any. */
type Zones = readonly { name: string; shapes: readonly Shape[]; invert: boolean }[];

function shapeOf(data: TrackingData, names: readonly string[]): Shape {
  return polygon(names.map((name) => data.medians.get(name) ?? [NaN, NaN]));
}

function insideOf(data: TrackingData, point: string, shapes: readonly Shape[], invert: boolean): Uint8Array {
  const path = data.points.get(point);
  const flags = new Uint8Array(data.frames);
  for (let i = 0; path !== undefined && i < flags.length; i++)
    flags[i] = shapes.some((shape) => contains(shape, path.x[i], path.y[i])) !== invert ? 1 : 0;
  return flags;
}

function zoneReport(data: TrackingData, points: readonly string[], zones: Zones, options: DlcAnalyzerOptions): Report {
  return points
    .filter((point) => data.points.has(point))
    .flatMap((point) => {
      const movement = movementOf(data, point, options.movementCutoff, options.integrationPeriod);
      const inZones = zones.flatMap(({ name, shapes, invert }): Report => {
        const inside = insideOf(data, point, shapes, invert);
        const transitions = changes(majority(inside, options.integrationPeriod));
        return [...movementReport(`${point}.${name}`, movement, data.fps, inside), [`${point}.${name}.transitions`, transitions]];
      });
      return [...movementReport(point, movement, data.fps, null), ...inZones];
    });
}

/** OFTAnalysis: center = arena x 0.5, periphery = outside arena x 0.8, corners = arena x 0.4 around each corner. */
export function openFieldAnalysis(data: TrackingData, options: DlcAnalyzerOptions, points: readonly string[]): Report {
  const arena = shapeOf(data, options.arena);
  const corners = options.arena.map((name) => scaledPolygon(arena, 0.4, data.medians.get(name)));
  return zoneReport(
    data,
    points,
    [
      { name: 'center', shapes: [scaledPolygon(arena, 0.5)], invert: false },
      { name: 'periphery', shapes: [scaledPolygon(arena, 0.8)], invert: true },
      { name: 'corners', shapes: corners, invert: false },
    ],
    options,
  );
}

/** EPMAnalysis with nose dips: head center outside the arena, body center inside, neck not inside a closed arm; NaN without them. */
export function plusMazeAnalysis(
  data: TrackingData,
  options: DlcAnalyzerOptions,
  points: readonly string[],
  zonePoints: ReadonlyMap<string, readonly string[]>,
): Report {
  const shape = (name: string): Shape => shapeOf(data, zonePoints.get(name) ?? []);
  const [left, right, top, bottom] = ['open.left', 'open.right', 'closed.top', 'closed.bottom'].map(shape);
  const zone = (name: string, ...shapes: Shape[]) => ({ name, shapes, invert: false });
  const zones = [
    zone('center', shape('center')),
    zone('open', left, right),
    zone('closed', top, bottom),
    zone('closed.top', top),
    zone('closed.bottom', bottom),
    zone('open.left', left),
    zone('open.right', right),
  ];
  const arena = shapeOf(data, options.arena);
  const head = insideOf(data, 'headcentre', [arena], true);
  const body = insideOf(data, 'bodycentre', [arena], false);
  const neck = insideOf(data, 'neck', [top, bottom], true);
  const dips = head.map((outside, i) => outside & body[i] & neck[i]);
  const seen = ['headcentre', 'bodycentre', 'neck'].every((name) => data.points.has(name));
  const count = seen ? changes(majority(dips, options.integrationPeriod)) / 2 : NaN;
  return [['nose.dip', count], ...zoneReport(data, points, zones, options)];
}

/** FSTAnalysis: floating where the mean acceleration of all mouse points, smoothed over +-W frames, is below a cutoff (cm per frame^2). */
export function swimAnalysis(
  data: TrackingData,
  mousePoints: readonly string[],
  floatingCutoff: number,
  integrationPeriod: number,
): Report {
  const n = data.frames;
  const mean = new Float64Array(n);
  for (const name of mousePoints) {
    const path = data.points.get(name);
    if (path === undefined) continue;
    const steps = stepsOf(path.x, path.y);
    for (let i = 1; i < n; i++) mean[i] += (steps[i] - steps[i - 1]) / mousePoints.length;
  }
  const floating = belowCutoff(mean.map(Math.abs), integrationPeriod, floatingCutoff);
  const body = data.points.get('bodycentre') ?? { x: new Float64Array(n), y: new Float64Array(n) };
  const steps = stepsOf(body.x, body.y);
  let [still, distance, swum] = [0, 0, 0];
  for (let i = 0; i < n; i++) {
    still += floating[i];
    distance += steps[i];
    if (floating[i] === 0) swum += steps[i];
  }
  return [
    ['time.floating', still / data.fps],
    ['total.time', n / data.fps],
    ['percentage.floating', (100 * still) / n],
    ['bodycentre.raw.distance', distance],
    ['bodycentre.raw.speed', (distance / n) * data.fps],
    ['bodycentre.distance.swiming', swum],
    ['bodycentre.speed.swiming', (swum / (n - still)) * data.fps],
  ];
}

/** 1 where the mean within +-half frames is below a cutoff; the window is cut at the ends. */
export function belowCutoff(values: Float64Array, half: number, cutoff: number): Uint8Array {
  const n = values.length;
  return Uint8Array.from(values, (_, i) => {
    const [from, to] = [Math.max(0, i - half), Math.min(n, i + half + 1)];
    let sum = 0;
    for (let j = from; j < to; j++) sum += values[j];
    return sum / (to - from) < cutoff ? 1 : 0;
  });
}
