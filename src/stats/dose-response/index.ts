export { type BenchmarkDose, type BenchmarkModel, benchmarkDose } from './benchmark-dose.ts';
export {
  curveOf,
  type DoseCurve,
  type DoseResponseFit,
  emaxCurve,
  fitDoseResponse,
  fourParameterLogistic,
  hillCurve,
  threeParameterLogistic,
} from './curves.ts';
export { groupsByDose } from './dose-groups.ts';
export { type EffectiveDose, effectiveDose } from './effective-dose.ts';
export { type JonckheereTest, jonckheereTest } from './jonckheere.ts';
export { type ControlComparison, dunnettTest, type ManyToOne, steelTest, stepDownDunnett } from './many-to-one.ts';
export { type DoseShape, type McpModTest, mcpModTest, optimalContrast, shapeAt } from './mcp-mod.ts';
export {
  type ContrastResult,
  type MultipleContrastTest,
  multipleContrastTest,
  pairwiseContrasts,
  williamsContrasts,
} from './multiple-contrasts.ts';
export { type Curve, type CurveFit, type CurveParameter, fitCurve, profileInterval } from './nonlinear-least-squares.ts';
export { fitNonlinearMixed, type NonlinearMixedFit } from './nonlinear-mixed.ts';
export {
  amalgamatedMeans,
  type WilliamsDistribution,
  type WilliamsTest,
  williamsDistribution,
  williamsTest,
} from './williams.ts';
