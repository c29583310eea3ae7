import type { Verdict } from '../results.ts';

/** What became of the claims under every reasonable choice. */
export interface MultiverseResult {
  /** The declared table: choices with their options, the planned one first. */
  choices: { id: string; label: string; options: { id: string; label: string }[] }[];
  /** Different analyses run: of behavior, of expression with its set tests, of the link between them. */
  analyses: { behavior: number; expression: number; link: number };
  /** Differential-expression fits among them, which set tests share. */
  fits: number;
  claims: ClaimMultiverse[];
  notes: string[];
}

/** One claim under every specification that bears on it. */
export interface ClaimMultiverse {
  id: string;
  /** Ids of the choices that bear on it. */
  choices: string[];
  /** Specifications in declared order, the planned one first. */
  specifications: Specification[];
  /** Share of the specifications with a result whose verdict is that of the planned analysis. */
  agree: number;
  /** Share whose estimate lies on the planned estimate's side of zero. */
  sameSide: number;
  /** Median of the estimates. */
  median: number;
  /** Specifications that could not be run. */
  failed: number;
}

/** One way to analyze a claim. */
export interface Specification {
  /** Option ids, in the order of the claim's choices. */
  options: string[];
  estimate: number;
  low: number;
  high: number;
  /** Unadjusted. */
  pvalue: number;
  verdict: Verdict;
}
