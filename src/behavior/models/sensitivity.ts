import { InputError } from '../../problems/index.ts';
import { selectRows, studentT } from '../../stats/index.ts';
import type { Study } from '../../study/index.ts';
import type { DomainScore } from '../results.ts';
import type { SensitivityCheck } from '../scores/score-checks.ts';
import { meanAndSd } from '../scores/z-scores.ts';
import { PLANNED_COMPARISON } from './compare-arms.ts';
import { fitOutcome } from './fit-outcome.ts';
import { combine, marginalRow } from './grid.ts';
import { outcomeFrame } from './outcome-frame.ts';
import { usableFormula } from './usable-formula.ts';

/** Family-wise level of the outlier test. */
const OUTLIER_LEVEL = 0.05;

/**
 * The differences of the arms from control at the end of treatment, without each litter in turn and without outliers: does a
 * single litter or a few animals carry the result?
 */
export function sensitivityChecks(study: Study, score: DomainScore): SensitivityCheck[] {
  const treated = study.sessions.flatMap((one, s) => (one.phase === 'treatment' && hasData(study, score, s) ? [s] : []));
  const session = treated.at(-1) ?? -1;
  const control = study.arms.find((arm) => arm.control)?.name;
  if (session < 0 || control === undefined) return [];
  const frame = outcomeFrame(study, score.values, [session]);
  const rows = [...frame.animal.keys()];
  const litters = [...new Set(rows.map((row) => study.animals[frame.animal[row]].litter))].filter((litter) => litter !== null);
  const outliers = outlyingRows(
    study,
    frame.animal,
    rows.map((row) => score.values[frame.animal[row] * study.sessions.length + session]),
  );
  const ways: Pick<SensitivityCheck, 'kind' | 'left'>[] = litters.map((litter) => ({ kind: 'without-litter', left: [litter] }));
  if (outliers.length > 0)
    ways.push({ kind: 'without-outliers', left: outliers.map((row) => study.animals[frame.animal[row]].id) });
  return ways.flatMap((way) => {
    const kept = rows.filter((row) => {
      const animal = study.animals[frame.animal[row]];
      return !way.left.includes(way.kind === 'without-litter' ? (animal.litter ?? '') : animal.id);
    });
    return differences(selectRows(frame.data, kept), study, control).map(({ arm, estimate, low, high, pvalue }) => ({
      domain: score.domain,
      session: study.sessions[session].name,
      arm,
      ...way,
      estimate,
      low,
      high,
      pvalue,
    }));
  });
}

function hasData(study: Study, score: DomainScore, session: number): boolean {
  return study.animals.some((_, a) => Number.isFinite(score.values[a * study.sessions.length + session]));
}

/**
 * Rows that differ from the other animals of their arm and sex by more than chance: externally studentized, two-sided t, Bonferroni
 * over all rows (Cook & Weisberg 1982, section 2.2).
 */
function outlyingRows(study: Study, animals: Int32Array, values: readonly number[]): number[] {
  return values.flatMap((value, row) => {
    const own = study.animals[animals[row]];
    const others = values.flatMap((_, other) => {
      const animal = study.animals[animals[other]];
      return other !== row && animal.arm === own.arm && animal.sex === own.sex ? [other] : [];
    });
    const { n, mean, sd } = meanAndSd(values, others);
    const t = Math.abs(value - mean) / (sd * Math.sqrt(1 + 1 / n));
    return n >= 3 && 2 * studentT.upper(t, n - 1) * values.length < OUTLIER_LEVEL ? [row] : [];
  });
}

/**
 * Animals whose value in a session differs from the others of their arm and sex by more than chance.
 *
 * @param values animals x sessions
 * @returns positions in study.animals
 */
export function outlyingAnimals(study: Study, values: Float64Array, session: number): number[] {
  const column = study.animals.map((_, a) => values[a * study.sessions.length + session]);
  const present = Int32Array.from(column.keys()).filter((a) => Number.isFinite(column[a]));
  const rows = outlyingRows(
    study,
    present,
    Array.from(present, (a) => column[a]),
  );
  return rows.map((row) => present[row]);
}

function differences(
  data: ReturnType<typeof selectRows>,
  study: Study,
  control: string,
): { arm: string; estimate: number; low: number; high: number; pvalue: number }[] {
  try {
    const fit = fitOutcome(usableFormula(PLANNED_COMPARISON, data).text, data);
    return study.arms
      .filter((arm) => !arm.control)
      .flatMap(({ name: arm }) => {
        const rows = [marginalRow(fit.grid, [['arm', arm]]), marginalRow(fit.grid, [['arm', control]])];
        const { estimate, low, high, pvalue } = fit.estimate(combine(rows, [1, -1]));
        return Number.isFinite(estimate) ? [{ arm, estimate, low, high, pvalue }] : [];
      });
  } catch (error) {
    if (error instanceof InputError) return [];
    throw error;
  }
}
