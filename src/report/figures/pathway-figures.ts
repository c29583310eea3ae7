import type { ExpressionResult } from '../../expression/index.ts';
import type { PathwayResult } from '../../pathway/index.ts';
import type { AnalysisPlan } from '../../study/index.ts';
import { type ArmOrder, sampleGroups } from '../data/arm-order.ts';
import { slugger } from '../text/slug.ts';
import { balanceFigure } from './balance.ts';
import { familyForestFigure } from './family-forest.ts';
import type { Figure } from './figure.ts';
import { receptorPanelFigure } from './receptor-panel.ts';

/** The figures of the pathway section. */
export interface PathwayFigures {
  families: Figure | null;
  balance: Figure | null;
  /** One per transmitter system, in catalogue order. */
  panels: Figure[];
}

/** Draws the receptor view. `expression` gives the groups of the samples. */
export function pathwayFigures(
  pathway: PathwayResult,
  expression: ExpressionResult,
  order: ArmOrder,
  plan: AnalysisPlan,
): PathwayFigures {
  const name = slugger();
  const change = new Map(pathway.panel.map((row) => [row.gene, row.detected ? row.log2FoldChange : NaN]));
  const systems = [...new Set(pathway.panel.map((row) => row.system))];
  const contrast = expression.contrasts.find((one) => one.name === pathway.contrast) ?? expression.contrasts[0];
  const arms = new Map(expression.samples.map((sample, s) => [sample, expression.arms[s]]));
  const groups = sampleGroups(order, expression.arms, contrast?.control ?? null);
  return {
    families: familyForestFigure(
      pathway.families,
      (gene) => change.get(gene) ?? NaN,
      pathway.contrast,
      plan.fdr,
      'receptor-families',
    ),
    balance:
      contrast === undefined
        ? null
        : balanceFigure(
            pathway.balance,
            (sample) => arms.get(sample) ?? null,
            [contrast.control, contrast.treated],
            groups.styles,
            'balance-samples',
          ),
    panels: systems.flatMap((system) => {
      const rows = pathway.panel.filter((row) => row.system === system);
      const figure = receptorPanelFigure(system, rows, pathway.contrast, plan.fdr, name(`panel-${system}`), 'receptor-panel');
      return figure === null ? [] : [figure];
    }),
  };
}
