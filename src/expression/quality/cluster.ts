import type { ClusterStep } from './quality-result.ts';

/** A hierarchical clustering: its steps by rising height, and the leaves in the order of the tree. */
export interface Clustering {
  steps: ClusterStep[];
  order: Int32Array;
}

/**
 * Average-linkage clustering (UPGMA) by chains of nearest neighbors (Murtagh 1983), O(n²). In the tree the tighter of two joined
 * clusters stands left, as in R's `hclust`.
 *
 * @param distances n x n, symmetric
 */
export function averageLinkage(distances: Float64Array, n: number): Clustering {
  const between = distances.slice();
  const sizes = new Float64Array(n).fill(1);
  const active = new Uint8Array(n).fill(1);
  const joined: { a: number; b: number; height: number }[] = [];
  const chain: number[] = [];
  while (joined.length < n - 1) {
    if (chain.length === 0) chain.push(active.indexOf(1));
    const tip = chain[chain.length - 1];
    const before = chain[chain.length - 2];
    const near = nearest(between, active, n, tip, before);
    if (near !== before) {
      chain.push(near);
      continue;
    }
    chain.length -= 2;
    joined.push({ a: tip, b: near, height: between[tip * n + near] });
    // the joined cluster takes the place of `near`
    for (let k = 0; k < n; k++) {
      if (active[k] === 0 || k === tip || k === near) continue;
      const mean = (sizes[tip] * between[tip * n + k] + sizes[near] * between[near * n + k]) / (sizes[tip] + sizes[near]);
      between[near * n + k] = mean;
      between[k * n + near] = mean;
    }
    sizes[near] += sizes[tip];
    active[tip] = 0;
  }
  return treeOf(joined, n);
}

/** The active cluster nearest to `tip`; of equally near ones the one the chain came from, else the first. */
function nearest(between: Float64Array, active: Uint8Array, n: number, tip: number, before: number | undefined): number {
  let best = before ?? -1;
  let least = before === undefined ? Infinity : between[tip * n + before];
  for (let k = 0; k < n; k++) {
    if (active[k] === 0 || k === tip || !(between[tip * n + k] < least)) continue;
    best = k;
    least = between[tip * n + k];
  }
  return best >= 0 ? best : active.findIndex((flag, k) => flag === 1 && k !== tip);
}

/** Numbers the clusters in order of height (a step's cluster is found through any of its samples) and lays the leaves out. */
function treeOf(joined: { a: number; b: number; height: number }[], n: number): Clustering {
  const sorted = [...joined].sort((x, y) => x.height - y.height);
  const parent = Int32Array.from({ length: n }, (_, i) => i);
  const root = (i: number): number => {
    let at = i;
    while (parent[at] !== at) at = parent[at];
    return at;
  };
  const cluster = Int32Array.from({ length: n }, (_, i) => i);
  const heightOf = (id: number): number => (id < n ? -1 : steps[id - n].height);
  const steps: ClusterStep[] = [];
  for (const { a, b, height } of sorted) {
    const [ra, rb] = [root(a), root(b)];
    const [x, y] = [cluster[ra], cluster[rb]];
    const first = heightOf(x) < heightOf(y) || (heightOf(x) === heightOf(y) && x < y);
    steps.push({ left: first ? x : y, right: first ? y : x, height });
    parent[ra] = rb;
    cluster[rb] = n + steps.length - 1;
  }
  const order: number[] = [];
  const open = n === 1 ? [0] : [n + steps.length - 1];
  while (open.length > 0) {
    const id = open.pop() as number;
    if (id < n) order.push(id);
    else open.push(steps[id - n].right, steps[id - n].left);
  }
  return { steps, order: Int32Array.from(order) };
}
