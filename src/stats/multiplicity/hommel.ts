/**
 * Hommel's adjusted p-values of p sorted upwards, by Wright's closed form (Wright 1992, Biometrics 48:1005): for every subset size m
 * the Simes bound over the m - 1 largest p-values limits the others.
 */
export function hommelSorted(p: Float64Array): Float64Array {
  const n = p.length;
  let simes = Infinity;
  for (let i = 0; i < n; i++) simes = Math.min(simes, (n * p[i]) / (i + 1));
  const adjusted = new Float64Array(n).fill(simes);
  for (let m = n - 1; m >= 2; m--) {
    const split = n - m + 1;
    let bound = Infinity;
    for (let i = split; i < n; i++) bound = Math.min(bound, (m * p[i]) / (i - split + 2));
    for (let i = 0; i < split; i++) adjusted[i] = Math.max(adjusted[i], Math.min(m * p[i], bound));
    const last = Math.min(m * p[split - 1], bound);
    for (let i = split; i < n; i++) adjusted[i] = Math.max(adjusted[i], last);
  }
  for (let i = 0; i < n; i++) adjusted[i] = Math.max(adjusted[i], p[i]);
  return adjusted;
}
