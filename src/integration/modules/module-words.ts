import type { ModuleSummary } from './module-result.ts';
import type { ProfileLink } from './trait-links.ts';

/** Below this many samples the authors of WGCNA advise against modules. */
const ADVISED_SAMPLES = 15;

/** That there are few animals for modules; nothing when there are enough. */
export function sampleWarning(animals: number): string[] {
  return animals >= ADVISED_SAMPLES
    ? []
    : [
        `Modules from ${animals} animals: at least ${ADVISED_SAMPLES} are advised (better 20). Correlations from so few are noisy, so other ` +
          'animals would give other modules; take them as a way to look at the data, not as findings.',
      ];
}

/**
 * Warns of links that are mostly the difference between the groups: significant over all animals, while within groups less than half of
 * the correlation is left and its interval holds 0.
 *
 * @param nameOf name of a profile
 * @param most how many are told, strongest first
 */
export function groupOnlyWarnings(links: readonly ProfileLink[], nameOf: (profile: number) => string, most: number): string[] {
  const hollow = links
    .filter((link) => link.pvalue < 0.05 && link.low < 0 && link.high > 0 && Math.abs(link.rWithin) < Math.abs(link.r) / 2)
    .sort((a, b) => a.pvalue - b.pvalue);
  const told = hollow
    .slice(0, most)
    .map(
      (link) =>
        `${nameOf(link.profile)} goes with ${link.outcomeLabel} at r = ${signed(link.r)} over all ${link.n} animals, but at ` +
        `r = ${signed(link.rWithin)} within groups (95 % interval ${signed(link.low)} to ${signed(link.high)}): what shows over all animals is mostly ` +
        'the difference between the groups, not a link among like-treated animals.',
    );
  const rest = hollow.length - told.length;
  return rest > 0 ? [...told, `The same holds for ${rest} more of these pairs: read the within-group columns.`] : told;
}

/** A correlation with two decimals, never "-0.00". */
function signed(r: number): string {
  const text = r.toFixed(2);
  return text === '-0.00' ? '0.00' : text.replace('-', '−');
}

/** How many modules there are, of which genes, and with which power. */
export function moduleNote(modules: readonly ModuleSummary[], clustered: number, expressed: number, power: string): string {
  const inModules = modules.reduce((sum, module) => sum + module.size, 0);
  const of =
    clustered < expressed ? `the ${clustered} most variable of ${expressed} expressed genes` : `all ${expressed} expressed genes`;
  return `${modules.length} modules hold ${inModules} genes, found among ${of}. ${power}`;
}
