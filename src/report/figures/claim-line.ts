import type { Claim } from '../../claims/index.ts';
import { type Markup, svg } from '../text/markup.ts';
import { pEquals, withInterval } from '../text/numbers.ts';
import { intervalBar } from './marks.ts';
import { extent, linearScale, padded } from './scale.ts';
import { FONT, type GroupStyle, MUTED, RULE, TYPE } from './style.ts';

const WIDTH = 260;
const HEIGHT = 46;
const MARGIN = 14;
const STYLE: GroupStyle = { color: '#1a1a1a', tone: 'ink', shape: 'square' };

/** The estimate of a claim as one small forest line: zero, the smallest effect of interest shaded, the 95 % interval. */
export function claimLine(claim: Claim, id: string): Markup | null {
  if (!Number.isFinite(claim.estimate)) return null;
  const bound = claim.equivalence?.bound ?? NaN;
  const correlation = /^r\b|correlation/i.test(claim.unit);
  const domain: [number, number] = correlation
    ? [-1, 1]
    : padded(extent([claim.estimate, claim.low, claim.high, 0], Number.isFinite(bound) ? [-bound, bound] : []), 0.1);
  const scale = linearScale(domain, [MARGIN, WIDTH - MARGIN], 4);
  const y = 15;
  const band = Number.isFinite(bound)
    ? svg`<rect x="${scale(-bound)}" y="2" width="${scale(bound) - scale(-bound)}" height="26" class="shade" fill="#e9e9e9"/>`
    : null;
  const ticks = scale.ticks.map(
    (tick) =>
      svg`<path d="M${scale(tick)} 28v3" class="rule" stroke="${RULE}"/>
        <text x="${scale(tick)}" y="42" text-anchor="middle" font-size="${TYPE.small}" class="muted" fill="${MUTED}">${scale.label(tick)}
        </text>`,
  );
  const at = { x: scale(claim.estimate), low: scale(claim.low), high: scale(claim.high), y };
  const words = `Estimate ${withInterval(claim.estimate, claim.low, claim.high)} ${claim.unit}, 95 % interval; ${pEquals(claim.padj, 'adjusted p')}.`;
  return svg`<svg xmlns="http://www.w3.org/2000/svg" class="claim-line" width="${WIDTH}" height="${HEIGHT}" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-labelledby="${id}" font-family="${FONT}">
    <title id="${id}">${words}</title>${band}<path d="M${scale(0)} 2V28" class="rule" stroke="${RULE}"/>
    <path d="M${MARGIN} 28H${WIDTH - MARGIN}" class="rule" stroke="${RULE}"/>${ticks}${intervalBar(STYLE, at, scale.range, 4.5)}
    </svg>`;
}
