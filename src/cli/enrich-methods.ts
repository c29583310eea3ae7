import type { Context } from '../context/index.ts';
import {
  cameraPreranked,
  collapseSets,
  geneEffects,
  gsea,
  leadingEdge,
  overRepresentation,
  rankGenes,
  ranksOf,
  readGeneList,
  readRanks,
  type ScoreType,
  testSets,
} from '../pathway/index.ts';
import { inputError } from '../problems/index.ts';
import { adjustPvalues } from '../stats/index.ts';
import type { OutputColumn } from '../table/index.ts';
import type { ScoreMethod } from './enrich-scores.ts';
import { chooseSets, type SetOptions } from './enrich-sets.ts';
import type { ModelOptions } from './expression-options.ts';
import { comparedValues } from './model-values.ts';
import { type CommonOptions, readInput, withContext } from './support.ts';

export interface EnrichOptions extends CommonOptions, ModelOptions, SetOptions {
  method: 'gsea' | 'cameraPR' | 'ora' | 'camera' | 'fry' | 'roast' | ScoreMethod;
  ranks?: string;
  rankBy?: string;
  genes?: string;
  universe?: string;
  contrast?: string[];
  values: 'voom' | 'vst';
  correlation: number | 'estimate';
  rotations: number;
  collapse: boolean;
  expression?: string;
  scoreType: ScoreType;
  exponent: number;
  permutations: number;
  particles: number;
  eps: number;
  output: string;
}

/** What a method hands back to be written and said. */
export interface EnrichOutput {
  columns: OutputColumn[];
  notes: string[];
  headline: string;
}

/** Genes that share their statistic with another one. */
function tiedGenes(statistic: Float64Array): number {
  const holders = new Map<number, number>();
  for (const value of statistic) holders.set(value, (holders.get(value) ?? 0) + 1);
  return [...holders.values()].reduce((sum, count) => sum + (count > 1 ? count : 0), 0);
}

/** Preranked enrichment. */
export async function enrichByRanks(options: EnrichOptions): Promise<EnrichOutput> {
  const file = options.ranks ?? '';
  const list = readRanks(readInput(file), file, options.rankBy);
  const { sets, declared, notes } = await chooseSets(options, list.genes, file, { min: 15, max: 500 });
  if (list.missing.length > 0) notes.push(`${list.missing.length} genes without a statistic were left out of the ranking.`);
  const ties = tiedGenes(list.statistic);
  if (ties > 0) notes.push(`${ties} genes share their statistic with another one; ties keep the order of the file.`);
  const ranking = rankGenes(list.statistic, options.exponent);
  const members = sets.map((set) => set.members);
  const { scoreType: type, permutations, particles, eps } = options;
  const { scores, padj, mainOf } = await withContext(options, async (context) => {
    const found = await gsea(ranking, members, context, { type, permutations, particles, smallest: eps });
    const adjusted = adjustPvalues(
      found.map((score) => score.pvalue),
      'BH',
    );
    const main = options.collapse ? await mainSets(list.statistic, members, found, adjusted, context) : null;
    return { scores: found, padj: adjusted, mainOf: main };
  });
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
      { name: 'pval', values: scores.map((score) => score.pvalue) },
      { name: 'padj', values: padj },
      { name: 'log2err', values: scores.map((score) => score.log2err) },
      { name: 'leadingEdge', values: members.map(edge) },
      { name: 'declared', values: declared },
      ...(mainOf === null ? [] : [{ name: 'mainPathway', values: mainOf.map((k) => (k < 0 ? '' : sets[k].name)) }]),
    ],
    notes: [...notes, 'p-values permute genes and assume that genes are independent; confirm findings with --method fry.'],
    headline:
      headlineOf(options, padj, list.genes.length) +
      (mainOf === null ? '' : `; ${new Set(mainOf.filter((k) => k >= 0)).size} of them are not explained by another`),
  };
}

/** For each significant set the one that explains it, itself when none does; -1 for the others. */
async function mainSets(
  statistic: Float64Array,
  members: readonly Int32Array[],
  scores: readonly { pvalue: number }[],
  padj: Float64Array,
  context: Context,
): Promise<number[]> {
  const significant = members.flatMap((_, k) => (padj[k] < SIGNIFICANT ? [k] : []));
  significant.sort((a, b) => scores[a].pvalue - scores[b].pvalue);
  const parents = await collapseSets(
    statistic,
    significant.map((k) => members[k]),
    context,
  );
  const main = new Array<number>(members.length).fill(-1);
  significant.forEach((k, i) => {
    main[k] = parents[i] < 0 ? k : significant[parents[i]];
  });
  return main;
}

/** False discovery rate below which sets are counted and collapsed. */
const SIGNIFICANT = 0.05;

/** The competitive test on ranked genes with a preset correlation (limma's cameraPR). */
export async function enrichByRankedMeans(options: EnrichOptions): Promise<EnrichOutput> {
  const file = options.ranks ?? '';
  if (options.correlation === 'estimate')
    throw inputError({
      code: 'usage',
      message: 'ranked genes do not tell how genes are correlated',
      mend: 'give --correlation a number (default 0.01), or use --method camera with counts',
    });
  const list = readRanks(readInput(file), file, options.rankBy);
  const { sets, declared, notes } = await chooseSets(options, list.genes, file, { min: 1, max: Infinity });
  const tests = cameraPreranked(
    list.statistic,
    sets.map((set) => set.members),
    options.correlation,
  );
  const pvalues = tests.map((test) => test.pvalue);
  const padj = adjustPvalues(pvalues, 'BH');
  return {
    columns: [
      { name: 'pathway', values: sets.map((set) => set.name) },
      { name: 'NGenes', values: tests.map((test) => test.size) },
      { name: 'Correlation', values: tests.map((test) => test.correlation) },
      { name: 'Direction', values: tests.map((test) => test.direction) },
      { name: 'PValue', values: pvalues },
      { name: 'FDR', values: padj },
      { name: 'declared', values: declared },
    ],
    notes,
    headline: headlineOf(options, padj, list.genes.length),
  };
}

/** Over-representation. */
export async function enrichBySelection(options: EnrichOptions): Promise<EnrichOutput> {
  const universeFile = options.universe ?? '';
  const genesFile = options.genes ?? '';
  const universe = readGeneList(readInput(universeFile), universeFile).genes;
  const selection = readGeneList(readInput(genesFile), genesFile).genes;
  const { sets, declared, notes } = await chooseSets(options, universe, universeFile, { min: 1, max: Infinity });
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
      { name: 'declared', values: declared },
    ],
    notes: [`N = ${universe.length} genes in the universe, k = ${selection.length - outside.length} of them selected.`, ...notes],
    headline: headlineOf(options, padj, universe.length),
  };
}

/** Camera, fry and roast on the values of a count table. */
export async function enrichByModel(options: EnrichOptions): Promise<EnrichOutput> {
  const compared = await withContext(options, (context) => comparedValues(options, context));
  const { genes, design, contrast } = compared;
  const { sets, declared, notes } = await chooseSets(options, genes, options.counts, { min: 1, max: Infinity });
  const effects = geneEffects(compared.values, design.matrix, design.columns.length, contrast, compared.weights);
  const { correlation, rotations, seed } = options;
  const method = options.method === 'camera' || options.method === 'roast' ? options.method : 'fry';
  const tests = testSets(
    effects,
    sets.map((set) => set.members),
    { method, correlation, rotations, seed },
  );
  const padj = tests.map((test) => test.fdr);
  const columns: OutputColumn[] = [
    { name: 'pathway', values: sets.map((set) => set.name) },
    { name: 'NGenes', values: tests.map((test) => test.size) },
    { name: 'Direction', values: tests.map((test) => test.direction) },
    { name: 'PValue', values: tests.map((test) => test.pvalue) },
    { name: 'FDR', values: padj },
  ];
  if (method !== 'camera')
    columns.push(
      { name: 'PValue.Mixed', values: tests.map((test) => test.mixedPvalue) },
      { name: 'FDR.Mixed', values: tests.map((test) => test.mixedFdr) },
    );
  else columns.push({ name: 'Correlation', values: tests.map((test) => test.correlation) });
  columns.push({ name: 'declared', values: declared });
  return { columns, notes: [...compared.notes, ...notes], headline: headlineOf(options, padj, genes.length) };
}

function headlineOf(options: EnrichOptions, padj: ArrayLike<number>, genes: number): string {
  const hits = Array.from(padj).filter((p) => p < SIGNIFICANT).length;
  return `${options.method}: ${hits} of ${padj.length} sets at a false discovery rate of 0.05; ${genes} genes`;
}
