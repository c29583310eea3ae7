import { expect, it } from 'vitest';
import { plainContext } from '../../src/context/index.ts';
import { geneWiseTask } from '../../src/expression/deseq/gene-wise.ts';
import { meanInverseSize } from '../../src/expression/deseq/normalization.ts';
import { modelDesign, parseDesign } from '../../src/expression/design/model-design.ts';
import { factorColumn } from '../../src/stats/index.ts';
import { fixtureText } from './fixtures.ts';

interface Fixture {
  sex: string[];
  group: string[];
  factors: number[];
  counts: number[][];
  dispGeneEst: number[];
  iterations: number[];
}

/** With many samples the first slope can throw the search below the lowest dispersion; DESeq2 then starts over on a grid. */
it('finds the dispersion of a gene whose first step overshoots, as DESeq2 1.38.3 does', async () => {
  const fixture: Fixture = JSON.parse(fixtureText('many-samples.json'));
  const samples = fixture.sex.length;
  const frame = new Map([
    ['sex', factorColumn(fixture.sex)],
    ['group', factorColumn(fixture.group)],
  ]);
  const normalization = { factors: Float64Array.from(fixture.factors), perGene: false };
  const [output] = await plainContext().pool.map(geneWiseTask, [
    {
      design: modelDesign(parseDesign('~ sex + group'), frame, samples).cells,
      genes: fixture.counts.length,
      counts: Float64Array.from(fixture.counts.flat()),
      normalization,
      meanInverseSize: meanInverseSize(normalization, samples),
    },
  ]);
  expect(Array.from(output.iterations)).toEqual(fixture.iterations);
  expect(fixture.iterations).toContain(1);
  fixture.dispGeneEst.forEach((expected, g) => {
    expect(Math.abs(output.dispGeneEst[g] / expected - 1)).toBeLessThan(1e-9);
  });
});
