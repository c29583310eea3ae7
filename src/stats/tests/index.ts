export { type KendallTest, kendallDistribution, kendallTest } from './kendall.ts';
