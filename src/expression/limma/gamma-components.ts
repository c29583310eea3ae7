import { log } from '../../stats/index.ts';

/** Squared independent contrasts of one gene: `squares[k]` has expectation residual + `loads[k]` x block variance. */
export interface SquaredContrasts {
  loads: Float64Array;
  squares: Float64Array;
  /** Number of the contrasts, given once with their mean square, that carry no block variance. */
  plain: number;
  plainMean: number;
}

const MOST_ROUNDS = 20;
const TOLERANCE = 1e-6;

/**
 * Residual and block variance of a gene by REML, as a gamma regression with identity link of squared contrasts on their loads;
 * start, damping and stopping rule of statmod's `mixedModel2Fit`, since limma stops it early.
 *
 * @returns [residual, block], or undefined when they cannot be told apart
 */
export function varianceComponents(data: SquaredContrasts): [number, number] | undefined {
  const start = leastSquares(data);
  const total = data.plain + data.loads.length;
  if (start === undefined || total < 2) return undefined;
  if (total <= 2 || data.loads.length < 2) return start;
  let beta: [number, number] = start;
  if (smallestMean(data, beta) < 0) beta = [meanSquare(data), 0];
  let deviance = devianceAt(data, beta);
  let damping = 0;
  for (let round = 1; round <= MOST_ROUNDS + 1; round++) {
    const { information: h, score } = linearize(data, beta);
    const most = Math.max(h[0], h[2]);
    if (round === 1) damping = (h[0] + h[2]) / 4;
    let [tries, step]: [number, [number, number]] = [0, [0, 0]];
    for (;;) {
      tries++;
      step = solve(h, score, damping);
      const trial: [number, number] = [beta[0] + step[0], beta[1] + step[1]];
      const next = devianceAt(data, trial);
      if (next <= deviance) {
        beta = trial;
        deviance = next;
        break;
      }
      if (damping / most > 1e15) return beta;
      damping *= 2;
    }
    if (tries === 1) damping /= 10;
    if (score[0] * step[0] + score[1] * step[1] < TOLERANCE) break;
  }
  return beta;
}

function meanSquare({ squares, plain, plainMean }: SquaredContrasts): number {
  let sum = plain * plainMean;
  for (const square of squares) sum += square;
  return sum / (plain + squares.length);
}

/** Straight line through the squares. */
function leastSquares({ loads, squares, plain, plainMean }: SquaredContrasts): [number, number] | undefined {
  const n = plain + loads.length;
  let [sx, sy] = [0, plain * plainMean];
  for (let k = 0; k < loads.length; k++) {
    sx += loads[k];
    sy += squares[k];
  }
  const [mx, my] = [sx / n, sy / n];
  let [sxx, sxy] = [plain * mx * mx, -plain * mx * (plainMean - my)];
  for (let k = 0; k < loads.length; k++) {
    sxx += (loads[k] - mx) * (loads[k] - mx);
    sxy += (loads[k] - mx) * (squares[k] - my);
  }
  if (!(sxx / (n - 1) > 1e-15)) return undefined;
  return [my - (sxy / sxx) * mx, sxy / sxx];
}

function smallestMean({ loads, plain }: SquaredContrasts, beta: [number, number]): number {
  let least = plain > 0 ? beta[0] : Infinity;
  for (const load of loads) least = Math.min(least, beta[0] + load * beta[1]);
  return least;
}

/** Gamma deviance but for terms without the means; infinite where a mean is negative. */
function devianceAt(data: SquaredContrasts, beta: [number, number]): number {
  if (smallestMean(data, beta) < 0) return Infinity;
  const { loads, squares, plain, plainMean } = data;
  let sum = plain > 0 ? plain * (plainMean / beta[0] + log(beta[0])) : 0;
  for (let k = 0; k < loads.length; k++) {
    const mean = beta[0] + loads[k] * beta[1];
    sum += squares[k] / mean + log(mean);
  }
  return 2 * sum;
}

/** Information (three entries of the symmetric 2 x 2) and score; variances below a thousandth of the largest are raised to it. */
function linearize(
  { loads, squares, plain, plainMean }: SquaredContrasts,
  beta: [number, number],
): { information: [number, number, number]; score: [number, number] } {
  let largest = plain > 0 ? beta[0] * beta[0] : 0;
  for (const load of loads) {
    const mean = beta[0] + load * beta[1];
    largest = Math.max(largest, mean * mean);
  }
  const variance = (mean: number): number => Math.max(mean * mean, largest / 1000);
  const information: [number, number, number] = [plain / variance(beta[0]), 0, 0];
  const score: [number, number] = [(plain * (plainMean - beta[0])) / variance(beta[0]), 0];
  for (let k = 0; k < loads.length; k++) {
    const mean = beta[0] + loads[k] * beta[1];
    const weight = 1 / variance(mean);
    information[0] += weight;
    information[1] += weight * loads[k];
    information[2] += weight * loads[k] * loads[k];
    score[0] += weight * (squares[k] - mean);
    score[1] += weight * loads[k] * (squares[k] - mean);
  }
  return { information, score };
}

function solve([a, b, c]: [number, number, number], score: [number, number], damping: number): [number, number] {
  const [first, last] = [a + damping, c + damping];
  const determinant = first * last - b * b;
  return [(last * score[0] - b * score[1]) / determinant, (first * score[1] - b * score[0]) / determinant];
}
