import type { Context } from '../../context/index.ts';
import { adjacencyMatrix, connectivity } from './adjacency.ts';
import { type Eigengenes, moduleEigengenes, moduleMembership } from './eigengenes.ts';
import { mergeCloseModules } from './merge-modules.ts';
import type { ModuleSettings } from './settings.ts';
import { correlationRows } from './similarity.ts';
import { SOFT_POWERS, type SoftThresholdRow, scaleFreePower, softThresholds, usualPower } from './soft-threshold.ts';
import { overlapDistances } from './topological-overlap.ts';
import type { Dendrogram } from './tree/average-linkage.ts';
import { averageLinkage } from './tree/average-linkage.ts';
import { bySize, dynamicCut } from './tree/dynamic-cut.ts';

/** Modules of a co-expression network with all that was computed on the way. */
export interface DetectedModules {
  softThreshold: SoftThresholdRow[];
  power: number;
  /** Where the power comes from: given, the scale-free law, or what is usual for this number of samples. */
  powerFrom: 'given' | 'scale-free' | 'usual';
  /** Connectivity of each gene in the whole network. */
  connectivity: Float64Array;
  tree: Dendrogram;
  /** Module of each gene before modules of like eigengenes were merged, and after; 1 is the largest, 0 none. */
  unmerged: Int32Array;
  labels: Int32Array;
  /** Of the merged modules, in the order of their labels. */
  eigengenes: Eigengenes;
  /** Correlation of every gene with every eigengene, genes x modules. */
  membership: Float64Array;
}

/**
 * Finds co-expression modules: soft-thresholded correlation network, topological overlap, average-linkage tree, dynamic hybrid cut,
 * merging of modules with like eigengenes (Zhang & Horvath 2005; Langfelder & Horvath 2008).
 *
 * @param values genes x samples on a log scale; every gene varies and has no missing value
 * @throws RangeError for fewer than two genes
 */
export async function detectModules(
  values: Float64Array,
  samples: number,
  settings: ModuleSettings,
  context: Context,
): Promise<DetectedModules> {
  const rows = correlationRows(values, samples, settings.correlation);
  const softThreshold = await softThresholds(rows, samples, settings.network, SOFT_POWERS, context);
  const scaleFree = scaleFreePower(softThreshold);
  const power = settings.power ?? scaleFree ?? usualPower(settings.network, samples);
  const powerFrom = settings.power !== null ? 'given' : scaleFree !== null ? 'scale-free' : 'usual';
  context.checkCancelled();
  const { distances, degrees } = await networkDistances(rows, samples, power, settings, context);
  context.checkCancelled();
  const tree = averageLinkage(distances);
  const unmerged = dynamicCut(tree, distances, settings);
  const labels = bySize(mergeCloseModules(values, samples, unmerged, settings.mergeHeight));
  const eigengenes = moduleEigengenes(values, samples, labels);
  const membership = moduleMembership(values, samples, eigengenes);
  return { softThreshold, power, powerFrom, connectivity: degrees, tree, unmerged, labels, eigengenes, membership };
}

/** Topological-overlap distances; the adjacency matrix is given up as soon as they stand. */
async function networkDistances(
  rows: Float64Array,
  samples: number,
  power: number,
  { network, overlap }: ModuleSettings,
  context: Context,
) {
  // Nowick's overlap is defined on the signed correlation itself, whatever the network (as in R)
  const nowick = overlap === 'signed Nowick';
  const keepSign = nowick || (network === 'unsigned' && overlap === 'signed');
  const request = { rows, samples, network: nowick ? ('unsigned' as const) : network, power, keepSign };
  const adjacency = await adjacencyMatrix(request, context);
  const degrees = connectivity(adjacency);
  return { distances: await overlapDistances(adjacency, degrees, overlap, context), degrees };
}
