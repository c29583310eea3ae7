import type { Task } from '../../context/index.ts';
import { bestComponents } from './best-components.ts';
import { type ComponentsDesign, componentsRoom, setResponse } from './components-design.ts';
import { gatherSums, interceptRoom } from './intercept-design.ts';
import { devianceAt } from './intercept-deviance.ts';
import { fitComponents } from './random-components.ts';
import { fitIntercept, type MixedDf } from './random-intercept.ts';
import { bestRatio } from './variance-ratio.ts';

/** A piece of the genes of a mixed model. */
export interface MixedGenes {
  design: ComponentsDesign;
  /** genes x samples. */
  values: Float64Array;
  weights: Float64Array | null;
  /** One number per column. */
  contrast: Float64Array;
  method: MixedDf;
}

/** Estimates of many genes; NaN where a gene does not vary. */
export interface MixedEstimates {
  estimate: Float64Array;
  error: Float64Array;
  df: Float64Array;
  sigma: Float64Array;
  residualDf: Float64Array;
  /** Variance of each random intercept, genes x terms. */
  variances: Float64Array;
  /** Genes whose search did not settle. */
  unsettled: number;
}

/** Restricted maximum-likelihood fits of a chunk of genes; a single random intercept has a faster way. */
export const mixedGenesTask: Task<MixedGenes, MixedEstimates> = { name: 'expression/mixed-genes', run: mixedGenes };

function mixedGenes({ design, values, weights, contrast, method }: MixedGenes): MixedEstimates {
  const { samples, terms } = design;
  const genes = values.length / samples;
  const out = emptyEstimates(genes, terms.length);
  const [only, second] = terms;
  const single = second === undefined ? interceptRoom({ ...design, groups: only.codes, groupCount: only.count }) : null;
  const several = single === null ? componentsRoom(design) : null;
  for (let g = 0; g < genes; g++) {
    const at = g * samples;
    const fit =
      single !== null
        ? fitIntercept(single, values, weights, at, contrast, method)
        : several !== null
          ? fitComponents(several, values, weights, at, contrast, method)
          : undefined;
    if (fit === undefined) continue;
    out.estimate[g] = fit.estimate;
    out.error[g] = fit.error;
    out.df[g] = fit.df;
    out.sigma[g] = fit.sigma;
    out.residualDf[g] = fit.residualDf;
    const ratios = 'ratios' in fit ? fit.ratios : [fit.ratio];
    for (let k = 0; k < terms.length; k++) out.variances[g * terms.length + k] = ratios[k] * fit.sigma * fit.sigma;
    if ('converged' in fit && !fit.converged) out.unsettled++;
  }
  return out;
}

function emptyEstimates(genes: number, terms: number): MixedEstimates {
  const column = (width = 1): Float64Array => new Float64Array(genes * width).fill(NaN);
  return {
    ...{ estimate: column(), error: column(), df: column(), sigma: column(), residualDf: column() },
    variances: column(terms),
    unsettled: 0,
  };
}

/** Residual standard deviations (maximum likelihood) and fitted values, random intercepts included. */
export interface FittedGenes {
  sigma: Float64Array;
  /** genes x samples. */
  fitted: Float64Array;
}

/** Unweighted maximum-likelihood fits of a chunk of genes, for the trend of their variances. */
export const fittedGenesTask: Task<Pick<MixedGenes, 'design' | 'values'>, FittedGenes> = {
  name: 'expression/mixed-fitted',
  run: ({ design, values }) => (design.terms.length === 1 ? fittedIntercepts(design, values) : fittedComponents(design, values)),
};

function fittedIntercepts(design: ComponentsDesign, values: Float64Array): FittedGenes {
  const { samples, columns: p, matrix, terms } = design;
  const { codes, count } = terms[0];
  const room = interceptRoom({ ...design, groups: codes, groupCount: count }, false);
  const out = { sigma: new Float64Array(values.length / samples), fitted: new Float64Array(values.length) };
  const sums = new Float64Array(count);
  const coefficients = new Float64Array(p);
  for (let g = 0; g < out.sigma.length; g++) {
    const at = g * samples;
    gatherSums(room, values, null, at);
    const ratio = bestRatio(room);
    out.sigma[g] = Math.sqrt(devianceAt(room, ratio).squares / samples);
    const width = p + 1;
    for (let k = p - 1; k >= 0; k--) {
      let sum = room.factor[p * width + k];
      for (let l = k + 1; l < p; l++) sum -= room.factor[l * width + k] * coefficients[l];
      coefficients[k] = sum / room.factor[k * width + k];
    }
    sums.fill(0);
    for (let j = 0; j < samples; j++) {
      let fixed = 0;
      for (let k = 0; k < p; k++) fixed += matrix[j * p + k] * coefficients[k];
      out.fitted[at + j] = fixed;
      sums[codes[j]] += values[at + j] - fixed;
    }
    for (let j = 0; j < samples; j++) {
      const share = ratio / (1 + ratio * room.sizes[codes[j]]);
      out.fitted[at + j] += share * sums[codes[j]];
    }
  }
  return out;
}

function fittedComponents(design: ComponentsDesign, values: Float64Array): FittedGenes {
  const { samples } = design;
  const room = componentsRoom(design, false);
  const out = { sigma: new Float64Array(values.length / samples), fitted: new Float64Array(values.length) };
  for (let g = 0; g < out.sigma.length; g++) {
    const at = g * samples;
    setResponse(room, values, null, at);
    bestComponents(room);
    out.sigma[g] = Math.sqrt(room.squares / samples);
    for (let j = 0; j < samples; j++) out.fitted[at + j] = values[at + j] - room.py[j];
  }
  return out;
}
