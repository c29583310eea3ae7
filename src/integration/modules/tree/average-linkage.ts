import { type Distances, rowStart } from '../distances.ts';

/** A dendrogram as R's `hclust` has it. */
export interface Dendrogram {
  /**
   * Two entries a merge: -i is object i (from 1), k the cluster of merge k (from 1). Single objects stand first, then the smaller
   * number.
   */
  merge: Int32Array;
  height: Float64Array;
  /** Objects (from 0) in the order of the leaves. */
  order: Int32Array;
}

/** One merge by two of its objects, before merges are sorted by height. */
interface Join {
  first: number;
  second: number;
  height: number;
}

/**
 * Average-linkage clustering by the nearest-neighbor chain, merges, heights and leaves in the order of R's package fastcluster, also
 * where distances tie (Müllner 2013; Murtagh 1985).
 *
 * @throws RangeError for fewer than two objects or a distance that is no number
 */
export function averageLinkage(distances: Distances): Dendrogram {
  const { objects } = distances;
  if (objects < 2) throw new RangeError('a tree needs two objects');
  if (distances.values.some((value) => Number.isNaN(value))) throw new RangeError('a distance is no number');
  const joins = chainJoins({ objects, values: Float64Array.from(distances.values) });
  joins.sort((a, b) => a.height - b.height);
  return labelled(joins, objects);
}

/** The merges in the order in which the chain finds them. Uses the distances up. */
function chainJoins({ objects, values }: Distances): Join[] {
  const active = new ActiveObjects(objects);
  const members = new Float64Array(objects).fill(1);
  const starts = Float64Array.from({ length: objects }, (_, i) => rowStart(objects, i));
  const chain = new Int32Array(objects + 1);
  let length = 0;
  const joins: Join[] = [];
  while (joins.length < objects - 1) {
    let [a, b, nearest] = [0, 0, 0];
    if (length <= 3) {
      a = active.first;
      chain[0] = a;
      length = 1;
      b = active.next[a];
      nearest = values[starts[a] + b];
      for (let i = active.next[b]; i < objects; i = active.next[i]) {
        const d = values[starts[a] + i];
        if (d < nearest) [nearest, b] = [d, i];
      }
    } else {
      length -= 3;
      a = chain[length - 1];
      b = chain[length];
      nearest = a < b ? values[starts[a] + b] : values[starts[b] + a];
    }
    do {
      chain[length] = b;
      for (let i = active.first; i < b; i = active.next[i]) {
        const d = values[starts[i] + b];
        if (d < nearest) {
          nearest = d;
          a = i;
        }
      }
      for (let i = active.next[b], start = starts[b]; i < objects; i = active.next[i]) {
        const d = values[start + i];
        if (d < nearest) {
          nearest = d;
          a = i;
        }
      }
      b = a;
      a = chain[length++];
    } while (b !== chain[length - 2]);
    joins.push({ first: a, second: b, height: nearest });
    unite(values, starts, active, members, Math.min(a, b), Math.max(a, b));
  }
  return joins;
}

/** Object `gone` joins `kept` (the larger number), whose distances become the means over the objects of both. */
function unite(
  values: Float64Array,
  starts: Float64Array,
  active: ActiveObjects,
  members: Float64Array,
  gone: number,
  kept: number,
): void {
  const both = members[gone] + members[kept];
  const [s, t] = [members[gone] / both, members[kept] / both];
  members[kept] = both;
  active.remove(gone);
  const { next } = active;
  let i = active.first;
  for (; i < gone; i = next[i]) values[starts[i] + kept] = s * values[starts[i] + gone] + t * values[starts[i] + kept];
  for (; i < kept; i = next[i]) values[starts[i] + kept] = s * values[starts[gone] + i] + t * values[starts[i] + kept];
  for (i = next[kept]; i < active.size; i = next[i])
    values[starts[kept] + i] = s * values[starts[gone] + i] + t * values[starts[kept] + i];
}

/** Objects still to be merged, in increasing order. */
class ActiveObjects {
  readonly size: number;
  first = 0;
  /** The next active object; `size` after the last. */
  readonly next: Int32Array;
  private readonly previous: Int32Array;

  constructor(size: number) {
    this.size = size;
    this.next = Int32Array.from({ length: size + 1 }, (_, i) => i + 1);
    this.previous = Int32Array.from({ length: size + 1 }, (_, i) => i - 1);
  }

  remove(object: number): void {
    if (object === this.first) this.first = this.next[object];
    else {
      this.next[this.previous[object]] = this.next[object];
      this.previous[this.next[object]] = this.previous[object];
    }
  }
}

/** Names the clusters of sorted merges as R does, and orders the leaves: first branch of every merge to the left. */
function labelled(joins: readonly Join[], objects: number): Dendrogram {
  const merge = new Int32Array(2 * joins.length);
  const parent = Int32Array.from({ length: 2 * objects - 1 }, (_, i) => i);
  const root = (object: number): number => {
    let top = object;
    while (parent[top] !== top) top = parent[top];
    for (let at = object; parent[at] !== top; ) {
      const up = parent[at];
      parent[at] = top;
      at = up;
    }
    return top;
  };
  const label = (node: number): number => (node < objects ? -node - 1 : node - objects + 1);
  joins.forEach(({ first, second }, k) => {
    const a = root(first);
    const b = root(second);
    parent[a] = objects + k;
    parent[b] = objects + k;
    merge[2 * k] = label(Math.min(a, b));
    merge[2 * k + 1] = label(Math.max(a, b));
  });
  return { merge, height: Float64Array.from(joins, (join) => join.height), order: leafOrder(merge) };
}

function leafOrder(merge: Int32Array): Int32Array {
  const order: number[] = [];
  const open = [merge.length / 2];
  while (open.length > 0) {
    const node = open.pop() ?? 0;
    if (node < 0) order.push(-node - 1);
    else open.push(merge[2 * node - 1], merge[2 * node - 2]);
  }
  return Int32Array.from(order);
}
