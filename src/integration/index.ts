export { type MatchedTables, matchTables } from './behavior-table.ts';
export { integrate, type LinkRequest, linkTable } from './integrate.ts';
export { permutationTask } from './permutation.ts';
export type { FamilyLink, IntegrationResult, LinkTable } from './results.ts';
