import { describe, expect, it } from 'vitest';
import { openField } from '../../src/behavior/assays/open-field.ts';
import { scanNumbers } from '../../src/behavior/track/scan-numbers.ts';
import { frameDurations, type Track } from '../../src/behavior/track/track.ts';
import { expectClose } from '../support/close.ts';
import { haveShared, sharedBytes, sharedText } from '../support/shared.ts';
import { arena } from './small-study.ts';

const FOLDER = 'data/behavior/simulated';

function plainTrack(name: string): Track {
  const [time, x, y] = scanNumbers(sharedBytes(`${FOLDER}/${name}`), name, ['time_s', 'x_mm', 'y_mm']).columns;
  return { file: name, time, x: x.map((v) => v / 10), y: y.map((v) => v / 10), duration: frameDurations(time) };
}

describe.skipIf(!haveShared)('simulated open fields with known truth', () => {
  const truths = JSON.parse(haveShared ? sharedText('reference/behavior/simulated_truth.json') : '{}');
  for (const [prefix, side] of [
    ['oft_b', 40],
    ['oft_wall', 0],
  ] as const) {
    it(prefix, () => {
      const { truth, geometry } = truths[prefix];
      const size = side === 0 ? geometry.arena_cm[0] : side;
      const observation = openField.fromTrack?.(plainTrack(`${prefix}_plain_mm.csv.gz`), {
        ...arena('square', size),
        center: null,
      });
      const value = (name: string) => observation?.values.get(name) ?? NaN;
      expect(observation?.flags).toEqual([]);
      expectClose(value('center_time_s'), truth.zones.center.time_s, 1e-6, 'center time', 1);
      expect(value('center_entries')).toBe(truth.zones.center.entries_excluding_start);
      expect(observation?.censored.has('center_latency_s')).toBe(truth.zones.center.latency_censored);
      if (!truth.zones.center.latency_censored)
        expectClose(value('center_latency_s'), truth.zones.center.latency_s, 2e-3, 'latency');
      expectClose(value('distance_cm'), truth.distance_cm, 2e-5, 'distance');
      expectClose(value('periphery_pct'), truth.zones.periphery.percent_time, 1e-6, 'periphery');
      expectClose(value('corner_pct'), truth.zones.corners.percent_time, 1e-6, 'corners');
      expectClose(value('duration_s'), truth.total_time_s, 1e-5, 'duration');
      expectClose(value('moving_s'), truth.time_moving_s, 1e-2, 'time moving');
    });
  }
});
