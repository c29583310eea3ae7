import { type Distances, distanceBetween } from '../distances.ts';
import type { Branches } from './branches.ts';
import type { CutLimits } from './cut-limits.ts';

/** What decides which module an object outside every branch may join. */
export interface JoinInput extends Branches {
  /** Label of each branch, 0 for those that are no module. */
  labelOf: Int32Array;
  distances: Distances;
  limits: CutLimits;
  /** Only modules of the composite branch on which the object hangs count. */
  respectTree: boolean;
}

/** Small clusters wait apart from single objects: they join as a whole or not at all. */
const WAITING = -1;

/**
 * The PAM-like stage of the hybrid cut, in place: small clusters as a whole, then single objects, join the module of smallest mean
 * distance when that is below the module's diameter or the cut height. Distances are to the modules as they were before.
 */
export function joinNearest(labels: Int32Array, input: JoinInput): void {
  const { distances, limits } = input;
  const before = labels.slice();
  const members = membersByLabel(before);
  const diameters = members.map((own) => (own.length > 1 ? diameter(distances, own) : 0));
  const place = (objects: readonly number[]): number | null => {
    const candidates = candidateLabels(input, objects[0], members.length);
    if (candidates === null) return null;
    let nearest = 0;
    let least = Infinity;
    for (const label of candidates) {
      const mean = meanBetween(distances, objects, members[label]);
      if (mean < least) [nearest, least] = [label, mean];
    }
    return least < diameters[nearest] || least < limits.cutHeight ? nearest : WAITING;
  };
  for (const cluster of smallClusters(input.branches, before)) {
    const found = place(cluster);
    if (found !== null) for (const object of cluster) labels[object] = found;
  }
  for (let object = 0; object < labels.length; object++) {
    if (labels[object] !== 0) continue;
    const found = place([object]);
    if (found !== null && found !== WAITING) labels[object] = found;
  }
  labels.forEach((label, object) => {
    if (label === WAITING) labels[object] = 0;
  });
}

/** Objects of branches that were absorbed only for being small, each object in the latest such branch; modules' objects left out. */
function smallClusters(branches: Branches['branches'], labels: Int32Array): number[][] {
  const latest = new Int32Array(labels.length).fill(-1);
  branches.forEach((branch, b) => {
    if (branch.onlySmall) for (const object of branch.objects) if (labels[object] === 0) latest[object] = b;
  });
  const clusters: number[][] = branches.map(() => []);
  latest.forEach((b, object) => {
    if (b >= 0) clusters[b].push(object);
  });
  return clusters.filter((cluster) => cluster.length > 0);
}

/** Labels that an object may join in increasing order; null when it hangs on no composite branch. */
function candidateLabels(
  { respectTree, hangsOn, branches, labelOf }: JoinInput,
  object: number,
  labels: number,
): number[] | null {
  if (!respectTree) return Array.from({ length: labels - 1 }, (_, i) => i + 1);
  const on = hangsOn[object];
  if (on < 0) return null;
  return [...new Set(branches[on].parts.map((part) => labelOf[part]))].sort((a, b) => a - b);
}

/** Objects of each label from 0 up. */
function membersByLabel(labels: Int32Array): number[][] {
  const members: number[][] = Array.from({ length: Math.max(...new Set(labels)) + 1 }, () => []);
  labels.forEach((label, object) => {
    members[label].push(object);
  });
  return members;
}

/** Largest mean distance of a member to the others. */
function diameter(distances: Distances, members: readonly number[]): number {
  let largest = 0;
  for (const one of members) {
    let sum = 0;
    for (const other of members) sum += distanceBetween(distances, one, other);
    largest = Math.max(largest, sum / (members.length - 1));
  }
  return largest;
}

function meanBetween(distances: Distances, some: readonly number[], others: readonly number[]): number {
  let sum = 0;
  for (const one of some) for (const other of others) sum += distanceBetween(distances, one, other);
  return sum / (some.length * others.length);
}
