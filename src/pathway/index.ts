export { analyzePathways, analyzeReceptors, type ReceptorOptions } from './analyze.ts';
export { balanceDeletions } from './balance/balance-deletions.ts';
export { type CatalogueSet, catalogueSets } from './catalogue/catalogue-sets.ts';
export { type GeneIdKind, type MatchedGene, matchCatalogue } from './catalogue/match-genes.ts';
export { type CatalogueGene, receptorCatalogue, type Species } from './catalogue/receptor-catalogue.ts';
export { type ClaimedPathways, claimedPathways, type PathwayVariant, pathwayVariants } from './claimed-pathways.ts';
export { collapseSets } from './enrichment/collapse.ts';
export { enrichmentScore, leadingEdge, runningSum, type ScoreType } from './enrichment/enrichment-score.ts';
export { GSEA_DEFAULTS, type GseaOptions, type GseaScore, gsea, splittingTask } from './enrichment/gsea.ts';
export { type OverRepresentation, overRepresentation } from './enrichment/over-representation.ts';
export { randomScoreTask } from './enrichment/random-scores.ts';
export { type Ranking, rankGenes, ranksOf } from './enrichment/ranking.ts';
export { type RankList, readRanks } from './enrichment/read-ranks.ts';
export {
  type FamilyDeletion,
  type FamilyDeletionJob,
  familyDeletionJob,
  familyDeletions,
  familyDeletionsTask,
} from './family-deletions.ts';
export { type FamilyTrend, familyTrend } from './family-trend.ts';
export { outsideSetTests } from './receptors/outside-sets.ts';
export type {
  BalanceIndex,
  CompositionShift,
  EnrichmentRow,
  FamilyTest,
  PairTest,
  PathwayResult,
  ReceptorRow,
} from './results.ts';
export { gsvaScores } from './sample-scores/gsva.ts';
export { plageScores, zScores } from './sample-scores/mean-scores.ts';
export { ssgseaScores } from './sample-scores/ssgsea.ts';
export { type CameraResult, cameraPreranked } from './set-tests/camera.ts';
export { type GeneEffects, geneEffects } from './set-tests/gene-effects.ts';
export { type SetTest, type SetTestOptions, testSets } from './set-tests/test-sets.ts';
export { type GeneSet, type IndexedSet, indexSets } from './sets/gene-set.ts';
export { genomeOrthologs } from './sets/genome-orthologs.ts';
export { catalogueOrthologs, type MappedSets, mapSets, type Orthologs, orthologMap } from './sets/map-orthologs.ts';
export { gapInWords, type NeuroactiveGap, neuroactiveGaps } from './sets/neuroactive-gaps.ts';
export { type PreparedSets, type PrepareOptions, prepareSets } from './sets/prepare-sets.ts';
export { type GeneList, readGeneList } from './sets/read-gene-list.ts';
export { type GmtContent, readGmt } from './sets/read-gmt.ts';
export { formatGmt } from './sets/write-gmt.ts';
export { type ConvertedSets, convertIds, type GeneIds, readGeneInfo, type SetIds } from './sources/gene-ids.ts';
export { type Ontology, readGaf, readObo } from './sources/gene-ontology.ts';
export { keggRelease, readKeggGenes, readKeggPathways } from './sources/kegg.ts';
export { readReactome } from './sources/reactome.ts';
export { readSyngo } from './sources/synaptic-ontology.ts';
export { wikiPathwaySets, wikiPathwaysFile } from './sources/wikipathways.ts';
