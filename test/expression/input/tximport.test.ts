import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { plainContext } from '../../../src/context/index.ts';
import { estimateNormalization } from '../../../src/expression/deseq/estimate-normalization.ts';
import { deseqExpression, STANDARD_READING, transformCounts } from '../../../src/expression/index.ts';
import { readKallisto, readKallistoHdf5, readSalmon } from '../../../src/expression/input/formats/quantifiers.ts';
import { readTranscriptTable } from '../../../src/expression/input/formats/transcript-table.ts';
import { scaledAbundance, summarizeToGenes } from '../../../src/expression/input/formats/transcripts-to-genes.ts';
import { readDelimited, withHdf5 } from '../../../src/table/index.ts';
import { STANDARD_DESEQ } from '../../support/deseq-request.ts';
import { fixtureRows } from '../fixtures.ts';
import { file, known, read, refusals, utf8 } from './support.ts';

const FIXTURES = new URL('../../fixtures/expression/input/tximport/', import.meta.url).pathname;
const unpacked = (name: string) => new Uint8Array(gunzipSync(readFileSync(FIXTURES + name)));
const SAMPLES = ['m1', 'm2', 'm3', 'm4', 'm5', 'm6'];
const quants = SAMPLES.map((name) => file(`quants/${name}_quant/quant.sf`, unpacked(`quants/${name}_quant/quant.sf.gz`)));
const table = file('tx2gene.tsv', unpacked('tx2gene.tsv.gz'));
const estimates = quants.map(({ name, bytes }) => readSalmon(bytes, name));
const genes = summarizeToGenes(estimates, readTranscriptTable(table), STANDARD_READING);

/** Largest relative difference from tximport 1.26.1's numbers. */
function worst(from: string, what: string, values: Float64Array, names: readonly string[]): number {
  const rows = fixtureRows('input/tximport/expected.tsv.gz').filter(
    (row) => row.get('from') === from && row.get('what') === what,
  );
  expect(rows).toHaveLength(names.length);
  const position = new Map(names.map((name, g) => [name, g]));
  let largest = 0;
  for (const row of rows) {
    const g = position.get(row.get('gene') ?? '') ?? -1;
    SAMPLES.forEach((sample, j) => {
      const expected = Number(row.get(sample));
      const found = values[g * SAMPLES.length + j];
      largest = Math.max(largest, expected === found ? 0 : Math.abs(found - expected) / Math.abs(expected));
    });
  }
  return largest;
}

describe('transcripts to genes, against tximport 1.26.1', () => {
  it('counts and average lengths', () => {
    expect(worst('no', 'counts', genes.counts, genes.genes)).toBeLessThan(1e-12);
    expect(worst('no', 'length', genes.lengths, genes.genes)).toBeLessThan(1e-12);
  });

  it.each(['scaledTPM', 'lengthScaledTPM'] as const)('%s', (from) => {
    expect(worst(from, 'counts', scaledAbundance(genes, SAMPLES.length, from), genes.genes)).toBeLessThan(1e-12);
  });

  it('a gene by hand', () => {
    const one = (counts: number[], tpm: number[], lengths: number[]) => ({
      file: 'q',
      ids: ['a', 'b', 'c'],
      counts: Float64Array.from(counts),
      abundance: Float64Array.from(tpm),
      lengths: Float64Array.from(lengths),
    });
    const { counts, lengths } = summarizeToGenes(
      [one([10, 20, 0], [1, 3, 0], [100, 200, 50]), one([0, 0, 0], [0, 0, 0], [110, 210, 70])],
      {
        genes: new Map([
          ['a', 'G'],
          ['b', 'G'],
          ['c', 'H'],
        ]),
        notes: [],
      },
      STANDARD_READING,
    );
    expect([...counts]).toEqual([30, 0, 0, 0]);
    // (1*100 + 3*200)/4 = 175; a sample without abundance takes the other's; a gene without any the mean of its transcripts
    expect([...lengths].map((length) => Math.round(length * 1e9) / 1e9)).toEqual([175, 175, 60, 60]);
  });

  it('kallisto: abundance.tsv and abundance.h5 give the same', async () => {
    const fromSalmon = readSalmon(quants[0].bytes, 'q');
    const lines = fromSalmon.ids.map((id, t) =>
      [id, 1, fromSalmon.lengths[t], fromSalmon.counts[t], fromSalmon.abundance[t]].join('\t'),
    );
    const text = readKallisto(utf8(`target_id\tlength\teff_length\test_counts\ttpm\n${lines.join('\n')}\n`), 'abundance.tsv');
    expect(text.counts).toEqual(fromSalmon.counts);
    const h5 = await withHdf5(unpacked('abundance.h5.gz'), 'abundance.h5', '', (open) => readKallistoHdf5(open, 'abundance.h5'));
    expect(h5.ids).toEqual(fromSalmon.ids);
    expect(h5.counts).toEqual(fromSalmon.counts);
    // the file holds no TPM; those of the text were made before its other columns were rounded
    h5.abundance.forEach((tpm, t) => {
      expect(Math.abs(tpm - fromSalmon.abundance[t])).toBeLessThan(1e-4 * Math.max(100, tpm));
    });
  });
});

describe('from files to DESeq2', () => {
  const samples = `sample\tgroup\n${SAMPLES.map((name, j) => `${name}\t${j < 3 ? 'a' : 'b'}`).join('\n')}\n`;
  const request = async (countsFrom: 'no' | 'lengthScaledTPM') => ({
    counts: (await read(quants, { countsFrom }, { known: known(...SAMPLES), transcripts: table })).matrix,
    samples: readDelimited(utf8(samples), 'samples.tsv'),
    ...STANDARD_DESEQ,
    trend: 'mean' as const,
  });

  it('normalization factors are those of DESeqDataSetFromTximport', async () => {
    const { counts } = await request('no');
    expect(counts.samples).toEqual(SAMPLES);
    const { factors, perGene } = estimateNormalization(counts);
    expect(perGene).toBe(true);
    expect(worst('DESeq2', 'normalizationFactors', factors, counts.genes)).toBeLessThan(1e-12);
  });

  it('base means, fold changes and p-values are those of DESeq2 with offsets', async () => {
    const { matrix, fit, table: result } = await deseqExpression(await request('no'), plainContext());
    const expected = new Map(fixtureRows('input/tximport/expected-deseq.tsv.gz').map((row) => [row.get('gene'), row]));
    expect(matrix.genes).toHaveLength(expected.size);
    matrix.genes.forEach((gene, g) => {
      const row = expected.get(gene);
      const close = (column: string, found: number, bound: number) => {
        const cell = row?.get(column) ?? '';
        if (cell.startsWith('N')) expect(found, `${gene} ${column}`).toBeNaN();
        else expect(Math.abs(found - Number(cell)) / Math.abs(Number(cell) || 1), `${gene} ${column}`).toBeLessThan(bound);
      };
      close('baseMean', fit.baseMean[g], 1e-12);
      close('dispersion', fit.dispersion[g], 1e-6);
      // one gene ends in the fallback optimizer, whose stopping point is R's only to 1e-2 (ALGORITHM.md, section 13)
      const fallback = fit.iterations[g] === 100;
      close('log2FoldChange', result.log2FoldChange[g], fallback ? 1e-2 : 1e-6);
      close('pvalue', result.pvalue[g], fallback ? 1e-2 : 1e-5);
      close('padj', result.padj[g], 1e-5);
    });
    const normalized = await transformCounts(
      await request('no'),
      { method: 'normalized', trend: 'mean', allGenes: true },
      plainContext(),
    );
    const rows = new Map(fixtureRows('input/tximport/expected-normalized.tsv.gz').map((row) => [row.get('gene'), row]));
    normalized.matrix.genes.forEach((gene, g) => {
      SAMPLES.forEach((name, j) => {
        const value = Number(rows.get(gene)?.get(name));
        expect(Math.abs(normalized.values[g * 6 + j] - value)).toBeLessThanOrEqual(1e-12 * value);
      });
    });
  });

  it('counts from abundance carry no lengths', async () => {
    expect((await request('lengthScaledTPM')).counts.lengths).toBeUndefined();
  });
});

describe('transcript tables', () => {
  it('with and without header, named columns in any order, GTF', () => {
    const genesOf = (text: string) => [...readTranscriptTable(file('t', text)).genes];
    const expected = [
      ['T1', 'G1'],
      ['T2', 'G1'],
    ];
    expect(genesOf('T1\tG1\nT2\tG1\n')).toEqual(expected);
    expect(genesOf('gene_id,x,transcript_id\nG1,1,T1\nG1,2,T2\n')).toEqual(expected);
    expect(genesOf('TXNAME,GENEID\nT1,G1\nT2,G1\n')).toEqual(expected);
    const gtf =
      '#!genome\n1\te\tgene\t1\t2\t.\t+\t.\tgene_id "G1"; gene_version "3";\n' +
      '1\te\ttranscript\t1\t2\t.\t+\t.\tgene_id "G1"; gene_version "3"; transcript_id "T1"; transcript_version "2";\n';
    expect(genesOf(gtf)).toEqual([['T1.2', 'G1.3']]);
    expect(readTranscriptTable(file('t', 'T1\tG1\nT1\tG2\nT2\t\n')).notes).toHaveLength(2);
    expect(() => readTranscriptTable(file('t', 'T1\nT2\n'))).toThrow('single column');
  });

  it('versions and bars: refused with the mend, or cut when asked', async () => {
    const bare = file('t.tsv', new TextDecoder().decode(table.bytes).replace(/\.\d+\t/g, '\t'));
    const [problem] = await refusals(quants, {}, { transcripts: bare });
    expect(problem).toMatchObject({ code: 'transcripts-unknown', mend: expect.stringContaining('--ignore-tx-version') });
    const cut = await read(quants, { ignoreTxVersion: true }, { transcripts: bare });
    expect(cut.matrix.genes).toEqual(genes.genes);
    const barred = quants.map(({ name, bytes }) =>
      file(name, new TextDecoder().decode(bytes).replace(/^(ENSMUST[\d.]+)/gm, '$1|G|x')),
    );
    expect((await refusals(barred, {}, { transcripts: table }))[0].mend).toContain('--ignore-after-bar');
    expect((await read(barred, { ignoreAfterBar: true }, { transcripts: table })).matrix.genes).toEqual(genes.genes);
    expect((await read(quants, {}, { transcripts: table })).notes.join(' ')).toContain(
      '2 of 160 transcripts are not in the table',
    );
  });

  it('without a table, with other transcripts, cut short', async () => {
    expect((await refusals(quants))[0].code).toBe('transcripts-needed');
    const other = [
      quants[0],
      file('q/m2/quant.sf', new TextDecoder().decode(quants[1].bytes).split('\n').slice(0, 50).join('\n')),
    ];
    expect((await refusals(other, {}, { transcripts: table }))[0].code).toBe('transcripts-differ');
    const broken = [
      file('quant.sf', 'Name\tLength\tEffectiveLength\tTPM\tNumReads\nT1\t5\t4\t1\nT2\t5\t4\tx\t3\nT3\t5\t4\t1\t-3\n'),
    ];
    expect((await refusals(broken, {}, { transcripts: table })).map(({ code, line }) => [code, line])).toEqual([
      ['counts-ragged-row', 2],
      ['counts-not-a-number', 3],
      ['counts-not-a-number', 4],
    ]);
  });
});
