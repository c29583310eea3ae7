import type { Observation } from '../assays/assay.ts';
import type { Track } from '../track/track.ts';
import { type ArenaSetup, extentOf, type Place } from './arena-setup.ts';

/** Share of the positions that must lie in an arena's bounding rectangle for it to hold the path; a few may be wild. */
const HOLDS = 0.99;
const AMBIGUOUS =
  'the path fits an arena around 0, 0 as well as one with a corner there, and was laid around 0, 0: state center in the arena';
/** Share below which a path is not in a stated arena at all. */
const MOSTLY = 0.75;

/**
 * Where the middle of the arena lies in the track's coordinates. When the study says so, that holds; a path that is not
 * there is then flagged, not moved. Otherwise: trackers put the origin either in the middle of the arena or in one corner.
 * The placement that holds the path wins, the middle first (an animal that stayed in one quarter fits both). When neither
 * does, the origin is shifted: the arena is laid around the path, which is flagged, provided that the path is about as
 * large as the arena; else there is no answer.
 */
export function findCenter(track: Track, arena: ArenaSetup, observation: Observation): Place | undefined {
  const { width, height } = extentOf(arena);
  const reach = { x: 0.55 * width, y: 0.55 * height };
  if (arena.center !== null) {
    const share = shareWithin(track, arena.center, reach);
    if (share >= HOLDS) return arena.center;
    const message = `${(100 * (1 - share)).toFixed(0)} % of the positions lie outside the arena as the study places it: was the origin of the tracker moved?`;
    observation.flags.push({ code: 'shifted-origin', message });
    return share >= MOSTLY ? arena.center : undefined;
  }
  const centered = { x: 0, y: 0 };
  const cornered = { x: width / 2, y: height / 2 };
  const fitsCorner = shareWithin(track, cornered, reach) >= HOLDS;
  if (shareWithin(track, centered, reach) >= HOLDS) {
    if (fitsCorner) observation.flags.push({ code: 'origin-ambiguous', message: AMBIGUOUS });
    return centered;
  }
  if (fitsCorner) return cornered;
  const [left, right] = middleRange(track.x);
  const [bottom, top] = middleRange(track.y);
  const [wide, tall] = [(right - left) / width, (top - bottom) / height];
  if (Math.max(wide, tall) > 1.1 || !(Math.min(wide, tall) >= 0.7)) return undefined;
  const shifted = { x: (left + right) / 2, y: (bottom + top) / 2 };
  const message = `the middle of the arena is neither at 0, 0 nor at half its size but near ${shifted.x.toFixed(1)}, ${shifted.y.toFixed(1)} cm; zones were laid around the path`;
  observation.flags.push({ code: 'shifted-origin', message });
  return shifted;
}

/** Share of the valid positions in the rectangle of half sides `reach` around a point. */
function shareWithin(track: Track, at: Place, reach: Place): number {
  let inside = 0;
  let seen = 0;
  for (let i = 0; i < track.x.length; i++) {
    const dx = Math.abs(track.x[i] - at.x);
    const dy = Math.abs(track.y[i] - at.y);
    if (!(dx === dx && dy === dy)) continue;
    seen++;
    if (dx <= reach.x && dy <= reach.y) inside++;
  }
  return inside / seen;
}

/** From the 0.5 % to the 99.5 % quantile, so that single wild positions do not count. */
function middleRange(values: Float64Array): [number, number] {
  const seen = values.filter((value) => value === value).sort();
  const skip = Math.floor(0.005 * seen.length);
  return [seen[skip], seen[seen.length - 1 - skip]];
}
