import { qrDecomposition, qrLeverages } from '../../stats/index.ts';
import { median } from '../deseq/prior-variance.ts';
import { columnTotals } from './library-sizes.ts';

const LEAST_COUNT = 10;
const LEAST_TOTAL = 15;
const MANY = 10;
const SHARE = 0.7;
const SLACK = 1e-14;

/**
 * Which genes have enough counts to be tested: at least 10 counts (as counts per million at the median library) in as many
 * samples as the smallest group has, and 15 in total. Source: edgeR's `filterByExpr` (Chen, Lun & Smyth 2016).
 *
 * @param matrix model matrix, samples x columns; the smallest group is 1 / largest leverage
 * @returns 1 for the genes to keep
 */
export function filterByExpression(counts: Float64Array, samples: number, matrix: Float64Array, columns: number): Uint8Array {
  const totals = columnTotals(counts, samples);
  const leverages = qrLeverages(qrDecomposition(matrix, samples, columns));
  let group = 1 / Math.max(...leverages);
  if (group > MANY) group = MANY + (group - MANY) * SHARE;
  const cutoff = (LEAST_COUNT / median(totals)) * 1e6;
  return Uint8Array.from({ length: counts.length / samples }, (_, g) => {
    let [enough, total] = [0, 0];
    for (let j = 0; j < samples; j++) {
      const count = counts[g * samples + j];
      total += count;
      if ((count / totals[j]) * 1e6 >= cutoff) enough++;
    }
    return enough >= group - SLACK && total >= LEAST_TOTAL - SLACK ? 1 : 0;
  });
}
