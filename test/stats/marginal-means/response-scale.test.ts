import { describe, expect, it } from 'vitest';
import {
  contrastMeans,
  contrastsAsRatios,
  marginalMeans,
  meansOnResponseScale,
} from '../../../src/stats/marginal-means/index.ts';
import { expectClose } from '../../support/close.ts';
import { gridOf } from './three-arms.ts';

describe('generalized scales', () => {
  const logit = {
    name: 'logit',
    mean: (eta: number) => 1 / (1 + Math.exp(-eta)),
    slope: (eta: number) => Math.exp(-eta) / (1 + Math.exp(-eta)) ** 2,
  };

  it('means go through the inverse link, standard errors by the delta method', () => {
    const mean = { estimate: 0.3, se: 0.1, df: Infinity, estimable: true, levels: [], lower: 0.1, upper: 0.5 };
    const [one] = meansOnResponseScale([mean], logit);
    expectClose(one.estimate, logit.mean(0.3), 1e-15);
    expectClose(one.se, 0.1 * logit.mean(0.3) * (1 - logit.mean(0.3)), 1e-14);
    expect(one.lower).toBe(logit.mean(0.1));
    const [flipped] = meansOnResponseScale([mean], { name: 'falling', mean: (eta) => -eta, slope: () => -1 });
    expect([flipped.lower, flipped.upper, flipped.se]).toEqual([-0.5, -0.1, 0.1]);
  });

  it('differences of logits become odds ratios; other links have none', () => {
    const { rows } = contrastMeans(marginalMeans(gridOf('y ~ sex'), '~ sex'), 'pairwise');
    const [ratio] = contrastsAsRatios(rows, logit) ?? [];
    expect(ratio.contrast).toBe('f / m');
    expectClose(ratio.estimate, Math.exp(rows[0].estimate), 1e-14);
    expect(contrastsAsRatios(rows, { ...logit, name: 'probit' })).toBeUndefined();
  });
});
