import type { Distances } from '../distances.ts';
import type { ModuleSettings } from '../settings.ts';
import type { Dendrogram } from './average-linkage.ts';
import { type Branches, coreScatter, growBranches } from './branches.ts';
import { type CutLimits, cutLimits } from './cut-limits.ts';
import { joinNearest } from './join-nearest.ts';

/** The settings of the cut. */
export type CutSettings = Pick<ModuleSettings, 'cutHeight' | 'deepSplit' | 'minimumSize' | 'pamStage' | 'pamRespectsDendro'>;

/**
 * Dynamic hybrid cut of a tree: modules are branches that are large, tight and set apart; objects outside every branch may then join
 * the nearest module (Langfelder, Zhang & Horvath 2008; labels as dynamicTreeCut's `cutreeDynamic(method = "hybrid")` gives them).
 *
 * @param distances from which the tree was made
 * @returns module of each object: 1 is the largest, 0 none
 */
export function dynamicCut(tree: Dendrogram, distances: Distances, settings: CutSettings): Int32Array {
  const limits = cutLimits(tree, settings);
  const labels = new Int32Array(distances.objects);
  if (tree.height.filter((height) => height <= limits.cutHeight).length < settings.minimumSize) return labels;
  const separate = settings.pamStage && settings.pamRespectsDendro;
  const grown = growBranches(tree, distances, limits, separate);
  const labelOf = moduleLabels(grown, distances, limits);
  grown.branches.forEach((branch, b) => {
    if (labelOf[b] > 0) for (const object of branch.objects) labels[object] = labelOf[b];
  });
  if (settings.pamStage && labelOf.some((label) => label > 0))
    joinNearest(labels, { ...grown, labelOf, distances, limits, respectTree: settings.pamRespectsDendro });
  return bySize(labels);
}

/** Label of each branch: 1, 2, ... for those that are modules, 0 for the others. */
function moduleLabels({ branches }: Branches, distances: Distances, limits: CutLimits): Int32Array {
  let label = 0;
  return Int32Array.from(branches, (branch) => {
    if (!branch.basic || branch.absorbed || branch.size < limits.minimumSize) return 0;
    const scatter = coreScatter(branch, distances, limits);
    return scatter < limits.largestScatter && branch.attachedAt - scatter > limits.smallestGap ? ++label : 0;
  });
}

/** Renames labels by decreasing size, equal sizes in the order they had; 0 stays. */
export function bySize(labels: Int32Array): Int32Array {
  const sizes = new Map<number, number>();
  for (const label of labels) if (label !== 0) sizes.set(label, (sizes.get(label) ?? 0) + 1);
  const ranked = [...sizes].sort(([a, sizeA], [b, sizeB]) => sizeB - sizeA || a - b);
  const renamed = new Map(ranked.map(([label], rank) => [label, rank + 1]));
  return labels.map((label) => renamed.get(label) ?? 0);
}
