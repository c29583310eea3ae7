import {
  catalogueOrthologs,
  geneEffects,
  gsea,
  leadingEdge,
  type Orthologs,
  orthologMap,
  overRepresentation,
  type PreparedSets,
  prepareSets,
  rankGenes,
  ranksOf,
  readGeneList,
  readGmt,
  readRanks,
  type ScoreType,
  testSets,
} from '../pathway/index.ts';
import { InputError, inputError } from '../problems/index.ts';
import { adjustPvalues } from '../stats/index.ts';
import { findColumn, type OutputColumn, readDelimited, requireColumn } from '../table/index.ts';
import type { ModelOptions } from './expression-options.ts';
import { comparedValues } from './model-values.ts';
import { type CommonOptions, readInput, withContext } from './support.ts';

export interface EnrichOptions extends CommonOptions, ModelOptions {
  sets: string;
  method: 'gsea' | 'ora' | 'camera' | 'fry';
  ranks?: string;
  rankBy?: string;
  genes?: string;
  universe?: string;
  contrast?: string[];
  values: 'voom' | 'vst';
  correlation: number | 'estimate';
  minSize?: number;
  maxSize?: number;
  scoreType: ScoreType;
  exponent: number;
  permutations: number;
  particles: number;
  eps: number;
  orthologs?: string;
  output: string;
}

/** What a method hands back to be written and said. */
export interface EnrichOutput {
  columns: OutputColumn[];
  notes: string[];
  headline: string;
}

/** Preranked enrichment. */
export async function enrichByRanks(options: EnrichOptions): Promise<EnrichOutput> {
  const file = options.ranks ?? '';
  const list = readRanks(readInput(file), file, options.rankBy);
  const { sets, notes } = setsFor(options, list.genes, file, 15, 500);
  if (list.missing.length > 0) notes.push(`${list.missing.length} genes without a statistic were left out of the ranking.`);
  const ties = list.statistic.length - new Set(list.statistic).size;
  if (ties > 0) notes.push(`${ties} genes share their statistic with another one; ties keep the order of the file.`);
  const ranking = rankGenes(list.statistic, options.exponent);
  const members = sets.map((set) => set.members);
  const { scoreType: type, permutations, particles, eps } = options;
  const scores = await withContext(options, (context) =>
    gsea(ranking, members, context, { type, permutations, particles, smallest: eps }),
  );
  const pvalues = scores.map((score) => score.pvalue);
  const padj = adjustPvalues(pvalues, 'BH');
  const edge = (set: Int32Array): string =>
    set.length === list.genes.length
      ? ''
      : Array.from(leadingEdge(ranking.weights, ranksOf(ranking, set), type), (rank) => list.genes[ranking.order[rank]]).join(
          ',',
        );
  return {
    columns: [
      { name: 'pathway', values: sets.map((set) => set.name) },
      { name: 'size', values: scores.map((score) => score.size) },
      { name: 'ES', values: scores.map((score) => score.es) },
      { name: 'NES', values: scores.map((score) => score.nes) },
      { name: 'pval', values: pvalues },
      { name: 'padj', values: padj },
      { name: 'log2err', values: scores.map((score) => score.log2err) },
      { name: 'leadingEdge', values: members.map(edge) },
    ],
    notes: [...notes, 'p-values permute genes and assume that genes are independent; confirm findings with --method fry.'],
    headline: headlineOf(options, padj, list.genes.length),
  };
}

/** Over-representation. */
export function enrichBySelection(options: EnrichOptions): EnrichOutput {
  const universeFile = options.universe ?? '';
  const genesFile = options.genes ?? '';
  const universe = readGeneList(readInput(universeFile), universeFile).genes;
  const selection = readGeneList(readInput(genesFile), genesFile).genes;
  const { sets, notes } = setsFor(options, universe, universeFile, 1, Infinity);
  const position = new Map(universe.map((gene, i) => [gene, i]));
  const selected = new Uint8Array(universe.length);
  const outside = selection.filter((gene) => !position.has(gene));
  for (const gene of selection) {
    const at = position.get(gene);
    if (at !== undefined) selected[at] = 1;
  }
  if (outside.length === selection.length)
    throw inputError({
      code: 'genes-outside-universe',
      file: genesFile,
      message: 'no selected gene is in the universe',
      found: outside.slice(0, 3).join(', '),
      mend: 'use the same kind of ids in both lists',
    });
  if (outside.length > 0)
    notes.push(`${outside.length} selected genes are not in the universe and were left out (${outside.slice(0, 3).join(', ')}).`);
  const tests = overRepresentation(
    universe.length,
    selected,
    sets.map((set) => set.members),
  );
  const padj = tests.map((test) => test.padj);
  return {
    columns: [
      { name: 'pathway', values: sets.map((set) => set.name) },
      { name: 'size', values: tests.map((test) => test.size) },
      { name: 'overlap', values: tests.map((test) => test.overlap) },
      { name: 'foldEnrichment', values: tests.map((test) => test.foldEnrichment) },
      { name: 'pval', values: tests.map((test) => test.pvalue) },
      { name: 'padj', values: padj },
      { name: 'overlapGenes', values: tests.map((test) => Array.from(test.members, (gene) => universe[gene]).join(',')) },
    ],
    notes: [`N = ${universe.length} genes in the universe, k = ${selection.length - outside.length} of them selected.`, ...notes],
    headline: headlineOf(options, padj, universe.length),
  };
}

/** Camera and fry on the values of a count table. */
export async function enrichByModel(options: EnrichOptions): Promise<EnrichOutput> {
  const compared = await withContext(options, (context) => comparedValues(options, context));
  const { genes, design, contrast } = compared;
  const { sets, notes } = setsFor(options, genes, options.counts, 1, Infinity);
  const effects = geneEffects(compared.values, design.matrix, design.columns.length, contrast, compared.weights);
  const { method, correlation } = options;
  const tests = testSets(
    effects,
    sets.map((set) => set.members),
    { method: method === 'camera' ? 'camera' : 'fry', correlation },
  );
  const padj = tests.map((test) => test.fdr);
  const columns: OutputColumn[] = [
    { name: 'pathway', values: sets.map((set) => set.name) },
    { name: 'NGenes', values: tests.map((test) => test.size) },
    { name: 'Direction', values: tests.map((test) => test.direction) },
    { name: 'PValue', values: tests.map((test) => test.pvalue) },
    { name: 'FDR', values: padj },
  ];
  if (method === 'fry')
    columns.push(
      { name: 'PValue.Mixed', values: tests.map((test) => test.mixedPvalue) },
      { name: 'FDR.Mixed', values: tests.map((test) => test.mixedFdr) },
    );
  else columns.push({ name: 'Correlation', values: tests.map((test) => test.correlation) });
  return { columns, notes: [...compared.notes, ...notes], headline: headlineOf(options, padj, genes.length) };
}

function setsFor(
  options: EnrichOptions,
  genes: readonly string[],
  genesFile: string,
  minSize: number,
  maxSize: number,
): PreparedSets {
  const content = readGmt(readInput(options.sets), options.sets);
  const prepared = prepareSets(content.sets, genes, {
    minSize: options.minSize ?? minSize,
    maxSize: options.maxSize ?? maxSize,
    orthologs: options.orthologs === undefined ? catalogueOrthologs('mouse') : readOrthologs(options.orthologs),
    setsFile: options.sets,
    genesFile,
  });
  const found = content.problems.map(
    (problem) =>
      `${problem.line === undefined ? '' : `line ${problem.line}: `}${problem.message}${problem.found === undefined ? '' : ` (${problem.found})`}`,
  );
  const kinds =
    found.length > 5 ? [...found.slice(0, 5), `... and ${found.length - 5} more remarks on the gene-set file`] : found;
  return { sets: prepared.sets, notes: [...kinds, ...prepared.notes] };
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

function headlineOf(options: EnrichOptions, padj: ArrayLike<number>, genes: number): string {
  const hits = Array.from(padj).filter((p) => p < 0.05).length;
  return `${options.method}: ${hits} of ${padj.length} sets at a false discovery rate of 0.05; ${genes} genes`;
}
