import { adjustPvalues } from '../../stats/index.ts';
import { countSignificant } from '../contrast-result.ts';
import type { LevelContrast } from '../design/contrasts.ts';
import { type ContrastResult, MISSING_REASON } from '../results.ts';

/** A comparison from fold changes and a statistic whose ratio is the standard error; `baseMean` is filled in by the caller. */
export function plainContrast(
  { factor, treated, control }: LevelContrast,
  log2FoldChange: Float64Array,
  stat: Float64Array,
  pvalue: Float64Array,
  { alpha, method }: { alpha: number; method: string },
): ContrastResult {
  const padj = adjustPvalues(pvalue, 'BH');
  const estimated = Uint8Array.from(stat, (value) =>
    Number.isFinite(value) ? MISSING_REASON.none : MISSING_REASON.notEstimated,
  );
  return {
    ...{ name: `${factor} ${treated} vs ${control}`, factor, treated, control },
    baseMean: new Float64Array(stat.length),
    log2FoldChange,
    lfcSE: log2FoldChange.map((change, g) => Math.abs(change / stat[g])),
    stat,
    pvalue,
    padj,
    missing: estimated,
    alpha,
    filterThreshold: 0,
    ...countSignificant({ padj, log2FoldChange, alpha }),
    method,
  };
}
