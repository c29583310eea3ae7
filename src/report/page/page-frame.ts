import { html, type Markup, trusted } from '../text/markup.ts';
import { SCRIPT, SCRIPT_HASH, STYLE, STYLE_HASH } from './assets.generated.ts';

/** Forbids every connection; the one style and the one script are named by their digests. */
const POLICY = `default-src 'none'; style-src '${STYLE_HASH}'; script-src '${SCRIPT_HASH}'; img-src data: blob:; base-uri 'none'; form-action 'none'`;

/** A page of one subject in the dress of the report: a title with facts, one body, the data behind it. */
export interface BarePage {
  kind: string;
  title: string;
  facts: readonly string[];
  body: Markup;
  /** Anchors inside the body and what they are called. */
  sections: readonly (readonly [id: string, name: string])[];
  /** Data for the viewer. */
  packed: Markup;
  version: string;
}

/**
 * The file around a page: policy, style and script.
 *
 * @param body all that the page shows and carries
 */
export function pageFile(title: string, version: string, body: Markup): string {
  const page = html`<!doctype html>
    <html lang="en">
    <head>
      <meta charset="utf-8">
      <meta http-equiv="Content-Security-Policy" content="${POLICY}">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light dark">
      <meta name="generator" content="limbic ${version}">
      <title>${title}</title>
      <style>${trusted(STYLE)}</style>
    </head>
    <body>
      ${body}
      <script>${trusted(SCRIPT)}</script>
    </body>
    </html>`;
  return `${page.text}\n`;
}

/** One HTML file that needs nothing else. */
export function barePage({ kind, title, facts, body, sections, packed, version }: BarePage): string {
  const content = html`
    <header class="title"><p class="kind">${kind}</p><h1>${title}</h1>${facts.map((fact) => html`<p>${fact}</p>`)}</header>
    <div class="layout">
      <nav aria-label="Sections"><ol>${sections.map(([id, name]) => html`<li><a href="#${id}">${name}</a></li>`)}</ol></nav>
      <main>${body}</main>
    </div>
    <footer><p>Made with limbic ${version}. This file contacts no server; everything shown is inside it.</p></footer>
    ${packed}`;
  return pageFile(`${title} – ${kind}`, version, content);
}
