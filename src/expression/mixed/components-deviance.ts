import { log } from '../../stats/index.ts';
import type { ComponentsRoom } from './components-design.ts';

/**
 * Solves the model at the given ratios of variances and fills the room; returns the profiled deviance but for a constant,
 * Infinity where it is not defined.
 */
export function componentsDeviance(room: ComponentsRoom, ratios: Float64Array): number {
  const { samples: n, columns: q } = room.design;
  const logV = invertCovariance(room, ratios);
  const logX = projectFixed(room);
  const { p, y, py } = room;
  let squares = 0;
  for (let i = 0; i < n; i++) {
    let sum = 0;
    for (let j = 0; j < n; j++) sum += p[i * n + j] * y[j];
    py[i] = sum;
    squares += sum * y[i];
  }
  room.squares = squares;
  const df = room.restricted ? n - q : n;
  return squares > 0 ? logV + (room.restricted ? logX : 0) + df * log(squares) : Infinity;
}

/** V^-1 into `room.inverse` (both triangles); returns ln |V|. */
function invertCovariance({ design, roots, inverse, scratch }: ComponentsRoom, ratios: Float64Array): number {
  const { samples: n, terms } = design;
  inverse.fill(0);
  terms.forEach(({ codes }, k) => {
    const ratio = ratios[k];
    if (ratio === 0) return;
    for (let i = 0; i < n; i++) {
      const code = codes[i];
      const scaled = ratio * roots[i];
      for (let j = 0; j <= i; j++) if (codes[j] === code) inverse[i * n + j] += scaled * roots[j];
    }
  });
  for (let i = 0; i < n; i++) inverse[i * n + i] += 1;
  let logs = 0;
  // Cholesky, then the inverse of the factor, both in the lower triangle
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = inverse[i * n + j];
      for (let k = 0; k < j; k++) sum -= inverse[i * n + k] * inverse[j * n + k];
      inverse[i * n + j] = i === j ? Math.sqrt(sum) : sum / inverse[j * n + j];
    }
    logs += 2 * log(inverse[i * n + i]);
  }
  for (let j = 0; j < n; j++) {
    scratch[j * n + j] = 1 / inverse[j * n + j];
    for (let i = j + 1; i < n; i++) {
      let sum = 0;
      for (let k = j; k < i; k++) sum -= inverse[i * n + k] * scratch[k * n + j];
      scratch[i * n + j] = sum / inverse[i * n + i];
    }
  }
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = 0;
      for (let k = i; k < n; k++) sum += scratch[k * n + i] * scratch[k * n + j];
      inverse[i * n + j] = sum;
      inverse[j * n + i] = sum;
    }
  }
  return logs;
}

/** V^-1 X, its Cholesky factor and P; returns ln |X'V^-1 X|. */
function projectFixed({ design, inverse, x, vx, factor, p, scratch }: ComponentsRoom): number {
  const { samples: n, columns: q } = design;
  for (let i = 0; i < n; i++)
    for (let k = 0; k < q; k++) {
      let sum = 0;
      for (let j = 0; j < n; j++) sum += inverse[i * n + j] * x[j * q + k];
      vx[i * q + k] = sum;
    }
  let logs = 0;
  for (let a = 0; a < q; a++) {
    for (let b = 0; b <= a; b++) {
      let sum = 0;
      for (let i = 0; i < n; i++) sum += x[i * q + a] * vx[i * q + b];
      for (let k = 0; k < b; k++) sum -= factor[a * q + k] * factor[b * q + k];
      factor[a * q + b] = a === b ? Math.sqrt(sum) : sum / factor[b * q + b];
    }
    logs += 2 * log(factor[a * q + a]);
  }
  // rows of V^-1 X L^-T, whose products are taken off V^-1
  for (let i = 0; i < n; i++)
    for (let a = 0; a < q; a++) {
      let sum = vx[i * q + a];
      for (let k = 0; k < a; k++) sum -= scratch[i * q + k] * factor[a * q + k];
      scratch[i * q + a] = sum / factor[a * q + a];
    }
  for (let i = 0; i < n; i++)
    for (let j = 0; j <= i; j++) {
      let sum = inverse[i * n + j];
      for (let a = 0; a < q; a++) sum -= scratch[i * q + a] * scratch[j * q + a];
      p[i * n + j] = sum;
      p[j * n + i] = sum;
    }
  return logs;
}

/**
 * Gradient and Hessian of the deviance by the ratios where {@link componentsDeviance} was last called, and the Hessian's expectation
 * (squares of length terms x terms).
 */
export function componentsDerivatives(
  room: ComponentsRoom,
  gradient: Float64Array,
  hessian: Float64Array,
  expected: Float64Array,
): void {
  const { design, cross, traced, shares, squares } = room;
  const { samples: n, columns: q, terms } = design;
  const df = room.restricted ? n - q : n;
  sumGroups(room);
  const count = terms.length;
  const traces = terms.map(({ count: groups }, k) => {
    let sum = 0;
    for (let g = 0; g < groups; g++) sum += traced[k * count + k][g * groups + g];
    return sum;
  });
  const forms = shares.map((share) => share.reduce((sum, value) => sum + value * value, 0));
  for (let k = 0; k < count; k++) {
    gradient[k] = traces[k] - (df * forms[k]) / squares;
    for (let l = 0; l < count; l++) {
      const [matrix, trace] = [cross[k * count + l], traced[k * count + l]];
      const width = terms[l].count;
      let [norm, form] = [0, 0];
      for (let g = 0; g < terms[k].count; g++) {
        let inner = 0;
        for (let h = 0; h < width; h++) {
          norm += trace[g * width + h] * trace[g * width + h];
          inner += matrix[g * width + h] * shares[l][h];
        }
        form += shares[k][g] * inner;
      }
      hessian[k * count + l] = -norm + df * ((2 * form) / squares - (forms[k] * forms[l]) / (squares * squares));
      expected[k * count + l] = norm - (traces[k] * traces[l]) / df;
    }
  }
}

/** Z_k'P Z_l and Z_k'P y, and where the likelihood is not restricted Z_k'V^-1 Z_l. */
export function sumGroups(room: ComponentsRoom): void {
  const { design, roots, p, py, cross, traced, shares, restricted, inverse } = room;
  design.terms.forEach(({ codes }, k) => {
    const share = shares[k];
    share.fill(0);
    for (let i = 0; i < py.length; i++) share[codes[i]] += roots[i] * py[i];
  });
  if (!restricted) crossSums(room, inverse, traced);
  crossSums(room, p, cross);
}

/** Z_k'M Z_l of every pair of terms; leaves Z_k'M in `halves`. */
function crossSums({ design, roots, halves }: ComponentsRoom, matrix: Float64Array, out: readonly Float64Array[]): void {
  const { samples: n, terms } = design;
  terms.forEach(({ codes }, k) => {
    const half = halves[k];
    half.fill(0);
    for (let i = 0; i < n; i++) {
      const at = codes[i] * n;
      for (let j = 0; j < n; j++) half[at + j] += roots[i] * matrix[i * n + j];
    }
  });
  terms.forEach((a, k) => {
    terms.forEach((b, l) => {
      const [sums, half] = [out[k * terms.length + l], halves[k]];
      sums.fill(0);
      for (let g = 0; g < a.count; g++) for (let j = 0; j < n; j++) sums[g * b.count + b.codes[j]] += half[g * n + j] * roots[j];
    });
  });
}
