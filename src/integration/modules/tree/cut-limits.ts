import type { ModuleSettings } from '../settings.ts';
import type { Dendrogram } from './average-linkage.ts';

/** What a branch has to reach to be a module, in heights of the tree. */
export interface CutLimits {
  cutHeight: number;
  /** Height of the lowest 5 % of the merges: branches that meet below it always become one. */
  reference: number;
  minimumSize: number;
  /** Largest mean distance within the core. */
  largestScatter: number;
  /** Smallest distance from the core's scatter up to where the branch joins another. */
  smallestGap: number;
}

/** Largest core scatter at deepSplit 0 to 4, as a share of the way from the tree's 5 % height to the cut. */
const SCATTER = [0.64, 0.73, 0.82, 0.91, 0.95] as const;

/** The limits of a tree (defaults of dynamicTreeCut's `cutreeHybrid`). */
export function cutLimits(
  tree: Dendrogram,
  settings: Pick<ModuleSettings, 'cutHeight' | 'deepSplit' | 'minimumSize'>,
): CutLimits {
  const merges = tree.height.length;
  const top = tree.height[merges - 1];
  const reference = tree.height[Math.max(1, roundHalfEven(0.05 * merges)) - 1];
  const cutHeight = settings.cutHeight === null ? 0.99 * (top - reference) + reference : Math.min(settings.cutHeight, top);
  const scatter = SCATTER[settings.deepSplit];
  return {
    cutHeight,
    reference,
    minimumSize: settings.minimumSize,
    largestScatter: reference + scatter * (cutHeight - reference),
    smallestGap: (1 - scatter) * 0.75 * (cutHeight - reference),
  };
}

/** Rounds halves to the even number, as R does. */
function roundHalfEven(value: number): number {
  const low = Math.floor(value);
  const rest = value - low;
  return rest > 0.5 || (rest === 0.5 && low % 2 === 1) ? low + 1 : low;
}
