import { describe, expect, it } from 'vitest';
import { crossValidatePair } from '../../src/integration/latent/cross-validated-pair.ts';
import { crossValidatePls, preparePls } from '../../src/integration/latent/cross-validated-pls.ts';
import { outerFolds } from '../../src/integration/latent/folds.ts';
import { gramMatrix, standardizedRows, transformed } from '../../src/integration/latent/gram.ts';
import { permutedScores } from '../../src/integration/latent/latent-permutations.ts';
import { residualOperator } from '../../src/integration/latent/residual-operator.ts';
import { randomStream } from '../../src/stats/index.ts';

/** Two groups of animals; group moves genes and outcome, and a hidden trait moves ten genes and the outcome by `link`. */
function simulated(seed: number, link: number, groups = 2) {
  const n = 24;
  const genes = 200;
  const stream = randomStream(seed, 'latent-test');
  const group = Array.from({ length: n }, (_, i) => `g${i % groups}`);
  const trait = Float64Array.from({ length: n }, () => stream.normal());
  const outcome = trait.map((value, i) => 2 * (i % groups) + link * value + Math.sqrt(1 - link * link) * stream.normal());
  const x = new Float64Array(genes * n);
  for (let g = 0; g < genes; g++)
    for (let i = 0; i < n; i++)
      x[g * n + i] = (g < 40 ? 1.5 * (i % groups) : 0) + (g >= 40 && g < 60 ? 1.2 * trait[i] : 0) + stream.normal();
  return { n, group, outcome, x };
}

describe('cross-validation of latent components', () => {
  it('an outcome that only follows the group is not predicted within groups, however well the animals are fitted', () => {
    let [fitted, predicted] = [0, 0];
    for (let seed = 1; seed <= 10; seed++) {
      const { n, group, outcome, x } = simulated(seed, 0);
      const prepared = preparePls(
        gramMatrix(standardizedRows(x, n), n),
        [group],
        group.map(() => null),
        3,
      );
      const result = crossValidatePls(prepared, outcome);
      fitted += result.fittedR2 / 10;
      predicted += result.q2 / 10;
    }
    expect(fitted).toBeGreaterThan(0.5);
    expect(predicted).toBeLessThan(0.05);
  });

  it('a planted link is predicted in animals left out', () => {
    const { n, group, outcome, x } = simulated(3, 0.9);
    const prepared = preparePls(
      gramMatrix(standardizedRows(x, n), n),
      [group],
      group.map(() => null),
      3,
    );
    const result = crossValidatePls(prepared, outcome);
    expect(result.q2).toBeGreaterThan(0.3);
    const tables = { x, y: outcome, animals: n };
    for (const method of ['sparse-pls', 'sparse-cca'] as const) {
      const pair = crossValidatePair(
        tables,
        [group],
        group.map(() => null),
        method,
      );
      expect(pair.crossValidatedCorrelation).toBeGreaterThan(0.5);
      const chosen = Array.from(pair.weightsX.keys()).sort((a, b) => Math.abs(pair.weightsX[b]) - Math.abs(pair.weightsX[a]));
      expect(chosen.slice(0, 4).every((g) => g >= 40 && g < 60)).toBe(true);
    }
  });

  it('a held-out animal takes no part in what it is predicted with', () => {
    const { n, group, outcome, x } = simulated(5, 0.5);
    const prepared = preparePls(
      gramMatrix(standardizedRows(x, n), n),
      [group],
      group.map(() => null),
      3,
    );
    const before = crossValidatePls(prepared, outcome);
    const changed = outcome.slice();
    changed[7] += 100;
    const after = crossValidatePls(prepared, changed);
    expect(after.predicted[7]).toBeCloseTo(before.predicted[7], 9);
  });

  it('litters stay together, and every animal is held out once', () => {
    const group = Array.from({ length: 12 }, (_, i) => `g${i % 2}`);
    const litter = Array.from({ length: 12 }, (_, i) => `L${Math.floor(i / 3)}`);
    const folds = outerFolds(group, litter);
    expect(folds.length).toBe(4);
    expect(folds.flatMap((fold) => fold.held).sort((a, b) => a - b)).toEqual(group.map((_, i) => i));
    for (const { held } of folds) expect(new Set(held.map((i) => litter[i])).size).toBe(1);
  });

  it('residuals come from the training animals alone, also for a combination of labels that none of them has', () => {
    const group = ['a', 'a', 'b', 'b', 'b'];
    const sex = ['f', 'm', 'f', 'f', 'm'];
    const operator = residualOperator([group, sex], [0, 1, 2, 3]) ?? new Float64Array();
    const y = Float64Array.from([1, 3, 10, 12, 40]);
    // additive model on the first four: a/f 1, a/m 3, b/f 11, so b/m is predicted as 13
    expect(transformed(operator, y)[4]).toBeCloseTo(27, 10);
    expect(residualOperator([['a', 'a', 'b']], [0, 1])).toBeNull();
  });

  const chunkOf = (seed: number, link: number) => {
    const { n, group, outcome, x } = simulated(seed, link);
    const predictors = gramMatrix(standardizedRows(x, n), n);
    const data = { predictors, outcomes: outcome, method: 'pls' as const, labels: [group], litter: group.map(() => null) };
    return { ...data, mostComponents: 2, seed: 1, purpose: 't' };
  };

  it('permutations are the same however they are cut into pieces', () => {
    const chunk = chunkOf(11, 0);
    const scores = permutedScores({ ...chunk, first: 0, count: 12 });
    const parts = [0, 4, 8].map((first) => permutedScores({ ...chunk, first, count: 4 }));
    expect(parts.flatMap((part) => Array.from(part))).toEqual(Array.from(scores));
  });

  it('permutation p is spread evenly when there is nothing to find, and small when there is', () => {
    const pvalueOf = (seed: number, link: number): number => {
      const chunk = chunkOf(seed, link);
      const observed = crossValidatePls(preparePls(chunk.predictors, chunk.labels, chunk.litter, 2), chunk.outcomes).q2;
      const permuted = permutedScores({ ...chunk, seed, first: 0, count: 19 });
      return (1 + permuted.filter((score) => score >= observed).length) / 20;
    };
    const nulls = Array.from({ length: 40 }, (_, k) => pvalueOf(100 + k, 0));
    // 40 draws of a uniform p: mean 0.5 with standard error 0.046; 0.05 or less in 2 on average
    expect(Math.abs(nulls.reduce((sum, p) => sum + p, 0) / 40 - 0.525)).toBeLessThan(0.15);
    expect(nulls.filter((p) => p <= 0.05).length).toBeLessThanOrEqual(7);
    expect([1, 2, 3].map((seed) => pvalueOf(seed, 0.95))).toEqual([0.05, 0.05, 0.05]);
  });
});
