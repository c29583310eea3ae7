import type { ExpressionResult } from '../../expression/index.ts';
import type { ArmOrder } from '../data/arm-order.ts';
import { contrastDataId } from '../data/expression-data.ts';
import { associationsFigure } from './associations.ts';
import { compositionFigure } from './composition-shifts.ts';
import { dispersionFigure } from './dispersion.ts';
import type { Figure } from './figure.ts';
import { geneFigure } from './gene-groups.ts';
import { geneHeatmapFigure } from './gene-heatmap.ts';
import { genePlotOf } from './gene-plot.ts';
import { topGene } from './gene-points.ts';
import { librarySizesFigure } from './library-sizes.ts';
import { maFigure } from './ma.ts';
import { markerHeatmapFigure } from './marker-heatmap.ts';
import { pHistogramFigure } from './p-histogram.ts';
import { pcaFigure } from './pca.ts';
import { distancesFigure } from './sample-distances.ts';
import { groupsOfSamples, type SampleGroups } from './sample-groups.ts';
import { sexScatterFigure } from './sex-scatter.ts';
import { topGenesFigure } from './top-genes.ts';
import { varianceSharesFigure } from './variance-shares.ts';
import { volcanoFigure } from './volcano.ts';

/** The figures of the expression section. */
export interface ExpressionFigures {
  groups: SampleGroups;
  pca: Figure | null;
  /** One group per comparison; the first is the headline. */
  contrasts: { name: string; volcano: Figure; ma: Figure; pvalues: Figure }[];
  topGenes: Figure | null;
  heatmap: Figure | null;
  dispersion: Figure | null;
  /** The gene with the smallest p; the viewer draws any other in its place. */
  gene: Figure | null;
  /** Library sizes, distances, sex, markers, associations. */
  quality: (Figure | null)[];
  /** Composition, variance shares. */
  makeup: (Figure | null)[];
}

/** Draws all expression. */
export function expressionFigures(expression: ExpressionResult, order: ArmOrder): ExpressionFigures {
  const headline = expression.contrasts[0];
  const groups = groupsOfSamples(expression, order);
  const numbered = (name: string, i: number) => (i === 0 ? name : `${name}-${i + 1}`);
  const top = topGene(expression);
  const data = headline === undefined ? '' : contrastDataId(headline, 0);
  return {
    groups,
    pca: pcaFigure(expression, groups, 'expression-samples'),
    contrasts: expression.contrasts.map((contrast, i) => {
      const set = contrastDataId(contrast, i);
      const judged = expression.quality.pHistograms[i];
      return {
        name: contrast.name,
        volcano: volcanoFigure(contrast, expression.genes, numbered('volcano', i), set),
        ma: maFigure(contrast, numbered('ma', i), set),
        pvalues: pHistogramFigure(contrast, judged, numbered('p-values', i), set),
      };
    }),
    topGenes: headline === undefined ? null : topGenesFigure(expression, headline, groups, data),
    heatmap: headline === undefined ? null : geneHeatmapFigure(expression, headline, groups, data),
    dispersion: dispersionFigure(expression, 'expression-dispersions'),
    gene: top === null ? null : geneFigure(genePlotOf(expression, groups, top)),
    quality: [
      librarySizesFigure(expression, groups, 'expression-samples'),
      distancesFigure(expression, groups, 'expression-distances'),
      sexScatterFigure(expression, 'expression-samples'),
      markerHeatmapFigure(expression, groups, 'expression-markers'),
      associationsFigure(expression, 'expression-associations'),
    ],
    makeup: [
      compositionFigure(expression, 'expression-composition'),
      varianceSharesFigure(expression, 'expression-variance-shares'),
    ],
  };
}

/** All of them in the order of the section. */
export function listExpressionFigures(figures: ExpressionFigures): (Figure | null)[] {
  return [
    figures.pca,
    ...figures.contrasts.flatMap((one) => [one.volcano, one.ma, one.pvalues]),
    ...[figures.topGenes, figures.heatmap, figures.dispersion, figures.gene],
    ...figures.quality,
    ...figures.makeup,
  ];
}
