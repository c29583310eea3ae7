import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readCounts } from '../../../src/expression/index.ts';
import { writeParquet, writeWorkbook } from '../../../src/table/index.ts';
import { haveShared, SHARED, sharedBytes } from '../../support/shared.ts';
import { file, known, read, refusals, rowsOf } from './support.ts';

const FIXTURES = new URL('../../fixtures/expression/input/', import.meta.url).pathname;

describe('tables of counts as people and programs write them', () => {
  it("R's write.table: spaces, quotes, a header one cell short, also with one sample", async () => {
    const found = await read([file('c.txt', '"s1" "s2"\n"Xist" 10 0\n"Htr1a" 3 4\n')]);
    expect(found.matrix.samples).toEqual(['s1', 's2']);
    expect(rowsOf(found)).toEqual([
      ['Xist', 10, 0],
      ['Htr1a', 3, 4],
    ]);
    expect(rowsOf(await read([file('c.txt', '"s1"\n"Xist"\t10\n"Htr1a"\t3\n')]))).toEqual([
      ['Xist', 10],
      ['Htr1a', 3],
    ]);
  });

  it('semicolons, decimal commas, quoted cells with delimiters and line breaks', async () => {
    const text =
      'gene;description;s1;s2\r\n"Xist";"inactive; X";10,0;2\r\nHtr1a;"two\nlines, ""quoted""";3;4,0\r\nDrd2;plain;5;6\r\n';
    const found = await read([file('c.csv', text)]);
    expect(rowsOf(found)).toEqual([
      ['Xist', 10, 2],
      ['Htr1a', 3, 4],
      ['Drd2', 5, 6],
    ]);
    expect(found.notes.join()).toContain('left out: description');
    // the line of a later problem counts the line break inside the quotes
    const [problem] = await refusals([file('c.csv', text.replace('5;6', '5;x'))]);
    expect(problem).toMatchObject({ code: 'counts-not-a-number', line: 5, column: 4 });
  });

  it('a comma that may separate thousands or decimals is refused, never guessed', async () => {
    const [problem] = await refusals([file('c.csv', 'gene;s1;s2\nXist;1,234;2\n')]);
    expect(problem).toMatchObject({ code: 'counts-thousands', line: 2, column: 2, found: '1,234' });
    const [quoted] = await refusals([file('c.csv', 'gene,s1,s2\nXist,"1,234",2\n')]);
    expect(quoted.code).toBe('counts-thousands');
  });

  it.each(['0x10', '1e400', '1_000', '١٢', 'Infinity', '--1', '1 2'])('%s is no count', async (cell) => {
    const [problem] = await refusals([file('c.tsv', `gene\ts1\ts2\nXist\t${cell}\t2\nHtr1a\t1\t2\n`)]);
    expect(problem.code).toMatch(/^counts-(not-a-number|too-large)$/);
    expect(problem).toMatchObject({ line: 2, column: 2 });
  });

  it('featureCounts: comment, gene coordinates left out, samples named by their bam files', async () => {
    const text =
      '# Program:featureCounts v2.0.3; Command:"featureCounts" "-a" "x.gtf"\n' +
      'Geneid\tChr\tStart\tEnd\tStrand\tLength\t/data/bam/m1Aligned.sortedByCoord.out.bam\tbam/m2.sorted.bam\n' +
      'ENSMUSG00000000001\tchr3;chr3\t1;50\t20;90\t-;-\t60\t5\t6\nENSMUSG00000000003\tchrX\t1\t9\t+\t9\t0\t1\n';
    const found = await read([file('fc.txt', text)], {}, { known: known('m1', 'm2') });
    expect(found.matrix.samples).toEqual(['m1', 'm2']);
    expect(rowsOf(found)).toEqual([
      ['ENSMUSG00000000001', 5, 6],
      ['ENSMUSG00000000003', 0, 1],
    ]);
    expect(found.notes.join(' ')).toMatch(/featureCounts \(v2\.0\.3\).*left out: Chr, Start, End, Strand, Length/);
    expect((await read([file('fc.txt', text)])).matrix.samples).toEqual(['m1', 'm2']);
  });

  it('GEO: columns that describe genes, row numbers first, names as R changes them', async () => {
    const text = '"","gene_id","symbol","length","X143A.CA3.1","X143A.DG.1"\n1,"G1","Xist",17000,5,6\n2,"G2","Htr1a",4000,7,8\n';
    const found = await read([file('GSE1_counts.csv', text)], {}, { known: known('143A-CA3-1', '143A-DG-1') });
    expect(rowsOf(found)).toEqual([
      ['G1', 5, 6],
      ['G2', 7, 8],
    ]);
    expect(found.matrix.samples).toEqual(['143A-CA3-1', '143A-DG-1']);
    expect(found.notes.join(' ')).toContain('X143A.CA3.1 is 143A-CA3-1');
    const byName = await read([file('c.csv', text)], { geneColumn: 'symbol' });
    expect(byName.matrix.genes).toEqual(['Xist', 'Htr1a']);
    expect((await refusals([file('c.csv', text)], { geneColumn: 'symbl' }))[0].mend).toContain('symbol');
  });

  it('a numeric column that nobody knows stays a sample, so that the sheet can object', async () => {
    const found = await read(
      [file('c.tsv', 'gene\ts1\ts2\tmystery\nXist\t1\t2\t3\nDrd2\t1\t2\t3\n')],
      {},
      { known: known('s1', 's2') },
    );
    expect(found.matrix.samples).toEqual(['s1', 's2', 'mystery']);
  });

  it('a matrix without a header is refused', async () => {
    const [problem] = await refusals([file('c.tsv', 'Xist\t1\t2\t3\nHtr1a\t4\t5\t6\n')]);
    expect(problem.code).toBe('counts-no-header');
  });

  it('old Mac line ends, UTF-16, gzip', async () => {
    expect(rowsOf(await read([file('c.txt', 'gene\ts1\ts2\rXist\t1\t2\rDrd2\t3\t4\r')]))).toHaveLength(2);
  });

  it('values on another scale are told as what they look like', async () => {
    const genes = Array.from({ length: 50 }, (_, g) => `g${g}`);
    const table = (value: (g: number, j: number) => number) =>
      `gene\ts1\ts2\ts3\n${genes.map((gene, g) => [gene, value(g, 0), value(g, 1), value(g, 2)].join('\t')).join('\n')}\n`;
    const tpm = await refusals([
      file(
        'c.tsv',
        table((g, j) => (1e6 / 1275) * (1 + ((g + j) % 50))),
      ),
    ]);
    expect(tpm[0]).toMatchObject({ code: 'counts-tpm' });
    const logs = await refusals([
      file(
        'c.tsv',
        table((g, j) => 3.1 + 0.171 * ((g * 7 + j) % 50)),
      ),
    ]);
    expect(logs[0]).toMatchObject({ code: 'counts-log' });
    // rounding does not make counts of them
    expect(
      (
        await refusals(
          [
            file(
              'c.tsv',
              table((g, j) => (1e6 / 1275) * (1 + ((g + j) % 50))),
            ),
          ],
          { round: true },
        )
      )[0].code,
    ).toBe('counts-tpm');
    const rounded = await read([
      file(
        'c.tsv',
        table((g, j) => Math.round((1e6 / 1275) * (1 + ((g + j) % 50)))),
      ),
    ]);
    expect(rounded.notes.join(' ')).toContain('about one million');
    const expected = await read(
      [
        file(
          'c.tsv',
          table((g, j) => 100 * g + j + 0.5),
        ),
      ],
      { round: true },
    );
    expect(expected.notes.join(' ')).toContain('150 counts that were not whole were rounded');
    expect(rowsOf(expected)[1]).toEqual(['g1', 100, 102, 102]);
    expect(
      (
        await refusals([
          file(
            'c.tsv',
            table((g, j) => 100 * g + j + 0.5),
          ),
        ])
      )[0].mend,
    ).toContain('--round');
  });
});

describe('Excel and Parquet', () => {
  it('a sheet with a title, dates among symbols, and a second sheet of notes', async () => {
    const bytes = new Uint8Array(readFileSync(`${FIXTURES}damaged-symbols.xlsx`));
    const found = await read([file('counts.xlsx', bytes)]);
    expect(rowsOf(found)).toEqual([
      ['Xist', 10, 0, 12],
      ['Htr1a', 3, 4, 5],
      ['Sept2', 20, 21, 22],
      ['1-Mar', 1, 2, 3],
      ['43891', 7, 8, 9],
      ['March5', 4, 4, 4],
      ['Drd2', 100, 200, 300],
      ['Sep15', 30, 31, 32],
    ]);
    const notes = found.notes.join('\n');
    expect(notes).toContain('"2023-09-02" (line 6) is Sept2, today Septin2');
    expect(notes).toContain('"5-Mar" (line 9) is March5, today Marchf5');
    expect(notes).toContain('"2024-09-15" (line 11) is Sep15, today Selenof');
    expect(notes).toContain('The date "1-Mar" (line 7) may be March1 or Marc1');
    expect(notes).toContain('The date "43891" (line 8) may be March1 or Marc1');
    expect(notes).toContain('The header was found in row 3');
  });

  it('several sheets with numbers: the one that is named', async () => {
    const columns = (value: number) => [
      { name: 'gene', values: ['Xist', 'Drd2'] },
      { name: 's1', values: [value, 2] },
      { name: 's2', values: [3, 4] },
    ];
    const bytes = await writeWorkbook([
      { name: 'a', columns: columns(1) },
      { name: 'b', columns: columns(9) },
    ]);
    expect((await refusals([file('c.xlsx', bytes)]))[0]).toMatchObject({ code: 'workbook-sheets', found: 'a, b' });
    expect(rowsOf(await read([file('c.xlsx', bytes)], { sheet: 'b' }))[0]).toEqual(['Xist', 9, 3]);
    expect((await refusals([file('c.xlsx', bytes)], { sheet: 'c' }))[0].code).toBe('workbook-no-sheet');
  });

  it('every problem of a sheet has its row and column', async () => {
    const bytes = await writeWorkbook([
      {
        name: 'x',
        columns: [
          { name: 'gene', values: ['A1bg', 'Bdnf', 'Drd1'] },
          { name: 's1', values: [1.5, -1, 3] },
          { name: 's2', values: ['a', null, 4] },
        ],
      },
    ]);
    expect((await refusals([file('c.xlsx', bytes)])).map(({ code, line, column }) => [code, line, column])).toEqual([
      ['counts-not-integer', 2, 2],
      ['counts-not-a-number', 2, 3],
      ['counts-negative', 3, 2],
      ['counts-missing', 3, 3],
    ]);
  });

  it('Parquet, also with the row names of pandas', async () => {
    const bytes = await writeParquet([
      { name: 's1', values: [1, 2] },
      { name: 's2', values: [3, 4] },
      { name: '__index_level_0__', values: ['Xist', 'Drd2'] },
    ]);
    expect(rowsOf(await read([file('c.parquet', bytes)]))).toEqual([
      ['Xist', 1, 3],
      ['Drd2', 2, 4],
    ]);
  });
});

describe.skipIf(!haveShared)('real tables', () => {
  it.each(['mouse-cerebellum-influenza', 'mouse-hippocampus-avoidance', 'mouse-striatum-strains'])(
    '%s is read as by readCounts',
    async (name) => {
      const bytes = new Uint8Array(readFileSync(`${SHARED}/data/expression/${name}/counts.tsv.gz`));
      const found = await read([file('counts.tsv.gz', bytes)]);
      const plain = readCounts(sharedBytes(`data/expression/${name}/counts.tsv.gz`), 'counts.tsv');
      expect(found.matrix.genes.join()).toBe(plain.genes.join());
      expect(found.matrix.samples).toEqual(plain.samples);
      expect(found.matrix.counts.length).toBe(plain.counts.length);
      expect(found.matrix.counts.every((count, i) => count === plain.counts[i])).toBe(true);
      const kind = name === 'mouse-striatum-strains' ? 'ensembl' : 'symbol';
      expect(found.identifiers.kind).toBe(kind);
      if (kind === 'ensembl') expect(found.identifiers.species).toBe('mouse');
    },
  );

  it('gene names on the second sheet of a hand-made workbook', async () => {
    const [problem] = await refusals([file('study.xlsx', sharedBytes('data/ecosystem/formats/study.xlsx'))], {
      sheet: 'genes',
    });
    expect(problem.code).toMatch(/^counts-/);
  });
});
