import { describe, expect, it } from 'vitest';
import { hedgesCorrection } from '../../../src/stats/effects/index.ts';
import * as meta from '../../../src/stats/meta/index.ts';
import { expectClose } from '../../support/close.ts';
import { haveShared, sharedText, sharedTsv } from '../../support/shared.ts';

type Numbers = Record<string, number | null>;
interface Cases {
  univariate: Record<string, Numbers>;
  tau2_ci_qprofile: { tau2: number[] };
  meta_regression: Record<string, Record<string, number | number[] | null>>;
  leave_one_out: Record<'b' | 'se' | 'tau2' | 'I2', number[]>;
  cumulative: Record<'b' | 'se' | 'tau2', number[]>;
  egger_rma: { z: number; p: number; est: { intrcpt: number }; ci: number[] };
  egger_lm: { t: number; df: number; p: number; est: number };
  begg: { tau: number; p: number };
  trimfill: { k0: number; side: string; b: number; se: number; tau2: number };
  influence: Record<'rstudent' | 'dffits' | 'cook_d' | 'hat', number[]>;
  multilevel: Record<string, Numbers>;
  shared_control_covariance: { contrasts: number[]; cov_gleser_olkin: number };
  conversions: Record<string, Numbers>;
  fail_safe_n: { rosenthal: number; orwin: number; rosenberg: number };
}

const FOLDER = 'reference/translation';
const number = (row: Map<string, string>, name: string) => Number(row.get(name));

describe.skipIf(!haveShared)('meta-analysis against metafor 3.8 (reference/translation/meta_*)', () => {
  const cases = (haveShared ? JSON.parse(sharedText(`${FOLDER}/meta_cases.json`)) : {}) as Cases;
  const input = haveShared ? sharedTsv(`${FOLDER}/meta_input_synthetic.tsv`) : [];
  const sizes = haveShared ? sharedTsv(`${FOLDER}/meta_effect_sizes.tsv`) : [];
  const forest = haveShared ? sharedTsv(`${FOLDER}/meta_forest.tsv`) : [];
  const y = forest.map((row) => number(row, 'g'));
  const v = forest.map((row) => number(row, 'v'));
  const z = { test: 'z' } as const;

  const group = (row: Map<string, string>, which: 't' | 'c'): meta.GroupSummary => {
    const n = number(row, `n_${which}`);
    const spread = number(row, `spread_${which}`);
    return { mean: number(row, `mean_${which}`), n, sd: row.get('spread_kind') === 'SEM' ? meta.sdFromSem(spread, n) : spread };
  };

  it('effect sizes of 22 contrasts', () => {
    const measures: [string, (t: meta.GroupSummary, c: meta.GroupSummary) => meta.EffectSize][] = [
      ['SMD', meta.standardizedMeanDifference],
      ['SMDH', meta.heteroscedasticMeanDifference],
      ['MD', meta.meanDifference],
      ['ROM', meta.logRatioOfMeans],
      ['CVR', meta.logVariationRatio],
      ['VR', meta.logVariabilityRatio],
    ];
    input.forEach((row, i) => {
      const [t, c] = [group(row, 't'), group(row, 'c')];
      for (const [name, measure] of measures) {
        expectClose(measure(t, c).effect, number(sizes[i], `${name}_yi`), 1e-10, `${name} effect ${i}`);
        expectClose(measure(t, c).variance, number(sizes[i], `${name}_vi`), 1e-10, `${name} variance ${i}`);
      }
      expectClose(meta.unbiasedVariance(t, c), number(sizes[i], 'SMD_vi_UB'), 1e-10, `UB ${i}`);
      expectClose(hedgesCorrection(t.n + c.n - 2), number(sizes[i], 'J_exact'), 1e-12, `J ${i}`);
    });
    const [a, b] = cases.shared_control_covariance.contrasts.map((contrast) => contrast - 1);
    const first = { g: number(sizes[a], 'aligned_g'), n: number(input[a], 'n_t') };
    const second = { g: number(sizes[b], 'aligned_g'), n: number(input[b], 'n_t') };
    expectClose(
      meta.sharedControlCovariance(first, second, number(input[a], 'n_c')),
      cases.shared_control_covariance.cov_gleser_olkin,
      1e-10,
    );
  });

  for (const name of Object.keys(cases.univariate ?? {})) {
    it(`rma ${name}`, () => {
      const [method, kind] = name.split('_');
      const test = kind === 'z' ? 'z' : kind === 'knha' ? 'knapp-hartung' : 'ad-hoc';
      const fit = meta.metaAnalysis(y, v, { method: method as meta.TauSquaredMethod, test });
      const iterative = ['ML', 'REML', 'EB'].includes(method);
      // Paule-Mandel in metafor stops at 1e-5 on Q: its tau^2 differs from its own EB (the same estimator) in the 7th digit
      const tolerance = method === 'PM' ? 1e-5 : iterative ? 1e-7 : 1e-10;
      const got: [string, number][] = [
        ['b', fit.estimates[0]],
        ['se', fit.se[0]],
        ['stat', fit.statistics[0]],
        ['p', fit.pvalues[0]],
        ['ci_lb', fit.low[0]],
        ['ci_ub', fit.high[0]],
        ['tau2', fit.tauSquared],
        ['se_tau2', fit.tauSquaredSe],
        ['I2', fit.I2],
        ['H2', fit.H2],
        ['Q', fit.Q],
        ['Qp', fit.QPvalue],
        ['pi_lb', fit.predictionLow],
        ['pi_ub', fit.predictionHigh],
        ['logLik', fit.logLikelihood],
        ['QM', fit.QM],
        ['QMp', fit.QMPvalue],
      ];
      for (const [field, value] of got) expectClose(value, cases.univariate[name][field] ?? NaN, tolerance, field);
    });
  }

  it('Q-profile interval of tau^2', () => {
    const interval = meta.tauSquaredInterval(y, v);
    expectClose(interval.low, cases.tau2_ci_qprofile.tau2[1], 1e-7);
    expectClose(interval.high, cases.tau2_ci_qprofile.tau2[2], 1e-4, 'metafor stops its root search early');
  });

  it('meta-regression', () => {
    const rows = forest.map((row) => input.find((one) => one.get('study') === row.get('study')) ?? new Map<string, string>());
    const rat = rows.map((row) => (row.get('species') === 'rat' ? 1 : 0));
    const design: Record<string, (i: number) => number[]> = {
      species: (i) => [1, rat[i]],
      species_weeks: (i) => [1, rat[i], number(rows[i], 'weeks')],
    };
    for (const name of Object.keys(design)) {
      const moderators = Float64Array.from(y.flatMap((_, i) => design[name](i)));
      const fit = meta.metaAnalysis(y, v, { moderators });
      const expected = cases.meta_regression[name];
      (expected.b as number[]).forEach((b, a) => {
        expectClose(fit.estimates[a], b, 1e-7, `${name} b${a}`);
        expectClose(fit.se[a], (expected.se as number[])[a], 1e-7, `${name} se${a}`);
        expectClose(fit.pvalues[a], (expected.p as number[])[a], 1e-7, `${name} p${a}`);
      });
      expectClose(fit.tauSquared, expected.tau2 as number, 1e-6, `${name} tau2`);
      expectClose(fit.QM, expected.QM as number, 1e-7, `${name} QM`);
      expectClose(fit.QMPvalue, expected.QMp as number, 1e-7, `${name} QMp`);
      expectClose(fit.logLikelihood, expected.logLik as number, 1e-7, `${name} logLik`);
      expectClose(fit.I2, expected.I2 as number, 1e-6, `${name} I2`);
    }
  });

  it('leave-one-out, cumulative and case diagnostics', () => {
    meta.leaveOneOut(y, v, z).forEach((fit, i) => {
      expectClose(fit.estimates[0], cases.leave_one_out.b[i], 1e-7, `b ${i}`);
      expectClose(fit.se[0], cases.leave_one_out.se[i], 1e-7, `se ${i}`);
      expectClose(fit.tauSquared, cases.leave_one_out.tau2[i], 1e-7, `tau2 ${i}`);
    });
    meta.cumulative(y, v, z).forEach((fit, i) => {
      expectClose(fit.estimates[0], cases.cumulative.b[i + 1], 1e-7, `b ${i}`);
      expectClose(fit.tauSquared, cases.cumulative.tau2[i + 1], 1e-7, `tau2 ${i}`, 1e-5);
    });
    const diagnostics = meta.metaInfluence(y, v);
    y.forEach((_, i) => {
      expectClose(diagnostics.rstudent[i], cases.influence.rstudent[i], 1e-7, `rstudent ${i}`);
      expectClose(diagnostics.dffits[i], cases.influence.dffits[i], 1e-7, `dffits ${i}`);
      expectClose(diagnostics.cooksDistance[i], cases.influence.cook_d[i], 1e-7, `cook ${i}`);
      expectClose(diagnostics.leverage[i], cases.influence.hat[i], 1e-7, `hat ${i}`);
    });
  });

  it('funnel asymmetry, trim and fill, fail-safe numbers', () => {
    const egger = meta.eggerTest(y, v);
    expectClose(egger.statistic, cases.egger_rma.z, 1e-7);
    expectClose(egger.pvalue, cases.egger_rma.p, 1e-7);
    expectClose(egger.limit, cases.egger_rma.est.intrcpt, 1e-7);
    expectClose(egger.limitLow, cases.egger_rma.ci[0], 1e-7);
    const regression = meta.eggerRegression(y, v);
    expectClose(regression.statistic, cases.egger_lm.t, 1e-10);
    expectClose(regression.pvalue, cases.egger_lm.p, 1e-10);
    expectClose(regression.limit, cases.egger_lm.est, 1e-10);
    const begg = meta.beggTest(y, v);
    expectClose(begg.tau, cases.begg.tau, 1e-12);
    expectClose(begg.pvalue, cases.begg.p, 1e-12);
    const { missing, side, filled } = meta.trimAndFill(y, v);
    expect([missing, side]).toEqual([cases.trimfill.k0, cases.trimfill.side]);
    // trimfill() refits with metafor's default stop (1e-5 on tau^2), not with the 1e-13 of the other cases
    expectClose(filled.estimates[0], cases.trimfill.b, 1e-6);
    expectClose(filled.se[0], cases.trimfill.se, 1e-6);
    expectClose(filled.tauSquared, cases.trimfill.tau2, 1e-6);
    const numbers = meta.failSafeNumbers(y, v, 0.2);
    expect(numbers.rosenthal).toBe(cases.fail_safe_n.rosenthal);
    expect(numbers.rosenberg).toBe(cases.fail_safe_n.rosenberg);
  });

  it('multilevel, correlated errors and cluster-robust', () => {
    const effects = sizes.map((row) => number(row, 'aligned_g'));
    const variances = sizes.map((row) => number(row, 'SMD_vi'));
    const studies = sizes.map((row) => row.get('study') ?? '');
    const k = effects.length;
    const covariance = (rho: number) =>
      Float64Array.from({ length: k * k }, (_, at) => {
        const [i, j] = [Math.floor(at / k), at % k];
        if (i === j) return variances[i];
        return studies[i] === studies[j] ? rho * Math.sqrt(variances[i] * variances[j]) : 0;
      });
    const check = (fit: meta.MultilevelResult, expected: Numbers) => {
      expectClose(fit.estimate, expected.b ?? NaN, 1e-5, 'b');
      expectClose(fit.se, expected.se ?? NaN, 1e-5, 'se');
      expectClose(fit.pvalue, expected.p ?? NaN, 1e-5, 'p');
      expectClose(fit.low, expected.ci_lb ?? NaN, 1e-4, 'ci_lb');
      expectClose(fit.sigmaSquaredStudy, expected.sigma2_study ?? NaN, 1e-5, 'study');
      expectClose(fit.sigmaSquaredContrast, expected.sigma2_contrast ?? NaN, 1e-5, 'contrast', 1e-3);
      expectClose(fit.logLikelihood, expected.logLik ?? NaN, 1e-7, 'logLik');
      expectClose(fit.QE, expected.QE ?? NaN, 1e-9, 'QE');
    };
    const independent = meta.multilevelMetaAnalysis(effects, covariance(0), studies);
    check(independent, cases.multilevel.independent_errors);
    check(meta.multilevelMetaAnalysis(effects, covariance(0.5), studies, 'z'), cases.multilevel['vcalc_rho_0.5']);
    const robust = meta.clusterRobust(effects, independent, studies);
    expectClose(robust.se, cases.multilevel.cluster_robust_CR1.se ?? NaN, 1e-5);
    expectClose(robust.pvalue, cases.multilevel.cluster_robust_CR1.p ?? NaN, 1e-5);
  });

  it('conversions', () => {
    const c = cases.conversions;
    const n = (from: Numbers, key: string) => from[key] ?? NaN;
    expectClose(meta.dFromT(n(c.t, 't'), 10, 10), n(c.t, 'd'), 1e-10);
    expectClose(meta.dFromF(n(c.F1, 'F'), 12, 11), n(c.F1, 'd'), 1e-10);
    expectClose(meta.dFromP(0.013, 8, 8).d, n(c.p_two_sided, 'd'), 1e-10);
    const quartiles = meta.fromQuartiles(42, 30, 58, 12);
    expectClose(quartiles.sd, n(c.median_iqr_normal, 'sd_wan2014'), 1e-10);
    expectClose(quartiles.mean, n(c.median_iqr_normal, 'mean_wan2014'), 1e-10);
    expectClose(meta.sdFromRange(10, 90, 10), n(c.range, 'sd_wan2014'), 1e-10);
    expectClose(meta.logOddsRatioFromG(0.6), n(c.g_to_or, 'log_or'), 1e-10);
    expectClose(meta.correlationFromG(0.6, 10, 12), n(c.g_to_r, 'r'), 1e-10);
    expectClose(meta.probabilityOfSuperiority(0.6), n(c.prob_superiority, 'cles'), 1e-10);
  });
});

describe('meta-analysis refuses what it cannot do', () => {
  it('names the reason', () => {
    expect(() => meta.metaAnalysis([1], [1])).toThrow(/too few/);
    expect(() => meta.metaAnalysis([1, 2], [1, 0])).toThrow(/positive/);
    expect(() => meta.metaAnalysis([1, 2, 3], [1, 1, 1], { moderators: Float64Array.of(1, 2, 1, 2, 1, 2) })).toThrow(/collinear/);
  });
});
