import { adjustAgainstControl } from '../../../src/behavior/models/against-control.ts';
import { fitOutcome } from '../../../src/behavior/models/fit-outcome.ts';
import { combine, marginalRow } from '../../../src/behavior/models/grid.ts';
import {
  anovaTable,
  coefficientTable,
  type DataColumn,
  factorColumn,
  fitGeneralizedLinearModel,
  fitLinearModel,
  fitMixedModel,
  numericColumn,
} from '../../../src/stats/index.ts';
import { animals, DOSES, dose, entries, frameOf, litter, number, read, sex, valuesOf } from './data.ts';
import type { Mine } from './row.ts';

/** A coefficient of a fit as a row of the reference. */
export function coefficient(fit: ReturnType<typeof fitLinearModel>, term: string): Mine {
  const one = coefficientTable(fit.design.columns, fit.coefficients, fit.covariance, fit.residualDf).find(
    (row) => row.term === term,
  );
  return {
    estimate: one?.estimate,
    se: one?.se,
    df: fit.residualDf,
    statistic: one?.statistic,
    p: one?.pvalue,
    ci_low: one?.lower,
    ci_high: one?.upper,
  };
}

export function linear(outcome: string, term: string): Mine {
  const fit = fitLinearModel('y ~ dosef + sex', frameOf(valuesOf(outcome)).data);
  if (!term.startsWith('F dose')) return coefficient(fit, term);
  const row = anovaTable(fit, 2).rows.find((one) => one.term === 'dosef');
  return { df: row?.df, statistic: row?.F, p: row?.pvalue };
}

export function mixed(outcome: string, term: string): Mine {
  const fit = fitMixedModel('y ~ dosef + sex + (1 | litter)', frameOf(valuesOf(outcome)).data, { df: 'satterthwaite' });
  if (term === 'variance residual') return { estimate: fit.sigma * fit.sigma };
  if (term === 'variance litter') return { estimate: (fit.components.find((one) => one.group === 'litter')?.sd ?? NaN) ** 2 };
  const one = fit.fixedEffects().find((row) => row.term === term);
  return { estimate: one?.estimate, se: one?.se, df: one?.df, statistic: one?.statistic, p: one?.pvalue };
}

export function kenwardRoger(outcome: string): Mine {
  const fit = fitMixedModel('y ~ dosef + sex + (1 | litter)', frameOf(valuesOf(outcome)).data, { df: 'kenward-roger' });
  const row = fit.anova('II').find((one) => one.term === 'dosef');
  return { df: row?.denDf, statistic: row?.F, p: row?.pvalue };
}

export function dunnett(outcome: string, term: string): Mine {
  const { kept } = frameOf(valuesOf(outcome));
  const values = valuesOf(outcome);
  const frame = new Map<string, DataColumn>([
    ['score', numericColumn(kept.map((i) => values[i]))],
    [
      'arm',
      factorColumn(
        kept.map((i) => dose[i]),
        DOSES,
      ),
    ],
    [
      'sex',
      factorColumn(
        kept.map((i) => sex[i]),
        ['M', 'F'],
      ),
    ],
  ]);
  const fit = fitOutcome('score ~ arm + sex', frame);
  const weights = ['7.5', '15'].map((arm) =>
    combine([marginalRow(fit.grid, [['arm', arm]]), marginalRow(fit.grid, [['arm', '0']])], [1, -1]),
  );
  const estimates = weights.map((row) => fit.estimate(row));
  const i = term === '7.5 - 0' ? 0 : 1;
  const { estimate, se, df, statistic } = estimates[i];
  return { estimate, se, df, statistic, p: adjustAgainstControl(fit, weights, estimates)[i] };
}

export function quasiPoisson(term: string): Mine {
  const { data } = frameOf(entries());
  const fit = fitGeneralizedLinearModel('y ~ dosef + sex + offset(log(oft_distance_cm))', data, { family: 'quasipoisson' });
  const one = fit.fixedEffects().find((row) => row.term === term);
  return { estimate: one?.estimate, se: one?.se, df: one?.df, statistic: one?.statistic, p: one?.pvalue };
}

export function bodyWeight(term: string): Mine {
  const weeks = [0, 1, 2, 3, 4];
  const long = animals.flatMap((animal, i) =>
    weeks.map((week) => ({ animal, i, week, y: number(read(`bw_w${week}_g`)[i] ?? '') })),
  );
  const data = new Map<string, DataColumn>([
    ['y', numericColumn(long.map((row) => row.y))],
    ['week', numericColumn(long.map((row) => row.week))],
    [
      'dosef',
      factorColumn(
        long.map((row) => dose[row.i]),
        DOSES,
      ),
    ],
    [
      'sex',
      factorColumn(
        long.map((row) => sex[row.i]),
        ['M', 'F'],
      ),
    ],
    ['litter', factorColumn(long.map((row) => litter[row.i]))],
    ['animal', factorColumn(long.map((row) => row.animal))],
  ]);
  const fit = fitMixedModel('y ~ week * dosef + sex * week + (1 | litter) + (1 | animal)', data, { df: 'satterthwaite' });
  const of = term.replace('variance ', '');
  if (term.startsWith('variance'))
    return { estimate: (of === 'Residual' ? fit.sigma : (fit.components.find((one) => one.group === of)?.sd ?? NaN)) ** 2 };
  const one = fit.fixedEffects().find((row) => row.term === term);
  return { estimate: one?.estimate, se: one?.se, df: one?.df, statistic: one?.statistic, p: one?.pvalue };
}
