import { describe, expect, it } from 'vitest';
import { studentT } from '../../../src/stats/distributions/index.ts';
import { fitMixedModels, type MixedDesign, prepareMixedDesign } from '../../../src/stats/mixed/index.ts';
import { litterStudy, type SimulatedStudy } from './simulated.ts';

/** The default model of the behavior room. */
const MODEL = '~ arm * session + sex + (1 | litter/animal)';
const STUDIES = 2500;
const EFFECT = 0.8;
/** Three Monte Carlo standard errors of a rate of 5 %. */
const MARGIN = 3 * Math.sqrt((0.05 * 0.95) / STUDIES);

interface Scenario {
  study: SimulatedStudy;
  sessions: number;
  litters: number;
  pups: number;
  litterSd: number;
  animalSd: number;
}

/** Null responses of many studies; `shift` is added to the animals on the drug. */
function responses({ study, litterSd, animalSd, sessions, pups }: Scenario, shift: number): Float64Array {
  const out = new Float64Array(STUDIES * study.rows);
  for (let s = 0; s < STUDIES; s++) {
    const y = study.response(21, s, litterSd, animalSd);
    for (let i = 0; i < y.length; i++) out[s * study.rows + i] = y[i] + (Math.floor(i / (sessions * pups)) % 2) * shift;
  }
  return out;
}

/** The effect of the drug over all sessions, at the last session, and its change from the first to the second session. */
function contrasts({ design }: MixedDesign, sessions: number): Float64Array {
  const { columns } = design;
  const p = columns.length;
  const out = new Float64Array(3 * p);
  const interaction = (session: number) => columns.indexOf(`armdrug:sessions${session}`);
  out[columns.indexOf('armdrug')] = 1;
  for (let s = 1; s < sessions; s++) out[interaction(s)] = 1 / sessions;
  out[p + columns.indexOf('armdrug')] = 1;
  out[p + interaction(sessions - 1)] = 1;
  out[2 * p + interaction(1)] = 1;
  return out;
}

/** Share of studies in which contrast c hits. */
const rate = (c: number, hit: (at: number) => boolean) =>
  Array.from({ length: STUDIES }, (_, s) => hit(s * 3 + c)).filter(Boolean).length / STUDIES;

/** Rejections of a t test on animal means that takes pups for independent animals. */
function pupsAsUnits({ study, sessions, litters, pups, ...rest }: Scenario): number {
  const y = responses({ study, sessions, litters, pups, ...rest }, 0);
  const animals = litters * pups;
  let rejected = 0;
  for (let s = 0; s < STUDIES; s++) {
    const sums = [0, 0];
    const squares = [0, 0];
    for (let a = 0; a < animals; a++) {
      let mean = 0;
      for (let k = 0; k < sessions; k++) mean += y[s * study.rows + a * sessions + k] / sessions;
      const arm = Math.floor(a / pups) % 2;
      sums[arm] += mean;
      squares[arm] += mean * mean;
    }
    const half = animals / 2;
    const within = squares[0] + squares[1] - (sums[0] ** 2 + sums[1] ** 2) / half;
    const t = (sums[1] - sums[0]) / half / Math.sqrt((within / (animals - 2)) * (2 / half));
    if (2 * studentT.upper(Math.abs(t), animals - 2) < 0.05) rejected++;
  }
  return rejected / STUDIES;
}

const scenario = (litters: number, pups: number, sessions: number, litterSd: number, animalSd: number): Scenario => ({
  study: litterStudy(litters, pups, sessions),
  litters,
  pups,
  sessions,
  litterSd,
  animalSd,
});

describe('calibration on simulated null studies with litters and repeated sessions', () => {
  const cases: [string, Scenario][] = [
    ['12 litters of 2 pups, 4 sessions', scenario(12, 2, 4, 0.8, 0.6)],
    ['10 litters of 4 pups, 3 sessions', scenario(10, 4, 3, 0.8, 0.6)],
  ];

  it.each(cases)('%s: 5 % of the tests reject, 95 % of the intervals cover', (_, one) => {
    const design = prepareMixedDesign(MODEL, one.study.frame);
    const rows = contrasts(design, one.sessions);
    const fits = fitMixedModels(design, responses(one, EFFECT), one.study.rows, { contrasts: rows });
    expect(fits.status.every((code) => code <= 1)).toBe(true);
    // The interaction has no effect, so its test is a test of the null hypothesis; the others hold the effect.
    [EFFECT, EFFECT, 0].forEach((truth, c) => {
      const missed = rate(c, (at) => fits.low[at] > truth || fits.high[at] < truth);
      expect(Math.abs(missed - 0.05), `contrast ${c}: ${missed}`).toBeLessThan(MARGIN);
    });
    const type1 = fitMixedModels(design, responses(one, 0), one.study.rows, { contrasts: rows });
    for (let c = 0; c < 3; c++) {
      const rejected = rate(c, (at) => type1.pvalue[at] < 0.05);
      expect(Math.abs(rejected - 0.05), `contrast ${c}: ${rejected}`).toBeLessThan(MARGIN);
    }
  });

  it.each(cases)('%s: a t test on pups ignoring litters fails the same check', (_, one) => {
    expect(pupsAsUnits(one)).toBeGreaterThan(0.05 + MARGIN);
  });

  it('never rejects too often when litters do not matter, and then the pup test passes too', () => {
    const one = scenario(12, 2, 4, 0, 0.7);
    const design = prepareMixedDesign(MODEL, one.study.frame);
    const fits = fitMixedModels(design, responses(one, 0), one.study.rows, { contrasts: contrasts(design, one.sessions) });
    for (let c = 0; c < 3; c++) expect(rate(c, (at) => fits.pvalue[at] < 0.05)).toBeLessThan(0.05 + MARGIN);
    expect(Math.abs(pupsAsUnits(one) - 0.05)).toBeLessThan(MARGIN);
  });
});
