import type { GeneSet } from '../sets/gene-set.ts';

/** A release of WikiPathways names each set "name%WikiPathways_date%id%species"; the id becomes the name, the name the description. */
export function wikiPathwaySets(sets: readonly GeneSet[]): { sets: GeneSet[]; version: string } {
  let version = '';
  const renamed = sets.map((set) => {
    const [name, release, id] = set.name.split('%');
    if (id === undefined) return set;
    version = release.replace(/^WikiPathways_/, '');
    return { ...set, name: id, description: name };
  });
  return { sets: renamed, version };
}

/** The file of a species in the index page of a release, such as `wikipathways-20240410-gmt-Mus_musculus.gmt`. */
export function wikiPathwaysFile(indexPage: string, latin: string): string | undefined {
  const names = [...indexPage.matchAll(/wikipathways-\d{8}-gmt-[A-Za-z_]+\.gmt/g)].map((match) => match[0]);
  return names.find((name) => name.endsWith(`-${latin.replace(' ', '_')}.gmt`));
}
