import { describe, expect, it } from 'vitest';
import { type ArenaSetup, UNKNOWN_ARENA } from '../../src/behavior/arena/arena-setup.ts';
import { floatingBouts, forcedSwim } from '../../src/behavior/assays/forced-swim.ts';
import { eventLogOf } from '../../src/behavior/measure-files.ts';
import { boutKappa } from '../../src/behavior/raters/kappa.ts';
import { readBehaviorFile } from '../../src/behavior/readers/read-file.ts';
import { prepareScene } from '../../src/behavior/recording/scene.ts';
import type { EventLog } from '../../src/behavior/track/event-log.ts';
import { haveShared, sharedBytes, sharedText, sharedTsv } from '../support/shared.ts';

const TUB: ArenaSetup = { ...UNKNOWN_ARENA, fps: 25, scale: { kind: 'distance', from: 't', to: 'b', cm: 20 } };
const truth = haveShared ? JSON.parse(sharedText('reference/behavior/simulated_truth.json')).fst_a.truth : null;

async function recording(name: string) {
  const read = await readBehaviorFile(sharedBytes(`data/behavior/simulated/${name}`), name);
  if (read.kind !== 'recording') throw new Error(name);
  return read.recordings[0];
}

async function scored(name: string): Promise<EventLog> {
  const read = await readBehaviorFile(sharedBytes(`data/behavior/simulated/${name}`), name);
  if (read.kind !== 'scoring') throw new Error(name);
  return eventLogOf(read.scoring.observations[0], name);
}

/**
 * The videos that people scored have no published pose files, so the rule cannot be run on them here. What can be checked: it gives the
 * floating time of DLCAnalyzer (whose printed totals of those videos are compared with the people in raters.test.ts) on the same pose
 * file, and it comes as near to a known truth.
 */
describe.skipIf(!haveShared)('the immobility rule of the forced swim test', () => {
  it("is DLCAnalyzer's on the same pose file, and near the truth", async () => {
    const scene = prepareScene(await recording('fst_a_dlc.csv.gz'), TUB, null, forcedSwim.cleaning);
    const observation = forcedSwim.fromTrack?.(scene);
    const value = (name: string): number => observation?.values.get(name) ?? NaN;
    expect(observation?.exclusions).toEqual([]);
    const reference = sharedTsv('reference/behavior/dlcanalyzer_reference.tsv').find(
      (row) => row.get('file') === 'fst_a_dlc.csv.gz' && row.get('measure') === 'time.floating',
    );
    // a recording of 120 s is shorter than the scored window, so all of it is used
    expect(value('scored_s')).toBeCloseTo(truth.total_time_s, 9);
    expect(Math.abs(value('immobility_s') - Number(reference?.get('value')))).toBeLessThan(0.5);
    expect(Math.abs(value('immobility_s') - truth.time_s.Floating)).toBeLessThan(0.1 * truth.time_s.Floating);
    expect(Math.abs(value('immobility_latency_s') - truth.latency_to_float_s)).toBeLessThan(1);
  });

  it('the same animal scored as states gives the truth itself', async () => {
    for (const name of ['fst_a_boris_tabular.csv', 'fst_a_boris_aggregated.tsv']) {
      const observation = forcedSwim.fromEvents?.(await scored(name));
      expect(observation?.values.get('immobility_s')).toBeCloseTo(truth.time_s.Floating, 6);
      expect(observation?.values.get('immobility_latency_s')).toBeCloseTo(truth.latency_to_float_s, 6);
    }
  });

  it('second by second it agrees with the states as people agree with each other (kappa of 0.6 to 0.7 in human_scorer_agreement.tsv)', async () => {
    const scene = prepareScene(await recording('fst_a_dlc.csv.gz'), TUB, null, forcedSwim.cleaning);
    const log = await scored('fst_a_boris_tabular.csv');
    const floating = [...log.behavior.keys()].filter((i) => log.behavior[i] === 'floating');
    const people = { start: floating.map((i) => log.start[i]), stop: floating.map((i) => log.stop[i]) };
    const bouts = floatingBouts(scene);
    const rule = { start: bouts.map(([start]) => start), stop: bouts.map(([, stop]) => stop) };
    expect(boutKappa([[people, rule]], truth.total_time_s)).toBeGreaterThan(0.7);
  });
});
