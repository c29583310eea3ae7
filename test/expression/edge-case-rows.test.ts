import { describe, expect, it } from 'vitest';
import { haveShared, sharedText } from '../support/shared.ts';
import { COUNTS } from './edge-rows/counts.ts';
import { DESIGNS } from './edge-rows/designs.ts';
import { GENES } from './edge-rows/genes.ts';
import { RESULTS } from './edge-rows/results.ts';
import { SAMPLES } from './edge-rows/samples.ts';
import type { Check } from './edge-rows/support.ts';

/**
 * Every row of the reference folder's edge-cases.md, by its own words. Where limbic is deliberately clearer or kinder than DESeq2 the row
 * says so; the last section of that file asks for it.
 */
const SECTIONS: [string, [string, Check][]][] = [
  ['Genes', GENES],
  ['Numbers of samples', SAMPLES],
  ['Designs', DESIGNS],
  ['Counts', COUNTS],
  ['Results stage', RESULTS],
];

for (const [section, rows] of SECTIONS)
  describe(section, () => {
    it.each(rows)('%s', async (_, check) => {
      await check();
    });
  });

describe.skipIf(!haveShared)('edge-cases.md', () => {
  it('has no row that is not checked here', () => {
    const wanted: string[] = [];
    let section = '';
    for (const line of sharedText('reference/expression/edge-cases.md').split('\n')) {
      if (line.startsWith('## ')) section = line.slice(3);
      const cell = /^\| ([^|]+?) \|/.exec(line)?.[1];
      if (cell !== undefined && cell !== 'case' && !cell.startsWith('---')) wanted.push(`${section}: ${cell}`);
    }
    const checked = SECTIONS.flatMap(([name, rows]) => rows.map(([row]) => `${name}: ${row.replace(/#\d$/, '')}`));
    expect(checked).toEqual(wanted);
  });
});
