export { pooledAcceleration, stratifiedAcceleration } from './acceleration.ts';
export { type Bootstrap, type BootstrapOptions, bootstrap, leaveOneOutValues, type SampleStatistic } from './bootstrap.ts';
export { type BootstrapSummary, type Limits, summarizeBootstrap } from './bootstrap-interval.ts';
export { type Estimation, estimateDifference } from './estimation.ts';
export { exactBootstrap } from './exact-bootstrap.ts';
