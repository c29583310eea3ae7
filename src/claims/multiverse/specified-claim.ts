import type { Draft } from '../draft.ts';

/** A claim's numbers under one specification. */
export type SpecifiedClaim = Pick<Draft, 'id' | 'estimate' | 'low' | 'high' | 'pvalue' | 'equivalence'>;
