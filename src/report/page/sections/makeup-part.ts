import type { ExpressionResult } from '../../../expression/index.ts';
import { type Contents, dataOf } from '../../contents.ts';
import { html, type Markup } from '../../text/markup.ts';
import { figureBlock } from '../figure-block.ts';
import { moreTable } from '../table-block.ts';

/** What the samples consist of, and what their variation goes with. */
export function makeupPart({ makeup }: ExpressionResult, contents: Contents): Markup | null {
  const figures = contents.expression;
  if (figures === null || makeup === undefined) return null;
  const [composition, variance] = figures.makeup;
  return html`
    <h3>Composition of the tissue</h3>
    <p>${makeup.composition.notes.map((note) => `${note} `)}</p>
    ${figureBlock(composition)}
    ${moreTable(dataOf(contents, 'expression-composition'))}
    ${moreTable(dataOf(contents, 'expression-cell-scores'))}
    ${figureBlock(variance)}
    ${moreTable(dataOf(contents, 'expression-variance-shares'))}`;
}
