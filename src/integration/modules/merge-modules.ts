import type { Distances } from './distances.ts';
import { dotAt, moduleEigengenes } from './eigengenes.ts';
import { averageLinkage, type Dendrogram } from './tree/average-linkage.ts';

/**
 * Merges modules whose eigengenes are alike: average linkage on 1 minus their correlation, cut at `height`, again until nothing
 * merges (WGCNA's `mergeCloseModules`). A merged module takes the label that stands first in the tree; labels are not renumbered.
 *
 * @param values genes x samples, every gene varying
 * @returns new labels
 */
export function mergeCloseModules(values: Float64Array, samples: number, labels: Int32Array, height: number): Int32Array {
  let merged = labels;
  for (;;) {
    const { modules, values: eigengenes } = moduleEigengenes(values, samples, merged);
    if (modules.length < 2) return merged;
    const objects = modules.length;
    const distances: Distances = { objects, values: new Float64Array((objects * (objects - 1)) / 2) };
    let at = 0;
    for (let i = 0; i < objects; i++) {
      const one = eigengenes.subarray(i * samples, (i + 1) * samples);
      for (let j = i + 1; j < objects; j++) distances.values[at++] = 1 - dotAt(eigengenes, j * samples, one);
    }
    const representative = clustersBelow(averageLinkage(distances), height);
    if (representative.every((first, i) => first === i)) return merged;
    const renamed = new Map(modules.map((module, i) => [module, modules[representative[i]]]));
    merged = merged.map((label) => renamed.get(label) ?? 0);
  }
}

/** For each object the object of its cluster that stands first among the leaves, when a tree is cut at a height. */
function clustersBelow(tree: Dendrogram, height: number): number[] {
  const place = new Int32Array(tree.order.length);
  tree.order.forEach((object, i) => {
    place[object] = i;
  });
  const first = Array.from(tree.order.keys());
  const clusters: number[][] = [];
  const members = (node: number): number[] => (node < 0 ? [-node - 1] : clusters[node - 1]);
  tree.height.forEach((at, k) => {
    clusters[k] = [...members(tree.merge[2 * k]), ...members(tree.merge[2 * k + 1])];
    if (at > height) return;
    const leftmost = clusters[k].reduce((best, object) => (place[object] < place[best] ? object : best));
    for (const object of clusters[k]) first[object] = leftmost;
  });
  return first;
}
