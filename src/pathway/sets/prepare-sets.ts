import { InputError, type Problem } from '../../problems/index.ts';
import { type GeneSet, type IndexedSet, indexSets } from './gene-set.ts';
import { mapSets, type Orthologs, symbolStyle } from './map-orthologs.ts';

/** Sets ready to be tested, and what a reader should know about how they got here. */
export interface PreparedSets {
  sets: IndexedSet[];
  notes: string[];
}

export interface PrepareOptions {
  minSize: number;
  maxSize: number;
  /** Human symbols to those of the data; used only when the sets are in human symbols and the data are not. */
  orthologs: Orthologs | null;
  /** Names of the files, for messages. */
  setsFile: string;
  genesFile: string;
}

/**
 * Finds the sets among the genes of the data: human symbols on rodent data go through the orthologs, with the losses counted;
 * members that the data lack are counted; sets outside the size limits are left out and counted.
 *
 * @throws InputError when the sets and the data share no gene, or no set is within the size limits
 */
export function prepareSets(sets: readonly GeneSet[], genes: readonly string[], options: PrepareOptions): PreparedSets {
  const notes: string[] = [];
  let wanted = distinctGenes(sets);
  const foreign = symbolStyle(wanted) === 'human' && symbolStyle(genes) === 'rodent';
  let used = sets;
  if (foreign && options.orthologs !== null) {
    const mapped = mapSets(sets, options.orthologs);
    used = mapped.sets;
    wanted = distinctGenes(used);
    notes.push(
      `The sets are in human symbols, the data in rodent ones: of ${mapped.symbols} symbols ${mapped.single} have one counterpart, ` +
        `${mapped.several} several (all were used), ${mapped.lost.length} none and were lost${examples(mapped.lost)}.`,
    );
  }
  const indexed = indexSets(used, genes);
  const known = new Set(genes);
  const absent = [...wanted].filter((gene) => !known.has(gene));
  if (absent.length === wanted.size) throw new InputError([nothingShared(options, wanted, genes, foreign)]);
  if (absent.length > 0)
    notes.push(`${absent.length} of the ${wanted.size} genes in the sets are not in ${options.genesFile}${examples(absent)}.`);
  const kept = indexed.filter((set) => set.members.length >= options.minSize && set.members.length <= options.maxSize);
  const small = indexed.filter((set) => set.members.length < options.minSize).length;
  const large = indexed.length - kept.length - small;
  const tooLarge = large > 0 ? ` and ${large} with more than ${options.maxSize}` : '';
  if (small + large > 0)
    notes.push(`${small} sets with fewer than ${options.minSize}${tooLarge} genes in the data were left out.`);
  if (kept.length === 0) throw new InputError([noneInRange(options, indexed)]);
  return { sets: kept, notes };
}

function distinctGenes(sets: readonly GeneSet[]): ReadonlySet<string> {
  const genes = new Set<string>();
  for (const set of sets) for (const gene of set.genes) genes.add(gene);
  return genes;
}

function examples(names: readonly string[]): string {
  return names.length === 0 ? '' : ` (${names.slice(0, 5).join(', ')}${names.length > 5 ? ', ...' : ''})`;
}

function nothingShared(
  options: PrepareOptions,
  wanted: ReadonlySet<string>,
  genes: readonly string[],
  foreign: boolean,
): Problem {
  return {
    code: 'sets-unknown-genes',
    severity: 'error',
    file: options.setsFile,
    message: `none of the ${wanted.size} genes in the sets is in ${options.genesFile}`,
    found: [...wanted].slice(0, 3).join(', '),
    expected: `ids such as ${genes.slice(0, 3).join(', ')}`,
    mend: foreign
      ? 'these are human symbols and the data are not: give a table of orthologs with --orthologs'
      : 'use sets in the same kind of ids and of the same species as the data',
  };
}

function noneInRange(options: PrepareOptions, indexed: readonly IndexedSet[]): Problem {
  const sizes = indexed.map((set) => set.members.length);
  return {
    code: 'sets-none-in-range',
    severity: 'error',
    file: options.setsFile,
    message: `no set has between ${options.minSize} and ${options.maxSize} genes in the data`,
    found: `sizes from ${Math.min(...sizes)} to ${Math.max(...sizes)}`,
    mend: 'change --min-size or --max-size',
  };
}
