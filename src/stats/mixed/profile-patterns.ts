import { identityMatrix, solveUpper } from '../linear-algebra/index.ts';
import type { FactorEntry, FactorPattern } from './factor-pattern.ts';
import { lowerFactor } from './lower-factor.ts';
import type { MixedModel } from './mixed-model.ts';

/** Covariance factors in which one quantity can be held fixed. */
export interface ProfilePattern {
  /** The pattern with the quantity at a value, and the residual standard deviation if that is what is held. */
  at(value: number): { pattern: FactorPattern; sigma: number | undefined };
  /** Free variables at the estimates. */
  readonly start: Float64Array;
  /** Two variables whose product must stay positive, because its sign would turn over the quantity. */
  readonly sameSign?: readonly [number, number];
}

/** An entry of the factor in the user's covariates; variable -1 for a fixed value. */
interface UserEntry {
  row: number;
  column: number;
  variable: number;
  value: number;
}

/**
 * The lower triangle of a factor whose rows are taken in the given order, with its estimates: G = F F' holds for F with
 * rows put back in place.
 */
function orderedTriangle(fit: MixedModel, t: number, order: readonly number[]): { entries: UserEntry[]; values: number[] } {
  const width = order.length;
  const absolute = fit.factors[t].map((one) => one * fit.sigma);
  const turned = new Float64Array(width * width);
  for (let i = 0; i < width; i++) for (let j = 0; j < width; j++) turned[i * width + j] = absolute[order[i] * width + j];
  const lower = lowerFactor(turned, width, width);
  const entries: UserEntry[] = [];
  const values: number[] = [];
  for (let column = 0; column < width; column++) {
    for (let row = column; row < width; row++) {
      entries.push({ row: order[row], column, variable: values.length, value: 1 });
      values.push(lower[row * width + column]);
    }
  }
  return { entries, values };
}

/** All terms but one in their own order; `special` replaces the entries of that one. */
function assemble(
  fit: MixedModel,
  special: number,
  own: { entries: UserEntry[]; values: number[] },
): { pattern: FactorPattern; values: number[] } {
  const { terms } = fit.core;
  const widths = terms.map((term) => term.effects.length);
  const entries: FactorEntry[] = [];
  const values: number[] = [];
  terms.forEach(({ transform }, t) => {
    const order = Array.from({ length: widths[t] }, (_, i) => i);
    const part = t === special ? own : orderedTriangle(fit, t, order);
    const inverse = solveUpper(transform, identityMatrix(widths[t]), widths[t], widths[t]);
    for (const { row, column, variable, value } of part.entries) {
      // The likelihood works in transformed covariates, whose factor is T^-1 F.
      for (let i = 0; i <= row; i++) {
        const factor = inverse[i * widths[t] + row] * value;
        if (factor !== 0)
          entries.push({ term: t, row: i, column, variable: variable < 0 ? -1 : variable + values.length, value: factor });
      }
    }
    values.push(...part.values);
  });
  return { pattern: { widths, entries, count: values.length }, values };
}

/** Everything free, for profiling the residual standard deviation. */
export function fullPattern(fit: MixedModel): ProfilePattern {
  const { pattern, values } = assemble(fit, -1, { entries: [], values: [] });
  return { at: (sigma) => ({ pattern, sigma }), start: Float64Array.from(values) };
}

/** Standard deviation of effect `a` of term `t`: its row comes first, so that it is a single entry of the factor. */
export function standardDeviationPattern(fit: MixedModel, t: number, a: number): ProfilePattern {
  const width = fit.core.terms[t].effects.length;
  const order = [a, ...Array.from({ length: width }, (_, i) => i).filter((i) => i !== a)];
  const { entries, values } = orderedTriangle(fit, t, order);
  const build = (sd: number): { pattern: FactorPattern; values: number[] } =>
    assemble(fit, t, {
      entries: entries.map((one) =>
        one.variable === 0 ? { ...one, variable: -1, value: sd } : { ...one, variable: one.variable - 1 },
      ),
      values: values.slice(1),
    });
  return {
    at: (sd) => ({ pattern: build(sd).pattern, sigma: undefined }),
    start: Float64Array.from([...build(0).values, fit.sigma]),
  };
}

/** Correlation of effects `a` and `b`: their rows come first, the second being v (r, sqrt(1 - r^2)). */
export function correlationPattern(fit: MixedModel, t: number, a: number, b: number): ProfilePattern {
  const width = fit.core.terms[t].effects.length;
  const order = [a, b, ...Array.from({ length: width }, (_, i) => i).filter((i) => i !== a && i !== b)];
  const { entries, values } = orderedTriangle(fit, t, order);
  const first = entries.findIndex((one) => one.row === b && one.column === 0);
  const second = entries.findIndex((one) => one.row === b && one.column === 1);
  const build = (r: number): { pattern: FactorPattern; values: number[] } =>
    assemble(fit, t, {
      entries: entries.map((one, i) => {
        if (i === first) return { ...one, value: r };
        if (i === second) return { ...one, variable: first, value: Math.sqrt(Math.max(0, 1 - r * r)) };
        return one.variable > second ? { ...one, variable: one.variable - 1 } : one;
      }),
      values: values
        .map((one, i) => (i === first ? Math.sqrt(values[first] * values[first] + values[second] * values[second]) : one))
        .filter((_, i) => i !== second),
    });
  const offset = fit.core.terms.slice(0, t).reduce((sum, term) => sum + (term.effects.length * (term.effects.length + 1)) / 2, 0);
  return {
    at: (r) => ({ pattern: build(r).pattern, sigma: undefined }),
    start: Float64Array.from([...build(0).values, fit.sigma]),
    sameSign: [offset, offset + first],
  };
}
