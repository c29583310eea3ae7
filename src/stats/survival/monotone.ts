import { findSeparation } from '../generalized/index.ts';
import type { HazardData } from './partial-likelihood.ts';

/** Linear predictors must differ by more than this before a likelihood is suspected to be monotone (hazard ratios above 150000). */
const SUSPICIOUS = 12;

/**
 * The direction along which a partial likelihood rises without a maximum, or undefined when its maximum is finite: every animal with the event
 * has, among all at risk with it, the greatest x'd (Bryson & Johnson 1981). Decided exactly, not by watching iterations.
 *
 * @param eta linear predictors where the search for a maximum ended
 */
export function monotoneDirection(data: HazardData, eta: Float64Array): Float64Array | undefined {
  const { p, x, ties } = data;
  const range = eta.reduce((a, b) => Math.max(a, b), -Infinity) - eta.reduce((a, b) => Math.min(a, b), Infinity);
  if (p === 0 || range < SUSPICIOUS) return undefined;
  const seen = new Map<string, Float64Array>();
  for (const { deaths, order, riskCount } of data.eventTimes) {
    const tied = ties === 'exact' ? new Set(deaths) : undefined;
    const others = distinctRows(
      x,
      p,
      order.subarray(0, riskCount).filter((row) => tied?.has(row) !== true),
    );
    for (const death of distinctRows(x, p, deaths)) {
      for (const other of others) {
        const difference = death.map((one, j) => one - other[j]);
        if (difference.some((one) => one !== 0)) seen.set(difference.join(' '), difference);
      }
    }
  }
  const rows = Float64Array.from([...seen.values()].flatMap((row) => Array.from(row)));
  const n = seen.size;
  return findSeparation(rows, n, p, new Int8Array(n).fill(1))?.direction;
}

function distinctRows(x: Float64Array, p: number, rows: Int32Array): Float64Array[] {
  const seen = new Map<string, Float64Array>();
  for (const row of rows) {
    const values = x.slice(row * p, (row + 1) * p);
    seen.set(values.join(' '), values);
  }
  return [...seen.values()];
}

/** Columns with a part in a direction. */
export function columnsOf(direction: Float64Array | undefined): { column: number; sign: 1 | -1 }[] {
  return Array.from(direction ?? []).flatMap((one, column) =>
    Math.abs(one) > 1e-7 ? [{ column, sign: one > 0 ? (1 as const) : (-1 as const) }] : [],
  );
}
