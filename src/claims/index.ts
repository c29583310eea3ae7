export type { Claim, ClaimsResult, Equivalence, NotAssessed, Verdict } from './results.ts';
export { verdictWords } from './verdict.ts';
export { type Evidence, weighClaims } from './weigh-claims.ts';
