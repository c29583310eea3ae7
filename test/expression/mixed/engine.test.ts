import { describe, expect, it } from 'vitest';
import { mixedGenesTask } from '../../../src/expression/mixed/gene-wise-task.ts';
import { componentsDesign } from '../../../src/expression/mixed/mixed-design.ts';
import { InputError } from '../../../src/problems/index.ts';
import { buildDesign, fitMixedModel, gammaVariate, numericColumn, randomStream } from '../../../src/stats/index.ts';
import { frame, samples, worst } from './mixed-fixture.ts';

const GENES = 60;
const FORMULAS = [
  '~ arm + sex + (1 | litter)',
  '~ weight + (1 | run)',
  '~ arm + (1 | litter) + (1 | run)',
  '~ 1 + (1 | arm / litter)',
  '~ weight + (1 | arm) + (1 | sex) + (1 | litter) + (1 | run)',
];

/** Responses with litter and run effects of several sizes, none among them, and weights that vary fivefold. */
function responses(formula: string): { values: Float64Array; weights: Float64Array } {
  const random = randomStream(7, formula);
  const litter = frame.get('litter');
  const codes = litter?.kind === 'factor' ? litter.codes : new Int32Array(samples);
  const values = new Float64Array(GENES * samples);
  const weights = values.map(() => 5 * gammaVariate(random, 4, 0.25));
  for (let g = 0; g < GENES; g++) {
    const effects = Array.from({ length: 12 }, () => random.normal() * 0.4 * (g % 4));
    for (let j = 0; j < samples; j++)
      values[g * samples + j] = 6 + effects[codes[j]] + (2 * random.normal()) / Math.sqrt(weights[g * samples + j]);
  }
  return { values, weights };
}

describe('the fast ways of gene-wise mixed models', () => {
  it.each(FORMULAS)('reach the optimum of the exact engine, with its errors and degrees of freedom: %s', (formula) => {
    const design = buildDesign(formula, frame);
    const components = componentsDesign(design, frame);
    const contrast = new Float64Array(design.columns.length);
    contrast[contrast.length - 1] = 1;
    const { values, weights } = responses(formula);
    const input = { design: components, values, weights, contrast };
    const satterthwaite = mixedGenesTask.run({ ...input, method: 'satterthwaite' });
    const kenwardRoger = mixedGenesTask.run({ ...input, method: 'kenward-roger' });
    let zeros = 0;
    for (let g = 0; g < GENES; g++) {
      const row = (all: Float64Array) => numericColumn(all.subarray(g * samples, (g + 1) * samples));
      const data = new Map([...frame, ['y', row(values)], ['w', row(weights)]] as const);
      const model = fitMixedModel(`y ${formula}`, data, { weights: 'w' });
      if (model.singular) zeros++;
      expect(worst([satterthwaite.sigma[g]], [model.sigma])).toBeLessThan(1e-8);
      for (const [found, df] of [
        [satterthwaite, 'satterthwaite'],
        [kenwardRoger, 'kenward-roger'],
      ] as const) {
        const exact = model.contrast(contrast, { df });
        expect(Math.abs(found.estimate[g] - exact.estimate)).toBeLessThan(1e-8 * exact.se);
        expect(worst([found.error[g]], [exact.se])).toBeLessThan(1e-8);
        expect(worst([found.df[g]], [exact.df])).toBeLessThan(1e-7);
      }
    }
    expect(zeros).toBeGreaterThan(3);
    expect(zeros).toBeLessThan(GENES);
  });

  it('have NaN where a gene does not vary, and refuse what they do not know', () => {
    const design = buildDesign('~ arm + (1 | litter)', frame);
    const values = new Float64Array(2 * samples).map((_, i) => (i < samples ? 3 : i % 5));
    const input = { design: componentsDesign(design, frame), values, weights: null, contrast: Float64Array.of(0, 0, 1) };
    const { estimate, df } = mixedGenesTask.run({ ...input, method: 'satterthwaite' });
    expect(estimate[0]).toBeNaN();
    expect(df[1]).toBeGreaterThan(1);
    const slope = buildDesign('~ arm + (weight | litter)', frame);
    expect(() => componentsDesign(slope, frame)).toThrow(InputError);
  });

  it('do not depend on units, and scale with the response', () => {
    const design = componentsDesign(buildDesign('~ arm + (1 | litter) + (1 | run)', frame), frame);
    const { values, weights } = responses('units');
    const contrast = Float64Array.of(0, 0, 1);
    const fitted = (scale: number) =>
      mixedGenesTask.run({
        ...{ design, contrast, method: 'satterthwaite' },
        values: values.map((value) => value * scale),
        weights: weights.map((weight) => weight * 1e4),
      });
    const [one, thousand] = [fitted(1), fitted(1000)];
    expect(worst(thousand.df, one.df)).toBeLessThan(1e-6);
    expect(
      worst(
        thousand.error,
        one.error.map((value) => value * 1000),
      ),
    ).toBeLessThan(1e-7);
  });
});
