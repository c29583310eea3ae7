import { type Figure, figureInline } from '../figures/figure.ts';
import { html, type Markup } from '../text/markup.ts';

/** A figure with its caption. The viewer adds the buttons that save it as SVG, PNG and CSV. */
export function figureBlock(figure: Figure | null): Markup | null {
  if (figure === null) return null;
  return html`<figure id="${figure.id}" data-figure="${figure.id}" data-set="${figure.data}">
    <div class="canvas" tabindex="0">${figureInline(figure)}</div>
    <figcaption><strong>${figure.title}.</strong> ${figure.caption}</figcaption>
  </figure>`;
}

/** Figures behind a summary line, closed until asked for. */
export function moreFigures(summary: string, figures: readonly (Figure | null)[]): Markup | null {
  const shown = figures.filter((figure) => figure !== null);
  if (shown.length === 0) return null;
  return html`<details class="more"><summary>${summary}</summary>${shown.map(figureBlock)}</details>`;
}
