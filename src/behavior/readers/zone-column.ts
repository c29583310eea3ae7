import type { ZoneColumn } from '../recording/recording.ts';

/** A 0/1 column as a zone: 1 inside, 0 outside, 2 where the cell is missing. */
export function zoneOf(name: string, values: Float64Array): ZoneColumn {
  const inside = new Uint8Array(values.length);
  for (let i = 0; i < values.length; i++) inside[i] = values[i] === 1 ? 1 : values[i] === 0 ? 0 : 2;
  return { name, inside };
}
