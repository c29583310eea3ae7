import { html, type Markup } from '../../text/markup.ts';
import { GLOSSARY, type GlossaryEntry } from './glossary.ts';

const KNOWN = new Set(GLOSSARY.map((entry) => entry.id));

/** A word that links to its paragraph in the glossary. */
export function term(id: string, word: string): Markup {
  if (!KNOWN.has(id)) throw new RangeError(`the glossary has no entry ${id}`);
  return html`<a class="term" href="#term-${id}">${word}</a>`;
}

/** What each number means, when it misleads, and what to do next. */
export function glossarySection(): Markup {
  return html`<section id="glossary" aria-labelledby="glossary-title">
    <h2 id="glossary-title">What the numbers mean</h2>
    <dl class="glossary">${GLOSSARY.map(entryBlock)}</dl>
  </section>`;
}

function entryBlock(entry: GlossaryEntry): Markup {
  return html`<div id="term-${entry.id}">
    <dt>${entry.name}</dt>
    <dd>
      <p>${entry.meaning}</p>
      <p><strong>Misleads when</strong> ${entry.misleads}</p>
      ${entry.next === null ? null : html`<p><strong>What to do</strong> ${entry.next}</p>`}
    </dd>
  </div>`;
}
