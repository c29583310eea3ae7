export { analyzePathways, analyzeReceptors, type ReceptorOptions } from './analyze.ts';
export { type CatalogueSet, catalogueSets } from './catalogue/catalogue-sets.ts';
export { type GeneIdKind, type MatchedGene, matchCatalogue } from './catalogue/match-genes.ts';
export { type CatalogueGene, receptorCatalogue, type Species } from './catalogue/receptor-catalogue.ts';
export { splittingTask } from './enrichment/gsea.ts';
export { randomScoreTask } from './enrichment/random-scores.ts';
export type { BalanceIndex, EnrichmentRow, FamilyTest, PathwayResult, ReceptorRow } from './results.ts';
