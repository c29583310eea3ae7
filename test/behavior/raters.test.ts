import { describe, expect, it } from 'vitest';
import { pairAgreement } from '../../src/behavior/raters/agreement.ts';
import { intraclassCorrelations } from '../../src/behavior/raters/intraclass.ts';
import { boutKappa } from '../../src/behavior/raters/kappa.ts';
import { oddRaters } from '../../src/behavior/raters/odd-rater.ts';
import { type RaterTotal, raterTotals } from '../../src/behavior/raters/rater-totals.ts';
import { readTextFile } from '../../src/behavior/readers/read-file.ts';
import { expectClose } from '../support/close.ts';
import { haveShared, sharedBytes, sharedTsv } from '../support/shared.ts';

/** Seconds over which the reference took its bins: the test and a little more. */
const WINDOWS = new Map([
  ['EPM', 310],
  ['FST', 380],
  ['OFT', 620],
]);
const number = (text: string | undefined): number => (text === undefined || text === 'NA' ? NaN : Number(text));
const totalsOf = (assay: string): RaterTotal[] => {
  const file = `data/behavior/labels/${assay}_human_labels.csv.gz`;
  const read = readTextFile(sharedBytes(file), file);
  return read.kind === 'scoring' ? raterTotals(read.scoring) : [];
};
const totals = new Map(haveShared ? ['EPM', 'FST', 'OFT'].map((assay) => [assay, totalsOf(assay)]) : []);

/** Animals x raters. */
function matrix(
  rows: readonly RaterTotal[],
  raters: readonly string[],
  pick: (row: RaterTotal) => number,
): { scores: Float64Array; animals: string[] } {
  const animals = [...new Set(rows.map((row) => row.animal))].sort();
  const scores = Float64Array.from(
    animals.flatMap((animal) =>
      raters.map((rater) => pick(rows.find((row) => row.animal === animal && row.rater === rater) as RaterTotal)),
    ),
  );
  return { scores, animals };
}

describe.skipIf(!haveShared)('human scorers', () => {
  it('totals, bouts and first onsets of every rater', () => {
    const rows = sharedTsv('reference/behavior/human_scorer_totals.tsv');
    for (const row of rows) {
      const what = ['assay', 'behaviour', 'animal', 'rater'].map((key) => row.get(key)).join(' ');
      const mine = totals
        .get(row.get('assay') ?? '')
        ?.find(
          (one) => one.behavior === row.get('behaviour') && one.animal === row.get('animal') && one.rater === row.get('rater'),
        );
      expectClose(mine?.total ?? NaN, number(row.get('total_s')), 1e-9, what, 1);
      expect(mine?.bouts, what).toBe(number(row.get('bouts')));
      expectClose(mine?.firstOnset ?? NaN, number(row.get('first_onset_s')), 1e-12, what);
    }
    expect(rows.length).toBe(295);
  });

  it('agreement: correlations, concordance, ICC, kappa', () => {
    for (const row of sharedTsv('reference/behavior/human_scorer_agreement.tsv')) {
      const what = ['assay', 'behaviour', 'measure', 'raters'].map((key) => row.get(key)).join(' ');
      const rows = (totals.get(row.get('assay') ?? '') ?? []).filter((one) => one.behavior === row.get('behaviour'));
      const pick = row.get('measure') === 'bouts' ? (one: RaterTotal) => one.bouts : (one: RaterTotal) => one.total;
      const all = [...new Set(rows.map((one) => one.rater))].sort();
      const text = row.get('raters') ?? '';
      const raters = text.startsWith('all') ? all.filter((rater) => !text.endsWith(`except ${rater}`)) : text.split(' vs ');
      const { scores, animals } = matrix(rows, raters, pick);
      expect(animals.length, what).toBe(number(row.get('n_animals')));
      if (text.startsWith('all')) {
        const { agreement, consistency } = intraclassCorrelations(scores, raters.length);
        expectClose(agreement.estimate, number(row.get('icc21')), 1e-9, `${what} ICC(2,1)`);
        expectClose(consistency.estimate, number(row.get('icc31')), 1e-9, `${what} ICC(3,1)`);
        expect(agreement.low).toBeLessThan(agreement.estimate);
        expect(agreement.high).toBeGreaterThan(agreement.estimate);
        continue;
      }
      const [a, b] = [0, 1].map((j) => Float64Array.from(animals, (_, i) => scores[2 * i + j]));
      const pair = pairAgreement(a, b);
      expectClose(pair.pearson, number(row.get('pearson')), 1e-9, what);
      expectClose(pair.spearman, number(row.get('spearman')), 1e-9, what);
      expectClose(pair.concordance, number(row.get('lin_ccc')), 1e-9, what);
      expectClose(pair.meanAbsoluteDifference, number(row.get('mean_abs_diff')), 1e-9, what);
      expectClose(pair.blandAltman.bias, number(row.get('mean_a')) - number(row.get('mean_b')), 1e-9, what, 1);
      if (Number.isNaN(number(row.get('kappa_1s')))) continue;
      const bouts = animals.map(
        (animal) =>
          raters.map((rater) => rows.find((one) => one.animal === animal && one.rater === rater) as RaterTotal) as [
            RaterTotal,
            RaterTotal,
          ],
      );
      expectClose(boutKappa(bouts, WINDOWS.get(row.get('assay') ?? '')), number(row.get('kappa_1s')), 1e-9, `${what} kappa`);
    }
  });

  it('the odd forced-swim rater is named, and nobody else', () => {
    const odd = [...totals].flatMap(([assay, rows]) =>
      [...new Set(rows.map((row) => row.behavior))].flatMap((behavior) => {
        const own = rows.filter((row) => row.behavior === behavior);
        const raters = [...new Set(own.map((row) => row.rater))].sort();
        return oddRaters(matrix(own, raters, (row) => row.total).scores, raters).map(
          ({ rater }) => `${assay} ${behavior} ${rater}`,
        );
      }),
    );
    expect(odd).toEqual(['FST Floating Jin']);
  });
});

describe('intraclass correlations', () => {
  it('of the example of Shrout & Fleiss 1979', () => {
    const scores = Float64Array.from([9, 2, 5, 8, 6, 1, 3, 2, 8, 4, 6, 8, 7, 1, 2, 6, 10, 5, 6, 9, 6, 2, 4, 7]);
    const { agreement, consistency } = intraclassCorrelations(scores, 4);
    expect(agreement.estimate).toBeCloseTo(0.2898, 4);
    expect(consistency.estimate).toBeCloseTo(0.7148, 4);
    expect([agreement.low, agreement.high].map((value) => value.toFixed(3))).toEqual(['0.019', '0.761']);
    expect([consistency.low, consistency.high].map((value) => value.toFixed(3))).toEqual(['0.342', '0.946']);
  });
});
