/** Where the shares of absent paths are read off: p-values above it are taken for nulls (Storey's lambda). */
const LAMBDA = 0.5;

/**
 * False discovery rate of "both paths are there" when most candidates have neither. A candidate without path a, without path b, or without
 * both reaches max(pa, pb) <= t with probability t, t or t^2, so with shares p01 (only b is there), p10 (only a) and p00 (neither)
 *
 *   FDR(t) = m (p01 t + p10 t + p00 t^2) / #{max(pa, pb) <= t}
 *
 * made monotone. Treating every candidate as t (Benjamini-Hochberg on the larger p) is safe but wastes most of the power. The shares come from
 * Storey's estimator at 0.5 for either p-value and for both together.
 *
 * @param pa p-values of the first path; NaN is passed through and not counted
 * Source: Dai, Stanford & LeBlanc (2022), J Am Stat Assoc 117:198, the large-m form of their FDR (without its finite-sample refinement).
 */
export function compositeNullFdr(pa: Float64Array, pb: Float64Array): Float64Array {
  const tested = Array.from(pa.keys()).filter((k) => !Number.isNaN(pa[k]) && !Number.isNaN(pb[k]));
  const out = new Float64Array(pa.length).fill(NaN);
  if (tested.length === 0) return out;
  const { onlyA, onlyB, neither } = nullShares(pa, pb, tested);
  const larger = (k: number): number => Math.max(pa[k], pb[k]);
  const order = tested.sort((i, j) => larger(i) - larger(j));
  let smallest = 1;
  for (let rank = order.length; rank > 0; rank--) {
    const t = larger(order[rank - 1]);
    const expected = order.length * ((onlyA + onlyB) * t + neither * t * t);
    if (rank === order.length || larger(order[rank]) > t) smallest = Math.min(smallest, expected / rank);
    out[order[rank - 1]] = smallest;
  }
  return out;
}

/** Shares of candidates with only one path and with neither. They are nulls of the composite hypothesis and never add up to more than 1. */
function nullShares(pa: Float64Array, pb: Float64Array, tested: readonly number[]) {
  const share = (holds: (k: number) => boolean, scale: number): number =>
    Math.min(1, (tested.filter(holds).length + 1) / tested.length / scale);
  const withoutA = share((k) => pa[k] >= LAMBDA, 1 - LAMBDA);
  const withoutB = share((k) => pb[k] >= LAMBDA, 1 - LAMBDA);
  const neither = Math.min(
    withoutA,
    withoutB,
    share((k) => pa[k] >= LAMBDA && pb[k] >= LAMBDA, (1 - LAMBDA) * (1 - LAMBDA)),
  );
  return { onlyA: withoutB - neither, onlyB: withoutA - neither, neither };
}
