import { type Contents, dataOf } from '../contents.ts';
import type { ReportInput } from '../input.ts';
import { html, type Markup } from '../text/markup.ts';
import { count, plural } from '../text/numbers.ts';
import { figureBlock, moreFigures } from './figure-block.ts';
import { term } from './glossary-section.ts';
import { moreTable, tableBlock } from './table-block.ts';

/** A section of the report with its id, for the navigation. */
export interface Section {
  id: string;
  title: string;
  body: Markup;
}

/** Behavior: scores, planned contrasts, then each assay. */
export function behaviorSection(input: ReportInput, contents: Contents): Section {
  const figures = contents.behavior;
  if (input.behavior === null || figures === null)
    return notRun('behavior', 'Behavior', 'The study has no behavior, or that step was not run.');
  const { behavior } = input;
  const lead = html`<p>${plural(behavior.measures.length, 'measure')} of ${plural(figures.assays.length, 'assay')} in ${plural(behavior.animals.length, 'animal')}, ${plural(behavior.sessions.length, 'session')}; ${plural(behavior.exclusions.length, 'value')} left out (<a href="#checks">listed</a>). Scores are ${term('domain-score', 'integrated z-scores')}; differences come from a ${term('mixed-model', 'mixed model')} where litters or repeated sessions call for one, and where that model adjusts for sex or litter they need not equal the difference of the plain means.</p>`;
  return {
    id: 'behavior',
    title: 'Behavior',
    body: html`${lead}${figures.scores.map((one) => html`<h3>${one.label}</h3><div class="pair">${figureBlock(one.profile)}${figureBlock(one.forest)}</div>${figureBlock(one.estimation)}`)}<h3 class="part">Single assays</h3>${figures.assays.map((one) => html`<h4>${one.assay}</h4>${one.parts.map(figureBlock)}${moreFigures(`${one.parts.length === 0 ? 'Measures' : 'Other measures'} of ${one.assay.toLowerCase()} (${one.others.length})`, one.others)}`)}${moreTable(dataOf(contents, 'behavior-contrasts'))}${moreTable(dataOf(contents, 'behavior-comparisons'))}${moreTable(dataOf(contents, 'behavior-model-terms'))}${moreTable(dataOf(contents, 'behavior-scores'))}${moreTable(dataOf(contents, 'behavior-measures'))}`,
  };
}

/** Expression: samples, the headline comparison, the others, diagnostics. */
export function expressionSection(input: ReportInput, contents: Contents): Section {
  const figures = contents.expression;
  if (input.expression === null || figures === null)
    return notRun('expression', 'Gene expression', 'The study has no expression data, or that step was not run.');
  const { expression } = input;
  const headline = expression.contrasts[0];
  const genes = contents.data.filter((set) => set.id.startsWith('genes-'));
  const lead = html`<p>${count(expression.genes.length)} genes in ${plural(expression.samples.length, 'sample')} of ${expression.tissue}, design <code>${expression.design.formula}</code>. ${headline === undefined ? 'No comparison was planned.' : html`Headline comparison: <strong>${headline.name}</strong>, ${count(headline.up)} genes higher and ${count(headline.down)} lower at a ${term('adjusted-p', 'false discovery rate')} of ${String(headline.alpha)}.`} ${expression.quality.notes.join(' ')}</p>`;
  const others = figures.contrasts.slice(1);
  return {
    id: 'expression',
    title: 'Gene expression',
    body: html`${lead}${figureBlock(figures.contrasts[0]?.volcano ?? null)}${figureBlock(figures.topGenes)}${figureBlock(figures.pca)}${genes[0] === undefined ? null : tableBlock(genes[0])}<h3>Diagnostics</h3><p>Before trusting any gene: do the ${term('dispersion', 'dispersions')} follow their trend, and are the p-values flat but for a peak at the left?</p>${figureBlock(figures.contrasts[0]?.ma ?? null)}${figureBlock(figures.dispersion)}${figureBlock(figures.contrasts[0]?.pvalues ?? null)}${others.map((one, i) => html`${moreFigures(`Other comparison: ${one.name}`, [one.volcano, one.ma, one.pvalues])}${genes[i + 1] === undefined ? null : moreTable(genes[i + 1])}`)}${moreTable(dataOf(contents, 'expression-samples'))}${moreTable(dataOf(contents, 'expression-dispersions'))}`,
  };
}

/** Receptors and pathways. */
export function pathwaySection(input: ReportInput, contents: Contents): Section {
  const figures = contents.pathway;
  if (input.pathway === null || figures === null)
    return notRun('pathway', 'Receptors and pathways', 'This step needs expression data, or was not run.');
  const { coverage, contrast, notes } = input.pathway;
  const missing = coverage.notDetected.length;
  const lead = html`<p>The neuroactive ligand–receptor view of <strong>${contrast}</strong>: ${count(coverage.measured)} of ${plural(coverage.catalogue, 'catalogue gene')} measured${missing === 0 ? null : html`, ${count(missing)} not detected`}. Sets are tested by ${term('set-test', 'sample-based tests')}. ${notes.join(' ')}</p>`;
  return {
    id: 'pathway',
    title: 'Receptors and pathways',
    body: html`${lead}${figureBlock(figures.maps[0] ?? null)}${moreFigures('Receptor map of the other transmitters', figures.maps.slice(1))}${figureBlock(figures.families)}${figureBlock(figures.balance)}<h3>Receptor panel</h3>${figures.panels.slice(0, 4).map(figureBlock)}${moreFigures(`Other systems (${figures.panels.length - 4})`, figures.panels.slice(4))}${moreTable(dataOf(contents, 'receptor-panel'))}${moreTable(dataOf(contents, 'receptor-families'))}${moreTable(dataOf(contents, 'enrichment'))}${moreTable(dataOf(contents, 'balance'))}`,
  };
}

/** Behavior against expression in the same animals. */
export function integrationSection(input: ReportInput, contents: Contents): Section {
  const figures = contents.integration;
  if (input.integration === null || figures === null)
    return notRun(
      'integration',
      'Behavior and expression in the same animals',
      'This step needs behavior and expression of the same animals, or was not run.',
    );
  const warnings = [...new Set(input.integration.links.flatMap((link) => link.warnings)), ...input.integration.notes];
  const links = contents.data.filter((set) => set.id.startsWith('links-'));
  return {
    id: 'integration',
    title: 'Behavior and expression in the same animals',
    body: html`<p>Does expression track behavior ${term('r-within', 'among like-treated animals')}, or does the treatment merely move both? Raw and within-group correlations stand side by side.</p>${warnings.length === 0 ? null : html`<ul class="warnings">${warnings.map((warning) => html`<li>${warning}</li>`)}</ul>`}${figures.links.map((one, i) => html`<h3>${one.label}</h3>${figureBlock(one.families)}${figureBlock(one.scatter)}${figureBlock(one.overview)}${links[i] === undefined ? null : moreTable(links[i])}`)}${moreTable(dataOf(contents, 'link-families'))}${moreTable(dataOf(contents, 'link-outcomes'))}`,
  };
}

function notRun(id: string, title: string, why: string): Section {
  return { id, title, body: html`<p class="none">${why}</p>` };
}
