import { type Markup, svg } from '../text/markup.ts';
import { fixed, pEquals, pvalue } from '../text/numbers.ts';
import { gridLines, leftAxis } from './axis.ts';
import { countScale } from './count-scale.ts';
import type { Figure } from './figure.ts';
import { marks, note, solid, words } from './marks.ts';
import { extent, linearScale, padded, type Scale } from './scale.ts';
import { type GroupStyle, INK, RULE, styleOf, TYPE } from './style.ts';
import { swarm } from './swarm.ts';
import { fitText } from './text-width.ts';

/** Half the width of a 95 % interval in standard errors (normal, as the Wald test). */
export const HALF_WIDTH = 1.959963984540054;

/** One gene by group: every sample, and the estimated changes. */
export interface GenePlot {
  gene: string;
  /** Control first; normalized counts of the group's samples. */
  groups: readonly { name: string; values: readonly number[] }[];
  styles: ReadonlyMap<string, GroupStyle>;
  /** log2 fold changes with 95 % intervals and adjusted p, by treated group. */
  estimates: readonly GeneEstimate[];
}

/** A change of one gene in one comparison. */
export interface GeneEstimate {
  treated: string;
  control: string;
  change: number;
  low: number;
  high: number;
  padj: number;
}

const [LEFT, RIGHT, TOP, RAW, GAP, BELOW] = [66, 10, 30, 190, 34, 96];
const SLOT = 118;

/** Normalized counts of every sample above, log2 fold changes against the control with 95 % intervals below. */
export function geneFigure({ gene, groups, styles, estimates }: GenePlot): Figure {
  const width = Math.max(360, groups.length * SLOT + LEFT + RIGHT);
  const slot = (width - LEFT - RIGHT) / groups.length;
  const values = countScale(extent(...groups.map((group) => group.values)), [TOP + RAW, TOP]);
  const below = TOP + RAW + GAP;
  const shown = estimates.filter(({ treated }) => groups.some(({ name }) => name === treated));
  const differences = linearScale(
    padded(
      extent(
        shown.flatMap(({ low, high }) => [low, high]),
        [-0.5, 0.5],
      ),
      0.06,
    ),
    [below + BELOW, below],
    4,
  );
  const right = width - RIGHT;
  const drawn = groups.map((group, i) =>
    groupColumn(group, styleOf(styles, group.name), values, LEFT + slot * (i + 0.5), slot, below + BELOW),
  );
  const changes = shown.map((one) => {
    const i = groups.findIndex(({ name }) => name === one.treated);
    return change(one, styleOf(styles, one.treated), differences, LEFT + slot * (i + 0.5), below + BELOW);
  });
  return {
    id: 'expression-gene',
    title: gene,
    summary: summaryOf(gene, shown),
    caption:
      'Above: normalized counts of every sample, logarithmic but holding zero, with the median of each group. Below: log2 fold change against the control with its 95 % interval (DESeq2, Wald), and the adjusted p. A gene looked up by hand was not chosen blindly: judge it by its adjusted p over all genes.',
    width,
    height: below + BELOW + 46,
    body: svg`<text x="${LEFT}" y="17" font-size="${TYPE.title}" font-weight="600" font-style="italic" class="ink" fill="${INK}">${fitText(gene, TYPE.title, right - LEFT)}
      </text>${gridLines(values, LEFT, right)}${leftAxis(values, LEFT, 'Normalized counts', 14)}${drawn}<path d="M${LEFT} ${differences(0)}H${right}" class="rule" stroke="${RULE}" stroke-dasharray="3 3"/>${leftAxis(differences, LEFT, 'log2 fold change', 14)}${changes}${note(LEFT - 10, below + BELOW + 37, 'adj. p', 'end')}`,
    data: 'expression-gene',
  };
}

function groupColumn(
  group: { name: string; values: readonly number[] },
  style: GroupStyle,
  scale: Scale,
  x: number,
  slot: number,
  bottom: number,
): Markup {
  const heights = group.values.map(scale);
  const offsets = swarm(heights, 7, slot / 2 - 12);
  const sorted = [...group.values].sort((a, b) => a - b);
  const middle = sorted.length === 0 ? NaN : (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2;
  const line = Number.isNaN(middle)
    ? null
    : svg`<path d="M${x - 22} ${scale(middle)}h44" class="s-ink" stroke="${INK}" stroke-width="2"/>`;
  return svg`${marks(
    style,
    heights.map((y, i) => ({ x: x + offsets[i], y })),
    3.3,
  )}${line}${words(x, bottom + 18, fitText(group.name, TYPE.tick, slot - 4), 'middle')}`;
}

function change(one: GeneEstimate, style: GroupStyle, scale: Scale, x: number, bottom: number): Markup {
  const bar = svg`<path d="M${x} ${scale(one.low)}V${scale(one.high)}" class="s-${style.tone}" stroke="${style.color}" stroke-width="2.2"/>`;
  const known = Number.isFinite(one.low + one.high);
  return svg`${known ? bar : null}${known ? marks({ ...style, shape: solid(style.shape) }, [{ x, y: scale(one.change) }], 4.4) : null}${note(x, bottom + 37, known ? pvalue(one.padj) : 'no estimate', 'middle')}`;
}

function summaryOf(gene: string, estimates: readonly GeneEstimate[]): string {
  const told = estimates
    .filter(({ change }) => !Number.isNaN(change))
    .map(
      (one) =>
        `${one.treated} against ${one.control} ${fixed(one.change, 2)} (95 % interval ${fixed(one.low, 2)} to ${fixed(one.high, 2)}, ${pEquals(one.padj, 'adjusted p')})`,
    );
  return `${gene} by group. ${told.length === 0 ? 'No change was estimated.' : `log2 fold changes: ${told.join('; ')}.`}`;
}
