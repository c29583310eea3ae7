import { describe, expect, it } from 'vitest';
import { plainContext } from '../../../src/context/index.ts';
import { librarySizes } from '../../../src/expression/edger/library-sizes.ts';
import { logCountsPerMillion } from '../../../src/expression/limma/log-cpm.ts';
import { dreamWeights } from '../../../src/expression/mixed/dream-weights.ts';
import { fittedGenesTask, mixedGenesTask } from '../../../src/expression/mixed/gene-wise-task.ts';
import { componentsDesign } from '../../../src/expression/mixed/mixed-design.ts';
import { buildDesign, squeezeVariances } from '../../../src/stats/index.ts';
import { counts, frame, type MixedCase, mixed, samples, worst } from './mixed-fixture.ts';

const sizes = librarySizes(counts, samples);

/** Weights R made, of the genes the fixture has them for. */
const PART = 20;

function prepared({ formula, coef }: MixedCase) {
  const design = buildDesign(formula, frame);
  const contrast = Float64Array.from(design.columns, (name) => (name === coef ? 1 : 0));
  return { design: componentsDesign(design, frame), contrast };
}

describe.each(mixed.cases)('gene-wise mixed models, $formula', (expected) => {
  const { design, contrast } = prepared(expected);
  const values = logCountsPerMillion(counts, sizes);

  it('have the trend and the weights of voomWithDreamWeights', async () => {
    const { sigma, fitted } = fittedGenesTask.run({ design, values });
    expect(worst(sigma, expected.sigmaTrend)).toBeLessThan(1e-6);
    expect(worst(fitted, expected.fittedFirst.flat())).toBeLessThan(1e-6);
    const { weights } = await dreamWeights(counts, sizes, design, plainContext());
    expect(worst(weights, expected.weights.flat())).toBeLessThan(1e-5);
    const sums = expected.weightsSum.map((_, g) => weights.subarray(g * samples, (g + 1) * samples).reduce((a, b) => a + b, 0));
    expect(worst(sums, expected.weightsSum)).toBeLessThan(1e-5);
  });

  it('have the estimates, errors and degrees of freedom of lmerTest and pbkrtest at the same weights', () => {
    const weights = Float64Array.from(expected.weights.flat());
    const input = { design, values: values.slice(0, PART * samples), weights, contrast };
    const sat = mixedGenesTask.run({ ...input, method: 'satterthwaite' });
    const first = (column: readonly number[]) => column.slice(0, PART);
    expect(worst(sat.estimate, first(expected.estimate))).toBeLessThan(1e-6);
    expect(worst(sat.error, first(expected.se))).toBeLessThan(1e-6);
    expect(worst(sat.df, first(expected.df))).toBeLessThan(1e-4);
    expect(worst(sat.sigma, first(expected.sigma))).toBeLessThan(1e-6);
    expect(worst(sat.residualDf, first(expected.rdf))).toBeLessThan(1e-5);
  });

  it('have the same variances and moderated residual variances over all genes', async () => {
    const { weights } = await dreamWeights(counts, sizes, design, plainContext());
    const fits = mixedGenesTask.run({ design, values, weights, contrast, method: 'satterthwaite' });
    const terms = design.terms.length;
    const litters = expected.litter.map((_, g) => fits.variances[g * terms]);
    expect(worst(litters, expected.litter, 1e-7)).toBeLessThan(1e-4);
    expect(worst(fits.df, expected.df)).toBeLessThan(1e-4);
    const squeezed = squeezeVariances(
      fits.sigma.map((sd) => sd * sd),
      fits.residualDf,
      { covariate: null, robust: false },
    );
    expect(worst([squeezed.df], [expected.dfPrior])).toBeLessThan(1e-4);
    expect(worst(squeezed.posterior, expected.s2Post)).toBeLessThan(1e-5);
  });
});
