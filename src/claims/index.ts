export type { Claim, ClaimsResult, Equivalence, NotAssessed, Verdict } from './results.ts';
