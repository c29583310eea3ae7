import { pow } from '../elementary/index.ts';
import { crossProduct, multiply, qrLeverages } from '../linear-algebra/index.ts';
import { unscaledCovariance } from './least-squares.ts';
import { type LinearModel, scaleRows } from './linear-model.ts';

/**
 * Heteroscedasticity-consistent estimators (MacKinnon & White 1985; HC4: Cribari-Neto 2004). HC3 is the one for the sample
 * sizes of animal studies (Long & Ervin 2000).
 */
export type HeteroscedasticKind = 'HC0' | 'HC1' | 'HC2' | 'HC3' | 'HC4';

/** (X'X)^-1 M (X'X)^-1 for the independent columns; NaN in rows and columns of aliased ones. `meat` is p×p. */
export function sandwich(model: LinearModel, meat: Float64Array): Float64Array {
  const p = model.design.columns.length;
  const bread = unscaledCovariance(model.fit);
  const known = bread.map((value) => (Number.isNaN(value) ? 0 : value));
  const product = multiply(multiply(known, meat, p, p, p), known, p, p, p);
  return product.map((value, i) => (Number.isNaN(bread[i]) ? NaN : value));
}

/** The model's matrix on rows multiplied by the square root of their weight. */
export function scaledMatrix(model: LinearModel): Float64Array {
  return scaleRows(model.design.matrix, model.design.columns.length, model.weights);
}

/** Factor by which a squared residual of leverage h is multiplied. */
function inflation(kind: HeteroscedasticKind, h: number, n: number, rank: number): number {
  switch (kind) {
    case 'HC0':
      return 1;
    case 'HC1':
      return n / (n - rank);
    case 'HC2':
      return 1 / (1 - h);
    case 'HC3':
      return 1 / ((1 - h) * (1 - h));
    case 'HC4':
      return pow(1 - h, -Math.min(4, (n * h) / rank));
  }
}

/**
 * Covariance of the coefficients that stays valid when the residual variance differs between rows.
 *
 * A row that determines a coefficient alone (leverage 1) has no residual to learn from; its contribution is 0 under HC0 and
 * HC1 and makes the others NaN.
 */
export function heteroscedasticCovariance(model: LinearModel, kind: HeteroscedasticKind = 'HC3'): Float64Array {
  const { rows: n, columns } = model.design;
  const p = columns.length;
  const x = scaledMatrix(model);
  const leverages = qrLeverages(model.fit.qr);
  const scores = new Float64Array(n * p);
  for (let i = 0; i < n; i++) {
    const h = leverages[i] > 1 - 1e-10 ? 1 : leverages[i];
    const factor = model.fit.residuals[i] * Math.sqrt(inflation(kind, h, n, model.rank));
    const weight = h === 1 && (kind === 'HC0' || kind === 'HC1') ? 0 : factor;
    for (let j = 0; j < p; j++) scores[i * p + j] = weight * x[i * p + j];
  }
  return sandwich(model, crossProduct(scores, n, p));
}
