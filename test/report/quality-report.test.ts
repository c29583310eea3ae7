import { describe, expect, it } from 'vitest';
import { renderQuality } from '../../src/report/index.ts';
import { assess, syntheticTables } from '../expression/quality/synthetic-counts.ts';

const ORIGIN = { version: '0.0.0', command: 'limbic quality --counts a.tsv' };
const options = {
  seed: 3,
  genes: 700,
  perArm: 6,
  changed: 60,
  effect: (gene: number, sample: number) => (sample === 6 ? Math.sin(gene * 7) : 0),
};
const result = assess(options, '~ sex + arm');

describe('the files of limbic quality', () => {
  it('are a page, a verdict, tables and figures; the same input gives the same bytes', async () => {
    const files = renderQuality(await result, ORIGIN);
    expect(renderQuality(await result, ORIGIN)).toEqual(files);
    const paths = [...files.keys()];
    expect(paths).toEqual(
      expect.arrayContaining(['quality.html', 'quality.json', 'tables/expression-quality.tsv', 'tables/expression-samples.tsv']),
    );
    for (const name of ['pca', 'distances', 'libraries', 'heatmap', 'gene', 'dispersion', 'associations'])
      expect(paths, name).toContain(`figures/expression-${name}.svg`);
    for (const [path, text] of files)
      if (path.endsWith('.svg')) expect(/"[^"]*(NaN|Infinity)[^"]*"/.exec(String(text)), path).toBeNull();
  });

  it('the verdict counts the findings and holds each with its number, limit and mend', async () => {
    const verdict = JSON.parse(String(renderQuality(await result, ORIGIN).get('quality.json')));
    expect(verdict.verdict.warnings).toBe(1);
    expect(verdict.findings[0]).toMatchObject({ check: 'outliers', level: 'warning', subject: 's7' });
    expect(verdict.findings[0].value).toBeGreaterThan(2);
    expect(verdict.findings[0].mend).not.toBe('');
    expect(verdict.pHistograms.map(({ contrast }: { contrast: string }) => contrast)).toEqual([
      'arm drug vs control',
      'sex male vs female',
    ]);
  });

  it('takes hostile names as text, and a design without a factor', async () => {
    const tables = syntheticTables({ seed: 4, genes: 300, perArm: 4 });
    const hostile = '<script>alert(1)</script>';
    const { assessTables } = await import('../expression/quality/synthetic-counts.ts');
    const rename = (text: string, between: string): string =>
      text.replace(`${between}s2${between}`, `${between}${hostile}${between}`);
    const sheet = tables.sheet.replace('\ns2,', `\n${hostile},`);
    const files = renderQuality(await assessTables(rename(tables.counts, '\t'), sheet, '~ 1', ''), ORIGIN);
    const page = String(files.get('quality.html'));
    expect(page).not.toContain(hostile);
    expect(page).toContain('&lt;script&gt;');
    expect(page).toContain('No comparison was planned');
  });
});
