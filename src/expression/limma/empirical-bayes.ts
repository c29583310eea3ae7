import { adjustPvalues, log, median, type SqueezedVariances, squeezeVariances, studentT } from '../../stats/index.ts';
import type { ContrastFit } from './contrasts-fit.ts';

const PROPORTION = 0.01;
const COEFFICIENT_LIMITS = [0.1, 4];

/** Moderated statistics of one contrast, gene by gene, with limma's names. */
export interface ModeratedTable {
  logFC: Float64Array;
  aveExpr: Float64Array;
  t: Float64Array;
  pvalue: Float64Array;
  padj: Float64Array;
  /** Log odds of differential expression (B). */
  logOdds: Float64Array;
  dfTotal: Float64Array;
  /** Variance of the non-zero coefficients over sigma squared (limma's `var.prior`). */
  coefficient: number;
  prior: SqueezedVariances;
}

/** How variances are moderated. */
export interface ModerationOptions {
  /** Protect against hypervariable genes. */
  robust: boolean;
  /** Let the prior variance follow the mean expression. */
  trend: boolean;
}

/** Moderated t statistics of one contrast (Smyth 2004; limma's `eBayes`). */
export function moderate(
  fit: ContrastFit,
  contrast: number,
  options: ModerationOptions = { robust: false, trend: false },
): ModeratedTable {
  const { genes, contrasts, dfResidual } = fit;
  const squares = fit.sigma.map((sigma) => sigma * sigma);
  const covariate = options.trend ? fit.aveExpr : null;
  const prior = squeezeVariances(squares, dfResidual, { covariate, robust: options.robust });
  const logFC = new Float64Array(genes);
  const unscaled = new Float64Array(genes);
  const t = new Float64Array(genes);
  const pvalue = new Float64Array(genes);
  const dfTotal = prior.priorDf.map((df) => Math.min(dfResidual + df, dfResidual * genes));
  for (let g = 0; g < genes; g++) {
    logFC[g] = fit.estimates[g * contrasts + contrast];
    unscaled[g] = fit.stdevUnscaled[g * contrasts + contrast];
    t[g] = logFC[g] / (unscaled[g] * Math.sqrt(prior.posterior[g]));
    pvalue[g] = 2 * studentT.upper(Math.abs(t[g]), dfTotal[g]);
  }
  const coefficient = coefficientVariance(t, unscaled, dfTotal, median(prior.priorVariance));
  const logOdds = t.map((value, g) => oddsOf(value, unscaled[g], dfTotal[g], prior.priorDf[g], coefficient));
  return { logFC, aveExpr: fit.aveExpr, t, pvalue, padj: adjustPvalues(pvalue, 'BH'), logOdds, dfTotal, coefficient, prior };
}

/** Log odds that a coefficient is not zero, at a prior proportion of 1 % (Smyth 2004, equation for B). */
function oddsOf(t: number, unscaled: number, dfTotal: number, dfPrior: number, coefficient: number): number {
  const square = unscaled * unscaled;
  const ratio = (square + coefficient) / square;
  const t2 = t * t;
  const kernel = dfPrior > 1e6 ? (t2 * (1 - 1 / ratio)) / 2 : ((1 + dfTotal) / 2) * log((t2 + dfTotal) / (t2 / ratio + dfTotal));
  return log(PROPORTION / (1 - PROPORTION)) - log(ratio) / 2 + kernel;
}

/**
 * Variance of the non-zero coefficients over sigma squared, from the most extreme t statistics compared with what the null
 * distribution would give at their ranks (Smyth 2004, section 6.3).
 */
function coefficientVariance(t: Float64Array, unscaled: Float64Array, df: Float64Array, priorVariance: number): number {
  const genes = t.length;
  const limits = COEFFICIENT_LIMITS.map((limit) => (limit * limit) / priorVariance);
  const target = Math.ceil((PROPORTION / 2) * genes);
  if (target < 1) return 1 / priorVariance;
  const share = Math.max(target / genes, PROPORTION);
  const most = df.reduce((a, b) => Math.max(a, b), 0);
  const extreme = t.map((value, g) => {
    const size = Math.abs(value);
    return df[g] < most ? studentT.quantileUpperLog(studentT.logUpper(size, df[g]), most) : size;
  });
  const order = Array.from(extreme.keys())
    .sort((a, b) => extreme[b] - extreme[a] || a - b)
    .slice(0, target);
  let sum = 0;
  order.forEach((g, rank) => {
    const own = 2 * studentT.upper(extreme[g], most);
    const wanted = ((rank + 0.5) / genes - (1 - share) * own) / share;
    let value = 0;
    if (wanted > own) {
      const quantile = studentT.quantileUpper(wanted / 2, most);
      const ratio = extreme[g] / quantile;
      value = unscaled[g] * unscaled[g] * (ratio * ratio - 1);
    }
    sum += Math.min(Math.max(value, limits[0]), limits[1]);
  });
  return sum / target;
}

/** P-values against fold changes of at most `threshold` (log2): the two one-sided tails summed (McCarthy & Smyth 2009, `treat`). */
export function treatPvalues(fit: ContrastFit, contrast: number, table: ModeratedTable, threshold: number): Float64Array {
  return table.logFC.map((change, g) => {
    const error = fit.stdevUnscaled[g * fit.contrasts + contrast] * Math.sqrt(table.prior.posterior[g]);
    const size = Math.abs(change);
    return (
      studentT.upper((size - threshold) / error, table.dfTotal[g]) + studentT.upper((size + threshold) / error, table.dfTotal[g])
    );
  });
}
