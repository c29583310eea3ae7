import { type Contents, dataOf } from '../../contents.ts';
import type { ReportInput } from '../../input.ts';
import { methodsText } from '../../methods/methods-text.ts';
import type { Reference } from '../../methods/references.ts';
import { citedIn, paragraphHtml } from '../../methods/render-methods.ts';
import { html, type Markup } from '../../text/markup.ts';
import { listed, plural } from '../../text/numbers.ts';
import type { Section } from '../section.ts';
import { moreTable, tableBlock } from '../table-block.ts';

/** Design checks and everything that was left out or flagged, all counted. */
export function checksSection({ checks, behavior, expression }: ReportInput, contents: Contents): Section {
  const severities = (['error', 'warning', 'note'] as const).map((severity) =>
    plural(checks.filter((one) => one.severity === severity).length, severity),
  );
  const left = [
    plural(behavior?.exclusions.length ?? 0, 'behavioral value'),
    plural(expression?.exclusions.length ?? 0, 'sample'),
  ];
  const tables = [
    'checks',
    ...(behavior === null ? [] : ['behavior-exclusions', 'behavior-flags']),
    ...(expression === null ? [] : ['expression-exclusions']),
  ];
  return {
    id: 'checks',
    title: 'Design checks and exclusions',
    body: html`
      <p>The design checks gave ${listed(severities)}. Left out of the analysis: ${listed(left)}. Nothing else was dropped.</p>
      ${tables.map((id) => tableBlock(dataOf(contents, id)))}`,
  };
}

/** The methods of this run and the works they rest on. */
export function methodsSection(input: ReportInput): Section {
  const paragraphs = methodsText(input);
  return {
    id: 'methods',
    title: 'Methods',
    body: html`
      ${paragraphs.map((one) => html`<h3>${one.heading}</h3>${paragraphHtml(one.text)}`)}
      <h3>References</h3>
      <ol class="references">${citedIn(paragraphs).map(referenceItem)}</ol>`,
  };
}

function referenceItem({ key, full, doi }: Reference): Markup {
  const link = doi === null ? null : html` <a href="https://doi.org/${doi}">doi:${doi}</a>`;
  return html`<li id="ref-${key}">${full}.${link}</li>`;
}

/** The command, the settings and the digests of the inputs. */
export function reproduceSection({ provenance }: ReportInput, contents: Contents): Section {
  const { command, version, seed, parameters } = provenance;
  const settings = [{ label: 'seed', value: String(seed) }, ...parameters.filter((one) => one.label !== 'seed')];
  return {
    id: 'reproduce',
    title: 'How to repeat this run',
    body: html`
      <p>With limbic ${version} and the files below, this command gives the same bytes:</p>
      <pre><code>${command}</code></pre>
      <h3>Settings in force</h3>
      <dl class="facts">${settings.map((row) => html`<dt>${row.label}</dt><dd>${row.value}</dd>`)}</dl>
      ${moreTable(dataOf(contents, 'inputs'))}`,
  };
}
