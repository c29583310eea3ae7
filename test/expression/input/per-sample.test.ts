import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { chooseCountFiles, knownSamples } from '../../../src/expression/index.ts';
import { tableOf } from '../../../src/table/index.ts';
import { file, known, read, refusals, rowsOf } from './support.ts';

const FIXTURES = new URL('../../fixtures/expression/input/', import.meta.url).pathname;
const htseq = (a: number, b: number) =>
  `Xist\t${a}\nHtr1a\t${b}\n__no_feature\t5\n__ambiguous\t0\n__too_low_aQual\t0\n__not_aligned\t1\n__alignment_not_unique\t4\n`;
const star = (rows: [string, number, number, number][]) =>
  [['N_unmapped', 9, 9, 9], ['N_multimapping', 8, 8, 8], ['N_noFeature', 1, 50, 2], ['N_ambiguous', 0, 0, 0], ...rows]
    .map((row) => row.join('\t'))
    .join('\n');

describe('one file per sample', () => {
  it('HTSeq: tails left out and told, samples by the sheet', async () => {
    const files = [
      file('counts/GSM1_m1_htseq.txt', htseq(10, 0)),
      file('counts/GSM2_m2_htseq.txt.gz', new Uint8Array(gzipSync(htseq(3, 7)))),
    ];
    const found = await read(files, {}, { known: known('m2', 'm1') });
    // in the order of the sheet, whatever the files are called
    expect(found.matrix.samples).toEqual(['m2', 'm1']);
    expect(rowsOf(found)).toEqual([
      ['Xist', 3, 10],
      ['Htr1a', 7, 0],
    ]);
    expect(found.notes.join(' ')).toContain('__no_feature');
    expect(found.notes.join(' ')).toContain('50 % of all reads');
    expect((await read(files)).matrix.samples).toEqual(['GSM1_m1', 'GSM2_m2']);
  });

  it('the column "file" of the sheet says which file is whose', async () => {
    const table = tableOf('samples.csv', [
      { name: 'sample', cells: ['m1', 'm2'] },
      { name: 'file', cells: ['run_b.txt', 'run_a.txt'] },
    ]);
    const files = [file('x/run_a.txt', htseq(1, 2)), file('x/run_b.txt', htseq(3, 4))];
    const found = await read(files, {}, { known: knownSamples(table, ['m1', 'm2']) });
    expect(found.matrix.samples).toEqual(['m1', 'm2']);
    expect(rowsOf(found)[0]).toEqual(['Xist', 3, 1]);
  });

  it('names that stand in several paths are not guessed', async () => {
    const files = [file('a/m1_m2_x.txt', htseq(1, 2)), file('a/m2_m1_y.txt', htseq(3, 4))];
    expect((await read(files, {}, { known: known('m1', 'm2') })).matrix.samples).toEqual(['m1_m2_x', 'm2_m1_y']);
  });

  it('genes may stand in any order, but must be the same', async () => {
    const turned = htseq(3, 7).split('\n');
    [turned[0], turned[1]] = [turned[1], turned[0]];
    const found = await read([file('m1.txt', htseq(10, 0)), file('m2.txt', turned.join('\n'))]);
    expect(rowsOf(found)).toEqual([
      ['Xist', 10, 3],
      ['Htr1a', 0, 7],
    ]);
    const less = [
      file('m1.txt', htseq(10, 0)),
      file(
        'm2.txt',
        'Xist\t4\n__no_feature\t5\n__ambiguous\t0\n__too_low_aQual\t0\n__not_aligned\t1\n__alignment_not_unique\t4\n',
      ),
    ];
    expect((await refusals(less))[0]).toMatchObject({ code: 'counts-genes-differ', file: 'm2.txt', found: 'without Htr1a' });
    expect(rowsOf(await read(less, { absentGenes: 'zero' }))[1]).toEqual(['Htr1a', 0, 0]);
  });

  it('GEO: files with a header, named by file when the column says nothing', async () => {
    const files = [
      file('GSM1_s1.txt', 'gene\tcount\nXist\t1\nDrd2\t2\n'),
      file('GSM2_s2.txt', 'gene\tcount\nXist\t3\nDrd2\t4\n'),
    ];
    const found = await read(files, {}, { known: known('s1', 's2') });
    expect(found.matrix.samples).toEqual(['s1', 's2']);
    expect(rowsOf(found)[0]).toEqual(['Xist', 1, 3]);
    // a sample called 1 does not make the header a gene
    expect(rowsOf(await read([file('c.tsv', 'gene\t1\nXist\t5\n')]))).toEqual([['Xist', 5]]);
  });

  it('kinds that do not go together are refused', async () => {
    const [problem] = await refusals([file('a.txt', htseq(1, 2)), file('ReadsPerGene.out.tab', star([['Xist', 1, 1, 0]]))]);
    expect(problem.code).toBe('counts-mixed-formats');
    expect((await refusals([]))[0].code).toBe('counts-no-files');
  });
});

describe('STAR', () => {
  const files = (forward: number, reverse: number) =>
    ['m1', 'm2'].map((name) =>
      file(
        `star/${name}_ReadsPerGene.out.tab`,
        star([
          ['ENSMUSG00000000001.5', forward + reverse, forward, reverse],
          ['ENSMUSG00000000003.2', 4, 2, 2],
        ]),
      ),
    );

  it.each([
    ['reverse', 5, 995, 4, 995],
    ['forward', 995, 5, 3, 995],
    ['unstranded', 510, 490, 2, 1000],
  ])('%s is chosen by evidence, and said', async (strand, forward, reverse, column, count) => {
    const found = await read(files(forward, reverse));
    expect(rowsOf(found)[0]).toEqual(['ENSMUSG00000000001', count, count]);
    expect(found.matrix.samples).toEqual(['m1', 'm2']);
    expect(found.notes.join(' ')).toContain(`column ${column} of ReadsPerGene (${strand}), chosen by evidence`);
    expect(found.notes.join(' ')).toContain('Versions were removed from 2 Ensembl ids');
  });

  it('unclear or contradictory evidence asks, an answer is followed and checked', async () => {
    expect((await refusals(files(700, 300)))[0]).toMatchObject({
      code: 'star-strand',
      mend: expect.stringContaining('--strand'),
    });
    expect((await refusals([files(995, 5)[0], files(5, 995)[1]]))[0].code).toBe('star-strand');
    const asked = await read(files(995, 5), { strand: 'unstranded' });
    expect(rowsOf(asked)[0]).toEqual(['ENSMUSG00000000001', 1000, 1000]);
    expect(asked.notes.join(' ')).toContain('the reads say otherwise');
  });
});

describe('sparse matrices', () => {
  const mtx = '%%MatrixMarket matrix coordinate integer general\n%metadata\n3 4 5\n1 1 5\n1 2 3\n2 3 7\n2 4 1\n3 1 9\n';
  const features = 'ENSMUSG1\tXist\tGene Expression\nENSMUSG2\tHtr1a\tGene Expression\nCD3\tCD3\tAntibody Capture\n';
  const barcodes = 'AAA-1\nAAC-1\nAAG-1\nAAT-1\n';
  const three = (matrix = mtx) => [
    file('f/matrix.mtx.gz', new Uint8Array(gzipSync(matrix))),
    file('f/features.tsv', features),
    file('f/barcodes.tsv', barcodes),
  ];

  it('cells are added up to samples by a map, and what is left out is counted', async () => {
    const map = file('map.csv', 'barcode,sample\nAAA-1,m1\nAAC,m1\nAAG-1,m2\n');
    const found = await read(three(), {}, { barcodes: map });
    expect(found.matrix.samples).toEqual(['m1', 'm2']);
    expect(rowsOf(found)).toEqual([
      ['ENSMUSG1', 8, 0],
      ['ENSMUSG2', 0, 7],
    ]);
    expect(found.notes.join(' ')).toMatch(/1 features that are no genes.*3 cells were added up to 2 samples; 1 cells/);
  });

  it('without a map the barcodes are the samples; a turned matrix is turned back', async () => {
    expect(rowsOf(await read(three()))[0]).toEqual(['ENSMUSG1', 5, 3, 0, 0]);
    const turned = mtx
      .replace('3 4 5', '4 3 5')
      .replace(/^(\d) (\d) (\d)$/gm, (line, a, b, c) => (line === '4 3 5' ? line : `${b} ${a} ${c}`));
    expect(rowsOf(await read(three(turned)))).toEqual(rowsOf(await read(three())));
  });

  it('damage is named', async () => {
    expect((await refusals(three(mtx.replace('3 1 9\n', ''))))[0].code).toBe('mtx-truncated');
    expect((await refusals(three(mtx.replace('1 2 3\n', '1 9 3\n'))))[0]).toMatchObject({ code: 'mtx-entry', line: 5 });
    expect((await refusals(three(mtx.replace('1 2 3\n', '1 2 -3\n'))))[0]).toMatchObject({ code: 'counts-negative', line: 5 });
    expect((await refusals(three(mtx.replace('3 4 5', '7 4 5'))))[0].code).toBe('mtx-sizes');
    expect((await refusals(three('%%MatrixMarket matrix array real general\n2 2\n')))[0].code).toBe('mtx-header');
    expect((await refusals(three().slice(0, 2)))[0].code).toBe('mtx-files');
    expect((await refusals(three(), {}, { barcodes: file('m.csv', 'barcode,sample\nGGG,m1\n') }))[0].code).toBe('mtx-no-barcode');
  });
});

describe('AnnData', () => {
  const h5ad = (name: string) => [file(`${name}.h5ad`, new Uint8Array(readFileSync(`${FIXTURES}h5ad/${name}.h5ad.gz`)))];
  const counts = [
    ['Xist', 24, 20, 20, 20],
    ['Htr1a', 0, 16, 23, 22],
    ['Drd2', 24, 21, 18, 13],
    ['Gria1', 17, 19, 0, 20],
    ['Sept2', 16, 22, 17, 18],
  ];

  it.each(['dense', 'csr', 'csc', 'layers', 'raw'])('%s as anndata writes it', async (name) => {
    const found = await read(h5ad(name));
    expect(rowsOf(found)).toEqual(counts);
    expect(found.matrix.samples).toEqual(['obs_0', 'obs_1', 'obs_2', 'obs_3']);
    const taken =
      name === 'layers' ? 'Counts are taken from "counts"' : name === 'raw' ? 'Counts are taken from "raw"' : 'Gene ids';
    expect(found.notes.join(' ')).toContain(taken);
  });

  it('a categorical column names the samples, and adds observations up', async () => {
    expect((await read(h5ad('csr'), { obsColumn: 'sample' })).matrix.samples).toEqual(['s1', 's2', 's3', 's4']);
    const byArm = await read(h5ad('csr'), { obsColumn: 'arm' });
    expect(byArm.matrix.samples).toEqual(['a', 'b']);
    expect(rowsOf(byArm)[0]).toEqual(['Xist', 44, 40]);
    expect((await refusals(h5ad('csr'), { obsColumn: 'amr' }))[0].mend).toContain('arm');
  });

  it('values that are no counts are refused, a layer that is not there is named', async () => {
    expect((await refusals(h5ad('lognorm')))[0].code).toBe('counts-not-integer');
    expect((await refusals(h5ad('layers'), { layer: 'X' }))[0].code).toBe('counts-not-integer');
    expect((await refusals(h5ad('layers'), { layer: 'cuonts' }))[0].mend).toContain('counts');
  });
});

describe('folders', () => {
  it('what a program left is read, logs and sheets are not', () => {
    const salmon = ['q/m1/quant.sf', 'q/m1/aux_info/x.gz', 'q/m1/logs/salmon_quant.log', 'q/m2/quant.sf.gz', 'q/tx2gene.tsv'];
    expect(chooseCountFiles(salmon, 'q')).toEqual({
      paths: ['q/m1/quant.sf', 'q/m2/quant.sf.gz'],
      notes: ['2 files of salmon of q are read, 3 other files are not.'],
    });
    const tables = ['c/a.txt', 'c/b.txt', 'c/README.md', 'c/fc.txt.summary', 'c/samples.csv'];
    expect(chooseCountFiles(tables, 'c').paths).toEqual(['c/a.txt', 'c/b.txt']);
    expect(() => chooseCountFiles(['c/x.bam'], 'c')).toThrow('no file of counts');
    const ten = ['f/barcodes.tsv.gz', 'f/features.tsv.gz', 'f/matrix.mtx.gz', 'f/web_summary.html'];
    expect(chooseCountFiles(ten, 'f').paths).toEqual(ten.slice(0, 3));
  });
});
