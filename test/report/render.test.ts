import { describe, expect, it } from 'vitest';
import { mediate } from '../../src/integration/mediation/mediate.ts';
import { contentsOf } from '../../src/report/contents.ts';
import { type ReportFiles, type ReportInput, renderReport } from '../../src/report/index.ts';
import { reportPage } from '../../src/report/page/document.ts';
import { randomStream } from '../../src/stats/index.ts';
import { readSheets } from '../../src/table/index.ts';
import { fakeResults } from '../support/fake-results.ts';
import { HOSTILE, hostile } from '../support/hostile-results.ts';

const PATH = /^([a-z.-]+|(tables|figures)\/[a-zA-Z0-9-]+\.(tsv|svg))$/;

function textOf(files: ReportFiles, path: string): string {
  const content = files.get(path);
  if (typeof content !== 'string') throw new Error(`${path} is not text`);
  return content;
}

/** Whether the page has that text; a failure then prints the text, not the page. */
function expectIn(page: string, text: string): void {
  expect(page.includes(text) ? text : 'not found').toBe(text);
}

/** The results with mediation, prediction and a targeted assay as well. */
function withFurther(input: ReportInput): ReportInput {
  const { integration } = input;
  if (integration === null) throw new Error('the results have no integration');
  const stream = randomStream(5, 'test/report/further');
  const draw = (length: number): Float64Array => Float64Array.from({ length }, () => stream.normal());
  const label = 'Anxiety-like behavior';
  const mediation = mediate({
    ...{ outcome: 'score/anxiety', label, exposureName: 'high against vehicle', genes: ['Drd1', 'Htr1a'], values: draw(40) },
    ...{ exposure: Float64Array.from({ length: 20 }, (_, i) => i % 2), outcomeValues: draw(20), others: [] },
    ...{ litter: new Array<null>(20).fill(null), resamples: 50, alpha: 0.05, seed: 1 },
  });
  if (mediation === null) throw new Error('no mediation');
  const prediction = {
    ...{ outcome: 'score/anxiety', label, predictors: 'panel genes', genes: 2, n: 20, components: 1, fittedR2: 0.6, q2: 0.1 },
    ...{ predictedCorrelation: 0.4, pvalue: 0.2, permutations: 99, predicted: draw(20), observed: draw(20), unpredictable: 0 },
  };
  const analyte = {
    ...{ analyte: 'Drd1', gene: 'Drd1', n: 12, estimate: -0.5, low: -1, high: -0.1, fold: 0.7, pvalue: 0.02, padj: 0.02 },
    ...{ rnaLog2FoldChange: -0.4, rnaPvalue: 0.1, agreement: 'same', rRna: 0.5, rRnaWithin: 0.3, animalsWithRna: 12 },
  } as const;
  const targeted = {
    ...{ label: 'plate', contrast: 'high against vehicle', analytes: [analyte], references: [], sameDirection: 1 },
    ...{ kind: 'qpcr', bothMeasured: 1, links: [], animals: [], values: draw(0), notes: [] },
  } as const;
  const further = { mediation: [mediation], predictions: [prediction], targeted: [{ ...targeted, analytes: [analyte] }] };
  return { ...input, integration: { ...integration, ...further } as ReportInput['integration'] };
}

const figuresOf = (files: ReportFiles) => [...files.keys()].filter((path) => path.endsWith('.svg'));

function expectDrawable(files: ReportFiles): void {
  for (const path of figuresOf(files)) expect(/"[^"]*(NaN|Infinity)[^"]*"/.exec(textOf(files, path))?.[0], path).toBeUndefined();
}

describe('the files of a report', () => {
  const input = fakeResults(500);
  const rendered = renderReport(input);

  it('are all there, and the same input gives the same bytes', async () => {
    const first = await rendered;
    const second = await renderReport(fakeResults(500));
    expect([...first.keys()]).toEqual([...second.keys()]);
    for (const [path, content] of first) expect(content, path).toEqual(second.get(path));
    for (const path of ['report.html', 'results.json', 'methods.md', 'tables.xlsx', 'ro-crate-metadata.json'])
      expect(first.has(path), path).toBe(true);
    for (const path of first.keys()) expect(path).toMatch(PATH);
  });

  it('hold every claim, exclusion and check, claims first', async () => {
    const page = textOf(await rendered, 'report.html');
    for (const claim of input.claims.claims) expectIn(page, claim.statement);
    for (const item of input.claims.notAssessed) expectIn(page, item.why);
    expect(page.indexOf('id="claims"')).toBeLessThan(page.indexOf('id="behavior"'));
    for (const row of input.behavior?.exclusions ?? []) expectIn(page, row.reason);
    for (const row of input.expression?.exclusions ?? []) expectIn(page, row.reason);
    for (const row of input.checks) expectIn(page, row.message);
  });

  it('never say that p is 0, and carry no inline style or handler', async () => {
    const page = textOf(await rendered, 'report.html');
    expect(/\bp = 0(\.0*)?[^.\d]/.exec(page)?.[0]).toBeUndefined();
    const markup = page.replace(/<(script|style)\b[^>]*>.*?<\/\1>/gs, '');
    expect(/<[^>]+\s(on\w+|style)=/.exec(markup)?.[0]).toBeUndefined();
  });

  it('link only to places that exist, and give each place one name', async () => {
    const page = textOf(await rendered, 'report.html');
    const ids = [...page.matchAll(/ id="([^"]+)"/g)].map((match) => match[1]);
    expect(ids.filter((id, i) => ids.indexOf(id) !== i)).toEqual([]);
    const targets = [...page.matchAll(/ href="#([^"]+)"/g)].map((match) => match[1]);
    expect(targets.filter((target) => !ids.includes(target))).toEqual([]);
    const labels = [...page.matchAll(/ aria-labelledby="([^"]+)"/g)].flatMap((match) => match[1].split(' '));
    expect(labels.filter((label) => !ids.includes(label))).toEqual([]);
  });

  it('hold every figure of the page as a file, and its data in the page', async () => {
    const files = await renderReport(withFurther(fakeResults(300)));
    const page = textOf(files, 'report.html');
    const figures = [...page.matchAll(/ data-figure="([^"]+)" data-set="([^"]+)"/g)].map(([, id, set]) => ({ id, set }));
    for (const id of ['predictions', 'mediation-anxiety', 'targeted-plate']) expect(figures.map((one) => one.id)).toContain(id);
    expect(figures.filter(({ id }) => !files.has(`figures/${id}.svg`))).toEqual([]);
    const carried = [...page.matchAll(/ data-embedded="([^"]+)"/g)].map(([, id]) => id);
    expect(figures.filter(({ set }) => !carried.includes(set))).toEqual([]);
  });

  it('stay below 5 MB with 20,000 genes', () => {
    const large = fakeResults(20_000);
    const page = reportPage(large, contentsOf(large));
    expect(new TextEncoder().encode(page).length).toBeLessThan(5_000_000);
  });

  it('give the results as JSON, exact, with missing numbers as null', async () => {
    const json = JSON.parse(textOf(await rendered, 'results.json'));
    expect(json.claims.claims[0].estimate).toBe(input.claims.claims[0].estimate);
    expect(json.expression.contrasts[0].pvalue).toEqual(Array.from(input.expression?.contrasts[0].pvalue ?? []));
    expect(json.expression.counts).toBeUndefined();
    expect(json.behavior.measures[0].values[16 * 4 + 3]).toBeNull();
  });

  it('describe themselves as an RO-Crate that names every file', async () => {
    const files = await rendered;
    const crate = JSON.parse(textOf(files, 'ro-crate-metadata.json'));
    const graph: { '@id': string; '@type': string }[] = crate['@graph'];
    expect(crate['@context']).toBe('https://w3id.org/ro/crate/1.1/context');
    const named = graph.filter((entity) => entity['@type'] === 'File').map((entity) => entity['@id']);
    expect(named).toEqual([...files.keys()].filter((path) => path !== 'ro-crate-metadata.json'));
    const ids = graph.map((entity) => entity['@id']);
    expect(new Set(ids).size).toBe(ids.length);
    expect(graph.find((entity) => entity['@id'] === './')).toMatchObject({ '@type': 'Dataset', datePublished: '2024-04-01' });
  });

  it('word the methods with settings and citations', async () => {
    const methods = textOf(await rendered, 'methods.md');
    for (const text of ['`~ sex + arm`', 'Love et al. 2014', 'https://doi.org/10.1186/s13059-014-0550-8'])
      expectIn(methods, text);
    expect(methods).not.toContain('[@');
    expect(methods).not.toMatch(/undefined|NaN|\[object/);
  });
});

describe('a report of little', () => {
  const bare = (): ReportInput => ({
    ...fakeResults(420),
    behavior: null,
    expression: null,
    pathway: null,
    integration: null,
  });

  it('says what was not run', async () => {
    const page = textOf(await renderReport(bare()), 'report.html');
    expectIn(page, 'The study has no behavior');
    expectIn(page, 'This step needs expression data');
  });

  it('lists many claims by family before the first, each line a link to its claim', async () => {
    const input = fakeResults(60);
    const few = textOf(await renderReport(input), 'report.html');
    expect(few).not.toContain('class="glance"');
    const claims = [...input.claims.claims, ...input.claims.claims.map((claim) => ({ ...claim, family: 'further <b>' }))];
    const page = textOf(await renderReport({ ...input, claims: { ...input.claims, claims } }), 'report.html');
    const list = page.slice(page.indexOf('class="glance"'), page.indexOf('class="claims"'));
    expect(list).toContain('Further &lt;b&gt;');
    const targets = [...list.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(targets).size).toBe(claims.length);
    for (const id of targets) expectIn(page, `<article class="claim" id="${id}"`);
  });

  it('is made of no claims, no arms, no animals as well', async () => {
    const input = bare();
    input.study = { ...input.study, animals: [], arms: [], sessions: [], dosing: null, weights: [] };
    input.claims = { claims: [], notAssessed: [], families: [] };
    input.checks = [];
    expectIn(textOf(await renderReport(input), 'report.html'), 'No claim could be weighed');
  });

  it('draws missing results without a broken coordinate', async () => {
    const blank = (value: unknown): unknown => {
      if (value instanceof Float64Array) return value.map(() => NaN);
      if (Array.isArray(value)) return value.map(blank);
      if (value === null || typeof value !== 'object' || ArrayBuffer.isView(value)) return value;
      const fields = Object.entries(value).map(([name, one]) => [
        name,
        typeof one === 'number' && !Number.isInteger(one) ? NaN : blank(one),
      ]);
      return Object.fromEntries(fields);
    };
    const input = fakeResults(420);
    const { behavior, expression, pathway, integration } = blank(input) as ReportInput;
    expectDrawable(await renderReport({ ...input, behavior, expression, pathway, integration }));
  });

  it('draws infinite and far-off numbers without a broken coordinate', async () => {
    const input = fakeResults(420);
    const contrast = input.expression?.contrasts[0];
    contrast?.pvalue.fill(0, 0, 3);
    contrast?.padj.fill(0, 0, 3);
    contrast?.log2FoldChange.fill(1e4, 0, 2);
    for (const one of input.behavior?.comparisons ?? []) Object.assign(one, { low: -Infinity, high: Infinity });
    for (const model of input.behavior?.models ?? [])
      for (const one of model.contrasts) Object.assign(one, { low: -Infinity, high: Infinity, padj: 0 });
    const files = await renderReport(input);
    expectDrawable(files);
    expectIn(textOf(files, 'report.html'), '&lt; 1e-300');
  });
});

describe('text from data', () => {
  it('is text everywhere', async () => {
    const input = hostile(fakeResults(420));
    const files = await renderReport(input);
    const page = textOf(files, 'report.html');
    for (const markup of ['<script>alert', '<img', '</svg><script']) expect(page.includes(markup), markup).toBe(false);
    expectIn(page, '&lt;script&gt;alert(1)&lt;/script&gt;');
    for (const path of files.keys()) expect(path).toMatch(PATH);
    for (const path of figuresOf(files)) expect(textOf(files, path), path).not.toMatch(/<script|<img/);
    expect(textOf(files, 'methods.md').replace(/`[^`]*`/g, '')).not.toContain('<script');
    expect(JSON.parse(textOf(files, 'results.json')).behavior.animals).toEqual(input.behavior?.animals);
  });

  it('comes through the workbook as text', async () => {
    const input = fakeResults(420);
    const rows = HOSTILE.map((text) => ({ animal: text, session: '=1+1', assay: '002', rule: 'SEPT2', reason: text }));
    input.behavior?.exclusions.push(...rows);
    const sheets = await readSheets((await renderReport(input)).get('tables.xlsx') as Uint8Array, 'tables.xlsx');
    const sheet = sheets.find((one) => one.name.includes('Behavior left out'));
    const animals = sheet?.rows.map((row) => row[0]);
    for (const text of ['<script>alert(1)</script>', '__proto__', '=1+1', 'constructor']) expect(animals).toContain(text);
    expect(sheet?.rows.at(-1)?.slice(1, 4)).toEqual(['=1+1', '002', 'SEPT2']);
  });
});
