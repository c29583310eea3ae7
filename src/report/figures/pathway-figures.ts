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
  const contrast = expression.contrasts.find((one) => one.name === pathway.contrast) ?? expression.contrasts[0];
  const arms = new Map(expression.samples.map((sample, s) => [sample, expression.arms[s]]));
  const { styles } = sampleGroups(order, expression.arms, contrast?.control ?? null);
  const curves = enrichmentCurves(pathway, expression);
  const compared: [string, string] | null = contrast === undefined ? null : [contrast.control, contrast.treated];
  const edges = compared === null ? [] : leadingEdges(curves, expression, expression.arms, compared);
  const armOf = (sample: string): string | null => arms.get(sample) ?? null;
  return {
    curves,
    edges,
    enrichment: enrichmentDotsFigure(rankedSets(pathway), pathway.contrast, plan.fdr, 'enrichment'),
    runningScores: runningScoreFigure(curves, pathway.contrast, 'running-scores'),
    leadingEdges: edges.map((edge) =>
      leadingEdgeFigure(edge, name(`leading-edge-${edge.curve.row.pathway}`), styles, pathway.contrast, 'leading-edges'),
    ),
    families: familyForestFigure(
      pathway.families,
      (gene) => change.get(gene) ?? NaN,
      pathway.contrast,
      plan.fdr,
      'receptor-families',
    ),
    balance: compared === null ? null : balanceFigure(pathway.balance, armOf, compared, styles, 'balance-samples'),
    maps: [FIRST_MAP, SECOND_MAP]
      .map((group, i) =>
        receptorMapFigure(pathway, group, plan.fdr, i === 0 ? 'receptor-map' : `receptor-map-${i + 1}`, 'receptor-panel'),
      )
      .filter((figure) => figure !== null),
    panels: panelFigures(pathway, plan.fdr, name),
  };
}

/** The genes of each transmitter system, in catalogue order. */
function panelFigures({ panel, contrast }: PathwayResult, fdr: number, name: (text: string) => string): Figure[] {
  const systemOf = (row: ReceptorRow): string => (isNamedSystem(mainSystem(row.system)) ? mainSystem(row.system) : OTHER_SYSTEMS);
  return inReportOrder([...new Set(panel.map(systemOf))])
    .map((system) => {
      const rows = panel.filter((row) => systemOf(row) === system);
      return receptorPanelFigure({
        id: name(`panel-${system}`),
        name: systemName(system),
        ...{ rows, contrast, fdr, data: 'receptor-panel' },
      });
    })
    .filter((figure) => figure !== null);
}
