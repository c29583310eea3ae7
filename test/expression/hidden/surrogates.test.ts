import { describe, expect, it } from 'vitest';
import { sizeFactors } from '../../../src/expression/deseq/size-factors.ts';
import { librarySizes } from '../../../src/expression/edger/library-sizes.ts';
import { nestedFTest } from '../../../src/expression/hidden/nested-f-test.ts';
import { nullProbabilities } from '../../../src/expression/hidden/null-probability.ts';
import { removeBatch, sumCoding } from '../../../src/expression/hidden/remove-batch.ts';
import { joinColumns } from '../../../src/expression/hidden/residual-space.ts';
import { eigenvalueCount, permutationCount } from '../../../src/expression/hidden/surrogate-count.ts';
import { reweightedSurrogates, twoStepSurrogates } from '../../../src/expression/hidden/surrogate-variables.ts';
import { controlGeneFactors, replicateFactors } from '../../../src/expression/hidden/unwanted-variation.ts';
import { logCountsPerMillion } from '../../../src/expression/limma/log-cpm.ts';
import { log, randomStream } from '../../../src/stats/index.ts';
import { findColumn } from '../../../src/table/index.ts';
import { haveShared, sharedTsv } from '../../support/shared.ts';
import { sharedCounts, sharedSamples } from '../reference-design.ts';
import { codesOf, fixture, flat, modelMatrix } from './batches.ts';

const { sva, ruv, arm, weight, batch, site } = fixture;
const samples = fixture.samples.length;
const values = flat(sva.kept.map((row) => fixture.counts[row - 1])).map((count) => log(count + 1));
const design = modelMatrix(samples, arm);
const ones = modelMatrix(samples);

/** Largest difference of columns, each up to its sign. */
function worstUpToSign(found: Float64Array, expected: readonly (readonly number[] | number)[], width: number): number {
  const target = flat(expected);
  let worst = 0;
  for (let k = 0; k < width; k++) {
    let product = 0;
    for (let j = 0; j < samples; j++) product += found[j * width + k] * target[j * width + k];
    const sign = Math.sign(product);
    for (let j = 0; j < samples; j++) worst = Math.max(worst, Math.abs(sign * found[j * width + k] - target[j * width + k]));
  }
  return worst;
}

describe('surrogate variables', () => {
  it('have the p-values and null probabilities of package sva behind them', () => {
    const pvalues = nestedFTest(values, samples, design, ones);
    pvalues.forEach((p, g) => {
      expect(Math.abs(p - sva.fpvalue[g])).toBeLessThan(1e-12);
    });
    nullProbabilities(pvalues).forEach((probability, g) => {
      expect(Math.abs(probability - sva.lfdr[g])).toBeLessThan(1e-7);
    });
  });

  it('are those of irwsva.build and twostepsva.build up to sign', () => {
    expect(worstUpToSign(reweightedSurrogates({ values, samples, design, reduced: ones }, 2).variables, sva.irw, 2)).toBeLessThan(
      1e-8,
    );
    const withWeight = { values, samples, design: modelMatrix(samples, arm, weight), reduced: modelMatrix(samples, weight) };
    expect(worstUpToSign(reweightedSurrogates(withWeight, 1).variables, sva.irwWeight, 1)).toBeLessThan(1e-8);
    const two = twoStepSurrogates({ values, samples, design, reduced: ones }, 3);
    expect(two.count).toBe(sva.twoStepCount);
    expect(worstUpToSign(two.variables, sva.twoStep, two.count)).toBeLessThan(1e-8);
  });

  it('are as many as num.sv says, whose own answer depends on its random numbers', () => {
    const counts = Array.from({ length: 5 }, (_, seed) => permutationCount(values, samples, design, randomStream(seed, 'count')));
    for (const count of counts) expect(sva.be).toContain(count);
    expect(permutationCount(values, samples, design, randomStream(3, 'count'))).toBe(counts[3]);
  });

  it('are as many by eigenvalues as num.sv says where its rounding errors scatter alike', () => {
    // 0.4556: the variance R had at threshold 0 when it said 4
    expect(eigenvalueCount(values, samples, design, 0.4556)).toBe(sva.leek);
    expect(eigenvalueCount(values, samples, design)).toBe(0);
  });
});

describe('unwanted variation', () => {
  const controls = Int32Array.from(ruv.controls, (row) => row - 1);

  it('from control genes and from replicates is that of the published formulas', () => {
    expect(worstUpToSign(controlGeneFactors(values, samples, controls, 2).variables, ruv.g, 2)).toBeLessThan(1e-10);
    const found = replicateFactors(values, samples, codesOf(arm), controls, 2);
    expect(worstUpToSign(found.variables, ruv.s, 2)).toBeLessThan(1e-9);
  });

  it('from replicates cannot be more than they allow', () => {
    const groups = Int32Array.from({ length: samples }, (_, j) => Math.max(0, j - 1));
    expect(replicateFactors(values, samples, groups, controls, 3).count).toBe(1);
  });
});

describe('removal of batches', () => {
  const counts = flat(fixture.counts);
  const lcpm = logCountsPerMillion(counts, librarySizes(counts, samples));
  const coded = sumCoding(codesOf(batch), 3);
  const cases = [
    ['plain', ones, coded],
    ['design', design, coded],
    ['two', design, joinColumns(samples, coded, sumCoding(codesOf(site), 2))],
    ['cov', design, joinColumns(samples, coded, Float64Array.from(weight))],
  ] as const;

  it.each(cases)('equals removeBatchEffect: %s', (name, kept, nuisance) => {
    const cleared = removeBatch(lcpm, samples, kept, nuisance);
    flat(fixture.removed[name]).forEach((value, i) => {
      expect(Math.abs(cleared[i] - value)).toBeLessThan(1e-10);
    });
  });

  it('leaves nuisance alone that the design explains', () => {
    const cleared = removeBatch(lcpm, samples, modelMatrix(samples, batch), coded);
    expect(Array.from(cleared)).toEqual(Array.from(lcpm));
  });
});

describe.skipIf(!haveShared)('surrogate variables of the striatum of two strains', () => {
  it('are those of svaseq, and as many', { timeout: 60000 }, () => {
    const { genes, samples: names, counts } = sharedCounts('mouse-striatum-strains');
    const sheet = sharedSamples('mouse-striatum-strains');
    const order = findColumn(sheet, 'sample')?.cells ?? [];
    const strain = names.map((name) => findColumn(sheet, 'strain')?.cells[order.indexOf(name)] ?? '');
    const n = names.length;
    const factors = sizeFactors(counts, genes.length, n);
    const normalized = counts.map((count, i) => count / factors[i % n]);
    const rows = Array.from(genes.keys()).filter(
      (g) => normalized.subarray(g * n, (g + 1) * n).reduce((sum, value) => sum + value / n, 0) > 1,
    );
    expect(rows).toHaveLength(11095);
    const logs = flat(rows.map((g) => Array.from(normalized.subarray(g * n, (g + 1) * n), (value) => log(value + 1))));
    const input = { values: logs, samples: n, design: modelMatrix(n, strain), reduced: modelMatrix(n) };
    expect(permutationCount(logs, n, input.design, randomStream(1, 'count'))).toBe(6);
    const { variables } = reweightedSurrogates(input, 2);
    const expected = sharedTsv('reference/expression/batch/striatum-svaseq.tsv');
    for (const k of [0, 1]) {
      const target = names.map((name) => Number(expected.find((row) => row.get('sample') === name)?.get(`SV${k + 1}`)));
      const sign = Math.sign(target[0] * variables[k]);
      target.forEach((value, j) => {
        expect(Math.abs(sign * variables[j * 2 + k] - value)).toBeLessThan(1e-8);
      });
    }
  });
});
