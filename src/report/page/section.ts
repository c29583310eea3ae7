import { html, type Markup } from '../text/markup.ts';

/** A section of the report with its id, for the navigation. */
export interface Section {
  id: string;
  title: string;
  body: Markup;
}

/** A section whose step did not run, and why. */
export function notRun(id: string, title: string, why: string): Section {
  return { id, title, body: html`<p class="none">${why}</p>` };
}
