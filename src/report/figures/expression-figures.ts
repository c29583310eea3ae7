import type { ExpressionResult } from '../../expression/index.ts';
import type { ArmOrder } from '../data/arm-order.ts';
import { sampleGroups } from '../data/arm-order.ts';
import { contrastDataId } from '../data/expression-data.ts';
import { dispersionFigure } from './dispersion.ts';
import type { Figure } from './figure.ts';
import { maFigure } from './ma.ts';
import { pHistogramFigure } from './p-histogram.ts';
import { pcaFigure } from './pca.ts';
import { topGenesFigure } from './top-genes.ts';
import { volcanoFigure } from './volcano.ts';

/** The figures of the expression section. */
export interface ExpressionFigures {
  pca: Figure | null;
  /** One group per comparison; the first is the headline. */
  contrasts: { name: string; volcano: Figure; ma: Figure; pvalues: Figure }[];
  topGenes: Figure | null;
  dispersion: Figure | null;
}

/** Draws all expression. */
export function expressionFigures(expression: ExpressionResult, order: ArmOrder): ExpressionFigures {
  const headline = expression.contrasts[0];
  const groups = sampleGroups(order, expression.arms, headline?.control ?? null);
  const numbered = (name: string, i: number) => (i === 0 ? name : `${name}-${i + 1}`);
  return {
    pca: pcaFigure(expression, groups.arms, groups.styles, 'expression-samples'),
    contrasts: expression.contrasts.map((contrast, i) => {
      const data = contrastDataId(contrast, i);
      return {
        name: contrast.name,
        volcano: volcanoFigure(contrast, expression.genes, numbered('volcano', i), data),
        ma: maFigure(contrast, numbered('ma', i), data),
        pvalues: pHistogramFigure(contrast, numbered('p-values', i), data),
      };
    }),
    topGenes:
      headline === undefined
        ? null
        : topGenesFigure(expression, headline, groups.arms, groups.styles, contrastDataId(headline, 0)),
    dispersion: dispersionFigure(expression, 'expression-dispersions'),
  };
}
