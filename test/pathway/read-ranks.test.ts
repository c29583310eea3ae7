import { describe, expect, it } from 'vitest';
import { readRanks } from '../../src/pathway/enrichment/read-ranks.ts';

const ranks = (text: string) => readRanks(new TextEncoder().encode(text), 'ranks.tsv');

describe('reading ranks', () => {
  it('counts missing statistics and keeps ties', () => {
    const list = ranks('gene\tstat\r\nArc\t2\r\nFos\tNA\r\nJun\t1\r\nEgr1\t1\r\n');
    expect(list.genes).toEqual(['Arc', 'Jun', 'Egr1']);
    expect(list.missing).toEqual(['Fos']);
  });

  it('refuses one statistic for all genes: the order of the file would decide', () => {
    expect(() => ranks('Arc\t0\nFos\t0\nJun\t0\n')).toThrow('every gene has the same statistic');
  });
});
