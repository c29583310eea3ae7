import type { Arena } from '../../study/index.ts';
import type { Observation } from '../assays/assay.ts';
import type { Track } from '../track/track.ts';
import type { Center } from './arena-zones.ts';

/** Extent of the valid positions, from the 0.5 % to the 99.5 % quantile, so that single wild points do not count. */
interface Extent {
  left: number;
  right: number;
  bottom: number;
  top: number;
}

/**
 * Where the arena lies in the track's coordinates. When the study says so, that holds; a path that is not there is then
 * flagged, not moved. Otherwise: trackers put the origin either in its middle or in one corner. The
 * placement that keeps the positions inside wins; when both do (an animal that stayed in one quarter), the middle is
 * taken. When neither does, the origin is shifted: the arena is then laid around the extent of the path, which is flagged,
 * provided the extent is as large as the arena; otherwise there is no answer.
 */
export function findCenter(track: Track, arena: Arena, observation: Observation): Center | undefined {
  const side = arena.shape === 'plus' ? 2 * arena.sizeCm + arena.armWidthCm : arena.sizeCm;
  const extent = extentOf(track);
  const slack = 0.05 * side;
  const fits = (at: Center): boolean =>
    extent.left >= at.x - side / 2 - slack &&
    extent.right <= at.x + side / 2 + slack &&
    extent.bottom >= at.y - side / 2 - slack &&
    extent.top <= at.y + side / 2 + slack;
  if (arena.center !== null) {
    if (fits(arena.center)) return arena.center;
    const message = 'positions lie outside the arena as study.yaml places it: has the origin of the tracker been moved?';
    observation.flags.push({ code: 'shifted-origin', message });
    return mostlyInside(track, arena.center, side / 2 + slack) ? arena.center : undefined;
  }
  const centered = { x: 0, y: 0 };
  const cornered = { x: side / 2, y: side / 2 };
  if (fits(centered)) return centered;
  if (fits(cornered)) return cornered;
  const width = extent.right - extent.left;
  const height = extent.top - extent.bottom;
  if (Math.max(width, height) > side + 2 * slack || Math.min(width, height) < 0.7 * side) return undefined;
  const shifted = { x: (extent.left + extent.right) / 2, y: (extent.bottom + extent.top) / 2 };
  observation.flags.push({
    code: 'shifted-origin',
    message: `the arena's middle is neither at 0,0 nor at half its size but near ${shifted.x.toFixed(1)}, ${shifted.y.toFixed(1)} cm; zones were laid around the path`,
  });
  return shifted;
}

/** Whether three quarters of the positions lie in the square around the arena. */
function mostlyInside(track: Track, at: Center, reach: number): boolean {
  let inside = 0;
  let seen = 0;
  for (let i = 0; i < track.x.length; i++) {
    const dx = Math.abs(track.x[i] - at.x);
    const dy = Math.abs(track.y[i] - at.y);
    if (!(dx === dx && dy === dy)) continue;
    seen++;
    if (dx <= reach && dy <= reach) inside++;
  }
  return inside >= 0.75 * seen;
}

function extentOf(track: Track): Extent {
  const [left, right] = quantiles(track.x);
  const [bottom, top] = quantiles(track.y);
  return { left, right, bottom, top };
}

function quantiles(values: Float64Array): [number, number] {
  const seen = values.filter((value) => value === value).sort();
  const skip = Math.floor(0.005 * seen.length);
  return [seen[skip], seen[seen.length - 1 - skip]];
}
