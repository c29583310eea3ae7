import type { Context } from '../../../context/index.ts';
import type { ShrunkenChanges } from '../../results.ts';
import { type CoefficientInput, isCoefficient, shrinkWithApeglm } from './shrink.ts';

/**
 * A comparison's fold changes shrunk by apeglm, beside the unshrunken ones; undefined where the comparison is a combination of several
 * coefficients (the control is not the reference level), which apeglm cannot shrink.
 */
export async function shrunkenChanges(input: CoefficientInput, context: Context): Promise<ShrunkenChanges | undefined> {
  if (!isCoefficient(input.combination.weights)) return undefined;
  const { log2FoldChange, lfcSE, svalue } = await shrinkWithApeglm(input, 0, context);
  return { log2FoldChange, lfcSE, svalue };
}
