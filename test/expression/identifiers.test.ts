import { describe, expect, it } from 'vitest';
import { readDate, readSerial } from '../../src/expression/identifiers/read-date.ts';
import { recognizeIdentifiers } from '../../src/expression/identifiers/recognize.ts';
import { repairDates } from '../../src/expression/identifiers/repair-dates.ts';
import { withoutVersion } from '../../src/expression/identifiers/versions.ts';
import { file, read, refusals, rowsOf } from './input/support.ts';

const lines = (ids: readonly string[]) => ids.map((_, i) => i + 2);
const repair = (...ids: string[]) => repairDates(ids, lines(ids));

describe('kinds of gene ids', () => {
  it.each([
    [['ENSMUSG00000000001', 'ENSMUSG00000000003.15', 'ERCC-00002'], 'ensembl', 'mouse', 1],
    [['ENSRNOG00000000001'], 'ensembl', 'rat', 0],
    [['ENSG00000182378.15_PAR_Y', 'ENSG00000182378.15'], 'ensembl', 'human', 2],
    [['ENSMUST00000000001.1'], 'ensembl-transcript', 'mouse', 1],
    [['15357', '11450'], 'entrez', null, 0],
    [['NM_001005484.2', 'NR_046018'], 'refseq', null, 0],
    [['Xist', '0610007P14Rik', 'Htr1a'], 'symbol', null, 0],
    [['Xist', '15357', 'Drd2', '1'], 'mixed', null, 0],
  ])('%j', (ids, kind, species, versioned) => {
    expect(recognizeIdentifiers(ids)).toMatchObject({ kind, species, versioned });
  });

  it('versions go, the mark of the Y copy and everything else stay', () => {
    expect(['ENSMUSG00000000001.5', 'ENSG00000182378.15_PAR_Y', 'Gm1.2', 'ENSMUSG1.2', 'H2-D1'].map(withoutVersion)).toEqual([
      'ENSMUSG00000000001',
      'ENSG00000182378_PAR_Y',
      'Gm1.2',
      'ENSMUSG1.2',
      'H2-D1',
    ]);
  });
});

describe('dates in place of symbols', () => {
  it.each([
    ['1-Mar', [{ month: 3, day: 1 }]],
    ['02-Sep', [{ month: 9, day: 2 }]],
    ['Sep-02', [{ month: 9, day: 2 }]],
    ['1. Mrz', [{ month: 3, day: 1 }]],
    ['2. Okt', [{ month: 10, day: 2 }]],
    ['2023-03-01', [{ month: 3, day: 1 }]],
    ['2023-03-01 00:00:00', [{ month: 3, day: 1 }]],
    ['01.03.2023', [{ month: 3, day: 1 }]],
    [
      '3/1/2023',
      [
        { month: 3, day: 1 },
        { month: 1, day: 3 },
      ],
    ],
    ['9-Sep-23', [{ month: 9, day: 9 }]],
    ['Jun.1', []],
    ['H2-D1', []],
    ['Nkx2-1', []],
    ['Marc-1', []],
    ['mt-Nd1', []],
    ['12-lox', []],
  ])('%s', (text, days) => {
    expect(readDate(text)).toEqual(days);
  });

  it('serial numbers of spreadsheets', () => {
    expect(readSerial('43891')).toEqual({ month: 3, day: 1 }); // 2020-03-01
    expect(readSerial('45171')).toEqual({ month: 9, day: 2 }); // 2023-09-02
    expect(readSerial('15357')).toBeNull();
    expect(readSerial('99999')).toBeNull();
  });

  it('are repaired where one gene can be meant, in the case of the table', () => {
    expect(repair('Actb', '2-Sep', '3/4/2023', 'Drd2').ids).toEqual(['Actb', 'Sept2', 'March4', 'Drd2']);
    expect(repair('ACTB', '2-Sep', 'DRD2', '1-Dec').ids).toEqual(['ACTB', 'SEPT2', 'DRD2', 'DEC1']);
    expect(repair('Actb', '45171').notes[0]).toContain('"45171" (line 3) is Sept2, today Septin2');
  });

  it('March1 and Marc1 both become 1-Mar: nothing is guessed', () => {
    const twice = repair('Actb', '1-Mar', 'Drd2', '1-Mar');
    expect(twice.ids).toEqual(['Actb', '1-Mar (line 3)', 'Drd2', '1-Mar (line 5)']);
    expect(twice.notes[0]).toContain('(line 3, 5) may be March1 or Marc1');
    const once = repair('Actb', '2-Mar', 'Drd2');
    expect(once.ids[1]).toBe('2-Mar');
    expect(once.notes[0]).toContain('March2 or Marc2');
  });

  it('the other candidate under its present name settles it, and that is said', () => {
    const found = repair('Actb', '1-Mar', 'Mtarc1');
    expect(found.ids[1]).toBe('March1');
    expect(found.notes[0]).toContain('as the other candidate is in the table');
    expect(repair('Actb', '1-Mar', 'Marchf1').ids[1]).toBe('Marc1');
  });

  it('dates that no gene explains, and numbers that lost their digits, are named and left', () => {
    const found = repair('Actb', '5-Jan', '2.31E+19', '2.31E+19');
    expect(found.ids).toEqual(['Actb', '5-Jan', '2.31E+19', '2.31E+19']);
    expect(found.notes.join(' ')).toMatch(/no gene is known.*"5-Jan" \(line 3\).*RIKEN/);
  });

  it('Entrez numbers are never taken for dates', async () => {
    const found = await read([file('c.tsv', 'gene\ts1\ts2\n43891\t1\t2\n15357\t3\t4\n11450\t1\t1\n')]);
    expect(found.matrix.genes).toEqual(['43891', '15357', '11450']);
    expect(found.identifiers.kind).toBe('entrez');
  });

  it('a repaired symbol that is there already is a duplicate, not a silent sum', async () => {
    const text = 'gene\ts1\ts2\nActb\t1\t2\nSept2\t3\t4\n2-Sep\t5\t6\n';
    expect((await refusals([file('c.tsv', text)]))[0]).toMatchObject({ code: 'counts-duplicate-gene', line: 4 });
  });
});

describe('duplicates', () => {
  const text = 'gene\ts1\ts2\nENSMUSG00000000001.4\t1\t2\nENSMUSG00000000003.1\t5\t5\nENSMUSG00000000001.5\t3\t4\n';

  it('ids that become the same without versions are refused with both lines', async () => {
    const [problem] = await refusals([file('c.tsv', text)]);
    expect(problem).toMatchObject({ code: 'counts-duplicate-gene', line: 4, found: 'also in line 2' });
    expect(problem.message).toContain('"ENSMUSG00000000001.5" becomes the same as "ENSMUSG00000000001.4"');
  });

  it('are summed when asked, counted and named; versions can stay', async () => {
    const summed = await read([file('c.tsv', text)], { duplicates: 'sum' });
    expect(rowsOf(summed)).toEqual([
      ['ENSMUSG00000000001', 4, 6],
      ['ENSMUSG00000000003', 5, 5],
    ]);
    expect(summed.notes.join(' ')).toMatch(/removed from 3 Ensembl ids.*1 became the same.*1 rows repeat.*ENSMUSG00000000001/);
    expect((await read([file('c.tsv', text)], { versions: 'keep' })).matrix.genes[2]).toBe('ENSMUSG00000000001.5');
  });

  it('of plain symbols too', async () => {
    const symbols = 'gene\ts1\ts2\nXist\t1\t2\nXist\t3\t4\n';
    expect((await refusals([file('c.tsv', symbols)]))[0].code).toBe('counts-duplicate-gene');
    expect(rowsOf(await read([file('c.tsv', symbols)], { duplicates: 'sum' }))).toEqual([['Xist', 4, 6]]);
  });

  it('transcripts are not genes', async () => {
    expect((await refusals([file('c.tsv', 'id\ts1\ts2\nENSMUST00000000001.4\t1\t2\n')]))[0].code).toBe('counts-transcripts');
  });
});
