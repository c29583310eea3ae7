import type { ExpressionQuality } from '../../src/expression/index.ts';
import { exp } from '../../src/stats/elementary/index.ts';
import { randomStream } from '../../src/stats/random.ts';
import type { Animal } from '../../src/study/index.ts';

/** Quality of 24 made-up hippocampi: mostly sound, one sample far away, one of the wrong sex. */
export function fakeQuality(animals: readonly Animal[], arms: readonly string[]): ExpressionQuality {
  const stream = randomStream(31, 'fake/quality');
  const n = animals.length;
  const sheet = animals.map((animal) => animal.sex);
  const pcaScores = Float64Array.from({ length: n * 3 }, (_, i) => {
    const { arm, sex } = animals[Math.floor(i / 3)];
    const along = [arm === 'high' ? 9 : arm === 'mid' ? 4 : -4, sex === 'male' ? 5 : -5, 0][i % 3];
    return along + 3 * stream.normal();
  });
  const distances = Float64Array.from({ length: n * n }, (_, at) => {
    let sum = 0;
    for (let k = 0; k < 3; k++) {
      const away = pcaScores[Math.floor(at / n) * 3 + k] - pcaScores[(at % n) * 3 + k];
      sum += away * away;
    }
    return Math.sqrt(sum);
  });
  const female = Float64Array.from(animals, ({ sex }, i) =>
    sex === 'female' || i === 7 ? 4_000 * exp(0.2 * stream.normal()) : 3,
  );
  const male = Float64Array.from(animals, ({ sex }, i) => (sex === 'male' && i !== 7 ? 900 * exp(0.2 * stream.normal()) : 1));
  const scores = () => Float64Array.from(animals, (_, i) => 0.2 * stream.normal() + (i === 3 ? 2.4 : 0));
  const covariate = (name: string, levels: string[], pick: (animal: Animal) => string) => ({
    ...{ name, levels },
    values: Float64Array.from(animals, (animal) => levels.indexOf(pick(animal))),
  });
  return {
    librarySize: Float64Array.from(animals, () => 2.2e7 * exp(0.15 * stream.normal())),
    detectedGenes: Float64Array.from(animals, () => 2_900 + Math.round(20 * stream.normal())),
    detectedAtEqualDepth: Float64Array.from(animals, (_, i) => (i === 5 ? NaN : 2_850 + 15 * stream.normal())),
    equalDepth: 1.6e7,
    topGeneShare: Float64Array.from(animals, () => 0.16 + 0.01 * stream.normal()),
    pcaScores,
    pcaComponents: 3,
    pcaVariance: Float64Array.of(0.38, 0.17, 0.06),
    distances,
    ...{ clusterOrder: Int32Array.from(animals, (_, i) => i), clusterSteps: ladder(n) },
    spread: Float64Array.from(animals, (_, i) => (i === 3 ? 2.3 : 1 + 0.05 * stream.normal())),
    cooksShare: Float64Array.from(animals, (_, i) => (i === 3 ? 0.03 : 0.001)),
    sex: {
      ...{ female, male, sheet, femaleGenes: ['Xist'], maleGenes: ['Ddx3y', 'Kdm5d'] },
      calls: animals.map((_, i) => (female[i] > 100 ? 'female' : 'male')),
    },
    covariates: [
      covariate('sex', ['female', 'male'], ({ sex }) => sex ?? ''),
      covariate('arm', [...arms], ({ arm }) => arm),
      { name: 'sequencing depth', levels: null, values: Float64Array.from(animals, () => 24 + 0.2 * stream.normal()) },
    ],
    associations: ['sex', 'arm', 'sequencing depth'].flatMap((name, c) =>
      [0, 1, 2].map((component) => ({
        ...{ covariate: name, component, r2: 0.1 + 0.2 * ((c + component) % 3), extra: c < 2 ? NaN : 0.05 },
        ...{ f: c < 2 ? NaN : 1.2, df1: c < 2 ? 0 : 1, df2: 18, p: c < 2 ? NaN : 0.29, padj: c < 2 ? NaN : 0.87 },
      })),
    ),
    markers: [
      { set: 'activity', label: 'Immediate-early genes', home: false, genes: ['Fos', 'Arc'], scores: scores(), z: scores() },
      { set: 'choroid-plexus', label: 'Choroid plexus', home: false, genes: ['Ttr'], scores: scores(), z: scores() },
    ],
    pHistograms: [],
    variation: 0.14,
    findings: findings(animals),
    notes: ['Only 3 residual degrees of freedom.'],
  };
}

/** A tree in which one sample after the other joins. */
function ladder(n: number) {
  return Array.from({ length: n - 1 }, (_, k) => ({ left: k === 0 ? 0 : n + k - 1, right: k + 1, height: 4 + k }));
}

function findings(animals: readonly Animal[]): ExpressionQuality['findings'] {
  const sample = (i: number): string => `${animals[i].id}_hip`;
  return [
    {
      check: 'depth',
      level: 'pass',
      subject: '',
      message: 'No sample is far from the rest.',
      value: 1.3,
      rule: '4 times',
      mend: '',
    },
    {
      ...{ check: 'outliers', level: 'warning', subject: sample(3), value: 2.3, rule: 'at least 2 times' },
      message: `Sample ${sample(3)} lies 2.3 times as far from what the design predicts as the median sample.`,
      mend: 'look at its RNA quality and dissection notes',
    },
    {
      ...{ check: 'sex', level: 'warning', subject: sample(7), value: 0.001, rule: '20 % of the typical level' },
      message: `Sample ${sample(7)} is male in the animal sheet, but female by its genes: was it swapped?`,
      mend: 'check tube labels',
    },
    {
      check: 'confounding',
      level: 'not-assessed',
      subject: '',
      message: 'No batch is recorded.',
      value: NaN,
      rule: '',
      mend: '',
    },
    {
      check: 'batch',
      level: 'note',
      subject: 'cage',
      message: 'Cages hold one arm each.',
      value: 2,
      rule: '4 times',
      mend: 'say so',
    },
  ];
}
