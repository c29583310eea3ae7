export type { BalanceIndex, EnrichmentRow, FamilyTest, PathwayResult, ReceptorRow } from './results.ts';
