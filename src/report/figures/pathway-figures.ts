import type { ExpressionResult } from '../../expression/index.ts';
import type { PathwayResult, ReceptorRow } from '../../pathway/index.ts';
import type { AnalysisPlan } from '../../study/index.ts';
import { type ArmOrder, sampleGroups } from '../data/arm-order.ts';
import { type EnrichmentCurve, enrichmentCurves, rankedSets } from '../data/enrichment-curves.ts';
import { type LeadingEdge, leadingEdges } from '../data/leading-edges.ts';
import { slugger } from '../text/slug.ts';
import { inReportOrder, isNamedSystem, mainSystem, OTHER_SYSTEMS, systemName } from '../text/system-names.ts';
import { balanceFigure } from './balance.ts';
import { enrichmentDotsFigure } from './enrichment-dots.ts';
import { familyForestFigure } from './family-forest.ts';
import type { Figure } from './figure.ts';
import { leadingEdgeFigure } from './leading-edge.ts';
import { receptorMapFigure } from './receptor-map/map.ts';
import { receptorPanelFigure } from './receptor-panel.ts';
import { runningScoreFigure } from './running-score.ts';

/** The figures of the pathway section. */
export interface PathwayFigures {
  /** The four systems of the claims, then the other small transmitters. */
  maps: Figure[];
  families: Figure | null;
  balance: Figure | null;
  /** One per transmitter system, in catalogue order. */
  panels: Figure[];
  enrichment: Figure | null;
  runningScores: Figure | null;
  /** One per set of the running scores. */
  leadingEdges: Figure[];
  /** What the last two are drawn from. */
  curves: EnrichmentCurve[];
  edges: LeadingEdge[];
}

/** All of them, in the order of the report. */
export function listPathwayFigures(figures: PathwayFigures): (Figure | null)[] {
  const { maps, families, balance, panels, enrichment, runningScores, leadingEdges: edges } = figures;
  return [...maps, families, balance, enrichment, runningScores, ...edges, ...panels];
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
  const curves = enrichmentCurves(pathway, expression);
  const compared: [string, string] | null = contrast === undefined ? null : [contrast.control, contrast.treated];
  const edges = compared === null ? [] : leadingEdges(curves, expression, expression.arms, compared);
  return {
    curves,
    edges,
    enrichment: enrichmentDotsFigure(rankedSets(pathway), pathway.contrast, plan.fdr, 'enrichment'),
    runningScores: runningScoreFigure(curves, pathway.contrast, 'running-scores'),
    leadingEdges: edges.map((edge) =>
      leadingEdgeFigure(edge, name(`leading-edge-${edge.curve.row.pathway}`), groups.styles, pathway.contrast, 'leading-edges'),
    ),
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
