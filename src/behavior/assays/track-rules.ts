import type { Scene } from '../recording/scene.ts';
import { missingFrames, type Track, totalTime } from '../track/track.ts';
import { exclude, type Observation } from './assay.ts';

/** Above this share of positions missing or filled a track is flagged, and above the second it is not analyzed. */
const FLAG_MISSING = 0.1;
const EXCLUDE_MISSING = 0.25;

/**
 * The rules that hold for every track: at least two frames, an animal that was seen at all, few enough missing positions.
 * Adds flags and exclusions; false when there is nothing to measure.
 *
 * @param hides whether the animal may be out of sight by design (a dark box): missing positions are then no fault
 */
export function checkTrack(scene: Scene, track: Track, observation: Observation, hides = false): boolean {
  const n = track.time.length - (track.lead ?? 0);
  const missing = missingFrames(track);
  observation.flags.push(...scene.flags);
  if (n < 2 || !(totalTime(track) > 0)) {
    exclude(observation, 'empty recording', n === 0 ? 'the file has no frames' : 'the file has a single frame');
    return false;
  }
  if (missing === n) {
    exclude(observation, 'empty arena', 'the animal was never found');
    return false;
  }
  if (hides) return true;
  const unseen = Math.max(missing / n, (scene.counts.filled + scene.counts.missing) / scene.counts.frames);
  const percent = `${(100 * unseen).toFixed(1)} % of the frames have no position of their own`;
  if (unseen > 0.9) exclude(observation, 'empty arena', `${percent}: most likely nobody was there`);
  else if (unseen > EXCLUDE_MISSING)
    exclude(observation, 'too many missing positions', `${percent} (limit ${100 * EXCLUDE_MISSING} %)`);
  else if (unseen > FLAG_MISSING) observation.flags.push({ code: 'missing-positions', message: percent });
  return unseen <= EXCLUDE_MISSING;
}
