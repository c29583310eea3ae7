import type { Domain } from '../study/index.ts';

/** How claims speak of a domain. */
export interface DomainWords {
  domain: Domain;
  /** What is raised or changed. */
  words: string;
  /** What the drug is thought to do with it: +1 raise it, 0 change it. */
  claimed: 1 | 0;
}

const WORDS: ReadonlyMap<Domain, Omit<DomainWords, 'domain'>> = new Map([
  ['anxiety', { words: 'anxiety-like behavior', claimed: 1 }],
  ['depression', { words: 'depressive-like behavior', claimed: 1 }],
  ['learning', { words: 'learning', claimed: 0 }],
  ['locomotion', { words: 'locomotion', claimed: 0 }],
]);

/** Domains about which every study is asked, whether or not it measured them. */
const ALWAYS: readonly Domain[] = ['anxiety', 'depression'];

/** The domains that claims are about: the primary ones, then those every study is asked about. Measures of no domain make no claim. */
export function claimedDomains(primary: readonly Domain[]): DomainWords[] {
  const domains = [...new Set([...primary, ...ALWAYS])];
  return domains.flatMap((domain) => {
    const words = WORDS.get(domain);
    return words === undefined ? [] : [{ domain, ...words }];
  });
}

/** "Raises anxiety-like behavior", "changes learning". */
export function effectWords({ words, claimed }: DomainWords): string {
  return claimed === 1 ? `raises ${words}` : `changes ${words}`;
}

/** "rise in anxiety-like behavior", "change of learning". */
export function effectNoun({ words, claimed }: DomainWords): string {
  return claimed === 1 ? `rise in ${words}` : `change of ${words}`;
}
