export type { Alternative } from './alternative.ts';
export { type BrunnerMunzelTest, brunnerMunzelTest } from './brunner-munzel.ts';
export { type KendallTest, kendallDistribution, kendallTest } from './kendall.ts';
export { mannWhitneyTest, type RankTest, type RankTestOptions } from './mann-whitney.ts';
export { type PermutationOptions, type PermutationTest, permutationTest, signFlipTest } from './permutation-test.ts';
export { prattSignedRankTest, signedRankTest, wilcoxonSignedRankTest } from './signed-rank.ts';
export { type SumDistribution, signedSums, subsetSums, sumTails } from './subset-sums.ts';
export { oneSampleTTest, pairedTTest, studentTTest, type TTest, type TTestOptions, welchTTest } from './t-test.ts';
