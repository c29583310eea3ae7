import type { Domain } from '../../study/index.ts';

/** Internal consistency of a domain score in one session. */
export interface ScoreReliability {
  domain: Domain;
  session: string;
  /** Tests with data in this session. */
  tests: string[];
  /** Animals that did all of them. */
  n: number;
  /** Cronbach's alpha of the tests' z-scores, arm and sex means taken out, so that a drug effect does not count as consistency. */
  alpha: number;
  /** For each test: correlation of its z-score with the mean of the others. */
  withOthers: number[];
  /** Correlation of the score with the first principal component of the tests, and that component's share of the variance. */
  firstComponentCorrelation: number;
  firstComponentShare: number;
  /** For each test and arm: the difference from control of a score made without that test. */
  withoutTest: { test: string; arm: string; estimate: number; low: number; high: number; pvalue: number }[];
}

/** One way of looking again at the difference of an arm from control in a domain score. */
export interface SensitivityCheck {
  domain: Domain;
  session: string;
  arm: string;
  kind: 'without-litter' | 'without-outliers';
  /** The litter, or the outlying animals, left out. */
  left: string[];
  estimate: number;
  low: number;
  high: number;
  pvalue: number;
}
