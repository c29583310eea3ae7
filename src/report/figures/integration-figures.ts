import type { ExpressionResult } from '../../expression/index.ts';
import type { IntegrationResult } from '../../integration/index.ts';
import { type ArmOrder, sampleGroups } from '../data/arm-order.ts';
import { expressionOf, linkDataId } from '../data/integration-data.ts';
import { mediationDataId } from '../data/mediation-data.ts';
import { targetedDataId } from '../data/targeted-data.ts';
import { slug, slugger } from '../text/slug.ts';
import { familyLinksFigure } from './family-links.ts';
import type { Figure } from './figure.ts';
import { linkOverviewFigure } from './link-overview.ts';
import { linkScatterFigure } from './link-scatter.ts';
import { mediationFigure } from './mediation.ts';
import { listModuleFigures, type ModuleFigures, moduleFigures } from './module-figures.ts';
import { predictionFigure } from './prediction.ts';
import { targetedFigure } from './targeted.ts';

/** The figures of the integration section; of links three per outcome. */
export interface IntegrationFigures {
  links: { label: string; families: Figure | null; scatter: Figure | null; overview: Figure }[];
  mediation: Figure[];
  prediction: Figure | null;
  targeted: Figure[];
  modules: ModuleFigures | null;
}

/** Draws behavior against expression. */
export function integrationFigures(
  integration: IntegrationResult,
  expression: ExpressionResult,
  order: ArmOrder,
): IntegrationFigures {
  const name = slugger();
  return {
    links: integration.links.map((link, i) => {
      const id = name(`link-${link.outcome.replace(/^score\//, '')}`);
      const groups = sampleGroups(order, link.group, null);
      const data = linkDataId(link, i);
      const read = (gene: string) => expressionOf(expression, gene, integration.animals);
      return {
        label: link.label,
        families: familyLinksFigure(link, name(`${id}-families`), 'link-families'),
        scatter: linkScatterFigure(link, read, groups.styles, expression.transformName, id, data),
        overview: linkOverviewFigure(link, name(`${id}-overview`), data),
      };
    }),
    mediation: integration.mediation.flatMap(
      (table, i) =>
        mediationFigure(table, name(`mediation-${table.outcome.replace(/^score\//, '')}`), mediationDataId(table, i)) ?? [],
    ),
    prediction: predictionFigure(integration.predictions, name('predictions'), 'predictions'),
    modules: moduleFigures(integration.modules),
    targeted: integration.targeted.flatMap(
      (table, i) => targetedFigure(table, name(`targeted-${slug(table.label)}`), targetedDataId(table, i)) ?? [],
    ),
  };
}

/** All of them in the order of the report. */
export function listIntegrationFigures({
  links,
  modules,
  prediction,
  mediation,
  targeted,
}: IntegrationFigures): (Figure | null)[] {
  return [
    ...links.flatMap((one) => [one.families, one.scatter, one.overview]),
    ...listModuleFigures(modules),
    ...[prediction, ...mediation, ...targeted],
  ];
}
