import { describe, expect, it } from 'vitest';
import { readBehaviorFile } from '../../src/behavior/readers/read-file.ts';
import { zoneOf } from '../../src/behavior/readers/zone-column.ts';
import type { Recording } from '../../src/behavior/recording/recording.ts';
import { stepLengths } from '../../src/behavior/track/distance.ts';
import { columnVisits, movingByHysteresis } from '../../src/behavior/track/moving.ts';
import { frameDurations } from '../../src/behavior/track/track.ts';
import { expectClose } from '../support/close.ts';
import { haveShared, sharedBytes, sharedTsv } from '../support/shared.ts';

const number = (text: string | undefined): number => (text === undefined || text === 'NA' ? NaN : Number(text));

async function recordingOf(folder: string, file: string): Promise<Recording> {
  const read = await readBehaviorFile(sharedBytes(`data/behavior/${folder}/${file}`), file);
  if (read.kind !== 'recording') throw new Error(`${file} is no recording`);
  return read.recordings[0];
}

/** Any 0/1 column of a recording by the name that the file gives it. */
function columnOf(recording: Recording, name: string): Uint8Array {
  const zone = recording.zones.find((one) => one.name === name);
  if (zone !== undefined) return zone.inside;
  const values = recording.columns.find((one) => one.name === name)?.values;
  if (values === undefined) throw new Error(`no column ${name}`);
  return zoneOf(name, values).inside;
}

const sum = (values: Float64Array): number => values.reduce((total, value) => total + (value === value ? value : 0), 0);

describe.skipIf(!haveShared)('EthoVision exports', () => {
  const rows = haveShared ? sharedTsv('reference/behavior/ethovision_reference.tsv') : [];
  for (const file of [...new Set(rows.map((row) => row.get('file') ?? ''))]) {
    it(file, async () => {
      const recording = await recordingOf('ethovision', file);
      const time = recording.time ?? new Float64Array(0);
      const n = recording.frames;
      const interval = (time[n - 1] - time[0]) / (n - 1);
      const center = recording.individuals[0].points[0];
      const steps = stepLengths(center);
      const distance = recording.columns.find((column) => column.name === 'Distance moved')?.values ?? new Float64Array(0);
      let compared = 0;
      for (const row of rows.filter((one) => one.get('file') === file)) {
        const [measure, column] = (row.get('measure') ?? '').split('::');
        const expected = number(row.get('value'));
        const close = (value: number, tolerance = 1e-9): void =>
          expectClose(value, expected, tolerance, `${measure} ${column ?? ''}`, 1e-3);
        if (measure === 'n_samples') expect(n).toBe(expected);
        else if (measure === 'mean_sample_interval_s') close(interval);
        else if (measure === 'n_missing_center') expect(center.x.filter(Number.isNaN).length).toBe(expected);
        else if (measure === 'last_recording_time_s') close(time[n - 1]);
        else if (measure === 'sum_distance_moved_column_cm') close(sum(distance));
        else if (measure === 'n_distance_cells_present')
          expect(distance.filter((value) => value === value).length).toBe(expected);
        else if (measure === 'sum_consecutive_steps_recomputed_cm') close(sum(steps));
        else if (measure === 'max_abs_diff_distance_column_vs_recomputed_cm') {
          const worst = distance.reduce(
            (most, value, i) => (value === value ? Math.max(most, Math.abs(value - steps[i])) : most),
            0,
          );
          close(worst, 1e-6);
        } else if (column !== undefined) {
          const visits = columnVisits(columnOf(recording, column));
          if (measure === 'samples') expect(visits.samples).toBe(expected);
          else if (measure === 'time_s') close(visits.samples * interval);
          else if (measure === 'visits') expect(visits.visits).toBe(expected);
          else if (measure === 'visits_bridging_missing') expect(visits.visitsBridged).toBe(expected);
          else if (measure === 'time_bridging_missing_s') close(visits.samplesBridged * interval);
          else if (measure === 'latency_s') close(visits.first < 0 ? NaN : time[visits.first]);
          else continue;
        } else continue;
        compared++;
      }
      expect(compared).toBeGreaterThan(40);
    });
  }

  it('the movement column is reproduced for every sample, the distance within its printed digits', async () => {
    for (const file of ['Raw data-NORT D3 20251003-Trial    10 (1).xlsx', 'Raw data-NORT D3 20251003-Trial    33 (1).xlsx']) {
      const recording = await recordingOf('ethovision', file);
      const of = (name: string) => recording.columns.find((column) => column.name === name)?.values ?? new Float64Array(0);
      for (const [point, label] of [
        ['center', 'Center-point'],
        ['nose', 'Nose-point'],
      ]) {
        const own = movingByHysteresis(of(`Velocity 2(${label})`));
        const theirs = columnOf(recording, `Movement(Moving / ${label})`);
        let agree = 0;
        for (let i = 0; i < own.length; i++) if (own[i] === theirs[i]) agree++;
        expect(`${file} ${label}: ${agree}`).toBe(`${file} ${label}: ${own.length}`);
        const path = recording.individuals[0].points.find((one) => one.name === point);
        const steps = stepLengths(path ?? { x: new Float64Array(0), y: new Float64Array(0) });
        const printed = of(`Distance moved 2(${label})`);
        printed.forEach((value, i) => {
          // Six significant digits of the step, and of the four coordinates that make it.
          const size = Math.max(Math.abs(path?.x[i] ?? 0), Math.abs(path?.y[i] ?? 0), 1);
          if (value === value)
            expect(Math.abs(value - steps[i])).toBeLessThanOrEqual(5e-6 * value + 4 * 10 ** (Math.floor(Math.log10(size)) - 5));
        });
      }
    }
  });

  it('manual scoring: bouts and times exact', async () => {
    const recording = await recordingOf('ethovision', 'resaved_manual_scoring.xlsx');
    const time = recording.time ?? new Float64Array(0);
    for (const row of sharedTsv('reference/behavior/ethovision_manual_scoring_columns.tsv')) {
      const states = columnOf(recording, row.get('column') ?? '');
      const visits = columnVisits(states);
      expect(visits.samples, row.get('column')).toBe(number(row.get('samples')));
      expect(visits.visits, row.get('column')).toBe(number(row.get('bouts')));
      let held = 0;
      for (let i = 0; i + 1 < states.length; i++) if (states[i] === 1) held += time[i + 1] - time[i];
      expectClose(held, number(row.get('time_next_stamp_s')), 1e-9, row.get('column'));
    }
  });
});

describe.skipIf(!haveShared)('ANY-maze exports', () => {
  const rows = haveShared ? sharedTsv('reference/behavior/anymaze_reference.tsv') : [];
  for (const file of [...new Set(rows.map((row) => row.get('file') ?? ''))]) {
    it(file, async () => {
      const recording = await recordingOf('anymaze', file);
      const time = recording.time ?? new Float64Array(0);
      const duration = frameDurations(time);
      const center = recording.individuals[0].points[0];
      for (const row of rows.filter((one) => one.get('file') === file)) {
        const [measure, column] = (row.get('measure') ?? '').split('::');
        const expected = number(row.get('value'));
        const close = (value: number): void => expectClose(value, expected, 1e-9, `${measure} ${column ?? ''}`, 1e-3);
        if (measure === 'n_samples') expect(recording.frames).toBe(expected);
        else if (measure === 'n_missing') expect(center.x.filter(Number.isNaN).length).toBe(expected);
        else if (measure === 'duration_s') close(time[time.length - 1] - time[0]);
        else if (measure === 'path_length_px') close(sum(stepLengths(center)));
        else if (measure === 'first_position_time_s') close(time[center.x.findIndex((x) => Number.isFinite(x))]);
        else if (column !== undefined) {
          const states = columnOf(recording, column.replace(/^In /, ''));
          const visits = columnVisits(states);
          if (measure === 'visits') expect(visits.visits, column).toBe(expected);
          if (measure === 'latency_s') close(visits.first < 0 ? NaN : time[visits.first]);
          if (measure === 'time_hold_next_s') close(sum(duration.filter((_, i) => states[i] === 1)));
        }
      }
    });
  }
});
