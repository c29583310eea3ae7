import { chiSquared, fisherF } from '../distributions/index.ts';
import { atan2, cos, exp, log1p, sin } from '../elementary/index.ts';
import { lbeta } from '../special/index.ts';
import { adaptiveIntegral } from './gauss-legendre.ts';

/** One of the linear functions x cos ψ + y sin ψ whose maximum bounds a cell of the sphere. */
interface Boundary {
  x: number;
  y: number;
}

/** A cell of the sphere in which one statistic is the largest: its boundaries seen from that statistic's direction. */
interface Cell {
  boundaries: readonly Boundary[];
  /** Directions ψ in which two boundaries meet, with 0 and 2π. */
  corners: readonly number[];
}

function dot3(a: ArrayLike<number>, b: ArrayLike<number>): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

/** Two unit vectors orthogonal to a and to each other. */
function tangents(a: ArrayLike<number>): [number[], number[]] {
  const axis = [0, 1, 2].reduce((best, i) => (Math.abs(a[i]) < Math.abs(a[best]) ? i : best), 0);
  const raw = [0, 1, 2].map((i) => (i === axis ? 1 : 0) - a[axis] * a[i]);
  const length = Math.sqrt(dot3(raw, raw));
  const first = raw.map((value) => value / length);
  const second = [a[1] * first[2] - a[2] * first[1], a[2] * first[0] - a[0] * first[2], a[0] * first[1] - a[1] * first[0]];
  return [first, second];
}

function heightAt(boundaries: readonly Boundary[], psi: number): number {
  const [c, s] = [cos(psi), sin(psi)];
  let height = 0;
  for (const { x, y } of boundaries) height = Math.max(height, x * c + y * s);
  return height;
}

/** Directions in which two boundaries are equal and no other is higher. */
function cornersOf(boundaries: readonly Boundary[]): number[] {
  const out = [0, 2 * Math.PI];
  for (let i = 0; i < boundaries.length; i++) {
    for (let j = 0; j < i; j++) {
      const angle = atan2(boundaries[j].x - boundaries[i].x, boundaries[i].y - boundaries[j].y);
      for (const turned of [angle, angle + Math.PI]) {
        const psi = turned < 0 ? turned + 2 * Math.PI : turned;
        const own = boundaries[i].x * cos(psi) + boundaries[i].y * sin(psi);
        if (own >= heightAt(boundaries, psi) - 1e-12) out.push(psi);
      }
    }
  }
  return out.sort((a, b) => a - b);
}

/** The cell of row i: |a_j'u| <= a_i'u means cot(angle from a_i) >= ±(a_j't) / (1 ∓ ρ) for the direction t of u seen from a_i. */
function cellOf(rows: readonly ArrayLike<number>[], i: number): Cell {
  const [first, second] = tangents(rows[i]);
  const boundaries = rows.flatMap((other, j) => {
    if (j === i) return [];
    const rho = dot3(other, rows[i]);
    const [x, y] = [dot3(other, first), dot3(other, second)];
    return [
      { x: x / (1 - rho), y: y / (1 - rho) },
      { x: -x / (1 + rho), y: -y / (1 + rho) },
    ];
  });
  return { boundaries, corners: cornersOf(boundaries) };
}

/** The distribution of R = |z| / s in three dimensions. */
interface Radius {
  upper(r: number): number;
  /** r -> an antiderivative of f(r) / r, up to sign: E(1/R; R > r). */
  inverseMoment(r: number): number;
}

function radius(df: number): Radius {
  if (df === Infinity)
    return { upper: (r) => chiSquared.upper(r * r, 3), inverseMoment: (r) => Math.sqrt(2 / Math.PI) * exp((-r * r) / 2) };
  const scale = (2 / Math.sqrt(df)) * exp(-lbeta(1.5, df / 2));
  return {
    upper: (r) => fisherF.upper((r * r) / 3, 3, df),
    inverseMoment: (r) => (scale / (df + 1)) * exp((-(df + 1) / 2) * log1p((r * r) / df)),
  };
}

/**
 * P(max |a_i'z| / s > c) for unit rows a_i in three dimensions that differ pairwise, exactly up to one smooth one-dimensional
 * integral per row: within the cell of row i, E[(1 - max(m, c/R))+] in closed form is the part beyond c at direction ψ, m the cosine of
 * the angle at which the cell ends there.
 */
export function sphereTail(rows: readonly ArrayLike<number>[]): (c: number, df: number) => number {
  const cells = rows.map((_, i) => cellOf(rows, i));
  return (c, df) => {
    const { upper, inverseMoment } = radius(df);
    const beyond = upper(c);
    const moment = inverseMoment(c);
    const slice = (cosine: number): number => {
      if (cosine <= 0) return beyond - c * moment;
      return beyond - cosine * upper(c / cosine) - c * (moment - inverseMoment(c / cosine));
    };
    let sum = 0;
    for (const { boundaries, corners } of cells) {
      const f = (psi: number): number => {
        const height = heightAt(boundaries, psi);
        return slice(height / Math.sqrt(1 + height * height));
      };
      for (let k = 1; k < corners.length; k++) {
        if (corners[k] - corners[k - 1] > 1e-13) sum += adaptiveIntegral(f, corners[k - 1], corners[k], 1e-11, 1);
      }
    }
    return sum / (2 * Math.PI);
  };
}
