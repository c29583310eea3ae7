import type { Context, Task } from '../../context/index.ts';
import { wilsonTest } from '../tests/index.ts';
import { simulatedPvalues } from './simulate-study.ts';
import { type PowerTarget, preparePlan, type SimulationPlan } from './simulation-plan.ts';

/** Runs from..to of a plan, for one thread. */
export interface PowerChunk {
  plan: SimulationPlan;
  seed: number;
  from: number;
  to: number;
}

export interface PowerCounts {
  /** Studies in which each target came out below alpha. */
  significant: Int32Array;
  /** Studies in which each target had no p-value. */
  untested: Int32Array;
  /** Why models could not be fitted, one entry per study. */
  failures: string[];
}

function runChunk({ plan, seed, from, to }: PowerChunk): PowerCounts {
  const prepared = preparePlan(plan);
  const { alpha = 0.05, targets } = plan;
  const counts: PowerCounts = {
    significant: new Int32Array(targets.length),
    untested: new Int32Array(targets.length),
    failures: [],
  };
  for (let run = from; run < to; run++) {
    const pvalues = simulatedPvalues(prepared, seed, run);
    if (typeof pvalues === 'string') counts.failures.push(pvalues);
    targets.forEach((_, i) => {
      const p = typeof pvalues === 'string' ? NaN : pvalues[i];
      if (Number.isNaN(p)) counts.untested[i]++;
      else if (p < alpha) counts.significant[i]++;
    });
  }
  return counts;
}

/** Simulates some runs; every run has its own random stream, so that results do not depend on how they are shared out. */
export const powerTask: Task<PowerChunk, PowerCounts> = { name: 'stats/power', run: runChunk };

export interface SimulatedPower {
  target: string;
  /** Share of studies in which the target came out; a study without a p-value counts as one in which it did not. */
  power: number;
  /** Monte Carlo standard error of the share. */
  mcse: number;
  /** Wilson's 95 percent interval for it. */
  low: number;
  high: number;
  runs: number;
  /** Studies without a p-value for this target. */
  untested: number;
}

export interface PowerSimulation {
  targets: SimulatedPower[];
  /** Reasons why models could not be fitted, with their numbers, most frequent first. */
  failures: { reason: string; studies: number }[];
}

const CHUNK = 8;

/** A target in words. */
export function targetName(target: PowerTarget): string {
  return target.kind === 'term' ? target.term : target.kind === 'coefficient' ? target.coefficient : target.name;
}

/**
 * Power of a planned study by simulation, for any model that `fitModel` accepts: litters, sessions, lost animals and counts
 * included. With the coefficients of a target at 0 its power is its false-positive rate.
 *
 * @param runs number of simulated studies
 * @param context thread pool, seed, progress
 * @throws InputError as `preparePlan`
 */
export async function simulatePower(plan: SimulationPlan, runs: number, context: Context): Promise<PowerSimulation> {
  preparePlan(plan);
  const chunks: PowerChunk[] = [];
  for (let from = 0; from < runs; from += CHUNK)
    chunks.push({ plan, seed: context.seed, from, to: Math.min(runs, from + CHUNK) });
  const done = await context.pool.map(powerTask, chunks, (part, total) =>
    context.progress('simulated studies', Math.min(runs, part * CHUNK), Math.min(runs, total * CHUNK)),
  );
  const reasons = new Map<string, number>();
  for (const { failures } of done) for (const reason of failures) reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  const sum = (pick: (counts: PowerCounts) => number): number => done.reduce((total, one) => total + pick(one), 0);
  return {
    targets: plan.targets.map((target, i) => {
      const hits = sum((one) => one.significant[i]);
      const power = hits / runs;
      const { low, high } = wilsonTest(hits, runs);
      return {
        target: targetName(target),
        power,
        mcse: Math.sqrt((power * (1 - power)) / runs),
        low,
        high,
        runs,
        untested: sum((one) => one.untested[i]),
      };
    }),
    failures: [...reasons].map(([reason, studies]) => ({ reason, studies })).sort((a, b) => b.studies - a.studies),
  };
}
