import { type DataFrame, type FactorColumn, factorColumn, type NumericColumn, numericColumn } from '../../../src/stats/index.ts';
import { fixtureText } from '../fixtures.ts';

/** What R gives for one mixed model of all genes. */
export interface MixedCase {
  formula: string;
  coef: string;
  sigmaTrend: number[];
  fittedFirst: number[][];
  weights: number[][];
  weightsSum: number[];
  estimate: number[];
  se: number[];
  df: number[];
  krSe: number[];
  krDf: number[];
  rdf: number[];
  sigma: number[];
  litter: number[];
  run?: number[];
  dfPrior: number;
  s2Prior: number;
  s2Post: number[];
}

interface MixedFixture {
  genes: string[];
  counts: number[][];
  arm: string[];
  sex: string[];
  litter: string[];
  run: string[];
  weight: number[];
  cases: MixedCase[];
  fractions: { names: string[]; values: number[][] };
}

export const mixed = JSON.parse(fixtureText('mixed/dream.json.gz')) as MixedFixture;

export const counts = Float64Array.from(mixed.counts.flat());
export const samples = mixed.arm.length;

/** The sample sheet as columns, vehicle first. */
export const frame: DataFrame = new Map<string, FactorColumn | NumericColumn>([
  ['arm', factorColumn(mixed.arm, ['vehicle', 'low', 'high'])],
  ['sex', factorColumn(mixed.sex)],
  ['litter', factorColumn(mixed.litter)],
  ['run', factorColumn(mixed.run)],
  ['weight', numericColumn(mixed.weight)],
]);

/** Largest relative difference; values below `floor` in size count as equal. */
export function worst(found: ArrayLike<number>, expected: ArrayLike<number>, floor = 0): number {
  let most = 0;
  for (let i = 0; i < expected.length; i++) {
    if (Math.abs(found[i]) < floor && Math.abs(expected[i]) < floor) continue;
    const error = Math.abs(found[i] - expected[i]) / Math.abs(expected[i]);
    most = error > most || Number.isNaN(error) ? error : most;
  }
  return most;
}
