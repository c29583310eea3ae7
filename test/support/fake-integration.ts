import type { ExpressionResult } from '../../src/expression/index.ts';
import type { IntegrationResult, LinkTable } from '../../src/integration/index.ts';
import { atanh, exp, tanh } from '../../src/stats/elementary/index.ts';
import { randomStream } from '../../src/stats/random.ts';
import type { Study } from '../../src/study/index.ts';

function linkTable(study: Study, expression: ExpressionResult, outcome: string, label: string): LinkTable {
  const stream = randomStream(41, `fake/link/${outcome}`);
  const group = expression.arms.map((arm) => arm ?? '');
  const column = (draw: (g: number) => number) => Float64Array.from(expression.genes, (_, g) => draw(g));
  const rWithin = column((g) => tanh((g % 40 === 0 ? 0.8 : 0) + 0.22 * stream.normal()));
  const r = column((g) => tanh(atanh(rWithin[g]) - 0.5 * expression.contrasts[0].log2FoldChange[g] + 0.08 * stream.normal()));
  const p = (value: number) => Math.min(1, exp(-14 * value ** 2));
  return {
    outcome,
    label,
    session: 'week 6',
    n: expression.samples.length,
    groups: study.arms.map((arm) => arm.name),
    genes: expression.genes,
    outcomeValues: Float64Array.from(group, (arm) => (arm === 'high' ? 1 : arm === 'mid' ? 0.5 : 0) + 0.6 * stream.normal()),
    group,
    r,
    pvalue: r.map(p),
    padj: r.map((value) => Math.min(1, p(value) * 20)),
    rWithin,
    rWithinLow: rWithin.map((value) => tanh(atanh(value) - 0.46)),
    rWithinHigh: rWithin.map((value) => tanh(atanh(value) + 0.46)),
    pvalueWithin: rWithin.map(p),
    padjWithin: rWithin.map((value) => Math.min(1, p(value) * 60)),
    spearman: r,
    spearmanWithin: rWithin,
    biweight: r,
    permutationWithin: rWithin.map((value) => Math.max(1e-4, p(value))),
    maxTWithin: rWithin.map((value) => Math.min(1, p(value) * 100)),
    permutations: 10_000,
    panel: { genes: expression.genes.slice(0, 3), rWithin: rWithin.slice(0, 3), maxTWithin: Float64Array.of(0.4, 0.9, 0.7) },
    families: [
      {
        family: 'glutamate/NMDA',
        label: 'NMDA receptors',
        size: 6,
        r: 0.51,
        rWithin: 0.44,
        low: 0.01,
        high: 0.73,
        pvalueWithin: 0.04,
        padjWithin: 0.2,
        values: new Float64Array(group.length),
      },
      {
        family: 'GABA/GABA-A alpha',
        label: 'GABA-A alpha subunits',
        size: 6,
        r: -0.62,
        rWithin: -0.31,
        low: -0.64,
        high: 0.13,
        pvalueWithin: 0.16,
        padjWithin: 0.4,
        values: new Float64Array(group.length),
      },
    ],
    dfWithin: expression.samples.length - study.arms.length - 1,
    detectableR: 0.55,
    warnings: ['With 24 animals only correlations beyond |r| = 0.55 are found with 80 % power.'],
  };
}

/** Two outcomes against all genes. */
export function fakeIntegration(study: Study, expression: ExpressionResult): IntegrationResult {
  return {
    links: [
      linkTable(study, expression, 'score/anxiety', 'Anxiety-like behavior'),
      linkTable(study, expression, 'score/depression', 'Depression-like behavior'),
    ],
    mediation: [],
    predictions: [],
    targeted: [],
    animals: expression.animals.map((animal) => animal ?? ''),
    notes: [],
  };
}
