import type { BehaviorResult, Comparison, Measure } from '../../../src/behavior/index.ts';
import { log } from '../../../src/stats/elementary/index.ts';
import { randomStream } from '../../../src/stats/random.ts';
import type { Study } from '../../../src/study/index.ts';
import { DOSE_SHARE, SESSION_SHARE } from './measures.ts';

/** A latency that the drug lengthens, cut at 300 s, and the checks that stand beside the planned analysis. */
export function extras(
  study: Study,
  comparisons: readonly Comparison[],
): Pick<BehaviorResult, 'adjusted' | 'reliability' | 'sensitivity'> & { latency: Measure } {
  const stream = randomStream(12, 'fake/latency', 0);
  const times = Float64Array.from({ length: study.animals.length * study.sessions.length }, (_, cell) => {
    const animal = study.animals[Math.floor(cell / study.sessions.length)];
    const dose = study.arms.findIndex((arm) => arm.name === animal.arm);
    const share = DOSE_SHARE[dose] * SESSION_SHARE[cell % study.sessions.length];
    return -60 * (1 + 3 * share) * log(stream.uniform());
  });
  const anxiety = comparisons.filter((one) => one.outcome === 'score/anxiety');
  const last = anxiety.filter((one) => one.session === 'week 6');
  const checks = last.flatMap(({ session, arm, estimate, low, high, pvalue }) =>
    (['L01', 'L02', 'L03'] as const).map((litter, i) => ({
      domain: 'anxiety' as const,
      session,
      arm,
      kind: 'without-litter' as const,
      left: [litter],
      estimate: estimate + 0.1 * (i - 1),
      low: low + 0.1 * (i - 1),
      high: high + 0.1 * (i - 1),
      pvalue,
    })),
  );
  return {
    latency: {
      id: 'open-field/center_latency_s',
      assay: 'Open field',
      label: 'Latency to the center',
      unit: 's',
      domain: 'anxiety',
      direction: 1,
      values: times.map((time) => Math.min(300, time)),
      censored: Uint8Array.from(times, (time) => Number(time > 300)),
      nature: { kind: 'latency' },
    },
    adjusted: [
      ...anxiety.map((one) => ({ ...one, adjustedFor: 'score/locomotion', estimate: 0.8 * one.estimate })),
      ...comparisons
        .filter((one) => one.outcome === 'open-field/center_time_s')
        .map((one) => ({ ...one, adjustedFor: 'open-field/distance_cm', estimate: 0.9 * one.estimate })),
    ],
    sensitivity: checks,
    reliability: [
      {
        domain: 'anxiety',
        session: 'week 6',
        tests: ['open-field', 'elevated-plus-maze'],
        n: 46,
        alpha: 0.52,
        withOthers: [0.35, 0.35],
        firstComponentCorrelation: 0.99,
        firstComponentShare: 0.68,
        withoutTest: last.map(({ arm, estimate, low, high, pvalue }) => ({
          test: 'open-field',
          arm,
          estimate,
          low,
          high,
          pvalue,
        })),
      },
    ],
  };
}
