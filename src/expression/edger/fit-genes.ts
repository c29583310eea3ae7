import type { GlmDesign } from './glm-design.ts';
import { deviances, fitDamped, fitGroups, type LogLinearInput } from './log-linear-kernel.ts';

/** Negative binomial log-linear fits of many genes. */
export interface GeneFits {
  /** genes x columns, natural logarithms of levels relative to library sizes. */
  coefficients: Float64Array;
  /** genes x samples. */
  means: Float64Array;
}

/** Fits every gene: designs in which every group has its own mean group by group, others by damped scoring. */
export function fitGenes(design: GlmDesign, input: LogLinearInput): GeneFits {
  if (!design.oneWay) return fitDamped(design, input);
  const { columns: p, fromGroups } = design;
  const { levels, means } = fitGroups(design, input);
  const coefficients = new Float64Array(levels.length);
  for (let at = 0; at < levels.length; at += p)
    for (let i = 0; i < p; i++) for (let g = 0; g < p; g++) coefficients[at + i] += fromGroups[i * p + g] * levels[at + g];
  return { coefficients, means };
}

/** Deviance of every gene under a design; one dispersion per gene. */
export function devianceUnder(design: GlmDesign, input: LogLinearInput, { means } = fitGenes(design, input)): Float64Array {
  return deviances(design, input.counts, means, input.dispersions);
}
