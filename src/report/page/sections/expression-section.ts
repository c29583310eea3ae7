import type { ExpressionResult } from '../../../expression/index.ts';
import { type Contents, dataOf } from '../../contents.ts';
import type { ReportInput } from '../../input.ts';
import { html, type Markup } from '../../text/markup.ts';
import { count, plural } from '../../text/numbers.ts';
import { figureBlock, moreFigures } from '../figure-block.ts';
import { notRun, type Section } from '../section.ts';
import { moreTable, tableBlock } from '../table-block.ts';
import { term } from './glossary-section.ts';
import { makeupPart } from './makeup-part.ts';
import { qualityPart } from './quality-part.ts';

/** Expression: the headline comparison, any gene by name, the samples, diagnostics, then the other comparisons. */
export function expressionSection({ expression }: ReportInput, contents: Contents): Section {
  const figures = contents.expression;
  if (expression === null || figures === null)
    return notRun('expression', 'Gene expression', 'The study has no expression data, or that step was not run.');
  const genes = contents.data.filter((set) => set.id.startsWith('genes-'));
  const [first, ...others] = figures.contrasts;
  return {
    id: 'expression',
    title: 'Gene expression',
    body: html`
      ${lead(expression)}
      ${figureBlock(first?.volcano ?? null)}
      ${figureBlock(figures.topGenes)}
      ${figureBlock(figures.heatmap)}
      ${figures.gene === null ? null : html`<div data-gene-explorer="true">${figureBlock(figures.gene)}</div>`}
      ${genes[0] === undefined ? null : tableBlock(genes[0])}
      ${qualityPart(expression, contents)}
      ${makeupPart(expression, contents)}
      <h3>Diagnostics of the model</h3>
      <p>Before trusting any gene: do the ${term('dispersion', 'dispersions')} follow their trend,
        and are the p-values flat but for a peak at the left?
        ${expression.quality.pHistograms[0] === undefined ? null : html` <strong>${expression.quality.pHistograms[0].words}</strong>`}</p>
      ${figureBlock(first?.ma ?? null)}
      ${figureBlock(figures.dispersion)}
      ${figureBlock(first?.pvalues ?? null)}
      ${others.map((one, i) => [
        moreFigures(`Other comparison: ${one.name}`, [one.volcano, one.ma, one.pvalues]),
        genes[i + 1] === undefined ? null : moreTable(genes[i + 1]),
      ])}
      ${moreTable(dataOf(contents, 'expression-p-shapes'))}
      ${moreTable(dataOf(contents, 'expression-dispersions'))}`,
  };
}

function lead(expression: ExpressionResult): Markup {
  const extent = `${plural(expression.genes.length, 'gene')} in ${plural(expression.samples.length, 'sample')} of ${expression.tissue}`;
  return html`<p>${extent}, design <code>${expression.design.formula}</code>. ${headlineOf(expression)}
    ${expression.quality.notes.map((note) => ` ${note}`)}</p>`;
}

function headlineOf(expression: ExpressionResult): Markup | string {
  const headline = expression.contrasts[0];
  if (headline === undefined) return 'No comparison was planned.';
  const called = `${plural(headline.up, 'gene')} higher and ${count(headline.down)} lower`;
  const rate = term('adjusted-p', 'false discovery rate');
  return html`Headline comparison: <strong>${headline.name}</strong>, ${called} at a ${rate} of ${String(headline.alpha)}.`;
}
