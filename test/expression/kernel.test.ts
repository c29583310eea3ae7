import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { LOWEST_LOG_DISPERSION, naturalRidge, TINY_RIDGE } from '../../src/expression/deseq/constants.ts';
import { fitRows } from '../../src/expression/deseq/fit-rows.ts';
import { putNormalization } from '../../src/expression/deseq/normalization.ts';
import { cellDesign } from '../../src/expression/design/cells.ts';
import { readCounts } from '../../src/expression/input/read-counts.ts';
import { loadDesign } from '../../src/expression/kernel/design.ts';
import {
  kernel,
  putDoubles,
  putIntegers,
  roomForDoubles,
  takeDoubles,
  takeIntegers,
} from '../../src/expression/kernel/kernel.ts';
import { lgamma } from '../../src/stats/index.ts';
import { agreement, cell, expectAgreement } from './agreement.ts';
import { fixtureBytes, fixtureRows, fixtureText } from './fixtures.ts';

const setup = JSON.parse(fixtureText('unit-setup.json'));
const matrix = readCounts(fixtureBytes('unit-counts.tsv'), 'unit-counts.tsv');
const genes = matrix.genes.length;
const samples = matrix.samples.length;
const normalization = {
  factors: Float64Array.from(matrix.samples, (sample) => setup.sizeFactors[sample]),
  perGene: false,
};
const design = cellDesign(Float64Array.from(matrix.samples.flatMap((sample) => [1, setup.design.trained[sample]])), samples, 2);

/** The kernel with design, counts, factors and floored linear means of the fixture's genes. */
function ready() {
  const k = kernel();
  loadDesign(k, design, naturalRidge([TINY_RIDGE, TINY_RIDGE]));
  const counts = putDoubles(k, matrix.counts);
  const place = putNormalization(k, normalization, samples);
  const means = roomForDoubles(k, genes * samples);
  k.linearMeans(genes, counts, place.sizes, place.stride, means);
  return { k, counts, place, means };
}

const column = (file: string, name: string) => fixtureRows(file).map((row) => cell(row.get(name)));
const rowsOf = (actual: ArrayLike<number>, expected: readonly number[]): [string, number, number][] =>
  expected.map((value, i) => [matrix.genes[i], actual[i], value]);

describe('the kernel against the internal steps of DESeq2 1.38.3', () => {
  it('fitted means', () => {
    const { k, means } = ready();
    const mu = takeDoubles(k, means, genes * samples);
    const expected = fixtureRows('unit-mu-linear.tsv').flatMap((row) => matrix.samples.map((sample) => cell(row.get(sample))));
    const pairs = expected.map((value, i): [string, number, number] => [`${i}`, mu[i], value]);
    expectAgreement('means', agreement(pairs), { within1e9: 1, within1e6: 1, worst: 1e-12 });
  });

  it('log posterior and its slope at the start', () => {
    const { k, counts, means } = ready();
    const start = column('unit-dispersion.tsv', 'alphaInit');
    const value = start.map((alpha, g) => {
      const row = 8 * g * samples;
      return k.logPosteriorAt(counts + row, means + row, 0, 0, Math.log(alpha));
    });
    const slope = start.map((alpha, g) => {
      const row = 8 * g * samples;
      k.logPosteriorAt(counts + row, means + row, 0, 0, Math.log(alpha));
      return k.slopeAtLast(Math.log(alpha));
    });
    expectAgreement('log posterior', agreement(rowsOf(value, column('unit-dispersion.tsv', 'mle.initialLp'))), {
      within1e9: 0.99,
      within1e6: 1,
      worst: 1e-6,
    });
    // below 1e-5 the slope is a difference of terms 1e8 times as large
    expectAgreement('slope', agreement(rowsOf(slope, column('unit-dispersion.tsv', 'mle.initialDlp')), 1e-4), {
      within1e9: 0.95,
      within1e6: 1,
      worst: 1e-6,
    });
  });

  it('line search with and without prior', () => {
    const { k, counts, means } = ready();
    const run = (start: readonly number[], prior: number, inverse: number) => {
      const at = putDoubles(k, Float64Array.from(start));
      const [result, first, last] = [0, 0, 0].map(() => roomForDoubles(k, genes));
      const iterations = putIntegers(k, new Int32Array(genes));
      k.searchDispersions(genes, counts, means, at, prior, inverse, LOWEST_LOG_DISPERSION, 100, result, first, last, iterations);
      return { found: takeDoubles(k, result, genes).map(Math.exp), iterations: takeIntegers(k, iterations, genes) };
    };
    const plain = run(column('unit-dispersion.tsv', 'alphaInit').map(Math.log), 0, 0);
    const expected = column('unit-dispersion.tsv', 'mle.logAlpha').map(Math.exp);
    expectAgreement('search', agreement(rowsOf(plain.found, expected), 1e-6), { within1e9: 0.99, within1e6: 1, worst: 1e-6 });
    const priorMeans = putDoubles(k, Float64Array.from(column('unit-dispersion.tsv', 'priorMean')));
    const shrunk = run(column('unit-dispersion.tsv', 'mapInitLogAlpha'), priorMeans, 1 / setup.dispPriorVar);
    const expectedMap = column('unit-dispersion.tsv', 'map.logAlpha').map(Math.exp);
    expectAgreement('search with prior', agreement(rowsOf(shrunk.found, expectedMap)), {
      within1e9: 0.99,
      within1e6: 1,
      worst: 1e-6,
    });
    const same = column('unit-dispersion.tsv', 'map.iter').filter((count, g) => count === shrunk.iterations[g]);
    expect(same.length / genes).toBeGreaterThan(0.99);
  });

  it('coefficients, their variances and the number of iterations', () => {
    const { k, counts, place, means } = ready();
    const dispersions = Float64Array.from(column('unit-beta.tsv', 'alpha'));
    const fit = fitRows({ k, design, genes, counts, place, dispersions, means, hats: 0, ridge: TINY_RIDGE });
    const unit = [0, 1].map((i) => [0, 1].map((j) => design.back[i * 2 + j]));
    const beta = (i: number) =>
      Array.from({ length: genes }, (_, g) => unit[i][0] * fit.betas[2 * g] + unit[i][1] * fit.betas[2 * g + 1]);
    const tight = { within1e9: 0.99, within1e6: 1, worst: 1e-6 };
    expectAgreement('intercept', agreement(rowsOf(beta(0), column('unit-beta.tsv', 'betaLn0')), 1e-6), tight);
    expectAgreement('slope', agreement(rowsOf(beta(1), column('unit-beta.tsv', 'betaLn1')), 1e-6), tight);
    expect(Array.from(fit.iterations)).toEqual(column('unit-beta.tsv', 'iter'));
  });

  it('log gamma and digamma agree with the statistics room', () => {
    const k = kernel();
    for (const x of [1e-4, 0.05, 0.5, 1, 1.5, 2, 3.7, 10, 15.9, 16, 200, 1e6]) {
      expect(Math.abs(k.logGamma(x) - lgamma(x))).toBeLessThan(1e-14 * Math.max(1, Math.abs(lgamma(x)), 10));
    }
  });
});

describe('the embedded WebAssembly', () => {
  it('is what the sources in kernel/expression compile to', { timeout: 120000 }, () => {
    const script = new URL('../../scripts/build-kernel.mjs', import.meta.url).pathname;
    expect(spawnSync('node', [script, '--check'], { encoding: 'utf8' })).toMatchObject({ status: 0, stderr: '' });
  });
});
