import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { register as registerDe } from '../../../src/cli/de.ts';
import { register as registerTransform } from '../../../src/cli/transform.ts';
import { numbers, readDelimited, readParquet } from '../../../src/table/index.ts';
import { problemsOf } from '../../support/problems.ts';
import { runHere } from '../../support/run-here.ts';
import { scratchFolder } from '../../support/scratch.ts';

const FIXTURES = new URL('../../fixtures/expression/input/', import.meta.url).pathname;
const path = scratchFolder('counts');
const NAMES = ['m1', 'm2', 'm3', 'm4', 'm5', 'm6'];

/** Runs a command in this process and gives what it says on standard error. */
async function limbic(...words: string[]): Promise<string> {
  let said = '';
  const spy = vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    said += String(text);
    return true;
  });
  try {
    await runHere([registerDe, registerTransform], words);
  } finally {
    spy.mockRestore();
  }
  return said;
}

const codes = async (...words: string[]) => (await problemsOf(() => limbic(...words))).map(({ code }) => code);

const common = () => ['--samples', path('samples.csv'), '--design', '~ group', '--contrast', 'group', 'b', 'a'];

beforeAll(() => {
  cpSync(`${FIXTURES}tximport/quants`, path('quants'), { recursive: true });
  cpSync(`${FIXTURES}tximport/tx2gene.tsv.gz`, path('tx2gene.tsv.gz'));
  mkdirSync(path('quants/m1_quant/logs'));
  writeFileSync(path('quants/m1_quant/logs/salmon_quant.log'), 'done\n');
  writeFileSync(path('samples.csv'), `sample,group\n${NAMES.map((name, j) => `${name},${j < 3 ? 'a' : 'b'}`).join('\n')}\n`);
});

describe('limbic de --counts', () => {
  it('a folder of salmon: offsets for deseq2, told with what else was found; Parquet out', async () => {
    const said = await limbic(
      'de',
      '--counts',
      path('quants'),
      '--transcripts',
      path('tx2gene.tsv.gz'),
      ...common(),
      '-o',
      path('r.parquet'),
    );
    expect(said).toContain('6 files of salmon');
    expect(said).toContain('countsFromAbundance = no; average transcript lengths enter as offsets');
    expect(said).toContain('Gene ids are Ensembl genes (mouse)');
    const table = await readParquet(new Uint8Array(readFileSync(path('r.parquet'))), 'r.parquet');
    expect(table.columns.map(({ name }) => name).slice(0, 7)).toEqual(
      'gene baseMean log2FoldChange lfcSE stat pvalue padj'.split(' '),
    );
    const reference = new Map(
      gunzipSync(readFileSync(`${FIXTURES}tximport/expected-deseq.tsv.gz`))
        .toString()
        .split('\n')
        .map((line) => [line.split('\t')[0], line.split('\t')[1]]),
    );
    const means = numbers(table, 'baseMean');
    table.columns[0].cells.forEach((gene, g) => {
      const expected = Number(reference.get(gene ?? ''));
      expect(Math.abs(means[g] - expected)).toBeLessThanOrEqual(1e-12 * expected);
    });
    const summary = JSON.parse(readFileSync(path('r.summary.json'), 'utf8'));
    expect(summary.input.join()).toContain('offsets');
    expect(Object.keys(summary.sizeFactors)).toEqual(NAMES);
  });

  it('voom takes lengthScaledTPM by itself and refuses offsets', async () => {
    const words = ['de', '--method', 'voom', '--counts', path('quants'), '--transcripts', path('tx2gene.tsv.gz'), ...common()];
    expect(await limbic(...words, '-o', path('v.tsv'))).toContain('lengthScaledTPM');
    expect(await codes(...words, '--counts-from', 'no', '-o', path('v.tsv'))).toEqual(['lengths-need-deseq2']);
    expect(await codes('de', '--size-factors', 'poscounts', ...words.slice(3), '-o', path('v.tsv'))).toEqual([
      'lengths-poscounts',
    ]);
  });

  it('several files after one --counts', async () => {
    const files = NAMES.map((name) => path(`quants/${name}_quant/quant.sf.gz`));
    await limbic(
      'transform',
      '--method',
      'normalized',
      '--counts',
      ...files,
      '--transcripts',
      path('tx2gene.tsv.gz'),
      '--samples',
      path('samples.csv'),
      '-o',
      path('n.tsv'),
    );
    const table = readDelimited(new Uint8Array(readFileSync(path('n.tsv'))), 'n.tsv');
    expect(table.columns.map(({ name }) => name)).toEqual(['gene', ...NAMES]);
  });

  it('problems of counts and sheet come together; a missing folder is named', async () => {
    writeFileSync(path('bad.tsv'), 'gene\tm1\tm2\nXist\t1.5\tx\n');
    writeFileSync(path('bad.csv'), 'sample,group\nm1,a\nm1,b\n');
    const words = ['de', '--counts', path('bad.tsv'), '--samples', path('bad.csv'), '--design', '~ group', '-o', path('x.tsv')];
    expect(await codes(...words)).toContain('samples-duplicate');
    expect(await codes('de', '--counts', path('bad.tsv'), ...common(), '-o', path('x.tsv'))).toEqual([
      'counts-not-integer',
      'counts-not-a-number',
    ]);
    expect(await codes('de', '--counts', path('nowhere'), ...common(), '-o', path('x.tsv'))).toEqual(['file-unreadable']);
    mkdirSync(path('empty'));
    expect(await codes('de', '--counts', path('empty'), ...common(), '-o', path('x.tsv'))).toEqual(['counts-folder-empty']);
  });
});
