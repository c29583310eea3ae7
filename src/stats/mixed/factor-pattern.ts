/** One entry of the factors: `value` times variable `variable`, or `value` itself where `variable` is -1. */
export interface FactorEntry {
  readonly term: number;
  readonly row: number;
  readonly column: number;
  readonly variable: number;
  readonly value: number;
}

/**
 * Covariance matrices written as G_t = F_t F_t', the entries of the factors being linear in a vector of free variables.
 * F_t is width x width (unused columns are zero). Smooth everywhere and symmetric about singular matrices, so an optimum on
 * the boundary is an ordinary stationary point.
 */
export interface FactorPattern {
  readonly widths: readonly number[];
  readonly entries: readonly FactorEntry[];
  /** Free variables. */
  readonly count: number;
}

/** Lower trapezoidal factors with the given number of columns each (the rank of the covariance matrix). */
export function trapezoidalPattern(widths: readonly number[], ranks: readonly number[]): FactorPattern {
  const entries: FactorEntry[] = [];
  widths.forEach((width, term) => {
    for (let column = 0; column < ranks[term]; column++)
      for (let row = column; row < width; row++) entries.push({ term, row, column, variable: entries.length, value: 1 });
  });
  return { widths, entries, count: entries.length };
}

/** The factors at a point, width x width row-major each. */
export function factorsAt(pattern: FactorPattern, point: ArrayLike<number>): Float64Array[] {
  const factors = pattern.widths.map((width) => new Float64Array(width * width));
  for (const { term, row, column, variable, value } of pattern.entries)
    factors[term][row * pattern.widths[term] + column] += variable < 0 ? value : value * point[variable];
  return factors;
}

/** The free variables that give the factors, for patterns whose entries are single variables. */
export function pointOf(pattern: FactorPattern, factors: readonly Float64Array[]): Float64Array {
  const point = new Float64Array(pattern.count);
  for (const { term, row, column, variable } of pattern.entries)
    if (variable >= 0) point[variable] = factors[term][row * pattern.widths[term] + column];
  return point;
}

/** Lower triangles of F F', column by column, all terms one after the other: the linear covariance parameters. */
export function covariancesOf(widths: readonly number[], factors: readonly Float64Array[], out: Float64Array): Float64Array {
  let k = 0;
  widths.forEach((width, term) => {
    const factor = factors[term];
    for (let b = 0; b < width; b++) {
      for (let a = b; a < width; a++) {
        let sum = 0;
        for (let j = 0; j < width; j++) sum += factor[a * width + j] * factor[b * width + j];
        out[k++] = sum;
      }
    }
  });
  return out;
}

/** Jacobian of the linear covariance parameters by the free variables, parameters x count row-major. */
export function patternJacobian(pattern: FactorPattern, factors: readonly Float64Array[], parameters: number): Float64Array {
  const { widths, entries, count } = pattern;
  const jacobian = new Float64Array(parameters * count);
  const starts = parameterStarts(widths);
  for (const { term, row, column, variable, value } of entries) {
    if (variable < 0) continue;
    const width = widths[term];
    for (let other = 0; other < width; other++) {
      const k = starts[term] + lowerIndex(width, Math.max(row, other), Math.min(row, other));
      const slope = value * factors[term][other * width + column];
      jacobian[k * count + variable] += row === other ? 2 * slope : slope;
    }
  }
  return jacobian;
}

/** First covariance parameter of each term. */
export function parameterStarts(widths: readonly number[]): number[] {
  let next = 0;
  return widths.map((width) => {
    const start = next;
    next += (width * (width + 1)) / 2;
    return start;
  });
}

/** Position of entry (row >= column) in a lower triangle stored column by column. */
export function lowerIndex(width: number, row: number, column: number): number {
  return column * width - (column * (column - 1)) / 2 + (row - column);
}

/**
 * Carries first and second derivatives by the linear covariance parameters over to the free variables.
 *
 * @param slopes derivative by each parameter
 * @param curvatures second derivatives; row k starts at k * stride
 */
export function chainDerivatives(
  pattern: FactorPattern,
  factors: readonly Float64Array[],
  slopes: ArrayLike<number>,
  curvatures: Float64Array,
  stride: number,
  parameters: number,
  gradient: Float64Array,
  hessian: Float64Array,
): void {
  const { widths, entries, count } = pattern;
  const jacobian = patternJacobian(pattern, factors, parameters);
  gradient.fill(0);
  hessian.fill(0);
  for (let k = 0; k < parameters; k++) {
    for (let a = 0; a < count; a++) {
      const left = jacobian[k * count + a];
      if (left === 0) continue;
      gradient[a] += slopes[k] * left;
      for (let l = 0; l < parameters; l++) {
        const factor = left * curvatures[k * stride + l];
        if (factor !== 0) for (let b = 0; b < count; b++) hessian[a * count + b] += factor * jacobian[l * count + b];
      }
    }
  }
  const starts = parameterStarts(widths);
  for (const one of entries) {
    if (one.variable < 0) continue;
    for (const two of entries) {
      if (two.variable < 0 || one.term !== two.term || one.column !== two.column) continue;
      const k = starts[one.term] + lowerIndex(widths[one.term], Math.max(one.row, two.row), Math.min(one.row, two.row));
      const slope = one.row === two.row ? 2 * slopes[k] : slopes[k];
      hessian[one.variable * count + two.variable] += one.value * two.value * slope;
    }
  }
}
