import { missingFrames, type Track, totalTime } from '../track/track.ts';
import { exclude, type Observation } from './assay.ts';

/** Above this share of missing positions a track is flagged, and above the second it is not analyzed. */
const FLAG_MISSING = 0.1;
const EXCLUDE_MISSING = 0.25;

/**
 * The rules that hold for every track: at least two frames, an animal that was seen at all, few enough missing positions.
 * Adds flags and exclusions; false when there is nothing to measure.
 */
export function checkTrack(track: Track, observation: Observation): boolean {
  const n = track.time.length;
  const missing = missingFrames(track);
  if (n < 2 || !(totalTime(track) > 0)) {
    exclude(observation, 'empty recording', n === 0 ? 'the file has no frames' : 'the file has a single frame');
    return false;
  }
  if (missing === n) {
    exclude(observation, 'empty arena', 'the animal was never found');
    return false;
  }
  const share = missing / n;
  const percent = `${(100 * share).toFixed(1)} % of the frames have no position`;
  if (share > EXCLUDE_MISSING) {
    exclude(observation, 'too many missing positions', `${percent} (limit ${100 * EXCLUDE_MISSING} %)`);
    return false;
  }
  if (share > FLAG_MISSING) observation.flags.push({ code: 'missing-positions', message: percent });
  return true;
}
