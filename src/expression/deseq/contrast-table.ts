import { adjustPvalues, chiSquared } from '../../stats/index.ts';
import { MISSING_REASON } from '../results.ts';
import type { DeseqFit } from './fit.ts';
import { adjustWithFiltering, type FilteredAdjustment } from './independent-filtering.ts';
import { ANY_CHANGE, type WaldQuestion, waldTest } from './threshold-tests.ts';

/** The columns of DESeq2's `results()`, with the reason for each missing value. */
export interface ContrastTable {
  log2FoldChange: Float64Array;
  lfcSE: Float64Array;
  stat: Float64Array;
  pvalue: Float64Array;
  padj: Float64Array;
  missing: Uint8Array;
  alpha: number;
  filter: FilteredAdjustment | null;
}

export interface ContrastRequest {
  /** Which of the fit's combinations. */
  combination: number;
  /** Samples of the two compared groups, 1 each, when two groups are compared: a gene without any count there has no change. */
  compared: Uint8Array | null;
  /** `wald`: by default whether there is any change. `lrt`: likelihood ratio with this many degrees of freedom. */
  test: { kind: 'wald'; question?: WaldQuestion } | { kind: 'lrt'; df: number };
  alpha: number;
  independentFiltering: boolean;
  /** Whether the design is nothing but one factor with two levels (softens the outlier filter). */
  twoGroups: boolean;
}

/**
 * Tests one combination of coefficients on every gene, as DESeq2 1.38's `results()` does: Wald (or likelihood ratio) p-value,
 * outlier filter by Cook's distance, independent filtering with Benjamini-Hochberg.
 *
 * @param counts the original counts, genes x samples
 */
export function contrastTable(fit: DeseqFit, counts: Float64Array, request: ContrastRequest): ContrastTable {
  const { genes, combinationCount: width } = fit;
  const samples = fit.replaceable.length;
  const log2FoldChange = new Float64Array(genes).fill(NaN);
  const lfcSE = new Float64Array(genes).fill(NaN);
  const stat = new Float64Array(genes).fill(NaN);
  const pvalue = new Float64Array(genes).fill(NaN);
  const missing = new Uint8Array(genes);
  for (let g = 0; g < genes; g++) {
    if (fit.nowAllZero[g] === 1) {
      [log2FoldChange[g], lfcSE[g], stat[g], pvalue[g]] = [0, 0, 0, 1];
      continue;
    }
    if (fit.baseMean[g] === 0) {
      missing[g] = MISSING_REASON.allZero;
      continue;
    }
    log2FoldChange[g] = fit.estimates[g * width + request.combination];
    lfcSE[g] = fit.errors[g * width + request.combination];
    if (request.compared !== null && noCounts(counts, g * samples, request.compared)) log2FoldChange[g] = 0;
    testGene(fit, request, g, { log2FoldChange, lfcSE, stat, pvalue });
    if (fit.maxCooksUsed[g] > fit.cooksCutoff && !(request.twoGroups && keptDespiteCooks(fit, counts, g, samples))) {
      pvalue[g] = NaN;
      missing[g] = MISSING_REASON.countOutlier;
    } else if (Number.isNaN(pvalue[g])) missing[g] = MISSING_REASON.notEstimated;
  }
  const filter = request.independentFiltering ? adjustWithFiltering(fit.baseMean, pvalue, request.alpha) : null;
  const padj = filter === null ? adjustPvalues(pvalue, 'BH') : filter.padj;
  for (let g = 0; g < genes; g++) if (missing[g] === 0 && Number.isNaN(padj[g])) missing[g] = MISSING_REASON.lowMean;
  return { log2FoldChange, lfcSE, stat, pvalue, padj, missing, alpha: request.alpha, filter };
}

function testGene(
  fit: DeseqFit,
  request: ContrastRequest,
  g: number,
  out: { log2FoldChange: Float64Array; lfcSE: Float64Array; stat: Float64Array; pvalue: Float64Array },
): void {
  if (request.test.kind === 'lrt') {
    out.stat[g] = 2 * (fit.logLikelihood[g] - fit.logLikelihoodReduced[g]);
    out.pvalue[g] = chiSquared.upper(out.stat[g], request.test.df);
    return;
  }
  [out.stat[g], out.pvalue[g]] = waldTest(out.log2FoldChange[g], out.lfcSE[g], request.test.question ?? ANY_CHANGE);
}

/** Whether a gene has no count in any of the compared samples. */
export function noCounts(counts: Float64Array, offset: number, compared: Uint8Array): boolean {
  for (let j = 0; j < compared.length; j++) if (compared[j] === 1 && counts[offset + j] > 0) return false;
  return true;
}

/** Whether at least three counts are larger than that of the sample with the largest Cook's distance. */
function keptDespiteCooks(fit: DeseqFit, counts: Float64Array, g: number, samples: number): boolean {
  const suspect = counts[g * samples + fit.maxCooksSample[g]];
  let larger = 0;
  for (let j = 0; j < samples; j++) if (counts[g * samples + j] > suspect) larger++;
  return larger >= 3;
}
