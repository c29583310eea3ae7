import { distanceOf } from './distance.ts';
import { exactSum } from './exact-sum.ts';
import type { Track } from './track.ts';

/** What an animal did with one zone. Times in s, distance in cm. */
export interface ZoneUse {
  time: number;
  /** Share of the analyzed time, 0-100. */
  percent: number;
  /** Outside to inside changes; a start inside is not an entry. */
  entries: number;
  /** Entries, and a start inside. */
  visits: number;
  startsInside: boolean;
  /** Time of the first frame inside, from the first frame; the analyzed time when there is none (then `censored`). */
  latency: number;
  censored: boolean;
  /** Time of the first entry from outside; NaN when there is none. */
  latencyOfEntry: number;
  distance: number;
  meanVisit: number;
  longestVisit: number;
}

/**
 * Sums up a zone. In a part of a recording, whoever came in with its first frame has entered, and whoever was inside before has not. A missing position is in no zone; it neither ends nor starts a visit by itself when the animal is seen
 * inside on both sides of the gap.
 *
 * @param inside 1 where the frame's position is inside, 0 outside, 2 where it is missing
 * @param minimumVisit visits shorter than this (s) are taken as border jitter and dropped from times, entries and visits
 */
export function zoneUse(track: Track, inside: Uint8Array, steps: Float64Array, minimumVisit = 0): ZoneUse {
  const visits = findVisits(track, inside, minimumVisit);
  const kept = minimumVisit > 0 || track.lead === 1 ? maskOf(visits, inside) : inside;
  const total = exactSum(track.duration);
  const time = exactSum(track.duration, kept);
  const { lead = 0 } = track;
  const firstSeen = inside.findIndex((state, i) => i >= lead && state !== 2);
  const cameIn = lead === 1 && inside[0] === 0;
  const startsInside = visits.length > 0 && visits[0].from === firstSeen && !cameIn;
  const start = track.time.length > lead ? track.time[lead] : NaN;
  const entered = visits[startsInside ? 1 : 0];
  return {
    time,
    percent: total > 0 ? (100 * time) / total : NaN,
    entries: visits.length - (startsInside ? 1 : 0),
    visits: visits.length,
    startsInside,
    latency: visits.length === 0 ? total : startsInside ? 0 : track.time[visits[0].from] - start,
    censored: visits.length === 0,
    latencyOfEntry: entered === undefined ? NaN : track.time[entered.from] - start,
    distance: distanceOf(steps, kept),
    meanVisit: visits.length === 0 ? NaN : visits.reduce((sum, visit) => sum + visit.time, 0) / visits.length,
    longestVisit: visits.reduce((longest, visit) => Math.max(longest, visit.time), 0),
  };
}

/** Frames `from` to `to` (inclusive) inside, gaps bridged. */
interface Visit {
  from: number;
  to: number;
  time: number;
}

function findVisits(track: Track, inside: Uint8Array, minimumVisit: number): Visit[] {
  const visits: Visit[] = [];
  let open: Visit | undefined;
  for (let i = track.lead ?? 0; i < inside.length; i++) {
    if (inside[i] === 1) {
      open ??= { from: i, to: i, time: 0 };
      open.to = i;
      open.time += track.duration[i];
    } else if (inside[i] === 0 && open !== undefined) {
      visits.push(open);
      open = undefined;
    }
  }
  if (open !== undefined) visits.push(open);
  const slack = 1e-9;
  return minimumVisit > 0 ? visits.filter((visit) => visit.time >= minimumVisit - slack) : visits;
}

function maskOf(visits: readonly Visit[], inside: Uint8Array): Uint8Array {
  const mask = inside.map((state) => (state === 2 ? 2 : 0));
  for (const { from, to } of visits) for (let i = from; i <= to; i++) if (inside[i] === 1) mask[i] = 1;
  return mask;
}
