import { type Contents, dataOf } from '../../contents.ts';
import type { ReportInput } from '../../input.ts';
import { html, type Markup } from '../../text/markup.ts';
import { count, plural, sentence } from '../../text/numbers.ts';
import { figureBlock, moreFigures } from '../figure-block.ts';
import { notRun, type Section } from '../section.ts';
import { moreTable } from '../table-block.ts';
import { term } from './glossary-section.ts';

const TABLES = ['receptor-panel', 'receptor-families', 'enrichment', 'balance'];
/** Systems whose panel stands in the open: those of the claims. */
const OPEN_PANELS = 4;

/** Receptors: the map, the families, the balance, and the panel gene by gene. */
export function pathwaySection({ pathway }: ReportInput, contents: Contents): Section {
  const figures = contents.pathway;
  if (pathway === null || figures === null)
    return notRun('pathway', 'Receptors and pathways', 'This step needs expression data, or was not run.');
  const { coverage, contrast, notes } = pathway;
  const missing = coverage.notDetected.length;
  const found = `${count(coverage.measured)} of ${plural(coverage.catalogue, 'catalogue gene')} measured`;
  const more = figures.panels.slice(OPEN_PANELS);
  return {
    id: 'pathway',
    title: 'Receptors and pathways',
    body: html`
      <p>The neuroactive ligand–receptor view of <strong>${contrast}</strong>:
        ${` ${found}${missing === 0 ? '' : `, ${count(missing)} not detected`}. `}
        Sets are tested by ${term('set-test', 'sample-based tests')}.</p>
      ${noteList(notes)}
      ${figureBlock(figures.maps[0] ?? null)}
      ${moreFigures('Receptor map of the other transmitters', figures.maps.slice(1))}
      ${figureBlock(figures.families)}
      ${figureBlock(figures.balance)}
      <h3>Enrichment</h3>
      ${figureBlock(figures.enrichment)}
      ${figureBlock(figures.runningScores)}
      ${figureBlock(figures.leadingEdges[0] ?? null)}
      ${moreFigures(`Leading edges of other sets (${figures.leadingEdges.length - 1})`, figures.leadingEdges.slice(1))}
      <h3>Receptor panel</h3>
      ${figures.panels.slice(0, OPEN_PANELS).map(figureBlock)}
      ${moreFigures(`Other systems (${more.length})`, more)}
      ${TABLES.map((id) => moreTable(dataOf(contents, id)))}`,
  };
}

function noteList(notes: readonly string[]): Markup | null {
  if (notes.length === 0) return null;
  const items = notes.map((note) => html`<li>${sentence(note)}</li>`);
  return html`<details class="notes"><summary>How this was done (${notes.length})</summary><ul class="warnings">${items}</ul></details>`;
}
