import { describe, expect, it } from 'vitest';
import { plainContext } from '../../src/context/index.ts';
import { TINY_RIDGE } from '../../src/expression/deseq/constants.ts';
import { fitDeseq } from '../../src/expression/deseq/deseq.ts';
import { geneWiseTrend } from '../../src/expression/deseq/gene-wise-trend.ts';
import { shrinkWithNormal } from '../../src/expression/deseq/shrink/shrink.ts';
import { coefficientCombination } from '../../src/expression/design/contrasts.ts';
import { modelDesign, parseDesign } from '../../src/expression/design/model-design.ts';
import { varianceStabilized } from '../../src/expression/transform/variance-stabilizing.ts';
import { factorColumn } from '../../src/stats/index.ts';
import { agreement, expectAgreement } from './agreement.ts';
import { fixtureText } from './fixtures.ts';

interface Fixture {
  counts: number[][];
  factors: number[][];
  /** Numbered from 1. */
  replaced: number[];
  dispGeneEst: (number | null)[];
  stabilized: number[][];
  shrunken: (number | null)[];
  shrunkenError: (number | null)[];
}

const fixture: Fixture = JSON.parse(fixtureText('normalization-factors.json'));
const SAMPLES = 14;
const frame = new Map([['g', factorColumn(Array.from({ length: SAMPLES }, (_, j) => (j < 7 ? 'a' : 'b')))]]);
const model = modelDesign(parseDesign('~ g'), frame, SAMPLES);
const counts = Float64Array.from(fixture.counts.flat());
const normalization = { factors: Float64Array.from(fixture.factors.flat()), perGene: true };
const input = { genes: fixture.counts.length, counts, design: model.cells, normalization };
const combination = coefficientCombination(model.design, 'gb');
const CLOSE = { within1e9: 0.9, within1e6: 1, worst: 1e-6 };

function compare(what: string, actual: Float64Array, expected: readonly (number | null)[], bounds = CLOSE): void {
  const rows = expected.map((value, g): [string, number, number] => [`gene ${g}`, actual[g], value ?? NaN]);
  expectAgreement(what, agreement(rows), bounds);
}

/** Ten genes without counts, with factors unlike the others', tell over which genes the factors are averaged. */
describe('normalization factors per gene, as DESeq2 1.38.3 takes them', () => {
  const fit = fitDeseq(
    {
      ...input,
      trend: 'parametric',
      combinations: combination.weights,
      reduced: null,
      minReplicatesForReplace: 7,
      lambda: new Float64Array(2).fill(TINY_RIDGE),
    },
    plainContext(),
  );

  it('gives its gene-wise dispersions, also after replacement', async () => {
    const { replaced, dispGeneEst } = await fit;
    expect(Array.from(replaced.keys()).filter((g) => replaced[g] === 1)).toEqual(fixture.replaced.map((row) => row - 1));
    compare(
      'dispersions',
      dispGeneEst.map((value, g) => (counts.subarray(g * SAMPLES, (g + 1) * SAMPLES).some((count) => count > 0) ? value : NaN)),
      fixture.dispGeneEst,
    );
  });

  it('gives its shrunken changes, 0 where replacement emptied a gene', async () => {
    const request = { fit: await fit, counts, normalization, model, frame, combination, contrast: null };
    const shrunken = await shrinkWithNormal(request, plainContext());
    expect((await fit).nowAllZero.includes(1)).toBe(true);
    compare('changes', shrunken.log2FoldChange, fixture.shrunken, { ...CLOSE, within1e6: 0.95, worst: 1e-4 });
    compare('errors', shrunken.lfcSE, fixture.shrunkenError, { ...CLOSE, within1e6: 0.95, worst: 1e-4 });
  });

  it('stabilizes the variance on a local trend with the geometric means of the factors', async () => {
    const { trend } = await geneWiseTrend({ ...input, trend: 'local' }, plainContext());
    const values = varianceStabilized(counts, SAMPLES, normalization, trend);
    fixture.stabilized.flat().forEach((value, i) => {
      expect(Math.abs(values[i] - value)).toBeLessThan(1e-8);
    });
  });
});
