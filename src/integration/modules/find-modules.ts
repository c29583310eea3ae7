import type { Context } from '../../context/index.ts';
import { selectRows } from '../matrix-parts.ts';
import { activityGenes } from './activity-genes.ts';
import { type DetectedModules, detectModules } from './detect-modules.ts';
import { mostVariable } from './module-expression.ts';
import type { ModuleResult, ModuleSummary } from './module-result.ts';
import { type ModuleSet, moduleSets, type NamedSet } from './module-sets.ts';
import { groupOnlyWarnings, moduleNote, sampleWarning } from './module-words.ts';
import type { ModuleSettings } from './settings.ts';
import { groupShares, profileLinks, type TraitInput } from './trait-links.ts';

/** Expression and behavior of the same animals, and how modules are to be found. */
export interface ModuleRequest extends TraitInput {
  animals: string[];
  group: string[];
  genes: readonly string[];
  /** Genes x animals on a log scale; every gene varies. */
  values: Float64Array;
  scale: string;
  /** The most variable genes that are clustered, at most. */
  most: number;
  settings: ModuleSettings;
  /** Sets tried for over-representation, members named as the genes are. */
  sets: readonly NamedSet[];
}

/** Fewest animals from which modules are made at all. */
export const FEWEST_FOR_MODULES = 8;
const HUBS = 10;
const ACTIVITY = 'activity-genes';

/**
 * Finds co-expression modules and links their eigengenes, and the rapid activity genes, with the outcomes, raw and within groups side
 * by side.
 *
 * @returns null with fewer animals or genes than modules can be made from
 */
export async function findModules(request: ModuleRequest, context: Context): Promise<ModuleResult | null> {
  const { animals, values, settings, group } = request;
  const width = animals.length;
  const clustered = mostVariable(values, width, request.most);
  if (width < FEWEST_FOR_MODULES || clustered.length < 2 * settings.minimumSize) return null;
  const genes = clustered.map((gene) => request.genes[gene]);
  const detected = await detectModules(selectRows(values, width, clustered), width, settings, context);
  const activity = { id: ACTIVITY, label: 'Rapid activity genes', members: activityGenes(genes).map((gene) => genes[gene]) };
  const sets = moduleSets(genes, detected.labels, [activity, ...request.sets]);
  const modules = summaries(genes, detected, sets, groupShares(detected.eigengenes.values, group));
  const traits = profileLinks(detected.eigengenes.values, request);
  const markers = activityGenes(request.genes);
  const activityLinks = profileLinks(selectRows(values, width, markers), request);
  const moduleOf = new Map(genes.map((gene, i) => [gene, detected.labels[i]]));
  const name = (profile: number): string => modules[profile].name;
  const marker = (profile: number): string => request.genes[markers[profile]];
  return {
    animals,
    group,
    genes,
    expressed: request.genes.length,
    scale: request.scale,
    settings,
    detected,
    modules,
    traits,
    activityGenes: markers.map((gene) => ({ gene: request.genes[gene], module: moduleOf.get(request.genes[gene]) ?? -1 })),
    activityLinks,
    sets,
    warnings: [
      ...sampleWarning(width),
      ...groupOnlyWarnings(traits, name, 4),
      ...groupOnlyWarnings(byRank(activityLinks, marker), marker, 2),
    ],
    notes: [moduleNote(modules, genes.length, request.genes.length, powerWords(detected, settings, width))],
  };
}

/** Links of the best-known activity marker first: readers look for Arc and Fos. */
function byRank<Link extends { profile: number }>(links: readonly Link[], name: (profile: number) => string): Link[] {
  const known = new Set(['arc', 'fos']);
  const own = links.filter((link) => known.has(name(link.profile).toLowerCase()));
  return own.length > 0 ? own : [...links];
}

function summaries(
  genes: readonly string[],
  { eigengenes, labels, membership }: DetectedModules,
  sets: readonly ModuleSet[],
  betweenGroups: Float64Array,
): ModuleSummary[] {
  const width = eigengenes.modules.length;
  return eigengenes.modules.map((label, m) => {
    const members = Array.from(labels.keys()).filter((gene) => labels[gene] === label);
    const ranked = [...members].sort((a, b) => membership[b * width + m] - membership[a * width + m]);
    const active = sets.some((row) => row.module === label && row.set === ACTIVITY && row.padj < 0.05 && row.overlap >= 3);
    return {
      label,
      name: `Module ${label}${active ? ' (activity genes)' : ''}`,
      size: members.length,
      varianceExplained: eigengenes.varianceExplained[m],
      betweenGroups: betweenGroups[m],
      hubs: ranked.slice(0, HUBS).map((gene) => genes[gene]),
    };
  });
}

function powerWords({ power, powerFrom }: DetectedModules, { network }: ModuleSettings, animals: number): string {
  if (powerFrom === 'given') return `Soft-thresholding power ${power}, as given (${network} network).`;
  if (powerFrom === 'scale-free')
    return `Soft-thresholding power ${power}: the first at which the ${network} network is scale-free (R² ≥ 0.85).`;
  return `No power makes the ${network} network scale-free (R² ≥ 0.85); power ${power} is what is usual for ${animals} samples.`;
}
