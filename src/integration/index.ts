export { integrate } from './integrate.ts';
export { permutationTask } from './permutation.ts';
export type { FamilyLink, IntegrationResult, LinkTable } from './results.ts';
