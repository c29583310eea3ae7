import type { ArenaSetup, Place } from './arena-setup.ts';
import { polygon, rectangle, type Shape, scaledPolygon, type Zone } from './zone.ts';

/** Zones of an open field: `center`, `periphery` (outer 20 %), `corners`, `arena`. */
export function fieldZones(arena: ArenaSetup, at: Place): { arena: Zone; center: Zone; periphery: Zone; corners: Zone } {
  const [half, tall] = [arena.widthCm / 2, arena.heightCm / 2];
  const whole: Shape =
    arena.shape === 'circle'
      ? { kind: 'circle', x: at.x, y: at.y, radius: half }
      : rectangle(at.x - half, at.y - tall, at.x + half, at.y + tall);
  const corners = whole.kind === 'polygon' ? Array.from(whole.x, (x, i) => scaledPolygon(whole, 0.4, [x, whole.y[i]])) : [];
  return {
    arena: { name: 'arena', shapes: [whole], outside: false },
    center: { name: 'center', shapes: [scaledPolygon(whole, arena.centerFraction)], outside: false },
    periphery: { name: 'periphery', shapes: [scaledPolygon(whole, 0.8)], outside: true },
    corners: { name: 'corners', shapes: corners, outside: false },
  };
}

/**
 * Zones of a plus maze with arms of `widthCm` from the central square: `open`, `closed`, `center`, and `reach`, a wide cross
 * around all of it, which an animal leaves only by falling or jumping off. The arms are wedge-shaped next to the square, so
 * that a body center leaning over an edge belongs to exactly one of them.
 *
 * @param slack how far beyond the floor a body center may lie (cm): animals lean over the edge of open arms
 */
export function plusZones(arena: ArenaSetup, at: Place, slack = 3): { open: Zone; closed: Zone; center: Zone; reach: Zone } {
  const half = arena.armWidthCm / 2;
  const end = half + arena.widthCm + slack;
  const [alongX, alongY] = [armPair(at, half, slack, end, false), armPair(at, half, slack, end, true)];
  const beyond = half + 3 * slack;
  const far = end + 2 * slack;
  return {
    open: { name: 'open arms', shapes: arena.openAxis === 'x' ? alongX : alongY, outside: false },
    closed: { name: 'closed arms', shapes: arena.openAxis === 'x' ? alongY : alongX, outside: false },
    center: { name: 'central square', shapes: [rectangle(at.x - half, at.y - half, at.x + half, at.y + half)], outside: false },
    reach: {
      name: 'maze',
      shapes: [
        rectangle(at.x - far, at.y - beyond, at.x + far, at.y + beyond),
        rectangle(at.x - beyond, at.y - far, at.x + beyond, at.y + far),
      ],
      outside: false,
    },
  };
}

/** The two opposite arms along one axis. */
function armPair(at: Place, half: number, slack: number, end: number, alongY: boolean): Shape[] {
  const wide = half + slack;
  const outline: [number, number][] = [
    [half, -half],
    [wide, -wide],
    [end, -wide],
    [end, wide],
    [wide, wide],
    [half, half],
  ];
  return [1, -1].map((sign) =>
    polygon(
      outline.map(([along, across]) => (alongY ? [at.x + across, at.y + sign * along] : [at.x + sign * along, at.y + across])),
    ),
  );
}
