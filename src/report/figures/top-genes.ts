import type { ContrastResult, ExpressionResult } from '../../expression/index.ts';
import { type Markup, svg } from '../text/markup.ts';
import { fixed, listed, pEquals } from '../text/numbers.ts';
import { gridLines, leftAxis } from './axis.ts';
import type { Figure } from './figure.ts';
import { calledGenes, strongest } from './gene-points.ts';
import { marks, note } from './marks.ts';
import type { SampleGroups } from './sample-groups.ts';
import { extent, linearScale, padded } from './scale.ts';
import { INK, RULE, styleOf, TYPE } from './style.ts';
import { swarm } from './swarm.ts';
import { fitText } from './text-width.ts';

const WIDTH = 720;
const COLUMNS = 4;
const PANEL = { left: 34, width: 138, top: 40, height: 104, step: 180, rowStep: 186 };

/** The genes with the smallest p, each sample a point: what a fold change looks like in the raw. */
export function topGenesFigure(
  expression: ExpressionResult,
  contrast: ContrastResult,
  groups: SampleGroups,
  data: string,
): Figure | null {
  const called = calledGenes(contrast);
  const tested = [...called.up, ...called.down, ...called.rest].filter((g) => !Number.isNaN(contrast.pvalue[g]));
  const top = strongest(contrast, tested, 12);
  if (top.length === 0) return null;
  const panels = top.map((g, i) => {
    const x = (i % COLUMNS) * PANEL.step;
    const y = Math.floor(i / COLUMNS) * PANEL.rowStep;
    return svg`<g transform="translate(${x} ${y})">${genePanel(expression, contrast, g, groups)}</g>`;
  });
  return {
    id: 'expression-top-genes',
    title: `The twelve genes with the smallest p: ${contrast.name}`,
    summary: `Expression per sample of ${listed(top.map((g) => expression.genes[g]))}.`,
    caption: `Each point is one sample, in ${expression.transformName}. LFC: log2 fold change ${contrast.treated} / ${contrast.control}. Chosen because they have the smallest p; their fold changes are therefore on average too large (winner's curse).`,
    width: WIDTH,
    height: Math.ceil(top.length / COLUMNS) * PANEL.rowStep,
    body: svg`${panels}`,
    data,
  };
}

function genePanel(expression: ExpressionResult, contrast: ContrastResult, g: number, groups: SampleGroups): Markup {
  const width = expression.samples.length;
  const values = expression.transformed.subarray(g * width, (g + 1) * width);
  const y = linearScale(padded(extent(values), 0.08), [PANEL.top + PANEL.height, PANEL.top], 3);
  const slot = PANEL.width / groups.names.length;
  const drawn = groups.names.map((group, i) => {
    const heights = Array.from(values)
      .filter((_, s) => groups.of[s] === group)
      .map(y);
    const offsets = swarm(heights, 5.6, slot / 2 - 3);
    const center = PANEL.left + slot * (i + 0.5);
    return svg`${marks(
      styleOf(groups.styles, group),
      heights.map((height, k) => ({ x: center + offsets[k], y: height })),
      2.6,
    )}${note(center, PANEL.top + PANEL.height + 14, fitText(group, 9.5, slot + 4), 'middle', 9.5)}`;
  });
  const head = svg`<text x="${PANEL.left}" y="14" font-size="${TYPE.label}" font-weight="600" font-style="italic" class="ink" fill="${INK}">${fitText(expression.genes[g], TYPE.label, PANEL.width)}
    </text>${note(PANEL.left, 28, `LFC ${fixed(contrast.log2FoldChange[g], 2)}, ${pEquals(contrast.padj[g], 'adj. p')}`)}`;
  return svg`${head}${gridLines(y, PANEL.left, PANEL.left + PANEL.width)}
    <path d="M${PANEL.left} ${PANEL.top + PANEL.height}h${PANEL.width}" class="rule" stroke="${RULE}"/>${leftAxis(y, PANEL.left, null)}${drawn}`;
}
