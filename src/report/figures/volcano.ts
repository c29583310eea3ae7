import type { ContrastResult } from '../../expression/index.ts';
import { log10 } from '../../stats/index.ts';
import { type Markup, svg } from '../text/markup.ts';
import { count, listed, significant } from '../text/numbers.ts';
import { bottomAxis, gridLines, leftAxis } from './axis.ts';
import type { Figure } from './figure.ts';
import { type CalledGenes, calledGenes, reachOf, strongest } from './gene-points.ts';
import { dust, isPlaced, marks, note, words } from './marks.ts';
import { placeLabels } from './place-labels.ts';
import { linearScale, type Scale } from './scale.ts';
import { type GroupStyle, INK, OKABE_ITO, RULE, TYPE } from './style.ts';

export const UP: GroupStyle = { color: OKABE_ITO.vermilion, tone: 'c1', shape: 'triangle' };
export const DOWN: GroupStyle = { color: OKABE_ITO.blue, tone: 'c2', shape: 'triangle-down' };
const WIDTH = 560;
const HEIGHT = 400;
const [LEFT, RIGHT, TOP, BOTTOM] = [56, 12, 30, 48];

/** Effect against evidence for every gene; called genes as triangles pointing up or down, the strongest named. */
export function volcanoFigure(contrast: ContrastResult, genes: readonly string[], id: string, data: string): Figure {
  const called = calledGenes(contrast);
  const heights = Float64Array.from(contrast.pvalue, (p) => -log10(Math.max(p, 1e-300)));
  const reach =
    Math.max(
      reachOf(contrast.log2FoldChange, 0.998),
      reachOf(
        [...called.up, ...called.down].map((g) => contrast.log2FoldChange[g]),
        0.98,
      ),
    ) * 1.1;
  const top = Math.max(
    4,
    ...strongest(contrast, [...called.up, ...called.down, ...called.rest], 1).map((g) => heights[g] * 1.08 || 0),
  );
  const x = linearScale([-reach, reach], [LEFT, WIDTH - RIGHT], 7);
  const y = linearScale([0, top], [HEIGHT - BOTTOM, TOP], 6);
  const at = (g: number) => ({ x: clamp(x(contrast.log2FoldChange[g]), LEFT, WIDTH - RIGHT), y: y(heights[g]) });
  const rest = called.rest.filter((g) => !Number.isNaN(heights[g])).map(at);
  const body = svg`${gridLines(y, LEFT, WIDTH - RIGHT)}<path d="M${x(0)} ${TOP}V${HEIGHT - BOTTOM}" class="rule" stroke="${RULE}"/>${dust(rest, 2.6, '#b5b5b5', 'dust')}${marks(DOWN, called.down.map(at), 2.9)}${marks(UP, called.up.map(at), 2.9)}${geneLabels(contrast, genes, called, at)}${bottomAxis(x, HEIGHT - BOTTOM, `log2 fold change, ${contrast.treated} / ${contrast.control}`)}${leftAxis(y, LEFT, '−log10 p', 16)}${counts(called, contrast, x)}`;
  return {
    id,
    title: `Volcano plot: ${contrast.name}`,
    summary: summaryOf(contrast, genes, called),
    caption: `Every tested gene by size of change and strength of evidence. Triangles: adjusted p < ${significant(contrast.alpha, 2)} (Benjamini–Hochberg over ${count(called.tested)} genes), pointing up where expression is higher in ${contrast.treated}. The strongest genes are named. Genes beyond the axis stand at its edge; dots that coincide are drawn once.`,
    width: WIDTH,
    height: HEIGHT,
    body,
    data,
  };
}

/** Keeps a coordinate inside the plot. */
export function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}

function geneLabels(
  contrast: ContrastResult,
  genes: readonly string[],
  called: CalledGenes,
  at: (g: number) => { x: number; y: number },
): Markup {
  const hits = [...called.up, ...called.down];
  const named = strongest(contrast, hits, 24);
  const obstacles = strongest(contrast, hits, 200).map(at);
  return labelsFor(
    named.map((g) => ({ ...at(g), text: genes[g] })),
    obstacles,
    { x1: LEFT + 2, y1: TOP - 2, x2: WIDTH - RIGHT, y2: HEIGHT - BOTTOM - 2 },
  );
}

/** Names beside points, in italics as gene symbols are unless told otherwise, with hairlines where they stand off. */
export function labelsFor(
  wishes: readonly { x: number; y: number; text: string }[],
  obstacles: readonly { x: number; y: number }[],
  bounds: { x1: number; y1: number; x2: number; y2: number },
  fontStyle: 'italic' | 'normal' = 'italic',
): Markup {
  const placed = placeLabels(wishes.filter(isPlaced), TYPE.small, bounds, obstacles.filter(isPlaced));
  return svg`${placed.map((label) => {
    const line =
      label.leader === null
        ? null
        : svg`<path d="M${label.x} ${label.y}L${label.leader.x} ${label.leader.y}" class="rule" stroke="${RULE}" stroke-width="0.7"/>`;
    return svg`${line}<text x="${label.left}" y="${label.baseline}" font-size="${TYPE.small}" font-style="${fontStyle}" class="ink" fill="${INK}">${label.text}
      </text>`;
  })}`;
}

function counts(called: CalledGenes, contrast: ContrastResult, x: Scale): Markup {
  const [left, right] = x.range;
  return svg`${marks(DOWN, [{ x: left + 6, y: 13 }], 4)}${words(left + 15, 17, `${count(called.down.length)} lower in ${contrast.treated}`)}${marks(UP, [{ x: right - 6, y: 13 }], 4)}${words(right - 15, 17, `${count(called.up.length)} higher in ${contrast.treated}`, 'end')}${note((left + right) / 2, 17, `FDR ${significant(contrast.alpha, 2)}`, 'middle')}`;
}

function summaryOf(contrast: ContrastResult, genes: readonly string[], called: CalledGenes): string {
  const top = strongest(contrast, [...called.up, ...called.down], 5).map((g) => genes[g]);
  const names = top.length === 0 ? 'No gene passes.' : `Smallest p: ${listed(top)}.`;
  return `Of ${count(called.tested)} genes tested in ${contrast.name}, ${count(called.up.length)} are higher and ${count(called.down.length)} lower at adjusted p < ${significant(contrast.alpha, 2)}. ${names}`;
}
