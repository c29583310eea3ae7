import { evaluatePolynomials, polynomialBasis } from '../formula/index.ts';

/** Ways to compare k means. */
export type ContrastMethod =
  | 'pairwise'
  | 'reverse-pairwise'
  | 'vs-control'
  | 'consecutive'
  | 'polynomial'
  | 'vs-mean'
  | 'vs-others'
  | 'identity';

/** Coefficients of several contrasts of k means. */
export interface ContrastCoefficients {
  readonly names: readonly string[];
  /** names × k, row-major. */
  readonly matrix: Float64Array;
}

function build(names: string[], rows: number[][], k: number): ContrastCoefficients {
  const matrix = new Float64Array(names.length * k);
  for (const [i, row] of rows.entries()) matrix.set(row, i * k);
  return { names, matrix };
}

function unit(k: number, plus: number, minus: number): number[] {
  return Array.from({ length: k }, (_, i) => (i === plus ? 1 : i === minus ? -1 : 0));
}

/** In brackets when the text holds an arithmetic sign, so that `a - b` reads unambiguously. */
function bracket(label: string): string {
  return /[-+*/]/.test(label) ? `(${label})` : label;
}

function pairs(labels: readonly string[], reverse: boolean): ContrastCoefficients {
  const names: string[] = [];
  const rows: number[][] = [];
  const k = labels.length;
  const add = (plus: number, minus: number): void => {
    names.push(`${bracket(labels[plus])} - ${bracket(labels[minus])}`);
    rows.push(unit(k, plus, minus));
  };
  if (reverse) for (let j = 1; j < k; j++) for (let i = 0; i < j; i++) add(j, i);
  else for (let i = 0; i < k; i++) for (let j = i + 1; j < k; j++) add(i, j);
  return build(names, rows, k);
}

function versusControl(labels: readonly string[], control: number): ContrastCoefficients {
  const k = labels.length;
  const others = Array.from(labels.keys()).filter((i) => i !== control);
  return build(
    others.map((i) => `${bracket(labels[i])} - ${bracket(labels[control])}`),
    others.map((i) => unit(k, i, control)),
    k,
  );
}

const POLYNOMIAL_NAMES = ['linear', 'quadratic', 'cubic', 'quartic'];

/** Orthogonal polynomial contrasts scaled to small whole numbers, for equally spaced levels, as emmeans gives them. */
function polynomials(k: number): ContrastCoefficients {
  const degree = Math.min(6, k - 1);
  const points = Float64Array.from({ length: k }, (_, i) => i + 1);
  const values = evaluatePolynomials(polynomialBasis(points, degree), points);
  const rows = Array.from({ length: degree }, (_, d) => {
    const raw = Array.from({ length: k }, (_, i) => values[i * degree + d]);
    const smallest = Math.min(...raw.filter((value) => value > 0.01));
    let scaled = raw.map((value) => value / smallest);
    const worst = (): number => Math.max(...scaled.map((value) => Math.abs(value - Math.round(value))));
    for (let distance = worst(); distance > 0.05; distance = worst()) {
      const by = distance;
      scaled = scaled.map((value) => value / by);
    }
    return scaled.map(Math.round);
  });
  return build(
    rows.map((_, d) => POLYNOMIAL_NAMES[d] ?? `degree ${d + 1}`),
    rows,
    k,
  );
}

function versusRest(labels: readonly string[], includeSelf: boolean): ContrastCoefficients {
  const k = labels.length;
  const rest = includeSelf ? k : k - 1;
  return build(
    labels.map((label) => `${bracket(label)} effect`),
    labels.map((_, i) => Array.from({ length: k }, (_, j) => (j === i ? (includeSelf ? 1 - 1 / k : 1) : -1 / rest))),
    k,
  );
}

/**
 * Coefficients of a family of contrasts.
 *
 * @param labels names of the means, at least one
 * @param control position of the control for `vs-control`
 */
export function contrastCoefficients(method: ContrastMethod, labels: readonly string[], control = 0): ContrastCoefficients {
  const k = labels.length;
  switch (method) {
    case 'pairwise':
      return pairs(labels, false);
    case 'reverse-pairwise':
      return pairs(labels, true);
    case 'vs-control':
      return versusControl(labels, control);
    case 'consecutive': {
      const steps = Array.from({ length: Math.max(0, k - 1) }, (_, i) => i);
      return build(
        steps.map((i) => `${bracket(labels[i + 1])} - ${bracket(labels[i])}`),
        steps.map((i) => unit(k, i + 1, i)),
        k,
      );
    }
    case 'polynomial':
      return k > 1 ? polynomials(k) : build([], [], k);
    case 'vs-mean':
      return versusRest(labels, true);
    case 'vs-others':
      return k > 1 ? versusRest(labels, false) : build([], [], k);
    case 'identity':
      return build(
        labels.map((label) => label),
        labels.map((_, i) => unit(k, i, -1)),
        k,
      );
  }
}

/** Products of contrasts of several factors (the first factor's vary fastest), one name per factor. */
export function interactionCoefficients(parts: readonly ContrastCoefficients[]): { names: string[][]; matrix: Float64Array } {
  let names: string[][] = [[]];
  let matrix = Float64Array.of(1);
  let width = 1;
  for (const part of parts) {
    const count = part.names.length;
    const k = part.matrix.length / Math.max(1, count);
    const combined = new Float64Array(names.length * count * width * k);
    part.names.forEach((_, b) => {
      names.forEach((_, a) => {
        for (let j = 0; j < k; j++)
          for (let i = 0; i < width; i++)
            combined[(b * names.length + a) * width * k + j * width + i] = matrix[a * width + i] * part.matrix[b * k + j];
      });
    });
    names = part.names.flatMap((name) => names.map((left) => [...left, name]));
    matrix = combined;
    width *= k;
  }
  return { names, matrix };
}
