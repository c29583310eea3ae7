import type { IntegrationResult } from '../../../integration/index.ts';
import { type Contents, dataOf } from '../../contents.ts';
import type { DataSet } from '../../data/data-set.ts';
import type { IntegrationFigures } from '../../figures/integration-figures.ts';
import type { ReportInput } from '../../input.ts';
import { html, type Markup } from '../../text/markup.ts';
import { figureBlock } from '../figure-block.ts';
import { notRun, type Section } from '../section.ts';
import { moreTable } from '../table-block.ts';
import { term } from './glossary-section.ts';
import { modulesBlock } from './modules-block.ts';

const TITLE = 'Behavior and expression in the same animals';

type LinkView = IntegrationFigures['links'][number] & { table: DataSet | undefined };

/** Behavior against expression in the same animals: domain scores in the open, single measures behind a line. */
export function integrationSection({ integration }: ReportInput, contents: Contents): Section {
  const figures = contents.integration;
  if (integration === null || figures === null)
    return notRun('integration', TITLE, 'This step needs behavior and expression of the same animals, or was not run.');
  const tables = contents.data.filter((set) => set.id.startsWith('links-'));
  const isScore = integration.links.map((link) => link.outcome.startsWith('score/'));
  const shown = figures.links.map((link, i): LinkView => ({ ...link, table: tables[i] }));
  const first = shown.filter((_, i) => (isScore.includes(true) ? isScore[i] : i === 0));
  const others = shown.filter((link) => !first.includes(link));
  return {
    id: 'integration',
    title: TITLE,
    body: html`
      <p>Does expression track behavior ${term('r-within', 'among like-treated animals')},
        or does the treatment merely move both? Raw and within-group correlations stand side by side.</p>
      ${warningList(integration)}
      ${first.map(linkBlock)}
      ${moreLinks(others)}
      ${modulesBlock(integration, figures.modules, contents)}
      ${predictionBlock(figures, contents)}
      ${mediationBlock(integration, figures, contents)}
      ${targetedBlock(integration, figures, contents)}
      ${moreTable(dataOf(contents, 'link-families'))}
      ${moreTable(dataOf(contents, 'link-outcomes'))}`,
  };
}

function warningList({ links, notes }: IntegrationResult): Markup | null {
  const warnings = [...new Set([...links.flatMap((link) => link.warnings), ...notes])];
  return warnings.length === 0 ? null : html`<ul class="warnings">${warnings.map((warning) => html`<li>${warning}</li>`)}</ul>`;
}

/** What goes with one outcome: families, best genes, all genes. */
function linkBlock(link: LinkView): Markup {
  return html`<h3>${link.label}</h3>
    ${figureBlock(link.families)}
    ${figureBlock(link.scatter)}
    ${figureBlock(link.overview)}
    ${link.table === undefined ? null : moreTable(link.table)}`;
}

function moreLinks(links: readonly LinkView[]): Markup | null {
  if (links.length === 0) return null;
  const summary = `Links with single measures (${links.length})`;
  return html`<details class="more"><summary>${summary}</summary>${links.map(linkBlock)}</details>`;
}

/** What genes predict in animals left out, with the flattering fit beside it. */
function predictionBlock(figures: IntegrationFigures, contents: Contents): Markup | null {
  if (figures.prediction === null) return null;
  return html`<h3>What genes predict in animals left out</h3>${figureBlock(figures.prediction)}${moreTable(dataOf(contents, 'predictions'))}`;
}

/** Drug, gene, behavior: worded as compatible with, never as proof. */
function mediationBlock({ mediation }: IntegrationResult, figures: IntegrationFigures, contents: Contents): Markup | null {
  if (figures.mediation.length === 0) return null;
  const warnings = [...new Set(mediation.flatMap((table) => table.warnings))];
  return html`<h3>Is the effect on behavior compatible with going through a receptor gene?</h3>
    <ul class="warnings">${warnings.map((warning) => html`<li>${warning}</li>`)}</ul>
    ${figures.mediation.map(figureBlock)}
    ${contents.data.filter((set) => set.id.startsWith('mediation-')).map(moreTable)}`;
}

/** qPCR, protein and transmitter levels against RNA-seq and behavior. */
function targetedBlock({ targeted }: IntegrationResult, figures: IntegrationFigures, contents: Contents): Markup | null {
  if (targeted.length === 0) return null;
  const notes = [...new Set(targeted.flatMap((table) => table.notes))];
  return html`<h3>Other molecular measurements of the same animals</h3>
    ${notes.length === 0 ? null : html`<ul class="warnings">${notes.map((text) => html`<li>${text}</li>`)}</ul>`}
    ${figures.targeted.map(figureBlock)}
    ${contents.data.filter((set) => set.id.startsWith('targeted-')).map(moreTable)}`;
}
