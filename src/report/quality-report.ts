import type { ExpressionResult } from '../expression/index.ts';
import { allFigures, type Contents, dataOf } from './contents.ts';
import { tsvOf } from './data/data-set.ts';
import { expressionData } from './data/expression-data.ts';
import { byWeight } from './data/quality-data.ts';
import { expressionFigures } from './figures/expression-figures.ts';
import { figureFile } from './figures/figure.ts';
import type { ReportFiles } from './input.ts';
import { embeddedData } from './page/embedded-data.ts';
import { figureBlock, moreFigures } from './page/figure-block.ts';
import { geneCounts } from './page/gene-counts.ts';
import { barePage } from './page/page-frame.ts';
import { qualityPart } from './page/sections/quality-part.ts';
import { tableBlock } from './page/table-block.ts';
import { html } from './text/markup.ts';
import { count, listed, plural } from './text/numbers.ts';

/** How a quality report came about. */
export interface QualityOrigin {
  version: string;
  command: string;
}

/**
 * The quality of a count table as files: `quality.html`, `quality.json` with the verdict and every finding, `tables/*.tsv` and
 * `figures/*.svg`. Computes no statistic and touches no clock: the same input gives the same bytes.
 */
export function renderQuality(expression: ExpressionResult, origin: QualityOrigin): ReportFiles {
  const order = { control: expression.contrasts[0]?.control ?? '', arms: [], styles: new Map() };
  const contents: Contents = {
    data: expressionData(expression).filter((set) => set.rowCount > 0),
    ...{ claims: [], behavior: null, pathway: null, integration: null },
    expression: expressionFigures(expression, order),
  };
  const files: ReportFiles = new Map();
  files.set('quality.html', qualityPage(expression, contents, origin));
  files.set('quality.json', verdictJson(expression, origin));
  for (const set of contents.data) files.set(`tables/${set.id}.tsv`, tsvOf(set));
  for (const figure of allFigures(contents)) files.set(`figures/${figure.id}.svg`, figureFile(figure));
  return files;
}

function qualityPage(expression: ExpressionResult, contents: Contents, { version, command }: QualityOrigin): string {
  const figures = contents.expression;
  const { tissue, design, genes, samples, contrasts, quality } = expression;
  const facts = [
    `${plural(genes.length, 'gene')} in ${plural(samples.length, 'sample')}${tissue === '' ? '' : ` of ${tissue}`}`,
    `design ${design.formula}`,
  ];
  const compared = contrasts.map(
    ({ name, up, down, alpha }) => `${name}: ${count(up)} higher and ${count(down)} lower at a false discovery rate of ${alpha}`,
  );
  const gene = figures?.gene ?? null;
  const body = html`<section id="quality">
      <h2>In short</h2>
      ${quality.notes.map((note) => html`<p>${note}</p>`)}
      ${compared.length === 0 ? null : html`<p>${listed(compared)}.</p>`}
      ${qualityPart(expression, contents)}
      <h3 id="model">Model</h3>
      ${figureBlock(figures?.dispersion ?? null)}
      ${figures?.contrasts.map((one) => moreFigures(`Comparison: ${one.name}`, [one.pvalues, one.ma, one.volcano]))}
      <h3 id="genes">Genes</h3>
      ${figureBlock(figures?.heatmap ?? null)}
      ${gene === null ? null : html`<div data-gene-explorer="true">${figureBlock(gene)}</div>`}
      ${contrasts.length === 0 ? null : tableBlock(dataOf(contents, 'expression-p-shapes'))}
    </section>`;
  const sections = [['expression-quality', 'Samples'] as const, ['model', 'Model'] as const, ['genes', 'Genes'] as const];
  const counts = gene === null || figures === null ? null : geneCounts(expression, figures.groups, body.text.length);
  const packed = html`${counts}${embeddedData(contents, body.text.length + (counts?.text.length ?? 0))}`;
  return barePage({
    kind: 'limbic quality',
    title: 'Quality of the samples',
    facts: [...facts, command],
    body,
    sections,
    packed,
    version,
  });
}

/** The verdict and what it rests on; NaN as null. */
function verdictJson({ quality, tissue, design, samples, genes }: ExpressionResult, { version, command }: QualityOrigin): string {
  const findings = byWeight(quality.findings);
  const counted = (level: string): number => findings.filter((one) => one.level === level).length;
  const { pHistograms, associations, variation, sex } = quality;
  const verdict = {
    warnings: counted('warning'),
    notes: counted('note'),
    passed: counted('pass'),
    notAssessed: counted('not-assessed'),
  };
  const result = {
    format: 1,
    limbic: version,
    command,
    tissue,
    design: design.formula,
    samples: samples.length,
    genes: genes.length,
    verdict,
    findings,
    pHistograms,
    variation,
    sex,
    associations,
  };
  return `${JSON.stringify(result, plain, 1)}\n`;
}

function plain(_: string, value: unknown): unknown {
  if (typeof value === 'number' && !Number.isFinite(value)) return null;
  return ArrayBuffer.isView(value) ? Array.from(value as Float64Array) : value;
}
