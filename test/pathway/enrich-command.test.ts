import { readFileSync, writeFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { expectClose } from '../support/close.ts';
import { limbic } from '../support/limbic.ts';
import { scratchFolder } from '../support/scratch.ts';
import { haveShared, SHARED, sharedTsv } from '../support/shared.ts';
import { tsvFileRows } from '../support/tsv.ts';

const at = scratchFolder('sets');

function enrich(args: readonly string[], output = 'out.tsv'): { rows: Map<string, string>[]; stderr: string } {
  const run = limbic(['enrich', ...args, '-o', at(output)]);
  expect(run.status, run.stderr).toBe(0);
  return { rows: tsvFileRows(at(output)), stderr: run.stderr };
}

describe('limbic enrich on gene-set files with flaws', () => {
  beforeAll(() => {
    const names = [...Array.from({ length: 20 }, (_, i) => `Htr${i}`), ...Array.from({ length: 40 }, (_, i) => `Gabra${i}`)];
    writeFileSync(at('ranks.rnk'), names.map((name, i) => `${name}\t${3 - i / 10}`).join('\r\n'));
    const members = (from: number) => Array.from({ length: 8 }, (_, i) => `Htr${from + i}`).join('\t');
    writeFileSync(at('parent.gmt'), `parent\t\t${members(0)}\nchild\t\t${members(0).split('\t').slice(1, 7).join('\t')}\n`);
    writeFileSync(at('same.gmt'), `a\t\t${members(0)}\r\na\t\t${members(0)}\r\nb\t\tHtr1\tHtr1\tNope\tNada\r\nnone\t\r\n`);
  });

  it('explains repeats, empty sets, unknown ids and Windows line ends, and shows the coverage of every set', () => {
    const { rows, stderr } = enrich(['--sets', at('same.gmt'), '--ranks', at('ranks.rnk'), '--min-size', '1']);
    for (const text of [
      'same set stands twice',
      'no genes',
      'repeated gene',
      'Windows',
      '2 of the 10 genes in the sets are not in',
    ])
      expect(stderr).toContain(text);
    expect(rows.map((row) => [row.get('pathway'), row.get('size'), row.get('declared')])).toEqual([
      ['a', '8', '8'],
      ['b', '1', '3'],
    ]);
  });

  it('collapses a set that another explains', () => {
    const { rows, stderr } = enrich(['--sets', at('parent.gmt'), '--ranks', at('ranks.rnk'), '--min-size', '1', '--collapse']);
    expect(rows.map((row) => row.get('mainPathway'))).toEqual(['parent', 'parent']);
    expect(stderr).toContain('1 of them are not explained by another');
    expect(rows[0].get('leadingEdge')?.split(',').length).toBe(8);
  });

  it('refuses the wrong species with what to do', () => {
    writeFileSync(at('fly.gmt'), 'a\t\tFBgn0001\tFBgn0002\tFBgn0003\n');
    const run = limbic(['enrich', '--sets', at('fly.gmt'), '--ranks', at('ranks.rnk'), '-o', at('no.tsv')]);
    expect(run.status).toBe(2);
    expect(run.stderr).toContain('of the same species as the data');
  });

  it('maps human symbols of any gene by ortholog, not only those of the catalogue', () => {
    writeFileSync(at('mouse.rnk'), ['Acadm\t3', 'Abca8b\t2', 'Xkr4\t1', 'Actb\t-1'].join('\n'));
    writeFileSync(at('human.gmt'), 'a\t\tACADM\tABCA8\tHTR1E\n');
    const { rows, stderr } = enrich(['--sets', at('human.gmt'), '--ranks', at('mouse.rnk'), '--min-size', '1']);
    expect(rows[0].get('size')).toBe('2');
    expect(stderr).toContain('1 none and were lost (HTR1E)');
  });
});

describe.skipIf(!haveShared)('limbic enrich, the methods against the references', () => {
  const sets = () => {
    const files = ['kegg_mouse_neuro.gmt', 'reactome_mouse_neuro_by_ortholog.gmt'];
    const text = files.map((file) => readFileSync(`${SHARED}/data/pathway/genesets/${file}`, 'utf8')).join('');
    writeFileSync(at('sets.gmt'), text + gunzipSync(sharedBytesRaw('go_mouse_neuro_by_ortholog.gmt.gz')).toString('utf8'));
    return at('sets.gmt');
  };
  const sharedBytesRaw = (file: string) => readFileSync(`${SHARED}/data/pathway/genesets/${file}`);
  const vst = `${SHARED}/data/pathway/ranks/vst_DG_trained_vs_yoked.tsv.gz`;

  it.each([
    ['zscore', 'zscore', 1e-9],
    ['ssgsea', 'ssgsea_raw', 1e-9],
    ['gsva', 'gsva', 1e-6],
  ] as const)('%s scores each sample', (method, file, tolerance) => {
    const { rows } = enrich(['--sets', sets(), '--expression', vst, '--method', method], `${method}.tsv`);
    const own = new Map(rows.map((row) => [row.get('pathway'), row]));
    const reference = sharedTsv(`reference/pathway/${file}_DG_trained_vs_yoked.tsv.gz`);
    expect(reference.length).toBeGreaterThan(200);
    for (const row of reference) {
      const [name, ...cells] = [...row.entries()];
      for (const [sample, value] of cells)
        expectClose(Number(own.get(name[1])?.get(sample)), Number(value), tolerance, `${name[1]} ${sample}`, 1);
    }
  });

  it('cameraPR on the moderated t', () => {
    const t = sharedTsv('reference/pathway/limma_t_DG_trained_vs_yoked.tsv.gz');
    writeFileSync(at('t.rnk'), t.map((row) => `${row.get('gene')}\t${row.get('t')}`).join('\n'));
    const { rows } = enrich(['--sets', sets(), '--ranks', at('t.rnk'), '--method', 'cameraPR'], 'pr.tsv');
    const own = new Map(rows.map((row) => [row.get('pathway'), row]));
    const reference = sharedTsv('reference/pathway/limma_sets_DG_trained_vs_yoked.tsv.gz');
    for (const row of reference)
      expectClose(Number(own.get(row.get('pathway'))?.get('PValue')), Number(row.get('cameraPR_t_p')), 1e-8, row.get('pathway'));
  });

  it('roast on counts: shares of rotations, the same bytes for the same seed', () => {
    const data = `${SHARED}/data/expression/mouse-hippocampus-avoidance`;
    const model = ['--counts', `${data}/counts.tsv.gz`, '--samples', `${data}/samples.tsv`, '--where', 'subfield=DG'];
    const contrast = ['--design', '~ training', '--contrast', 'training', 'trained', 'yoked'];
    writeFileSync(at('few.gmt'), readFileSync(sets(), 'utf8').split('\n').slice(0, 6).join('\n'));
    const run = (output: string) =>
      enrich(['--sets', at('few.gmt'), ...model, ...contrast, '--method', 'roast', '--rotations', '499'], output).rows;
    for (const row of run('roast.tsv')) {
      const steps = Number(row.get('PValue')) * 500;
      expect(Math.abs(steps - Math.round(steps))).toBeLessThan(1e-9);
      expect(Number(row.get('PValue.Mixed'))).toBeGreaterThan(0);
    }
    run('again.tsv');
    expect(readFileSync(at('again.tsv'), 'utf8')).toBe(readFileSync(at('roast.tsv'), 'utf8'));
  });
});

describe.skipIf(!haveShared)('limbic receptors with gene sets from outside', () => {
  it('tests them beside the catalogue, with coverage, and names what an incomplete copy lacks', () => {
    const data = `${SHARED}/data/expression/mouse-hippocampus-avoidance`;
    const copy = sharedTsv('data/pathway/genesets/kegg_nlri_versions.tsv').filter(
      (row) => row.get('version') === 'mmu_pathfindR_2024-04',
    );
    writeFileSync(at('copy.gmt'), ['mmu04080', 'Neuroactive', ...copy.map((row) => row.get('symbol'))].join('\t'));
    const args = ['--counts', `${data}/counts.tsv.gz`, '--samples', `${data}/samples.tsv`, '--where', 'subfield=DG'];
    const model = ['--min-total', '2', '--design', '~ training', '--contrast', 'training', 'trained', 'yoked'];
    const run = limbic(['receptors', ...args, ...model, '--sets', at('copy.gmt'), '-o', at('receptors')]);
    expect(run.status, run.stderr).toBe(0);
    expect(run.stderr).toContain('Missing receptors and ligands (26)');
    const [row] = tsvFileRows(at('receptors/sets.tsv'));
    expect([row.get('label'), row.get('declared')]).toEqual(['mmu04080', '367']);
    expect(Number(row.get('size'))).toBeLessThan(250);
    expect(Number(row.get('pvalue'))).toBeGreaterThan(0);
    const panel = tsvFileRows(at('receptors/panel.tsv')).filter((one) => one.get('detected') === 'true');
    expect(panel.every((one) => Number.isFinite(Number(one.get('shrunkenLog2FoldChange'))))).toBe(true);
    const sizes = (column: string) => panel.reduce((sum, one) => sum + Math.abs(Number(one.get(column))), 0);
    expect(sizes('shrunkenLog2FoldChange')).toBeLessThan(sizes('log2FoldChange'));
    const scores = tsvFileRows(at('receptors/module-scores.tsv'));
    expect(scores.length).toBe(16);
    expect([...scores[0].keys()]).toContain('serotonin');
  });
});
