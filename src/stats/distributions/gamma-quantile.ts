import { exp } from '../elementary/index.ts';
import { incompleteGamma, lgamma, logGamma1p, productError, scaledExp } from '../special/index.ts';
import { logGammaDensity } from './gamma-density.ts';
import type { TailTarget } from './log-probability.ts';
import { normalQuantileOfLog } from './normal-quantile.ts';
import { solvePositive } from './solve-quantile.ts';

/** x at which the tail of the gamma distribution of scale 1 meets the target. */
export function gammaQuantile(shape: number, target: TailTarget): number {
  if (!(shape > 0) || target.log !== target.log) return NaN;
  if (target.log === -Infinity) return target.upper ? Infinity : 0;
  if (!target.upper && shape < 1) {
    const x = leadingTerm(shape, target);
    if (x < 1e-8) return x * (1 + x / (shape + 1));
  }
  return solvePositive(
    (x) => incompleteGamma(shape, x, target.upper, true),
    (x) => logGammaDensity(shape, x),
    target.log,
    !target.upper,
    quantileStart(shape, target),
  );
}

/**
 * (p Gamma(shape + 1))^(1 / shape) for shape <= 1: the lower tail is x^shape / Gamma(shape + 1) (1 - shape x / (shape + 1) +
 * O(x^2)). The exponent is carried as a pair, since the small shape magnifies its rounding.
 */
function leadingTerm(shape: number, target: TailTarget): number {
  const high = target.log / shape;
  const rest = target.log - high * shape - productError(high, shape);
  const low = (rest + target.logLow + logGamma1p(shape)) / shape;
  const sum = high + low;
  return scaledExp(1, sum, low - (sum - high));
}

/** Wilson & Hilferty (1931), or the leading term of the lower tail where that is larger. */
function quantileStart(shape: number, target: TailTarget): number {
  const z = (target.upper ? -1 : 1) * normalQuantileOfLog(target.log);
  const root = 1 - 1 / (9 * shape) + z / (3 * Math.sqrt(shape));
  const cubic = shape * root * root * root;
  if (target.upper && root > 0) return cubic;
  const leading = exp(Math.min((target.log + lgamma(shape + 1)) / shape, 600));
  return root > 0.2 ? Math.max(leading, cubic) : leading;
}
