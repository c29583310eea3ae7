import { type Markup, svg } from '../text/markup.ts';
import type { Scale } from './scale.ts';
import { GRID, INK, MUTED, RULE, TYPE } from './style.ts';

/** A horizontal axis at height `y`: line, ticks, numbers and a label centered below. */
export function bottomAxis(scale: Scale, y: number, label: Markup | string | null): Markup {
  const [x1, x2] = scale.range;
  const ticks = scale.ticks.map(
    (tick) =>
      svg`<path d="M${scale(tick)} ${y}v4" class="rule" stroke="${RULE}"/>
        <text x="${scale(tick)}" y="${y + 16}" text-anchor="middle" font-size="${TYPE.tick}" class="muted" fill="${MUTED}">${scale.label(tick)}
        </text>`,
  );
  const title =
    label === null
      ? null
      : svg`<text x="${(x1 + x2) / 2}" y="${y + 34}" text-anchor="middle" font-size="${TYPE.label}" class="ink" fill="${INK}">${label}
        </text>`;
  return svg`<path d="M${x1} ${y}H${x2}" class="rule" stroke="${RULE}"/>${ticks}${title}`;
}

/** A vertical axis at `x`: ticks with numbers to the left, and a label turned along the axis at `labelX`. */
export function leftAxis(scale: Scale, x: number, label: Markup | string | null, labelX = x - 42): Markup {
  const [y1, y2] = scale.range;
  const ticks = scale.ticks.map(
    (tick) =>
      svg`<path d="M${x} ${scale(tick)}h-4" class="rule" stroke="${RULE}"/>
        <text x="${x - 7}" y="${scale(tick) + 3.8}" text-anchor="end" font-size="${TYPE.tick}" class="muted" fill="${MUTED}">${scale.label(tick)}
        </text>`,
  );
  const middle = (y1 + y2) / 2;
  const title =
    label === null
      ? null
      : svg`<text transform="translate(${labelX} ${middle}) rotate(-90)" text-anchor="middle" font-size="${TYPE.label}" class="ink" fill="${INK}">${label}
        </text>`;
  return svg`<path d="M${x} ${y1}V${y2}" class="rule" stroke="${RULE}"/>${ticks}${title}`;
}

/** Faint lines across the plot at the ticks of a vertical scale. */
export function gridLines(scale: Scale, x1: number, x2: number): Markup {
  return svg`<path d="${scale.ticks.map((tick) => svg`M${x1} ${scale(tick)}H${x2}`)}" class="grid" stroke="${GRID}" fill="none"/>`;
}
