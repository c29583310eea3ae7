import {
  gapInWords,
  genomeOrthologs,
  neuroactiveGaps,
  type Orthologs,
  orthologMap,
  type PreparedSets,
  prepareSets,
  readGmt,
} from '../pathway/index.ts';
import { InputError, type Problem } from '../problems/index.ts';
import { findColumn, readDelimited, requireColumn } from '../table/index.ts';
import { readInput } from './support.ts';

/** Options by which gene sets are chosen. */
export interface SetOptions {
  sets: string;
  minSize?: number;
  maxSize?: number;
  orthologs?: string;
}

/** Gene sets found among the genes of the data, and how many genes each lists. */
export interface ChosenSets extends PreparedSets {
  /** Genes of the set, found or not, in the order of `sets`. */
  declared: number[];
}

/**
 * Reads the sets, finds them among the genes of the data and says what was lost on the way; an incomplete copy of the neuroactive
 * ligand-receptor pathway is reported with the missing genes named.
 *
 * @throws InputError when the file is no gene-set file, or nothing is left to be tested
 */
export async function chooseSets(
  options: SetOptions,
  genes: readonly string[],
  genesFile: string,
  limits: { min: number; max: number },
): Promise<ChosenSets> {
  const content = readGmt(readInput(options.sets), options.sets);
  const prepared = prepareSets(content.sets, genes, {
    minSize: options.minSize ?? limits.min,
    maxSize: options.maxSize ?? limits.max,
    orthologs: options.orthologs === undefined ? await genomeOrthologs() : readOrthologs(options.orthologs),
    setsFile: options.sets,
    genesFile,
  });
  return {
    sets: prepared.sets,
    declared: prepared.sets.map((set) => set.members.length + set.absent.length),
    notes: [...remarks(content.problems), ...neuroactiveGaps(content.sets).map(gapInWords), ...prepared.notes],
  };
}

const MOST_REMARKS = 5;

function remarks(problems: readonly Problem[]): string[] {
  const found = problems.map(({ line, message, found: text }) => {
    const place = line === undefined ? '' : `line ${line}: `;
    return `${place}${message}${text === undefined ? '' : ` (${text})`}`;
  });
  if (found.length <= MOST_REMARKS) return found;
  return [...found.slice(0, MOST_REMARKS), `... and ${found.length - MOST_REMARKS} more remarks on the gene-set file`];
}

function readOrthologs(file: string): Orthologs {
  const table = readDelimited(readInput(file), file);
  const from = requireColumn(
    table,
    ['human', 'human_symbol'].find((name) => findColumn(table, name) !== undefined) ?? 'human',
  ).cells;
  const names = ['mouse', 'mouse_symbol', 'rat', 'rat_symbol'];
  const to = requireColumn(table, names.find((name) => findColumn(table, name) !== undefined) ?? 'mouse').cells;
  const pairs = from.flatMap((human, row): [string, string][] => {
    const other = to[row];
    return human === null || other === null ? [] : [[human, other]];
  });
  if (pairs.length > 0) return orthologMap(pairs);
  throw new InputError([{ code: 'orthologs-empty', severity: 'error', file, message: 'the table has no pair of symbols' }]);
}
