import { median } from '../../stats/index.ts';
import type { QualityFinding } from './quality-result.ts';
import { percentText } from './words.ts';

const LEAST_MEAN = 10;
const VARIATION_LIMIT = 0.4;
const OUTLIER_LIMIT = 0.1;

/** Dispersions as the fit leaves them. */
export interface FittedDispersions {
  dispersion: Float64Array;
  dispOutlier: Uint8Array;
  baseMean: Float64Array;
}

/** Square root of the median dispersion of genes with a mean count of at least 10: the biological coefficient of variation. */
export function typicalVariation({ dispersion, baseMean }: FittedDispersions): number {
  const known = dispersion.filter((value, g) => baseMean[g] >= LEAST_MEAN && !Number.isNaN(value));
  return known.length === 0 ? NaN : Math.sqrt(median(known));
}

/**
 * Whether animals of one group vary more than inbred animals do: edgeR's user's guide takes coefficients of variation of about 10 % for
 * genetically identical animals and 40 % for people (McCarthy, Chen & Smyth 2012).
 */
export function dispersionFindings(fitted: FittedDispersions): QualityFinding[] {
  const variation = typicalVariation(fitted);
  const rule = `median variation between animals of one group above ${percentText(VARIATION_LIMIT)}, or more than ${percentText(OUTLIER_LIMIT)} of the genes far above the trend`;
  const base = { check: 'dispersion', rule, subject: '', value: variation } as const;
  if (Number.isNaN(variation)) {
    const message = `No gene has a mean count of at least ${LEAST_MEAN} and a dispersion.`;
    return [{ ...base, level: 'not-assessed', message, mend: 'sequence more deeply' }];
  }
  const estimated = fitted.dispersion.filter((value) => !Number.isNaN(value)).length;
  const outliers = fitted.dispOutlier.reduce((sum, flag) => sum + flag, 0) / Math.max(1, estimated);
  const told = `Animals of one group vary by ${percentText(variation)} (median over genes, counting noise taken off); ${percentText(outliers)} of the genes vary far more than the trend`;
  if (variation > VARIATION_LIMIT || outliers > OUTLIER_LIMIT) {
    const mend =
      'look for a factor that is missing from the design (sex, batch, tissue), for mixed dissections and for outlying samples';
    return [{ ...base, level: 'warning', message: `${told}: more than inbred animals do.`, mend }];
  }
  return [{ ...base, level: 'pass', message: `${told}.`, mend: '' }];
}
