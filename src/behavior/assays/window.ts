import type { Scene } from '../recording/scene.ts';
import { trackWindow } from '../track/track.ts';

/** The part of a scene from `start` to `end`, in seconds after the first frame: path and zones cut alike. */
export function windowOf(scene: Scene, start: number, end: number): Scene {
  const track = trackWindow(scene.track, start, end);
  if (track.time.length === scene.track.time.length) return scene;
  const from = track.time.length === 0 ? 0 : scene.track.time.indexOf(track.time[0]);
  const cut = <T extends Uint8Array>(values: T): Uint8Array => values.subarray(from, from + track.time.length);
  return {
    ...scene,
    track,
    zones: scene.zones.map(({ name, inside }) => ({ name, inside: cut(inside) })),
    point: (name) => {
      const found = scene.point(name);
      return found === undefined ? undefined : trackWindow(found, start, end);
    },
  };
}
