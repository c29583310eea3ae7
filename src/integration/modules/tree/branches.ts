import { type Distances, distanceBetween } from '../distances.ts';
import type { Dendrogram } from './average-linkage.ts';
import type { CutLimits } from './cut-limits.ts';

/**
 * A branch of the tree. A basic branch lists its objects in the order in which they joined; a composite one has basic branches
 * hanging from it and knows only how many objects it has.
 */
export interface Branch {
  basic: boolean;
  /** Objects of a basic branch (from 0), earliest first. */
  objects: number[];
  size: number;
  /** Basic branches that hang from a composite one. */
  parts: number[];
  /** Height at which it joined another; the cut height while it has not. */
  attachedAt: number;
  /** Whether it disappeared into another branch, and whether only for being too small. */
  absorbed: boolean;
  onlySmall: boolean;
}

/** The branches below the cut, and the composite branch (or -1) on which each object hangs directly. */
export interface Branches {
  branches: Branch[];
  hangsOn: Int32Array;
}

/**
 * Walks the merges of a tree from the bottom and decides at each meeting of two branches whether one is absorbed (too small, too
 * scattered, not set apart from the other by a gap, or met among the lowest merges) or both stay (Langfelder, Zhang & Horvath 2008,
 * dynamic hybrid cut).
 *
 * @param separate whether every meeting of two branches that stay opens a composite branch of its own (needed when objects may
 *   later join only branches near them in the tree)
 */
export function growBranches(tree: Dendrogram, distances: Distances, limits: CutLimits, separate: boolean): Branches {
  const walk: Walk = { branches: [], hangsOn: new Int32Array(distances.objects).fill(-1), distances, limits, separate };
  const branchOf = new Int32Array(tree.height.length);
  for (let k = 0; k < tree.height.length; k++) {
    if (!(tree.height[k] <= limits.cutHeight)) continue;
    const [a, b] = [tree.merge[2 * k], tree.merge[2 * k + 1]];
    if (a < 0 && b < 0) branchOf[k] = newBranch(walk, { basic: true, objects: [-a - 1, -b - 1], size: 2 });
    else if (a < 0 || b < 0) branchOf[k] = addObject(walk, branchOf[Math.max(a, b) - 1], -Math.min(a, b) - 1);
    else branchOf[k] = meet(walk, branchOf[a - 1], branchOf[b - 1], tree.height[k]);
  }
  return walk;
}

interface Walk extends Branches {
  distances: Distances;
  limits: CutLimits;
  separate: boolean;
}

function newBranch(walk: Walk, start: Pick<Branch, 'basic' | 'objects' | 'size'> & Partial<Branch>): number {
  walk.branches.push({ parts: [], attachedAt: walk.limits.cutHeight, absorbed: false, onlySmall: false, ...start });
  return walk.branches.length - 1;
}

function addObject(walk: Walk, at: number, object: number): number {
  const branch = walk.branches[at];
  if (branch.basic) branch.objects.push(object);
  else walk.hangsOn[object] = at;
  branch.size++;
  return at;
}

/** Two branches meet; returns the one that goes on. */
function meet(walk: Walk, one: number, other: number, height: number): number {
  const { branches, limits, distances } = walk;
  const [small, large] = branches[one].size <= branches[other].size ? [one, other] : [other, one];
  for (const [weak, strong] of [
    [small, large],
    [large, small],
  ]) {
    const branch = branches[weak];
    if (!branch.basic) continue;
    const scatter = coreScatter(branch, distances, limits);
    const loose = scatter > limits.largestScatter || height - scatter < limits.smallestGap;
    if (!loose && branch.size >= limits.minimumSize && height >= limits.reference) continue;
    absorb(walk, weak, strong, height, !loose);
    return strong;
  }
  return joinAsPeers(walk, small, large, height);
}

function absorb(walk: Walk, weak: number, strong: number, height: number, onlySmall: boolean): void {
  const from = walk.branches[weak];
  const into = walk.branches[strong];
  from.absorbed = true;
  from.onlySmall = onlySmall;
  from.attachedAt = height;
  if (into.basic) into.objects.push(...from.objects);
  else for (const object of from.objects) walk.hangsOn[object] = strong;
  into.size += from.size;
}

/** Both branches stay: they hang from a composite branch, the larger one's own or a new one. */
function joinAsPeers(walk: Walk, small: number, large: number, height: number): number {
  const { branches } = walk;
  const turn = branches[large].basic && !branches[small].basic;
  const [minor, major] = turn ? [large, small] : [small, large];
  const partsOf = (at: number): number[] => (branches[at].basic ? [at] : branches[at].parts);
  branches[minor].attachedAt = height;
  const size = branches[minor].size + branches[major].size;
  if (branches[major].basic || walk.separate) {
    branches[major].attachedAt = height;
    return newBranch(walk, { basic: false, objects: [], size, parts: [...partsOf(minor), ...partsOf(major)] });
  }
  branches[major].parts = [...partsOf(major), ...partsOf(minor)];
  branches[major].size = size;
  return major;
}

/** How many of a branch's first objects are its core. */
export function coreSize(size: number, minimumSize: number): number {
  const base = minimumSize / 2 + 1;
  return size <= base ? size : Math.floor(base + Math.sqrt(size - base));
}

/** Mean distance within the core of a basic branch. */
export function coreScatter(branch: Branch, distances: Distances, limits: CutLimits): number {
  const core = branch.objects.slice(0, coreSize(branch.size, limits.minimumSize));
  let sum = 0;
  for (let i = 1; i < core.length; i++) for (let j = 0; j < i; j++) sum += distanceBetween(distances, core[i], core[j]);
  return (2 * sum) / (core.length * (core.length - 1));
}
