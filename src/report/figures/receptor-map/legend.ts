import { cos, sin } from '../../../stats/index.ts';
import { type Markup, svg } from '../../text/markup.ts';
import { fixed } from '../../text/numbers.ts';
import { note, words } from '../marks.ts';
import { INK, RULE, TYPE } from '../style.ts';
import { LEVELS, swatchColor, swatchTone } from '../uncertainty-palette.ts';
import { TILE } from './tile.ts';

const SPREAD = 0.62;
const INNER = 14;
const RING = 19;

/** Height of the legend. */
export const LEGEND_HEIGHT = 118;

/** The palette as a fan: direction and size of the change around it, certainty outward. */
export function mapLegend(limit: number, fdr: number): Markup {
  const [x, y] = [112, 106];
  const cells = LEVELS.flatMap(({ bins }, level) =>
    Array.from({ length: bins }, (_, bin) => {
      const swatch = { level, bin };
      return svg`<path d="${sector(x, y, level, bin, bins)}" class="f-${swatchTone(swatch)} edge" fill="${swatchColor(swatch)}" stroke="#fff" stroke-width="1"/>`;
    }),
  );
  const rim = INNER + RING * LEVELS.length + 9;
  const ticks = [-1, -0.5, 0, 0.5, 1].map((share) => {
    const angle = share * SPREAD;
    const anchor = share < 0 ? 'end' : share > 0 ? 'start' : 'middle';
    return note(x + rim * sin(angle), y - rim * cos(angle) + 3, fixed(share * limit, limit >= 2 ? 0 : 1), anchor, TYPE.small);
  });
  const levels = LEVELS.map(({ name }, level) => {
    const radius = INNER + RING * (level + 0.5);
    return note(x + radius * sin(SPREAD) + 7, y - radius * cos(SPREAD) + 6, name, 'start', 9);
  });
  return svg`<g>${cells}${ticks}${levels}</g>${keys(limit, fdr)}`;
}

function sector(x: number, y: number, level: number, bin: number, bins: number): Markup {
  const [inner, outer] = [INNER + RING * level, INNER + RING * (level + 1)];
  const from = -SPREAD + (2 * SPREAD * bin) / bins;
  const to = -SPREAD + (2 * SPREAD * (bin + 1)) / bins;
  const at = (radius: number, angle: number) => svg`${x + radius * sin(angle)} ${y - radius * cos(angle)}`;
  return svg`M${at(inner, from)}L${at(outer, from)}A${outer} ${outer} 0 0 1 ${at(outer, to)}L${at(inner, to)}A${inner} ${inner} 0 0 0 ${at(inner, from)}z`;
}

/** What outline, triangle and dashes mean. */
function keys(limit: number, fdr: number): Markup {
  const [x, y] = [270, 30];
  const box = (down: number, extra: Markup) =>
    svg`<rect x="${x}" y="${down}" width="${TILE.width}" height="${TILE.height}" rx="3" ${extra}/>`;
  return svg`${words(x, 18, 'Color: log2 fold change, faded where it is uncertain', 'start', TYPE.tick, 600)}${note(x, 33, `the less certain (|t| of the moderated t test), the paler and coarser; changes beyond ±${limit} take the outermost color`)}${box(y + 14, svg`fill="none" class="s-ink" stroke="${INK}" stroke-width="1.6"`)}
    <path d="M${x + TILE.width - 10} ${y + 25}h6.4l-3.2 -5.6z" class="ink" fill="${INK}"/>${words(x + 66, y + 26, `panel false discovery rate below ${fdr}; triangle: higher or lower`)}${box(y + 38, svg`fill="none" class="rule" stroke="${RULE}" stroke-width="0.7" stroke-dasharray="2 2"`)}${words(x + 66, y + 50, 'not detected in this tissue: nothing can be said')}${note(x, y + 78, 'Glyphs in the membrane: two walls = ion channel; seven crossings = metabotropic receptor. Messenger RNA, not protein.')}`;
}
