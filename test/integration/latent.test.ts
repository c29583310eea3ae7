import { describe, expect, it } from 'vitest';
import { animalComponents, canonicalCorrelations } from '../../src/integration/latent/canonical-correlation.ts';
import { gramMatrix, standardizedRows } from '../../src/integration/latent/gram.ts';
import { fitPls } from '../../src/integration/latent/partial-least-squares.ts';
import { penalizedCca } from '../../src/integration/latent/penalized-cca.ts';
import { crossed, sparsePls } from '../../src/integration/latent/sparse-pls.ts';
import { expectClose } from '../support/close.ts';
import { INTEGRATION_CASES, integrationJson, referenceExpression } from '../support/integration-reference.ts';
import { haveShared } from '../support/shared.ts';

/** The 300 genes of largest variance, and the behaviors, as the reference took them. */
function referenceTables(name: string, counts: string) {
  const reference = integrationJson(name, 'multivariate.json');
  const { samples } = integrationJson(name, 'correlation.json').info as { samples: string[] };
  const all = referenceExpression(counts, samples);
  const n = samples.length;
  const spread = all.genes.map((_, g) => {
    const row = all.values.subarray(g * n, (g + 1) * n);
    const mean = row.reduce((sum, value) => sum + value, 0) / n;
    return row.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  });
  const order = spread
    .map((_, g) => g)
    .sort((a, b) => spread[b] - spread[a])
    .slice(0, 300);
  const genes = order.map((g) => all.genes[g]);
  const x = Float64Array.from(order.flatMap((g) => Array.from(all.values.subarray(g * n, (g + 1) * n))));
  const behaviours = reference.behaviourValues.values as number[][];
  const y = Float64Array.from(reference.behaviours.flatMap((_: string, j: number) => behaviours.map((row) => row[j])));
  return { reference: reference.result, n, genes, x, y };
}

const centered = (values: Float64Array, n: number): Float64Array => {
  const out = values.slice();
  for (let at = 0; at < values.length; at += n) {
    let mean = 0;
    for (let i = 0; i < n; i++) mean += values[at + i] / n;
    for (let i = 0; i < n; i++) out[at + i] -= mean;
  }
  return out;
};

/** Largest difference of two vectors after giving them the same sign, relative to the largest entry. */
function upToSign(actual: ArrayLike<number>, expected: readonly number[]): number {
  const size = Math.max(...expected.map((value) => Math.abs(value)));
  const at = (sign: number): number => Math.max(...expected.map((value, i) => Math.abs(sign * actual[i] - value) / size));
  return Math.min(at(1), at(-1));
}

describe.skipIf(!haveShared).each([...INTEGRATION_CASES])('latent components against R: $name', ({ name, counts }) => {
  const { reference, n, genes, x, y } = haveShared
    ? referenceTables(name, counts)
    : { reference: {}, n: 0, genes: [], x: new Float64Array(), y: new Float64Array() };

  it('principal components within 1e-8 up to sign', () => {
    const plain = animalComponents(x, n, 8);
    (reference.pca.sdev as number[]).forEach((sd, k) => {
      expectClose(plain.sd[k], sd, 1e-8, `sd ${k}`);
    });
    for (let k = 0; k < 3; k++) {
      const own = Float64Array.from({ length: n }, (_, i) => plain.scores[i * plain.components + k]);
      expect(
        upToSign(
          own,
          (reference.pca.scores.values as number[][]).map((row) => row[k]),
        ),
      ).toBeLessThan(1e-8);
    }
    const scaled = animalComponents(standardizedRows(x, n), n, 8);
    (reference.pcaScaled.sdev as number[]).forEach((sd, k) => {
      expectClose(scaled.sd[k], sd, 1e-8, `scaled sd ${k}`);
    });
  });

  it('PLS of one outcome: fit, coefficients, explained variation and leave-one-out error within 1e-8', () => {
    const outcome = y.slice(0, n);
    const mean = outcome.reduce((sum, value) => sum + value, 0) / n;
    const xc = centered(x, n);
    const fit = fitPls(
      gramMatrix(xc, n),
      outcome.map((value) => value - mean),
      4,
    );
    const expected = reference.pls1_kernelpls;
    (expected.R2X as number[]).forEach((share, k) => {
      expectClose(100 * fit.explained[k], share, 1e-8, `R2X ${k}`);
    });
    const fittedOf = (dual: Float64Array): Float64Array => {
      const gram = gramMatrix(xc, n);
      return outcome.map((_, i) => mean + dual.reduce((sum, value, j) => sum + value * gram[i * n + j], 0));
    };
    const sizes = fit.dual.map((dual) => upToSignOff(fittedOf(dual), expected.fitted));
    const used = sizes.findIndex((one) => one < 1e-8);
    expect(used).toBeGreaterThanOrEqual(0);
    const coefficients = crossed(xc, fit.dual[used], n);
    (expected.coef10 as number[]).forEach((value, g) => {
      expectClose(coefficients[g], value, 1e-8, `coefficient of ${genes[g]}`, 1e-6);
    });
    expected.RMSEP_CV.forEach((value: number, k: number) => {
      expectClose(leaveOneOutError(x, outcome, n, k), value, 1e-8, `RMSEP ${k}`);
    });
  });

  it('sparse PLS chooses the same genes, loadings within 1e-6', () => {
    const tables = { x: standardizedRows(x, n), y: standardizedRows(y, n), animals: n };
    for (const [mode, expected] of [
      ['regression', reference.spls_mixOmics],
      ['canonical', reference.spls_canonical],
    ] as const) {
      const fit = sparsePls(tables, { keepX: [25, 25], keepY: [2, 2], mode });
      for (let k = 0; k < 2; k++) {
        const columns = (matrix: { values: number[][] }): number[] => matrix.values.map((row) => row[k]);
        expect(upToSign(fit[k].loadingsY, columns(expected.loadingsY))).toBeLessThan(1e-6);
        expect(upToSign(fit[k].variateX, columns(expected.variatesX))).toBeLessThan(1e-6);
        if (expected.variatesY !== undefined) expect(upToSign(fit[k].variateY, columns(expected.variatesY))).toBeLessThan(1e-6);
      }
      if (expected.genesComp1 === undefined) continue;
      const chosen = genes.filter((_, g) => fit[0].loadingsX[g] !== 0);
      expect(chosen).toEqual(expected.genesComp1);
      expect(
        upToSign(
          fit[0].loadingsX.filter((value) => value !== 0),
          expected.loadingsX1,
        ),
      ).toBeLessThan(1e-6);
    }
  });

  it('penalized canonical correlation as PMA within 1e-4', () => {
    const tables = { x: standardizedRows(x, n), y: standardizedRows(y, n), animals: n };
    const fit = penalizedCca(tables, 0.3, 0.8);
    const expected = reference.pma_cca;
    expect(genes.filter((_, g) => fit.u[g] !== 0)).toEqual(expected.genes);
    expect(
      upToSign(
        fit.u.filter((value) => value !== 0),
        expected.u,
      ),
    ).toBeLessThan(1e-4);
    expect(upToSign(fit.v, expected.v)).toBeLessThan(1e-4);
    expectClose(fit.d, expected.d, 1e-4, 'd');
    expectClose(fit.correlation, expected.cor, 1e-4, 'correlation');
  });

  it('canonical correlations on four principal components, and Wilks test within 1e-8', () => {
    const { scores } = animalComponents(x, n, 4);
    const q = y.length / n;
    const byAnimal = Float64Array.from({ length: n * q }, (_, at) => y[(at % q) * n + Math.floor(at / q)]);
    const fit = canonicalCorrelations(scores, byAnimal, n);
    (reference.cca_on_4_pcs.cor as number[]).forEach((r, k) => {
      expectClose(fit.correlations[k], r, 1e-8, `correlation ${k}`);
    });
    const { Wilks, bartlettChi2, df, p } = reference.cca_on_4_pcs.wilks;
    expectClose(fit.wilks, Wilks, 1e-8, 'Wilks');
    expectClose(fit.chiSquared, bartlettChi2, 1e-8, 'chi-squared');
    expect(fit.df).toBe(df);
    expectClose(fit.pvalue, p, 1e-7, 'p');
  });
});

function upToSignOff(actual: ArrayLike<number>, expected: readonly number[]): number {
  const size = Math.max(...expected.map((value) => Math.abs(value)));
  return Math.max(...expected.map((value, i) => Math.abs(actual[i] - value) / size));
}

/** Leave-one-out root mean squared error with a number of components (0: the mean). */
function leaveOneOutError(x: Float64Array, outcome: Float64Array, n: number, components: number): number {
  const genes = x.length / n;
  let press = 0;
  for (let out = 0; out < n; out++) {
    const rest = Array.from({ length: n }, (_, i) => i).filter((i) => i !== out);
    const mean = rest.reduce((sum, i) => sum + outcome[i], 0) / rest.length;
    const training = Float64Array.from(
      { length: genes * rest.length },
      (_, at) => x[Math.floor(at / rest.length) * n + rest[at % rest.length]],
    );
    const means = Float64Array.from({ length: genes }, (_, g) => rest.reduce((sum, i) => sum + x[g * n + i], 0) / rest.length);
    const xc = centered(training, rest.length);
    let prediction = mean;
    if (components > 0) {
      const fit = fitPls(
        gramMatrix(xc, rest.length),
        Float64Array.from(rest, (i) => outcome[i] - mean),
        components,
      );
      const coefficients = crossed(xc, fit.dual[components - 1], rest.length);
      for (let g = 0; g < genes; g++) prediction += coefficients[g] * (x[g * n + out] - means[g]);
    }
    press += (outcome[out] - prediction) ** 2;
  }
  return Math.sqrt(press / n);
}
