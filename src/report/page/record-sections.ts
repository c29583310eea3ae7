import { type Contents, dataOf } from '../contents.ts';
import type { ReportInput } from '../input.ts';
import { methodsText } from '../methods/methods-text.ts';
import { citedIn, paragraphHtml } from '../methods/render-methods.ts';
import { html, type Markup } from '../text/markup.ts';
import { listed, plural } from '../text/numbers.ts';
import type { Section } from './result-sections.ts';
import { moreTable, tableBlock } from './table-block.ts';

/** Design checks and everything that was left out or flagged, all counted. */
export function checksSection(input: ReportInput, contents: Contents): Section {
  const { checks, behavior, expression } = input;
  const severities = (['error', 'warning', 'note'] as const).map((severity) =>
    plural(checks.filter((one) => one.severity === severity).length, severity),
  );
  const left = [
    plural(behavior?.exclusions.length ?? 0, 'behavioral value'),
    plural(expression?.exclusions.length ?? 0, 'sample'),
  ];
  return {
    id: 'checks',
    title: 'Design checks and exclusions',
    body: html`<p>The design checks gave ${listed(severities)}. Left out of the analysis: ${listed(left)}. Nothing else was dropped.</p>${tableBlock(dataOf(contents, 'checks'))}${behavior === null ? null : html`${tableBlock(dataOf(contents, 'behavior-exclusions'))}${tableBlock(dataOf(contents, 'behavior-flags'))}`}${expression === null ? null : tableBlock(dataOf(contents, 'expression-exclusions'))}`,
  };
}

/** The methods of this run and the works they rest on. */
export function methodsSection(input: ReportInput): Section {
  const paragraphs = methodsText(input);
  const references = citedIn(paragraphs);
  return {
    id: 'methods',
    title: 'Methods',
    body: html`${paragraphs.map((one) => html`<h3>${one.heading}</h3>${paragraphHtml(one.text)}`)}<h3>References</h3><ol class="references">${references.map((one) => html`<li id="ref-${one.key}">${one.full}.${one.doi === null ? null : html` <a href="https://doi.org/${one.doi}">doi:${one.doi}</a>`}</li>`)}</ol>`,
  };
}

/** The command, the settings and the digests of the inputs. */
export function reproduceSection(input: ReportInput, contents: Contents): Section {
  const { command, version, seed, parameters } = input.provenance;
  return {
    id: 'reproduce',
    title: 'How to repeat this run',
    body: html`<p>With limbic ${version} and the files below, this command gives the same bytes:</p><pre><code>${command}</code></pre>${definitions('Settings in force', [{ label: 'seed', value: String(seed) }, ...parameters.filter((one) => one.label !== 'seed')])}${moreTable(dataOf(contents, 'inputs'))}`,
  };
}

function definitions(title: string, rows: readonly { label: string; value: string }[]): Markup {
  return html`<h3>${title}</h3><dl class="facts">${rows.map((row) => html`<dt>${row.label}</dt><dd>${row.value}</dd>`)}</dl>`;
}
