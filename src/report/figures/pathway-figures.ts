import type { ExpressionResult } from '../../expression/index.ts';
import type { PathwayResult, ReceptorRow } from '../../pathway/index.ts';
import type { AnalysisPlan } from '../../study/index.ts';
import { type ArmOrder, sampleGroups } from '../data/arm-order.ts';
import { slugger } from '../text/slug.ts';
import { inReportOrder, isNamedSystem, mainSystem, OTHER_SYSTEMS, systemName } from '../text/system-names.ts';
import { balanceFigure } from './balance.ts';
import { familyForestFigure } from './family-forest.ts';
import type { Figure } from './figure.ts';
import { receptorMapFigure } from './receptor-map/map.ts';
import { receptorPanelFigure } from './receptor-panel.ts';

/** The figures of the pathway section. */
export interface PathwayFigures {
  /** The four systems of the claims, then the other small transmitters. */
  maps: Figure[];
  families: Figure | null;
  balance: Figure | null;
  /** One per transmitter system, in catalogue order. */
  panels: Figure[];
}

const FIRST_MAP = ['glutamate', 'gaba', 'serotonin', 'dopamine'];
const SECOND_MAP = ['acetylcholine', 'noradrenaline', 'cannabinoid', 'purinergic', 'opioid', 'glycine'];

/** Draws the receptor view. `expression` gives the groups of the samples. */
export function pathwayFigures(
  pathway: PathwayResult,
  expression: ExpressionResult,
  order: ArmOrder,
  plan: AnalysisPlan,
): PathwayFigures {
  const name = slugger();
  const change = new Map(pathway.panel.map((row) => [row.gene, row.detected ? row.log2FoldChange : NaN]));
  const systemOf = (row: ReceptorRow): string => (isNamedSystem(mainSystem(row.system)) ? mainSystem(row.system) : OTHER_SYSTEMS);
  const systems = inReportOrder([...new Set(pathway.panel.map(systemOf))]);
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
    maps: [FIRST_MAP, SECOND_MAP].flatMap((group, i) => {
      const figure = receptorMapFigure(
        pathway,
        group,
        plan.fdr,
        i === 0 ? 'receptor-map' : `receptor-map-${i + 1}`,
        'receptor-panel',
      );
      return figure === null ? [] : [figure];
    }),
    panels: systems.flatMap((system) => {
      const rows = pathway.panel.filter((row) => systemOf(row) === system);
      const figure = receptorPanelFigure({
        id: name(`panel-${system}`),
        name: systemName(system),
        rows,
        contrast: pathway.contrast,
        fdr: plan.fdr,
        data: 'receptor-panel',
      });
      return figure === null ? [] : [figure];
    }),
  };
}
