import { exp, gammaVariate, type RandomStream } from '../../stats/index.ts';

/** A scored state, in tenths of a second from release. */
export interface Bout {
  behavior: string;
  start: number;
  stop: number;
}

const TEST_TENTHS = 3600;
const FIRST_TWO_MINUTES = 1200;

/**
 * Six minutes of forced swim: swimming and climbing, with bouts of immobility that become longer after the first two
 * minutes and with the animal's depression trait (as this test shows it).
 */
export function forcedSwimBouts(depression: number, stream: RandomStream): Bout[] {
  return alternate(
    stream,
    80,
    (tenths) => (tenths < FIRST_TWO_MINUTES ? -1.5 : -0.15) + 0.5 * depression,
    (start, stop) => {
      const climbs = stream.uniform() < 0.35;
      const middle = start + Math.round((stop - start) * (0.3 + 0.3 * stream.uniform()));
      if (!climbs || middle - start < 5 || stop - middle < 5) return [{ behavior: 'swimming', start, stop }];
      return [
        { behavior: 'climbing', start, stop: middle },
        { behavior: 'swimming', start: middle, stop },
      ];
    },
  );
}

/** Six minutes of tail suspension: struggling, with bouts of immobility. */
export function tailSuspensionBouts(depression: number, stream: RandomStream): Bout[] {
  const logit = (tenths: number): number => (tenths < 600 ? -1.4 : -0.25) + 0.5 * depression;
  return alternate(stream, 90, logit, (start, stop) => [{ behavior: 'struggling', start, stop }]);
}

/** Alternates activity and immobility so that the share of immobile time follows `logit` over the test. */
function alternate(
  stream: RandomStream,
  cycleTenths: number,
  logit: (tenths: number) => number,
  active: (start: number, stop: number) => Bout[],
): Bout[] {
  const bouts: Bout[] = [];
  for (let at = 0; at < TEST_TENTHS; ) {
    const share = 1 / (1 + exp(-logit(at)));
    const length = (mean: number): number => Math.max(5, Math.round(gammaVariate(stream, 3, mean / 3)));
    const turn = Math.min(TEST_TENTHS, at + length(cycleTenths * (1 - share)));
    bouts.push(...active(at, turn));
    const stop = Math.min(TEST_TENTHS, turn + length(cycleTenths * share));
    if (stop > turn) bouts.push({ behavior: 'immobile', start: turn, stop });
    at = stop;
  }
  return bouts;
}

/** Bouts as rows of a CSV with columns animal, session, behavior, start_s, stop_s. */
export function eventRows(animal: string, session: string, bouts: readonly Bout[]): string {
  return bouts
    .map((bout) => `${animal},${session},${bout.behavior},${(bout.start / 10).toFixed(1)},${(bout.stop / 10).toFixed(1)}\n`)
    .join('');
}

export const EVENT_HEADER = 'animal,session,behavior,start_s,stop_s\n';
