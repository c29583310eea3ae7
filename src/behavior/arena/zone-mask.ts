import { zoneParts } from '../readers/ethovision.ts';
import type { Scene } from '../recording/scene.ts';
import { insideZone, type Zone } from './zone.ts';

/**
 * Per frame 1 inside, 0 outside, 2 not known: from the geometry, or from the tracker's own zones whose names match (several
 * are united) when the arena is not known or its file says so. Null when there is neither.
 */
export function zoneMask(scene: Scene, geometry: Zone | null, names: RegExp): Uint8Array | null {
  if (geometry !== null && !scene.arena.zonesFromFile) return insideZone(scene.track, geometry);
  const masks = scene.zones.filter((zone) => ofBodyPoint(zone.name, names)).map((zone) => zone.inside);
  if (masks.length === 0) return null;
  const first = masks[0].slice();
  for (const mask of masks.slice(1))
    for (let i = 0; i < first.length; i++) first[i] = first[i] === 1 || mask[i] === 1 ? 1 : Math.max(first[i], mask[i]);
  return first;
}

function ofBodyPoint(name: string, names: RegExp): boolean {
  if (!/^In zone/i.test(name)) return names.test(name);
  const { zone, point } = zoneParts(name);
  return names.test(zone) && (point === '' || point === 'center' || point === 'centre');
}
