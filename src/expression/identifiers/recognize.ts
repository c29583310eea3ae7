/** What the ids of a table are. `mixed`: no kind holds for four fifths of them. */
export type IdentifierKind = 'ensembl' | 'ensembl-transcript' | 'entrez' | 'refseq' | 'symbol' | 'mixed';

/** What the gene ids of a table are, by their looks. */
export interface Recognized {
  kind: IdentifierKind;
  /** Where the ids tell it (Ensembl). */
  species: 'mouse' | 'rat' | 'human' | null;
  /** How many ids of this kind there are, of how many. */
  matching: number;
  total: number;
  /** How many carry a version. */
  versioned: number;
}

const ENSEMBL = /^ENS([A-Z]{3})?([GTP])\d{11}(\.\d+)?(_PAR_Y)?$/;
const ENTREZ = /^\d+$/;
const REFSEQ = /^[NX][MRP]_\d+(\.\d+)?$/;
const SPIKE_IN = /^ERCC-\d{5}$/;
const SHARE = 0.8;
const [DIGIT_0, DIGIT_9, LETTER_E, LETTER_N, LETTER_X] = [48, 57, 69, 78, 88];
const SPECIES = new Map<string | undefined, Recognized['species']>([
  ['MUS', 'mouse'],
  ['RNO', 'rat'],
  [undefined, 'human'],
]);

/** Recognizes gene ids by their looks; spike-ins (ERCC) do not count. */
export function recognizeIdentifiers(ids: readonly string[]): Recognized {
  const tally = new Map<IdentifierKind, number>();
  const species = new Map<Recognized['species'], number>();
  let symbols = 0;
  let others = 0;
  let versioned = 0;
  for (const id of ids) {
    const code = id.charCodeAt(0);
    // most ids are symbols, told by one letter; only what may be something else is looked at closely
    if (code !== LETTER_E && code !== LETTER_N && code !== LETTER_X && !(code >= DIGIT_0 && code <= DIGIT_9)) {
      symbols++;
      continue;
    }
    if (SPIKE_IN.test(id)) continue;
    others++;
    const ensembl = ENSEMBL.exec(id);
    const kind = kindOf(id, ensembl);
    tally.set(kind, (tally.get(kind) ?? 0) + 1);
    if (ensembl === null) continue;
    const one = SPECIES.get(ensembl[1]) ?? null;
    species.set(one, (species.get(one) ?? 0) + 1);
    if (ensembl[3] !== undefined) versioned++;
  }
  const total = symbols + others;
  if (symbols > 0) tally.set('symbol', (tally.get('symbol') ?? 0) + symbols);
  const [kind, matching] = largest(tally) ?? ['symbol', 0];
  const [most, count] = largest(species) ?? [null, 0];
  const certain = matching >= SHARE * total;
  return { kind: certain ? kind : 'mixed', species: count >= SHARE * total ? most : null, matching, total, versioned };
}

function kindOf(id: string, ensembl: RegExpExecArray | null): IdentifierKind {
  if (ensembl !== null) return ensembl[2] === 'G' ? 'ensembl' : 'ensembl-transcript';
  if (ENTREZ.test(id)) return 'entrez';
  return REFSEQ.test(id) ? 'refseq' : 'symbol';
}

function largest<Key>(tally: ReadonlyMap<Key, number>): [Key, number] | undefined {
  return [...tally].reduce<[Key, number] | undefined>(
    (best, one) => (best === undefined || one[1] > best[1] ? one : best),
    undefined,
  );
}

const WORDS = new Map<IdentifierKind, string>([
  ['ensembl', 'Ensembl genes'],
  ['ensembl-transcript', 'Ensembl transcripts, not genes'],
  ['entrez', 'Entrez numbers'],
  ['refseq', 'RefSeq transcripts, not genes'],
  ['symbol', 'gene symbols'],
  ['mixed', 'of several kinds'],
]);

/** The finding as a sentence. */
export function describeIdentifiers({ kind, species, matching, total }: Recognized): string {
  const share = matching === total ? `${total}` : `${matching} of ${total}`;
  return `Gene ids are ${WORDS.get(kind)}${species === null ? '' : ` (${species})`}: ${share}.`;
}
