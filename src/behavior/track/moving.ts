/**
 * Moving or not by two thresholds, as EthoVision XT decides: moving starts above one speed and ends below a lower one, so
 * that a speed near a single threshold does not flicker.
 *
 * @param speed cm/s per frame; NaN where it is not known
 * @param carry over gaps of up to this many frames the state goes on; in longer ones it is not known from then on
 * @returns 1 moving, 0 not, 2 not known; after a long gap the first known speed decides anew
 */
export function movingByHysteresis(speed: Float64Array, start = 2, stop = 1.75, carry = 3): Uint8Array {
  const states = new Uint8Array(speed.length);
  let state = 2;
  let gap = 0;
  for (let i = 0; i < speed.length; i++) {
    const value = speed[i];
    gap = value === value ? 0 : gap + 1;
    if (gap > carry) state = 2;
    if (gap > 0) {
      states[i] = state;
      continue;
    }
    if (value > start) state = 1;
    else if (value < stop || state === 2) state = 0;
    states[i] = state;
  }
  return states;
}

/** Visits of a 0/1/2 column. */
export interface ColumnVisits {
  /** Number of samples inside. */
  samples: number;
  /** Runs inside; a run at the start counts. A sample that is not known ends a run, or (bridged) carries the last state on. */
  visits: number;
  visitsBridged: number;
  samplesBridged: number;
  /** Index of the first sample inside; -1 when there is none. */
  first: number;
}

/** Sums up a zone or state column of a tracker as its own statistics do. */
export function columnVisits(inside: Uint8Array): ColumnVisits {
  let [samples, visits, visitsBridged, samplesBridged] = [0, 0, 0, 0];
  let previous = 0;
  let known = 0;
  for (const state of inside) {
    if (state === 1) samples++;
    if (state === 1 && previous !== 1) visits++;
    previous = state;
    const carried = state === 2 ? known : state;
    if (carried === 1) samplesBridged++;
    if (carried === 1 && known !== 1) visitsBridged++;
    known = carried;
  }
  return { samples, visits, visitsBridged, samplesBridged, first: inside.indexOf(1) };
}
