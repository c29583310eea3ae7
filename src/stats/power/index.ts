export {
  anovaPower,
  anovaSampleSize,
  cohensFOfMeans,
  fTestPower,
  interactionPower,
  type RepeatedMeasuresPlan,
  regressionPower,
} from './f-test.ts';
export {
  designEffect,
  falsePositivesIgnoringLitters,
  type LitterPlan,
  litterDesignDetectableDifference,
  litterDesignPower,
  litterDesignSampleSize,
} from './litter-design.ts';
export {
  arcsineProportionsPower,
  chiSquaredPower,
  correlationPower,
  correlationSampleSize,
  criticalCorrelation,
  proportionsPower,
  smallestRankSumP,
} from './other-tests.ts';
export { effectFor, sampleSizeFor } from './sample-size.ts';
export { type PowerSimulation, powerTask, type SimulatedPower, simulatePower, targetName } from './simulate-power.ts';
export { type PowerTarget, plannedNames, preparePlan, type SimulationPlan } from './simulation-plan.ts';
export { type GroupSizes, type TTestPlan, tTestDetectableDifference, tTestPower, tTestSampleSize } from './t-test.ts';
