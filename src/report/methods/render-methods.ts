import { html, type Markup } from '../text/markup.ts';
import type { MethodsParagraph } from './methods-text.ts';
import { type Reference, referenceOf } from './references.ts';

const CITATION = /\[(@[a-z0-9]+(?:; @[a-z0-9]+)*)\]/;

/** A paragraph cut into plain text, code, and citations. */
type Piece = { text: string } | { code: string } | { cited: Reference[] };

function piecesOf(text: string): Piece[] {
  return text.split(/(`[^`]*`|\[@[a-z0-9]+(?:; @[a-z0-9]+)*\])/).map((part): Piece => {
    const citation = CITATION.exec(part);
    if (citation !== null) return { cited: citation[1].split('; ').map((key) => referenceOf(key.slice(1))) };
    return part.startsWith('`') ? { code: part.slice(1, -1) } : { text: part };
  });
}

/** Works cited by the paragraphs, in order of first citation. */
export function citedIn(paragraphs: readonly MethodsParagraph[]): Reference[] {
  const cited = paragraphs.flatMap((one) => piecesOf(one.text)).flatMap((piece) => ('cited' in piece ? piece.cited : []));
  return [...new Set(cited)];
}

/** A paragraph as HTML, citations linked to the list of references. */
export function paragraphHtml(text: string): Markup {
  const parts = piecesOf(text).map((piece) => {
    if ('code' in piece) return html`<code>${piece.code}</code>`;
    if ('text' in piece) return html`${piece.text}`;
    return html`(${piece.cited.map((one, i) => html`${i > 0 ? '; ' : null}<a href="#ref-${one.key}">${one.short}</a>`)})`;
  });
  return html`<p>${parts}</p>`;
}

/** The methods as Markdown, with the list of references. */
export function methodsMarkdown(title: string, paragraphs: readonly MethodsParagraph[]): string {
  const body = paragraphs.map((one) => `## ${one.heading}\n\n${paragraphMarkdown(one.text)}\n`);
  const references = citedIn(paragraphs).map((one) => `- ${one.full}.${one.doi === null ? '' : ` https://doi.org/${one.doi}`}`);
  return `# Methods: ${escapeMarkdown(title)}\n\n${body.join('\n')}\n## References\n\n${references.join('\n')}\n`;
}

function paragraphMarkdown(text: string): string {
  return piecesOf(text)
    .map((piece) => {
      if ('code' in piece) return `\`${piece.code.replaceAll('\n', ' ')}\``;
      if ('text' in piece) return escapeMarkdown(piece.text);
      return `(${piece.cited.map((one) => one.short).join('; ')})`;
    })
    .join('');
}

/** Text that Markdown must not read as markup. */
function escapeMarkdown(text: string): string {
  return text
    .replace(/[\\`*_[\]#|~]/g, (character) => `\\${character}`)
    .replaceAll('<', '&lt;')
    .replace(/\s+/g, ' ');
}
