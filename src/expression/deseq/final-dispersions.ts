import { exp, log } from '../../stats/index.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { LOG_MIN_DISPERSION, MIN_DISPERSION, MOST_ITERATIONS, maxDispersion } from './constants.ts';
import { searchDispersions } from './dispersion-search.ts';
import type { FitInput, FitOutput, Places } from './fit-request.ts';

/** Maximum a posteriori dispersions; dispersion outliers keep their own. As DESeq2's `estimateDispersionsMAP`. */
export function finalDispersions(
  k: Kernel,
  input: FitInput,
  places: Places,
): Pick<FitOutput, 'dispMAP' | 'dispersion' | 'dispOutlier' | 'dispIterations'> {
  const { genes, dispGeneEst, dispFit, priorVariance, outlierLimit } = input;
  const { samples } = input.design;
  const logFit = dispFit.map(log);
  const start = dispGeneEst.map((own, g) => (Number.isNaN(own) ? NaN : log(own > 0.1 * dispFit[g] ? own : dispFit[g])));
  const inverse = 1 / priorVariance;
  const search = searchDispersions(k, genes, places, start, { means: logFit, inverseVariance: inverse });
  const { found: dispMAP, iterations: dispIterations } = search;
  const { counts, means } = places;
  const largest = maxDispersion(samples);
  const dispOutlier = new Uint8Array(genes);
  const dispersion = new Float64Array(genes);
  for (let g = 0; g < genes; g++) {
    let a = dispMAP[g];
    if (dispIterations[g] >= MOST_ITERATIONS) {
      const row = 8 * g * samples;
      a = k.gridDispersion(counts + row, means + row, logFit[g], inverse, LOG_MIN_DISPERSION, log(largest));
    }
    dispMAP[g] = Number.isNaN(start[g]) ? NaN : Math.min(Math.max(exp(a), MIN_DISPERSION), largest);
    dispOutlier[g] = log(dispGeneEst[g]) > logFit[g] + outlierLimit ? 1 : 0;
    dispersion[g] = dispOutlier[g] === 1 ? dispGeneEst[g] : dispMAP[g];
  }
  return { dispMAP, dispersion, dispOutlier, dispIterations };
}
