import type { ExpressionResult } from '../../expression/index.ts';
import { plural } from '../text/numbers.ts';
import type { Figure } from './figure.ts';
import { forestFigure } from './forest.ts';
import { type GroupStyle, OKABE_ITO } from './style.ts';

const STYLE: GroupStyle = { color: OKABE_ITO.blue, tone: 'c2', shape: 'circle' };

/** Shifts of cell-type markers in the headline comparison, with their intervals. */
export function compositionFigure({ makeup, contrasts }: ExpressionResult, data: string): Figure | null {
  const name = contrasts[0]?.name;
  const shifts = makeup?.composition.shifts.filter(({ contrast }) => contrast === name) ?? [];
  if (makeup === undefined || name === undefined || shifts.length === 0) return null;
  const clear = shifts.filter(({ padj }) => padj < 0.05).map(({ type }) => type);
  return forestFigure({
    id: 'composition',
    title: `Cell-type markers: ${name}`,
    summary: `Differences of ${plural(shifts.length, 'cell type')} in mean log2 marker expression; ${clear.length === 0 ? 'none is clear at an adjusted p of 0.05' : `clear: ${clear.join(', ')}`}.`,
    caption: `Mean difference of the markers of each cell type with its 95 % interval; unit: ${makeup.composition.unit}. Relative: markers tell neither numbers of cells nor whether cells or their expression changed.`,
    axis: 'Difference (log2)',
    pName: 'adj. p',
    rows: shifts.map(({ type, difference, low, high, padj }) => ({
      ...{ label: type.replaceAll('-', ' '), estimate: difference, low, high, p: padj, style: STYLE },
    })),
    data,
  });
}
