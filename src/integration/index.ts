export type { FamilyLink, IntegrationResult, LinkTable } from './results.ts';
