import { studentT } from '../../stats/index.ts';
import { bootstrapIndirect, resampledAnimals } from './bootstrap-indirect.ts';
import { type IndirectEffects, indirectEffects } from './indirect-effects.ts';
import { mediationSensitivity } from './sensitivity.ts';

/** Drug -> expression of a gene -> behavior, for every gene of the pre-declared panel and one outcome. */
export interface MediationTable extends IndirectEffects {
  outcome: string;
  label: string;
  /** What is compared, in words, e.g. `high against vehicle`, or the column and its unit. */
  exposure: string;
  n: number;
  genes: string[];
  /** The candidates with the smallest joint p, with bootstrap and sensitivity. */
  strongest: MediationCandidate[];
  resamples: number;
  /** What is resampled: `animals` or `litters`. */
  unit: 'animals' | 'litters';
  warnings: string[];
}

/** One candidate looked at closely. */
export interface MediationCandidate {
  gene: string;
  /** Position in the columns of the table. */
  index: number;
  indirect: number;
  /** Percentile bootstrap interval. */
  low: number;
  high: number;
  bootstrapPvalue: number;
  /** Error correlation at which the indirect effect is 0. */
  rhoAtZero: number;
  /** Share of the rest that a hidden cause must explain in both the gene and the behavior to bring the path to 0, or below significance. */
  robustnessValue: number;
  robustnessValueSignificant: number;
}

export interface MediationRequest {
  outcome: string;
  label: string;
  exposureName: string;
  genes: readonly string[];
  /** Genes x animals. */
  values: Float64Array;
  exposure: Float64Array;
  outcomeValues: Float64Array;
  /** Labels held constant in both models. */
  others: readonly (readonly string[])[];
  /** Litter per animal, or null where unknown: littermates are resampled together. */
  litter: readonly (string | null)[];
  resamples: number;
  alpha: number;
  seed: number;
}

/** Candidates that are looked at closely. */
const STRONGEST = 10;

/** Mediation analysis of one outcome; null when too few degrees of freedom are left for both paths. */
export function mediate(request: MediationRequest): MediationTable | null {
  const { genes, values, exposure, outcomeValues, others, litter } = request;
  const n = outcomeValues.length;
  const effects = indirectEffects({ values, exposure, outcome: outcomeValues, others });
  if (effects.df < 3 || Number.isNaN(effects.total) || genes.length === 0) return null;
  const order = Array.from(genes.keys())
    .filter((k) => !Number.isNaN(effects.jointPvalue[k]))
    .sort((i, j) => effects.jointPvalue[i] - effects.jointPvalue[j] || i - j)
    .slice(0, STRONGEST);
  const chosen = new Float64Array(order.length * n);
  order.forEach((gene, k) => {
    chosen.set(values.subarray(gene * n, (gene + 1) * n), k * n);
  });
  const byLitter = litter.every((one) => one !== null) && new Set(litter).size < n;
  const blocks = byLitter ? litter.map((one) => one ?? '') : null;
  const rows = resampledAnimals(n, blocks, request.resamples, request.seed, `mediation/${request.outcome}`);
  const intervals = bootstrapIndirect({ values: chosen, exposure, outcome: outcomeValues, others }, rows);
  const critical = studentT.quantileUpper(request.alpha / 2, effects.df - 1);
  const strongest = order.map((index, k): MediationCandidate => {
    const { low, high, pvalue } = intervals[k];
    const sensitivity = mediationSensitivity(effects.partialCorrelation[index], effects.df - 1, critical);
    return { gene: genes[index], index, indirect: effects.indirect[index], low, high, bootstrapPvalue: pvalue, ...sensitivity };
  });
  return {
    ...effects,
    outcome: request.outcome,
    label: request.label,
    exposure: request.exposureName,
    n,
    genes: [...genes],
    strongest,
    resamples: request.resamples,
    unit: byLitter ? 'litters' : 'animals',
    warnings: mediationWarnings(effects, request),
  };
}

/** What has to be kept in mind before a mediation table is believed. */
function mediationWarnings(effects: IndirectEffects, request: MediationRequest): string[] {
  const t = effects.total / effects.totalStandardError;
  const p = 2 * studentT.lower(-Math.abs(t), effects.df);
  const words = [
    'Gene and behavior were measured once, at the same time: an indirect effect is compatible with mediation through the gene, but equally with behavior changing the gene, or with something unmeasured changing both. The sensitivity columns say how strong that something would have to be.',
  ];
  if (!(p < request.alpha))
    words.push(
      `The total effect of the exposure on ${request.label} is itself uncertain (p = ${p.toPrecision(2)}): there may be nothing to be mediated, and shares of it mean little.`,
    );
  return words;
}
