export { analyzePathways, analyzeReceptors, type ReceptorOptions } from './analyze.ts';
export { type CatalogueSet, catalogueSets } from './catalogue/catalogue-sets.ts';
export { type GeneIdKind, type MatchedGene, matchCatalogue } from './catalogue/match-genes.ts';
export { type CatalogueGene, receptorCatalogue, type Species } from './catalogue/receptor-catalogue.ts';
export { enrichmentScore, leadingEdge, runningSum, type ScoreType } from './enrichment/enrichment-score.ts';
export { GSEA_DEFAULTS, type GseaOptions, type GseaScore, gsea, splittingTask } from './enrichment/gsea.ts';
export { type OverRepresentation, overRepresentation } from './enrichment/over-representation.ts';
export { randomScoreTask } from './enrichment/random-scores.ts';
export { type Ranking, rankGenes, ranksOf } from './enrichment/ranking.ts';
export { type RankList, readRanks } from './enrichment/read-ranks.ts';
export type {
  BalanceIndex,
  CompositionShift,
  EnrichmentRow,
  FamilyTest,
  PairTest,
  PathwayResult,
  ReceptorRow,
} from './results.ts';
export { type GeneEffects, geneEffects } from './set-tests/gene-effects.ts';
export { type SetTest, type SetTestOptions, testSets } from './set-tests/test-sets.ts';
export { type GeneSet, type IndexedSet, indexSets } from './sets/gene-set.ts';
export { catalogueOrthologs, type MappedSets, mapSets, type Orthologs, orthologMap } from './sets/map-orthologs.ts';
export { type PreparedSets, type PrepareOptions, prepareSets } from './sets/prepare-sets.ts';
export { type GeneList, readGeneList } from './sets/read-gene-list.ts';
export { type GmtContent, readGmt } from './sets/read-gmt.ts';
