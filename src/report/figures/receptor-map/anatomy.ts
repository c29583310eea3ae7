import { type Markup, svg } from '../../text/markup.ts';
import { MUTED, RULE } from '../style.ts';
import { PANEL_WIDTH, type SynapseLayout } from './synapse-layout.ts';

const CELL = '#f5f2ec';
const EDGE = '#b9b2a4';

/** The terminal with the end of its axon, and the membrane of the cell that it speaks to. */
export function anatomy(layout: SynapseLayout): Markup {
  const { x, y, width, height } = layout.terminal;
  const radius = Math.min(34, height / 2 - 4);
  const middle = x + width / 2;
  const axon = 15;
  const outline = svg`M${middle - axon} ${y - 14}C${middle - axon} ${y - 4} ${middle - axon - 8} ${y} ${middle - axon - 24} ${y}H${x + radius}Q${x} ${y} ${x} ${y + radius}V${y + height - radius}Q${x} ${y + height} ${x + radius} ${y + height}H${x + width - radius}Q${x + width} ${y + height} ${x + width} ${y + height - radius}V${y + radius}Q${x + width} ${y} ${x + width - radius} ${y}H${middle + axon + 24}C${middle + axon + 8} ${y} ${middle + axon} ${y - 4} ${middle + axon} ${y - 14}`;
  const top = layout.membraneY;
  const bottom = layout.height;
  const post = svg`M0 ${bottom}V${top + 20}Q0 ${top} 20 ${top}H${PANEL_WIDTH - 20}Q${PANEL_WIDTH} ${top} ${PANEL_WIDTH} ${top + 20}V${bottom}`;
  return svg`<path d="${outline}" class="cell cell-edge" fill="${CELL}" stroke="${EDGE}" stroke-width="1.2"/>
    <path d="${post}" class="cell cell-edge" fill="${CELL}" stroke="${EDGE}" stroke-width="1.2"/>
    <path d="M22 ${top + 6}H${PANEL_WIDTH - 22}" class="cell-edge" stroke="${EDGE}" stroke-width="0.7"/>${cleft(layout)}`;
}

/** Transmitter in the cleft: dots on a fixed, irregular pattern. */
function cleft(layout: SynapseLayout): Markup {
  const { x, width, y, height } = layout.terminal;
  const top = y + height + 8;
  const depth = layout.membraneY - top - 9;
  const dots: Markup[] = [];
  for (let i = 0; i * 11 < width - 80; i++) {
    dots.push(svg`M${x + 40 + i * 11 + ((i * 37) % 7)} ${top + ((i * i * 29 + i * 53) % 101) * (depth / 100)}h0`);
  }
  return svg`<path d="${dots}" class="s-dust" stroke="#c9c0ae" stroke-width="3.2" stroke-linecap="round" fill="none"/>`;
}

/** Two vesicles, one full and one about to open. */
export function vesicles(x: number, y: number): Markup {
  const one = (left: number, down: number) => svg`M${left - 7} ${down}a7 7 0 1 0 14 0a7 7 0 1 0 -14 0z`;
  const content = (left: number, down: number) =>
    svg`M${left - 2.4} ${down - 1}h0M${left + 2.2} ${down - 2}h0M${left + 0.4} ${down + 2.6}h0`;
  return svg`<path d="${one(x, y)}${one(x + 18, y + 4)}" class="cell-edge" stroke="${EDGE}" fill="none"/>
    <path d="${content(x, y)}${content(x + 18, y + 4)}" class="s-dust" stroke="#c9c0ae" stroke-width="2.4" stroke-linecap="round"/>`;
}

/** A receptor in the membrane: an ion channel as two walls around a pore, a metabotropic receptor as seven crossings. */
export function receptorGlyph(channel: boolean, x: number, y: number): Markup {
  if (channel) {
    return svg`<path d="M${x - 9} ${y - 8}q5 11 0 22h5.5q3 -11 0 -22zM${x + 9} ${y - 8}q-5 11 0 22h-5.5q-3 -11 0 -22z" class="glyph" fill="#8b8373" stroke="none"/>`;
  }
  const loops = [0, 1, 2, 3, 4, 5].map(
    (i) => svg`a1.9 1.9 0 0 ${i % 2 === 0 ? 1 : 0} 3.8 0${i % 2 === 0 ? svg`v14` : svg`v-14`}`,
  );
  return svg`<path d="M${x - 11.4} ${y + 10}v-14${loops}" class="glyph-line" fill="none" stroke="#8b8373" stroke-width="2"/>`;
}

/** A caption inside the drawing. */
export function caption(x: number, y: number, text: string, anchor: 'start' | 'middle' = 'start'): Markup {
  return svg`<text x="${x}" y="${y}" font-size="10.5" text-anchor="${anchor}" class="muted" fill="${MUTED}">${text}
    </text>`;
}

/** A bracket over several columns. */
export function bracket(x1: number, x2: number, y: number): Markup {
  return svg`<path d="M${x1} ${y + 3}v-3H${x2}v3" class="rule" fill="none" stroke="${RULE}" stroke-width="0.8"/>`;
}
