import type { ExpressionResult } from '../../expression/index.ts';
import { svg } from '../text/markup.ts';
import { percent } from '../text/numbers.ts';
import type { Figure } from './figure.ts';
import { colorBar, colorStep, heatCells, SEQUENTIAL } from './heat.ts';
import { note, words } from './marks.ts';
import { INK, TYPE } from './style.ts';
import { fitText } from './text-width.ts';

const [LEFT, TOP, CELL, ROW] = [170, 40, 72, 22];
/** From this color on white text reads better. */
const DARK = 5;
const CLEAR = 0.001;

/** Principal components against covariates: shares of variance, and which go beyond the design. */
export function associationsFigure(expression: ExpressionResult, data: string): Figure | null {
  const { associations, pcaVariance } = expression.quality;
  const covariates = [...new Set(associations.map(({ covariate }) => covariate))];
  const components = [...new Set(associations.map(({ component }) => component))].sort((a, b) => a - b);
  if (associations.length === 0) return null;
  const at = (row: number, column: number) =>
    associations.find(({ covariate, component }) => covariate === covariates[row] && component === components[column]);
  const [width, height] = [components.length * CELL, covariates.length * ROW];
  const colorOf = (row: number, column: number): number => colorStep(at(row, column)?.r2 ?? NaN, 0, 1, SEQUENTIAL);
  const cells = covariates.flatMap((_, row) =>
    components.map((_, column) => {
      const one = at(row, column);
      if (one === undefined || Number.isNaN(one.r2)) return null;
      const text = `${percent(one.r2)}${one.padj < CLEAR ? ' *' : ''}`;
      const color = colorOf(row, column) >= DARK ? '#ffffff' : '#1a1a1a';
      return svg`<text x="${LEFT + (column + 0.5) * CELL}" y="${TOP + row * ROW + 15}" text-anchor="middle" font-size="${TYPE.tick}" fill="${color}">${text}
        </text>`;
    }),
  );
  const rows = covariates.map(
    (
      name,
      row,
    ) => svg`<text x="${LEFT - 7}" y="${TOP + row * ROW + 15}" text-anchor="end" font-size="${TYPE.tick}" class="ink" fill="${INK}">${fitText(name, TYPE.tick, LEFT - 12)}
      </text>`,
  );
  const heads = components.map(
    (k, column) =>
      svg`${words(LEFT + (column + 0.5) * CELL, TOP - 20, `PC${k + 1}`, 'middle')}${note(LEFT + (column + 0.5) * CELL, TOP - 7, percent(pcaVariance[k]), 'middle')}`,
  );
  const clear = associations.filter(({ padj }) => padj < CLEAR);
  return {
    id: 'expression-associations',
    title: 'What the principal components go along with',
    summary: `Share of each leading principal component explained by each covariate; ${clear.length === 0 ? 'none goes beyond the design' : `beyond the design: ${clear.map(({ covariate, component }) => `${covariate} with PC${component + 1}`).join(', ')}`}.`,
    caption: `Each cell: share of the component's variance (R²) that the covariate explains by itself. An asterisk: it explains more than the design already does (F test, Holm-adjusted p < ${CLEAR}). A technical covariate with an asterisk belongs into the design.`,
    width: Math.max(LEFT + width + 12, 420),
    height: TOP + height + 40,
    body: svg`${heads}${heatCells({ rows: covariates.length, columns: components.length, x: LEFT, y: TOP, width, height, colors: SEQUENTIAL, colorOf })}${cells}${rows}${colorBar(LEFT, TOP + height + 12, SEQUENTIAL, '0', '100 %', 'of the variance')}`,
    data,
  };
}
