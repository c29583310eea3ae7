import type { ContrastResult, ExpressionResult, PHistogram } from '../../src/expression/index.ts';
import { exp, log, pow } from '../../src/stats/elementary/index.ts';
import { randomStream } from '../../src/stats/random.ts';
import type { Study } from '../../src/study/index.ts';
import { CATALOGUE } from './fake-catalogue.ts';
import { fakeQuality } from './fake-quality.ts';

/** Six animals of each arm. */
function sampled(study: Study) {
  return study.arms.flatMap((arm) => study.animals.filter((animal) => animal.arm === arm.name).slice(0, 6));
}

function contrastOf(genes: readonly string[], meanLog: Float64Array, arm: string, strength: number): ContrastResult {
  const stream = randomStream(23, `fake/contrast/${arm}`);
  const column = () => new Float64Array(genes.length).fill(NaN);
  const [baseMean, log2FoldChange, lfcSE, stat, pvalue, padj] = [column(), column(), column(), column(), column(), column()];
  const missing = new Uint8Array(genes.length);
  const ranked: number[] = [];
  genes.forEach((gene, g) => {
    baseMean[g] = exp(meanLog[g]);
    const changed = CATALOGUE.some((one) => one.gene === gene) ? 0.22 : 0.05;
    const effect = stream.uniform() < changed ? strength * (stream.uniform() < 0.6 ? -1 : 1) * (0.5 + stream.uniform()) : 0;
    lfcSE[g] = 0.12 + 1.4 / Math.sqrt(baseMean[g] + 1);
    log2FoldChange[g] = effect + lfcSE[g] * stream.normal();
    stat[g] = log2FoldChange[g] / lfcSE[g];
    pvalue[g] = Math.min(1, 2 * exp(-0.717 * Math.abs(stat[g]) - 0.416 * stat[g] ** 2) * 0.5);
    if (baseMean[g] < 4) missing[g] = 3;
    else ranked.push(g);
  });
  ranked.sort((a, b) => pvalue[b] - pvalue[a]);
  let smallest = 1;
  ranked.forEach((g, i) => {
    smallest = Math.min(smallest, (pvalue[g] * ranked.length) / (ranked.length - i));
    padj[g] = smallest;
  });
  const hits = ranked.filter((g) => padj[g] < 0.1);
  return {
    name: `arm ${arm} vs vehicle`,
    factor: 'arm',
    treated: arm,
    control: 'vehicle',
    baseMean,
    log2FoldChange,
    lfcSE,
    stat,
    pvalue,
    padj,
    missing,
    alpha: 0.1,
    filterThreshold: 4,
    up: hits.filter((g) => log2FoldChange[g] > 0).length,
    down: hits.filter((g) => log2FoldChange[g] < 0).length,
    method: 'DESeq2 negative binomial Wald test with independent filtering',
  };
}

function histogramOf({ name, pvalue }: ContrastResult): PHistogram {
  const density = new Float64Array(20);
  for (const p of pvalue) density[Math.min(19, Math.floor(p * 20))] += 20 / pvalue.length;
  const words = 'The p-values are flat but for a peak at the left, as they should be where there are effects.';
  return { contrast: name, shape: 'peak', tested: pvalue.length, leftOut: 12, nullShare: 0.82, density, words };
}

/** The catalogue and as many other genes as it takes, in 24 hippocampi. */
export function fakeExpression(study: Study, geneCount: number): ExpressionResult {
  const animals = sampled(study);
  const named = CATALOGUE.map((one) => one.gene);
  const genes = [...named, ...Array.from({ length: geneCount - named.length }, (_, i) => `Gene${i + 1}`)];
  const stream = randomStream(29, 'fake/expression');
  const meanLog = Float64Array.from(genes, () => 4.6 + 1.9 * stream.normal());
  const contrasts = ['high', 'mid', 'low'].map((arm, i) => contrastOf(genes, meanLog, arm, [0.9, 0.5, 0.15][i]));
  const transformed = new Float64Array(genes.length * animals.length);
  const counts = new Float64Array(transformed.length);
  genes.forEach((_, g) => {
    animals.forEach((animal, s) => {
      const effect =
        animal.arm === 'high' ? contrasts[0].log2FoldChange[g] : animal.arm === 'mid' ? contrasts[1].log2FoldChange[g] : 0;
      const value = meanLog[g] / Math.LN2 + effect + 0.3 * stream.normal();
      transformed[g * animals.length + s] = value;
      counts[g * animals.length + s] = Math.round(pow(2, value));
    });
  });
  const fit = Float64Array.from(meanLog, (value) => 0.05 + 2 / exp(value));
  const dispGeneEst = Float64Array.from(fit, (value) => Math.max(1e-8, value * exp(0.9 * stream.normal())));
  const dispMAP = Float64Array.from(fit, (value, g) => exp(0.5 * log(value) + 0.5 * log(dispGeneEst[g])));
  const dispOutlier = Uint8Array.from(fit, (value, g) => (dispGeneEst[g] > value * 6 ? 1 : 0));
  return {
    tissue: 'hippocampus',
    genes,
    samples: animals.map((animal) => `${animal.id}_hip`),
    animals: animals.map((animal) => animal.id),
    arms: animals.map((animal) => animal.arm),
    counts,
    sizeFactors: Float64Array.from(animals, () => exp(0.15 * stream.normal())),
    transformed,
    transformName: 'variance-stabilized counts (log2 scale)',
    design: {
      formula: '~ sex + arm',
      columns: ['Intercept', 'sex_male_vs_female', 'arm_low_vs_vehicle', 'arm_mid_vs_vehicle', 'arm_high_vs_vehicle'],
      matrix: new Float64Array(animals.length * 5),
    },
    dispersions: {
      dispGeneEst,
      dispFit: fit,
      dispMAP,
      dispersion: dispMAP.map((value, g) => (dispOutlier[g] === 1 ? dispGeneEst[g] : value)),
      dispOutlier,
      trend: 'parametric: 0.05 + 2 / mean',
    },
    contrasts,
    quality: {
      ...fakeQuality(
        animals,
        study.arms.map(({ name }) => name),
      ),
      pHistograms: contrasts.map(histogramOf),
    },
    exclusions: [{ sample: 'm45_hip', reason: 'RNA integrity number below 6 (stated in study.yaml)' }],
  };
}
