import { type Markup, svg } from '../text/markup.ts';
import { FONT } from './style.ts';

/** One picture: its drawing, the words that stand for it, and the name of the data behind it. */
export interface Figure {
  /** Unique, safe in file names: `figures/<id>.svg`, and the anchor in the report. */
  id: string;
  title: string;
  /** What the picture shows, for readers who cannot see it: the main numbers in one to three sentences. */
  summary: string;
  /** What is drawn and how to read it, printed below the picture. */
  caption: string;
  width: number;
  height: number;
  body: Markup;
  /** Id of the data set drawn. */
  data: string;
}

/** The figure as a file of its own: white ground, black ink, every color as an attribute. */
export function figureFile(figure: Figure): string {
  const { width, height } = figure;
  return `<?xml version="1.0" encoding="UTF-8"?>\n${
    svg`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="title desc" font-family="${FONT}">
      <title id="title">${figure.title}</title><desc id="desc">${figure.summary}</desc>
      <rect width="${width}" height="${height}" fill="#fff"/>${figure.body}</svg>`.text
  }\n`;
}

/** The figure inside the report; its classes take the colors of the page, so that it follows dark mode and forced colors. */
export function figureInline(figure: Figure): Markup {
  const { id, width, height } = figure;
  return svg`<svg xmlns="http://www.w3.org/2000/svg" class="figure" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="${id}-title ${id}-desc" font-family="${FONT}">
    <title id="${id}-title">${figure.title}</title><desc id="${id}-desc">${figure.summary}</desc>${figure.body}</svg>`;
}
