import { describe, expect, it } from 'vitest';
import { bootstrapIndirect, resampledAnimals } from '../../src/integration/mediation/bootstrap-indirect.ts';
import { compositeNullFdr } from '../../src/integration/mediation/composite-null.ts';
import { indirectEffects } from '../../src/integration/mediation/indirect-effects.ts';
import { indirectEffectAt, mediationSensitivity } from '../../src/integration/mediation/sensitivity.ts';
import { randomStream } from '../../src/stats/index.ts';
import { expectClose } from '../support/close.ts';
import { INTEGRATION_CASES, integrationJson, referenceExpression, referenceRows } from '../support/integration-reference.ts';
import { haveShared, sharedTsv } from '../support/shared.ts';

describe.skipIf(!haveShared).each([...INTEGRATION_CASES])('mediation against R: $name', ({ name, counts, score }) => {
  const info = haveShared ? integrationJson(name, 'correlation.json').info : { samples: [], scoreValues: {} };
  const reference = haveShared ? integrationJson(name, 'mediation.json') : { exposure: [], top: {}, bootstrap: [] };
  const { genes, values } = haveShared ? referenceExpression(counts, info.samples) : { genes: [], values: new Float64Array() };
  const position = new Map(genes.map((gene, i) => [gene, i]));
  const data = {
    values,
    exposure: Float64Array.from(reference.exposure as number[]),
    outcome: Float64Array.from((info.scoreValues[score] ?? []) as number[]),
    others: [],
  };

  it('paths, Sobel, Aroian and joint significance within 1e-10', () => {
    const effects = indirectEffects(data);
    for (const row of sharedTsv(`reference/statistics/integration/${name}/mediation.tsv.gz`)) {
      const gene = position.get(row.get('gene') ?? '') ?? -1;
      const check = (value: number, column: string, tolerance = 1e-10) =>
        expectClose(value, Number(row.get(column)), tolerance, `${row.get('gene')} ${column}`, 1e-3);
      check(effects.a[gene], 'a');
      check(effects.aStandardError[gene], 'sa');
      check(effects.b[gene], 'b');
      check(effects.bStandardError[gene], 'sb');
      check(effects.direct[gene], 'cprime');
      check(effects.total, 'c');
      check(effects.indirect[gene], 'ab');
      check(effects.sobelStandardError[gene], 'sobelSE');
      check(effects.sobelPvalue[gene], 'pSobel');
      check(effects.aroianStandardError[gene], 'aroianSE');
      check(effects.aPvalue[gene], 'pa', 1e-9);
      check(effects.bPvalue[gene], 'pb', 1e-9);
      check(effects.jointPvalue[gene], 'pJoint', 1e-9);
      check(effects.proportionMediated[gene], 'propMediated');
      check(effects.jointPadj[gene], 'qJoint', 1e-9);
    }
  });

  it('bootstrap intervals and p on the given resamples within 1e-10', () => {
    const wanted = reference.bootstrap as { gene: string; percentile95: [number, number]; pBoot: number }[];
    const n = data.outcome.length;
    const rows = wanted.flatMap(({ gene }) => {
      const at = position.get(gene) ?? -1;
      return Array.from(values.subarray(at * n, (at + 1) * n));
    });
    const results = bootstrapIndirect({ ...data, values: Float64Array.from(rows) }, referenceRows(name, 'bootstrap_rows.tsv.gz'));
    wanted.forEach(({ gene, percentile95, pBoot }, k) => {
      expectClose(results[k].low, percentile95[0], 1e-10, `${gene} low`);
      expectClose(results[k].high, percentile95[1], 1e-10, `${gene} high`);
      expect(Math.abs(results[k].pvalue - pBoot)).toBeLessThan(1e-12);
    });
  });
});

describe('mediation, properties', () => {
  it('has nothing to say about an outcome that does not vary', () => {
    const effects = indirectEffects({
      values: Float64Array.of(5.1, 5.7, 4.9, 7.3, 6.4, 8.1),
      exposure: Float64Array.of(0, 0, 0, 1, 1, 1),
      outcome: new Float64Array(6).fill(0.3),
      others: [],
    });
    expect(effects.total).toBeNaN();
    expect(effects.indirect[0]).toBeNaN();
  });

  it('a resample in which the exposure leaves nothing of the mediator but rounding is not counted', () => {
    const data = {
      values: Float64Array.of(5.1, 5.7, 4.9, 7.3, 6.4, 8.1),
      exposure: Float64Array.of(0, 0, 0, 1, 1, 1),
      outcome: Float64Array.of(2.2, 3.1, 1.7, 4.1, 3.3, 5.2),
      others: [],
    };
    const onePerGroup = [
      [0, 0, 0, 3, 3, 3],
      [1, 1, 4, 4, 4, 4],
      [2, 2, 2, 2, 2, 5],
      [0, 0, 1, 1, 1, 1],
    ];
    const whole = [0, 1, 2, 3, 4, 5];
    const [{ low, high, resamples }] = bootstrapIndirect(data, [...onePerGroup, whole]);
    expect(resamples).toBe(1);
    expectClose(low, indirectEffects(data).indirect[0], 1e-12);
    expect(high).toBe(low);
  });

  it('holding labels constant equals a regression with their indicators', () => {
    const exposure = Float64Array.from([0, 0, 0, 0, 1, 1, 1, 1]);
    const outcome = Float64Array.from([1, 2.5, 2, 3.7, 4, 6.1, 5, 8]);
    const values = Float64Array.from([0.3, 1, 0.1, 1.4, 1.2, 2.2, 1.9, 2.4]);
    const sex = ['f', 'm', 'f', 'm', 'f', 'm', 'f', 'm'];
    const effects = indirectEffects({ values, exposure, outcome, others: [sex] });
    // R 4.2.2: lm(m ~ x + sex), lm(y ~ x + m + sex)
    expect(effects.df).toBe(5);
    expect(effects.direct[0] + effects.indirect[0]).toBeCloseTo(effects.total, 12);
    expect(effects.total).toBeCloseTo(3.475, 12);
    expect(effects.a[0]).toBeCloseTo(1.225, 12);
  });

  it('a mediator that does not vary has no effect and does not disturb the others', () => {
    const data = {
      exposure: Float64Array.from([0, 0, 0, 1, 1, 1]),
      outcome: Float64Array.from([1, 2, 3, 3, 4, 6]),
      values: Float64Array.from([5, 5, 5, 5, 5, 5, 1, 2, 4, 3, 4, 7]),
      others: [],
    };
    const effects = indirectEffects(data);
    expect(effects.indirect[0]).toBeNaN();
    expect(effects.compositeFdr[0]).toBeNaN();
    expect(effects.indirect[1]).toBeGreaterThan(0);
  });

  it('the indirect effect is 0 exactly at the rho of the sensitivity analysis, and unchanged at rho 0', () => {
    const paths = { a: 1.3, mediatorSd: 0.8, outcomeSd: 2, partialCorrelation: 0.44 };
    const { rhoAtZero, robustnessValue } = mediationSensitivity(0.44, 20, 2.086);
    expect(indirectEffectAt(rhoAtZero, paths)).toBeCloseTo(0, 14);
    expect(indirectEffectAt(0, paths)).toBeCloseTo((1.3 * 2 * 0.44) / 0.8, 12);
    // a confounder that explains a share RV of both gives |f| = RV / sqrt(1 - RV)
    expect(robustnessValue / Math.sqrt(1 - robustnessValue)).toBeCloseTo(0.44 / Math.sqrt(1 - 0.44 ** 2), 12);
  });

  it('composite-null FDR holds its level where Benjamini-Hochberg on the larger p finds little', () => {
    const m = 4000;
    let [falseFound, found] = [0, 0];
    for (let run = 0; run < 20; run++) {
      const stream = randomStream(7, 'composite', run);
      const pa = new Float64Array(m);
      const pb = new Float64Array(m);
      for (let k = 0; k < m; k++) {
        pa[k] = k < 400 ? stream.uniform() ** 6 : stream.uniform();
        pb[k] = k < 100 || k >= m - 300 ? stream.uniform() ** 6 : stream.uniform();
      }
      const fdr = compositeNullFdr(pa, pb);
      found += fdr.filter((q) => q <= 0.1).length;
      falseFound += fdr.filter((q, k) => q <= 0.1 && k >= 100).length;
    }
    expect(found).toBeGreaterThan(20);
    expect(falseFound / found).toBeLessThan(0.15);
  });

  it('resamples whole litters together', () => {
    const litters = ['a', 'a', 'b', 'b', 'b', 'c'];
    for (const rows of resampledAnimals(6, litters, 50, 1, 'test')) {
      const count = (animal: number): number => rows.filter((row) => row === animal).length;
      expect(count(0)).toBe(count(1));
      expect(count(2)).toBe(count(4));
    }
  });
});
