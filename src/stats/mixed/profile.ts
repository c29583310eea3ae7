import { normal } from '../distributions/index.ts';
import { AbsoluteDeviance } from './absolute-deviance.ts';
import { BlockLikelihood } from './likelihood.ts';
import { asMaximumLikelihood } from './likelihood-ratio.ts';
import { buildMixedCore } from './mixed-design.ts';
import type { MixedModel } from './mixed-model.ts';
import { findOptimum } from './optimum.ts';
import { correlationPattern, fullPattern, type ProfilePattern, standardDeviationPattern } from './profile-patterns.ts';
import { prepareResponse } from './responses.ts';
import { minimizeNewton } from './trust-region.ts';

/** A profile-likelihood interval. */
export interface ProfileInterval {
  /** As lme4 names it: `sd_Days|Subject`, `cor_Days.(Intercept)|Subject`, `sigma`, or a fixed effect. */
  readonly parameter: string;
  /** Maximum likelihood estimate. */
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
}

/** Deviance at a fixed value of the profiled quantity, minimized over all else. */
type Profile = (value: number) => number;

/**
 * Profile-likelihood intervals of all standard deviations, correlations and fixed effects, by maximum likelihood (a REML
 * fit is refitted). A limit at the edge of the parameter space (0, or a correlation of -1 or 1) is given as that edge.
 *
 * @param level default: that of the model
 */
export function profileIntervals(model: MixedModel, level: number = model.level): ProfileInterval[] {
  const fit = asMaximumLikelihood(model);
  const critical = normal.quantileUpper((1 - level) / 2);
  return [...componentIntervals(fit, critical), ...coefficientIntervals(fit, critical)];
}

function componentIntervals(fit: MixedModel, critical: number): ProfileInterval[] {
  const { core, likelihood, sigma } = fit;
  const response = fit.fit.response;
  const minimum = likelihoodAt(fit);
  const interval = (
    parameter: string,
    made: ProfilePattern,
    estimate: number,
    low: number,
    high: number,
    step: number,
  ): ProfileInterval => {
    // The correlation with an effect of variance zero is not defined.
    if (Number.isNaN(estimate)) return { parameter, estimate, low: NaN, high: NaN };
    let start = made.start;
    const profile: Profile = (value) => {
      const { pattern, sigma: fixed } = made.at(value);
      const objective = new AbsoluteDeviance(likelihood, response, pattern, fixed, made.sameSign);
      const found = minimizeNewton(objective, start, { radius: sigma });
      if (found.value < Infinity) start = found.point;
      return found.value;
    };
    return { parameter, estimate, ...limits(profile, minimum, estimate, critical, low, high, step) };
  };
  const out: ProfileInterval[] = [];
  core.terms.forEach(({ group, effects, transform }, t) => {
    effects.forEach((effect, a) => {
      const sd = Math.sqrt(fit.randomCovariance(t)[a * effects.length + a]);
      out.push(
        interval(
          `sd_${effect}|${group}`,
          standardDeviationPattern(fit, t, a),
          sd,
          0,
          Infinity,
          Math.max(0.1 * sd, 0.1 * sigma * Math.abs(transform[a * effects.length + a])),
        ),
      );
      for (let b = a + 1; b < effects.length; b++) {
        const covariance = fit.randomCovariance(t);
        const width = effects.length;
        const estimate = covariance[b * width + a] / Math.sqrt(covariance[a * width + a] * covariance[b * width + b]);
        const name = `cor_${effects[b]}.${effect}|${group}`;
        out.push(interval(name, correlationPattern(fit, t, a, b), estimate, -1, 1, 0.1));
      }
    });
  });
  out.push(interval('sigma', fullPattern(fit), sigma, 0, Infinity, 0.1 * sigma));
  return out;
}

/** The minimal deviance in the constants of {@link AbsoluteDeviance}. */
function likelihoodAt(fit: MixedModel): number {
  fit.fit.solve();
  return fit.likelihood.terms.logDetV + fit.likelihood.terms.quadratic;
}

/** Fixed effects: the column is taken out and a multiple of it subtracted from the response. */
function coefficientIntervals(fit: MixedModel, critical: number): ProfileInterval[] {
  const { design, core, response, n } = fit;
  const p = design.columns.length;
  const widths = core.terms.map((term) => term.effects.length);
  const ses = fit.fixedEffects({ df: 'asymptotic' });
  return core.columns.map((parameter, j) => {
    const estimate = fit.coefficients[j];
    if (Number.isNaN(estimate)) return { parameter, estimate, low: NaN, high: NaN };
    const others = Array.from({ length: p }, (_, k) => k).filter((k) => k !== j);
    const rest = new Float64Array(n * others.length);
    for (let i = 0; i < n; i++)
      others.forEach((k, position) => {
        rest[i * others.length + position] = design.matrix[i * p + k];
      });
    const small = buildMixedCore(
      rest,
      n,
      others.map((k) => design.columns[k]),
      design.random,
      core.weights,
    );
    const likelihood = new BlockLikelihood(small.system);
    const profile: Profile = (value) => {
      const shifted = response.map((one, i) => one - (design.offset?.[i] ?? 0) - value * design.matrix[i * p + j]);
      return findOptimum(likelihood, prepareResponse(small, shifted).rotated, false, widths).deviance;
    };
    return {
      parameter,
      estimate,
      ...limits(profile, fit.fit.optimum.deviance, estimate, critical, -Infinity, Infinity, ses[j].se),
    };
  });
}

/** Where the signed root of the deviance rise reaches the critical value, on both sides. */
function limits(
  profile: Profile,
  minimum: number,
  estimate: number,
  critical: number,
  lowest: number,
  highest: number,
  step: number,
): { low: number; high: number } {
  return {
    low: limit(profile, minimum, estimate, critical, -step, lowest),
    high: limit(profile, minimum, estimate, critical, step, highest),
  };
}

function limit(profile: Profile, minimum: number, estimate: number, critical: number, step: number, edge: number): number {
  const rise = (value: number): number => Math.sqrt(Math.max(0, profile(value) - minimum)) - critical;
  const inside = (value: number): boolean => (step < 0 ? value > edge : value < edge);
  let near = estimate;
  let nearRise = -critical;
  let far = estimate + step;
  let width = step;
  for (let round = 0; round < 60; round++) {
    if (!inside(far)) {
      // The edge itself may be inside the interval.
      far = edge;
      if (rise(edge === 0 ? 0 : edge * (1 - 1e-12)) <= 0) return edge;
      break;
    }
    const value = rise(far);
    if (value >= 0) break;
    near = far;
    nearRise = value;
    width *= 1.6;
    far += width;
  }
  return falsePosition(rise, near, nearRise, far);
}

/** Root between two points of opposite sign, by false position with the correction of Illinois. */
function falsePosition(rise: (value: number) => number, near: number, nearRise: number, far: number): number {
  let a = near;
  let fa = nearRise;
  let b = far;
  let fb = rise(far);
  for (let round = 0; round < 100; round++) {
    const next = Number.isFinite(fb) && Number.isFinite(fa) ? b - (fb * (b - a)) / (fb - fa) : (a + b) / 2;
    const value = rise(next);
    if (Math.abs(value) < 1e-10 || Math.abs(b - a) < 1e-12 * (1 + Math.abs(a))) return next;
    if (value < 0 !== fb < 0) {
      a = b;
      fa = fb;
    } else fa /= 2;
    b = next;
    fb = value;
  }
  return b;
}
