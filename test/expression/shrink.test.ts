import { describe, expect, it } from 'vitest';
import { plainContext } from '../../src/context/index.ts';
import { shrinkHeavyTailed } from '../../src/expression/deseq/shrink/heavy-tailed.ts';
import { effectVariance } from '../../src/expression/deseq/shrink/prior-scale.ts';
import { coefficientPriorVariance, weightedUpperQuantile } from '../../src/expression/deseq/shrink/prior-variances.ts';
import { falseSignRates, sValues } from '../../src/expression/deseq/shrink/s-values.ts';
import { type ShrinkInput, shrinkWithApeglm, shrinkWithNormal } from '../../src/expression/deseq/shrink/shrink.ts';
import { ALTERNATIVES, waldTest } from '../../src/expression/deseq/threshold-tests.ts';
import { coefficientCombination, levelContrast } from '../../src/expression/design/contrasts.ts';
import { InputError } from '../../src/problems/index.ts';
import { normal } from '../../src/stats/index.ts';
import { haveShared, sharedText, sharedTsv } from '../support/shared.ts';
import { cell } from './agreement.ts';
import { fixtureText } from './fixtures.ts';
import { type ReferenceDesign, runReference } from './reference-design.ts';

const FOLDER = 'reference/expression';
const DATASETS = [
  { dataset: 'mouse-hippocampus-avoidance', design: 'dg-training', name: 'hippocampus-dg-training', early: 0, svalue: 2e-3 },
  {
    dataset: 'mouse-striatum-strains',
    design: 'experiment-plus-strain',
    name: 'striatum-experiment-plus-strain',
    early: 0,
    svalue: 5e-5,
  },
  { dataset: 'mouse-cerebellum-influenza', design: 'sex-plus-time', name: 'cerebellum-sex-plus-time', early: 14, svalue: 1e-4 },
];

interface ReferenceShrinkage {
  coef: string;
  normalBetaPriorVar: Record<string, number>;
  apeglm: { 'prior.var': number };
  'nSvalueBelow0.005': number;
}

describe.skipIf(!haveShared).each(DATASETS)('shrinkage: $name', ({ dataset, design, name, early, svalue }) => {
  it('by normal and heavy-tailed priors', { timeout: 120000 }, async () => {
    const reference = JSON.parse(sharedText(`${FOLDER}/deseq2/${dataset}/${design}.json`)) as ReferenceDesign;
    const expected = JSON.parse(sharedText(`${FOLDER}/lfc-shrink/${name}.json`)) as ReferenceShrinkage;
    const rows = sharedTsv(`${FOLDER}/lfc-shrink/${name}.genes.tsv.gz`);
    const { matrix, frame, model, factors, fit } = await runReference(dataset, { ...reference, results: {} });
    const place = new Map(matrix.genes.map((gene, g) => [gene, g]));
    /** Differences to a column, of the genes in both tables. */
    const differences = (values: Float64Array, column: string): number[] =>
      rows.flatMap((row) => {
        const g = place.get(row.get('gene') ?? '');
        const wanted = cell(row.get(column));
        if (g === undefined || (Number.isNaN(wanted) && Number.isNaN(values[g]))) return [];
        return [Math.abs(values[g] - wanted)];
      });
    const combination = coefficientCombination(model.design, expected.coef);
    const input: ShrinkInput = {
      ...{ fit, counts: matrix.counts, normalization: { factors, perGene: false }, model, frame },
      ...{ combination, contrast: null },
    };
    model.design.columns.slice(1).forEach((column, k) => {
      const estimates = Float64Array.from({ length: fit.genes }, (_, g) => fit.estimates[g * fit.combinationCount + k + 1]);
      const variance = coefficientPriorVariance(estimates, fit.baseMean, fit.dispFit);
      expect(variance / expected.normalBetaPriorVar[column]).toBeCloseTo(1, 9);
    });
    const normal = await shrinkWithNormal(input, plainContext());
    expect(Math.max(...differences(normal.log2FoldChange, 'normal.log2FoldChange'))).toBeLessThan(1e-8);
    expect(Math.max(...differences(normal.lfcSE, 'normal.lfcSE'))).toBeLessThan(1e-8);

    const apeglm = await shrinkWithApeglm(input, 0, plainContext());
    const shifts = differences(apeglm.log2FoldChange, 'apeglm.log2FoldChange');
    expect(shifts.filter((shift) => !(shift < 1e-4)).length).toBeLessThanOrEqual(early);
    expect(shifts.filter((shift) => shift < 1e-6).length / shifts.length).toBeGreaterThan(0.9);
    expect(Math.max(...differences(apeglm.lfcSE, 'apeglm.lfcSE'))).toBeLessThan(1e-3);
    const rates = differences(apeglm.svalue ?? new Float64Array(), 'apeglm.svalue').sort((a, b) => a - b);
    expect(rates[Math.floor(rates.length * 0.95)]).toBeLessThan(svalue);
    const called = (apeglm.svalue ?? new Float64Array()).filter((value) => value < 0.005).length;
    expect(Math.abs(called - expected['nSvalueBelow0.005'])).toBeLessThanOrEqual(early > 0 ? 1 : 0);
    expect(apeglm.notes.length).toBe(design === 'dg-training' ? 1 : 0);
    const beyond = await shrinkWithApeglm(input, 0.5, plainContext());
    expect(Math.max(...differences(beyond.svalue ?? new Float64Array(), 'apeglm.svalue(lfcThreshold=0.5)'))).toBeLessThan(1e-3);

    if (design !== 'sex-plus-time') return;
    const contrast = { factor: 'time', treated: 'Day8', control: 'Day4' };
    const compared = { ...input, combination: levelContrast(model.design, frame, contrast), contrast };
    const expanded = await shrinkWithNormal(compared, plainContext());
    expect(Math.max(...differences(expanded.log2FoldChange, 'time_Day8_Day4:normal'))).toBeLessThan(1e-8);
    expect(Math.max(...differences(expanded.lfcSE, 'time_Day8_Day4:normalSE'))).toBeLessThan(1e-8);
    await expect(shrinkWithApeglm(compared, 0, plainContext())).rejects.toThrow(InputError);
  });
});

describe('priors of shrinkage', () => {
  it('weighted upper quantile: equal weights give the 95 % order statistics, ties count together', () => {
    const values = Float64Array.from({ length: 101 }, (_, i) => 100 - i);
    expect(weightedUpperQuantile(values, new Float64Array(101).fill(3))).toBeCloseTo(95, 12);
    const tied = Float64Array.of(1, 2, 2, 2);
    expect(weightedUpperQuantile(tied, Float64Array.of(1, 1, 1, 1))).toBe(2);
    const heavy = Float64Array.of(1, 1, 1, 97);
    expect(weightedUpperQuantile(Float64Array.of(4, 3, 2, 1), heavy)).toBeCloseTo(0.15 * 1 + 0.85 * 4, 12);
    const unit = JSON.parse(fixtureText('unit-numeric.json')).weightedUpperQuantile as Record<string, number[]>;
    const quantile = weightedUpperQuantile(Float64Array.from(unit.absBeta), Float64Array.from(unit.weights));
    expect((quantile / normal.quantileUpper(0.025)) ** 2 / Number(unit.variance)).toBeCloseTo(1, 12);
  });

  it('effect variance: the root of its equation, or the lower limit', () => {
    const estimates = Float64Array.from({ length: 400 }, (_, g) => Math.sin(g * 12.9898) * 0.8);
    const errors = Float64Array.from({ length: 400 }, (_, g) => 0.1 + (g % 7) * 0.03);
    const variance = effectVariance(estimates, errors);
    let [sum, weights] = [0, 0];
    estimates.forEach((estimate, g) => {
      const weight = 1 / (variance + errors[g] ** 2) ** 2;
      sum += (estimate ** 2 - errors[g] ** 2) * weight;
      weights += weight;
    });
    expect(sum / weights).toBeCloseTo(variance, 3);
    expect(effectVariance(Float64Array.of(0.01, -0.02), Float64Array.of(1, 1))).toBe(1e-6);
  });

  it('s-values are running means of false sign rates', () => {
    const rates = falseSignRates(Float64Array.of(3, -1, NaN, 0), Float64Array.of(1, 1, 1, 1));
    expect(rates[3]).toBe(0.5);
    const values = sValues(rates);
    expect(values[0]).toBeCloseTo(0.0013498980316301, 13);
    expect(values[1]).toBeCloseTo((0.0013498980316301 + 0.158655253931457) / 2, 13);
    expect(values[2]).toBeNaN();
    expect(falseSignRates(Float64Array.of(0.2), Float64Array.of(1), 0.5)[0]).toBeGreaterThan(0.5);
  });

  it('a heavy tail leaves large effects alone and pulls noise to zero', () => {
    const matrix = Float64Array.from({ length: 12 }, (_, i) => (i % 2 === 0 ? 1 : i >= 6 ? 1 : 0));
    const shrunk = shrinkHeavyTailed({
      genes: 3,
      counts: Float64Array.of(100, 110, 90, 805, 790, 800, 100, 110, 90, 104, 99, 103, 0, 0, 0, 0, 0, 0),
      offsets: new Float64Array(6),
      ...{ matrix, samples: 6, coefficients: 2, shrunk: 1, scale: 0.05 },
      dispersions: Float64Array.of(0.01, 0.01, NaN),
    });
    expect(shrunk.mode[0]).toBeCloseTo(Math.log(798.3 / 100), 1);
    expect(Math.abs(shrunk.mode[1])).toBeLessThan(0.01);
    expect(shrunk.mode[2]).toBeNaN();
  });
});

describe('Wald tests with a threshold', () => {
  it('agree with each other where they must', () => {
    const ask = (alternative: (typeof ALTERNATIVES)[number], threshold: number) => waldTest(0.8, 0.3, { threshold, alternative });
    expect(ask('greaterAbs', 0)).toEqual(ask('greaterAbs2014', 0));
    expect(ask('greater', 0)[1] + ask('less', 0)[1]).toBeCloseTo(1, 14);
    expect(ask('greater', 0.5)[1]).toBeLessThan(ask('greaterAbs', 0.5)[1]);
    expect(ask('greaterAbs', 0.5)[1]).toBeLessThan(ask('greaterAbs2014', 0.5)[1]);
    expect(ask('lessAbs', 0.5)[1]).toBeGreaterThan(0.5);
    for (const alternative of ALTERNATIVES) expect(waldTest(NaN, NaN, { threshold: 1, alternative })[1]).toBeNaN();
  });

  it.skipIf(!haveShared)('equal DESeq2 on the striatum', () => {
    for (const row of sharedTsv(`${FOLDER}/lfc-threshold/striatum-strain-0.5.tsv.gz`))
      for (const alternative of ALTERNATIVES) {
        const [stat, pvalue] = waldTest(cell(row.get('log2FoldChange')), cell(row.get('lfcSE')), { threshold: 0.5, alternative });
        const wanted = cell(row.get(`${alternative}.pvalue`));
        if (Number.isNaN(wanted)) continue;
        expect(Math.abs(pvalue - wanted)).toBeLessThanOrEqual(1e-13 * wanted);
        if (row.has(`${alternative}.stat`)) expect(Math.abs(stat - cell(row.get(`${alternative}.stat`)))).toBeLessThan(1e-12);
      }
  });
});
