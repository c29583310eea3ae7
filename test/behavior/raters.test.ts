import { describe, expect, it } from 'vitest';
import { analyzeBehavior } from '../../src/behavior/index.ts';
import { pairAgreement } from '../../src/behavior/raters/agreement.ts';
import { compareRaters } from '../../src/behavior/raters/compare-raters.ts';
import { boutKappa } from '../../src/behavior/raters/kappa.ts';
import { oddRaters } from '../../src/behavior/raters/odd-rater.ts';
import { raterAgreement } from '../../src/behavior/raters/rater-agreement.ts';
import type { RaterAgreement } from '../../src/behavior/raters/rater-results.ts';
import { type RaterTotal, raterTotals } from '../../src/behavior/raters/rater-totals.ts';
import { readTextFile } from '../../src/behavior/readers/read-file.ts';
import type { Scoring } from '../../src/behavior/recording/recording.ts';
import { plainContext } from '../../src/context/index.ts';
import { intraclassCorrelations, randomStream } from '../../src/stats/index.ts';
import { memorySource, type Study } from '../../src/study/index.ts';
import { expectClose } from '../support/close.ts';
import { haveShared, sharedBytes, sharedTsv } from '../support/shared.ts';
import { assayPlan, smallStudy, textSource } from '../support/small-study.ts';

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
        const of = (kind: string) => intraclassCorrelations(scores, raters.length).find((one) => one.kind === kind)?.estimate;
        expectClose(of('ICC2') ?? NaN, number(row.get('icc21')), 1e-9, `${what} ICC(2,1)`);
        expectClose(of('ICC3') ?? NaN, number(row.get('icc31')), 1e-9, `${what} ICC(3,1)`);
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

describe.skipIf(!haveShared)('software against people', () => {
  const software = haveShared ? sharedTsv('reference/behavior/fst_software_vs_human.tsv') : [];
  const published = new Map(software.map((row) => [row.get('animal') ?? '', number(row.get('software_floating_s'))]));
  const scoring = (file: string): Scoring => {
    const read = readTextFile(sharedBytes(file), file);
    if (read.kind !== 'scoring') throw new Error(file);
    return read.scoring;
  };
  const agreementWith = (file: string): RaterAgreement | undefined =>
    compareRaters([scoring(file)], 380, [{ rater: 'software', behavior: 'floating', byAnimal: published }]).find(
      (one) => one.unit === 's',
    );

  it("the totals that DLCAnalyzer's authors printed agree with the scorers as the reference says, to 1e-9", () => {
    const of = (agreement: RaterAgreement | undefined, rater: string) =>
      agreement?.pairs.find((pair) => pair.first === rater && pair.second === 'software');
    const four = agreementWith('data/behavior/labels/FST_human_labels.csv.gz');
    const example = agreementWith('data/behavior/labels/FST_human_labels_example_Oliver.csv');
    const rows = sharedTsv('reference/behavior/fst_software_vs_human_summary.tsv');
    for (const row of rows) {
      const who = row.get('human') ?? '';
      const pair = who.includes('example') ? example?.pairs[0] : of(four, who);
      expect(pair?.n, who).toBe(number(row.get('n')));
      expectClose(pair?.pearson ?? NaN, number(row.get('pearson')), 1e-9, who);
      expectClose(pair?.concordance ?? NaN, number(row.get('lin_ccc')), 1e-9, who);
      expectClose(Math.abs(pair?.bias ?? NaN), Math.abs(number(row.get('mean_difference_s'))), 1e-9, who);
    }
    expect(rows.length).toBe(5);
  });

  it('a program with few animals takes no part in the intraclass correlation, and hides no odd rater', () => {
    const four = agreementWith('data/behavior/labels/FST_human_labels.csv.gz');
    expect(four?.complete).toBe(10);
    expect(four?.odd.map(({ rater }) => rater)).toEqual(['Jin']);
  });
});

describe('several raters in a study', () => {
  const study = smallStudy({ perGroup: 3, assays: [assayPlan({ assay: 'forced-swim', format: 'events', files: 'fst.csv' })] });
  const random = randomStream(2, 'raters');
  const truth = study.animals.map(() => 40 + 150 * random.uniform());
  const lines = (scoreOf: (rater: string, a: number) => number): string =>
    [
      'animal,rater,behavior,start_s,stop_s,duration_s',
      ...study.animals.flatMap((animal, a) =>
        ['ann', 'bob', 'cat'].map((rater) => `${animal.id},${rater},immobile,130,${(130 + scoreOf(rater, a)).toFixed(2)},360`),
      ),
    ].join('\n');
  const run = (text: string) => analyzeBehavior(study, textSource([['fst.csv', `${text}\n`]]), plainContext());
  const offset = (rater: string): number => (rater === 'bob' ? 6 : 0);

  it('the mean of the raters is used, and their agreement reported', async () => {
    const result = await run(lines((rater, a) => truth[a] + offset(rater)));
    const immobility = result.measures.find((one) => one.id === 'forced-swim/immobility_s');
    expect(immobility?.values[0]).toBeCloseTo(truth[0] + 2, 1);
    const agreement = result.raters?.find((one) => one.outcome === 'forced-swim/immobility_s');
    expect(agreement?.raters).toEqual(['ann', 'bob', 'cat']);
    expect(agreement?.complete).toBe(18);
    expect(agreement?.consistency.estimate).toBeGreaterThan(0.999);
    expect(agreement?.pairs.map((pair) => Math.round(pair.bias))).toEqual([-6, 0, 6]);
    const behavior = result.raters?.find((one) => one.outcome === 'forced-swim: immobile');
    expect(behavior?.pairs.every((pair) => pair.kappa > 0.9)).toBe(true);
    expect(result.flags).toEqual([]);
  });

  it('one who agrees with nobody is named in one flag, nobody else in none', async () => {
    const result = await run(
      lines((rater, a) => (rater === 'cat' ? 40 + 150 * random.uniform() : truth[a] + 3 * random.normal())),
    );
    expect(result.flags.map((flag) => flag.code)).toEqual(['odd-rater']);
    expect(result.flags[0].message).toContain('rater cat agrees with nobody on immobility');
  });

  it.skipIf(!haveShared)('the label file of four people goes into a study as it is', async () => {
    const ids = [...new Set((totals.get('FST') ?? []).map((one) => one.animal))];
    const labels: Study = {
      ...study,
      animals: ids.map((id, i) => ({ ...study.animals[i], id, litter: null, arm: i % 2 === 0 ? 'vehicle' : 'high' })),
      assays: [assayPlan({ assay: 'forced-swim', format: 'events', files: 'labels.csv', session: 'end' })],
    };
    const files = memorySource('s', new Map([['labels.csv', sharedBytes('data/behavior/labels/FST_human_labels.csv.gz')]]));
    const result = await analyzeBehavior(labels, files, plainContext());
    expect(result.flags.filter((flag) => flag.code === 'odd-rater').map((flag) => flag.message.split(' ')[1])).toEqual(['Jin']);
    expect(result.raters?.find((one) => one.outcome === 'forced-swim: floating')?.complete).toBe(10);
  });
});

describe('intraclass correlations', () => {
  it('of the example of Shrout & Fleiss 1979', () => {
    const scores = Float64Array.from([9, 2, 5, 8, 6, 1, 3, 2, 8, 4, 6, 8, 7, 1, 2, 6, 10, 5, 6, 9, 6, 2, 4, 7]);
    const icc = raterAgreement(
      { outcome: 'x', label: 'x', unit: 'n', session: '' },
      Array.from(scores, (value, at) => ({ animal: `a${Math.floor(at / 4)}`, rater: `r${at % 4}`, value, bouts: null })),
    );
    const { agreement, consistency } = icc ?? { agreement: undefined, consistency: undefined };
    expect(agreement?.estimate).toBeCloseTo(0.2898, 4);
    expect(consistency?.estimate).toBeCloseTo(0.7148, 4);
    expect([agreement?.low, agreement?.high].map((value) => value?.toFixed(3))).toEqual(['0.019', '0.761']);
    expect([consistency?.low, consistency?.high].map((value) => value?.toFixed(3))).toEqual(['0.342', '0.946']);
  });
});
