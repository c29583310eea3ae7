export type { Alternative } from './alternative.ts';
export { arrangementTest } from './arrangement-test.ts';
export { type BrunnerMunzelTest, brunnerMunzelTest } from './brunner-munzel.ts';
export {
  binomialTest,
  type ChiSquaredTest,
  chiSquaredTest,
  type MantelHaenszelTest,
  mantelHaenszelExactTest,
  mantelHaenszelTest,
  mcNemarTest,
  proportionTrendTest,
  twoProportionsTest,
  wilsonTest,
} from './contingency.ts';
export { type CorrelationTest, pearsonTest, type SpearmanOptions, spearmanTest } from './correlation-tests.ts';
export { dependentCorrelationsTest } from './dependent-correlations.ts';
export { bartlettTest, flignerKilleenTest, leveneTest, type VarianceTest, varianceRatioTest } from './equal-variances.ts';
export { type FisherTest, fisherExactTest } from './fisher-exact.ts';
export { type FisherTableTest, fisherExactTable } from './fisher-table.ts';
export { groupSizes, splitByGroup } from './groups.ts';
export { type IntraclassCorrelation, intraclassCorrelations } from './intraclass.ts';
export { type KendallTest, kendallDistribution, kendallTest } from './kendall.ts';
export { kolmogorovSmirnovTest } from './kolmogorov-smirnov.ts';
export { mannWhitneyTest, type RankTest, type RankTestOptions } from './mann-whitney.ts';
export { type GrubbsTest, grubbsTest, type RoutOutliers, routOutliers, tukeyFences } from './outliers.ts';
export { type PartialCorrelation, partialCorrelation } from './partial-correlation.ts';
export { type PermutationOptions, type PermutationTest, permutationTest, signFlipTest } from './permutation-test.ts';
export {
  dunnTest,
  friedmanTest,
  type GroupTest,
  kruskalWallisPermutation,
  kruskalWallisTest,
  nemenyiTest,
  quadeTest,
  type RankContrast,
} from './rank-groups.ts';
export { requireComplete } from './require-complete.ts';
export { shapiroWilkTest } from './shapiro-wilk.ts';
export { prattSignedRankTest, signedRankTest, wilcoxonSignedRankTest } from './signed-rank.ts';
export { type SumDistribution, signedSums, subsetSums, sumTails } from './subset-sums.ts';
export { oneSampleTTest, pairedTTest, studentTTest, type TTest, type TTestOptions, welchTTest } from './t-test.ts';
