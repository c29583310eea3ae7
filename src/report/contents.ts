import { armOrder } from './data/arm-order.ts';
import { behaviorData } from './data/behavior-data.ts';
import { claimCheckData } from './data/claim-check-data.ts';
import type { DataSet } from './data/data-set.ts';
import { expressionData } from './data/expression-data.ts';
import { integrationData } from './data/integration-data.ts';
import { pathwayData } from './data/pathway-data.ts';
import { checkData, claimData, inputData } from './data/study-data.ts';
import { type BehaviorFigures, behaviorFigures } from './figures/behavior-figures.ts';
import { claimFigures } from './figures/claim-figures.ts';
import { type ExpressionFigures, expressionFigures, listExpressionFigures } from './figures/expression-figures.ts';
import type { Figure } from './figures/figure.ts';
import { type IntegrationFigures, integrationFigures, listIntegrationFigures } from './figures/integration-figures.ts';
import { listPathwayFigures, type PathwayFigures, pathwayFigures } from './figures/pathway-figures.ts';
import type { ReportInput } from './input.ts';

/** Everything that the pages, the tables and the figure files are made of. */
export interface Contents {
  data: DataSet[];
  /** Specification curves. */
  claims: Figure[];
  behavior: BehaviorFigures | null;
  expression: ExpressionFigures | null;
  pathway: PathwayFigures | null;
  integration: IntegrationFigures | null;
}

/** Draws every figure and lays out every table, once. */
export function contentsOf(input: ReportInput): Contents {
  const { study, behavior, expression, pathway, integration } = input;
  const order = armOrder(study);
  const receptors = pathway && expression && pathwayFigures(pathway, expression, order, study.plan);
  const arms = new Map(expression?.samples.map((sample, s) => [sample, expression.arms[s]]) ?? []);
  return {
    data: [
      ...claimData(input.claims),
      ...claimCheckData(input.claims),
      checkData(input.checks),
      inputData(input.provenance),
      ...(behavior === null ? [] : behaviorData(behavior, study)),
      ...(expression === null ? [] : expressionData(expression)),
      ...(pathway === null ? [] : pathwayData(pathway, arms, receptors)),
      ...(integration === null ? [] : integrationData(integration)),
    ],
    claims: claimFigures(input.claims),
    behavior: behavior && behaviorFigures(behavior, study, order),
    expression: expression && expressionFigures(expression, order),
    pathway: receptors,
    integration: integration && expression && integrationFigures(integration, expression, order),
  };
}

/** All figures in the order of the report. */
export function allFigures(contents: Contents): Figure[] {
  const { behavior, expression, pathway, integration } = contents;
  const drawn = [
    ...contents.claims,
    ...(behavior?.scores.flatMap((one) => [one.profile, one.forest, one.estimation, one.robustness]) ?? []),
    ...(behavior?.assays.flatMap((one) => [...one.parts, ...one.adjusted, one.ratios, ...one.tracks, ...one.others]) ?? []),
    ...(behavior?.raters ?? []),
    ...(expression === null ? [] : listExpressionFigures(expression)),
    ...(pathway === null ? [] : listPathwayFigures(pathway)),
    ...(integration === null ? [] : listIntegrationFigures(integration)),
  ];
  return drawn.filter((figure) => figure !== null);
}

/** The data set of that id. Throws RangeError when there is none: a fault of this program. */
export function dataOf(contents: Contents, id: string): DataSet {
  const found = contents.data.find((set) => set.id === id);
  if (found === undefined) throw new RangeError(`the report has no data set ${id}`);
  return found;
}
