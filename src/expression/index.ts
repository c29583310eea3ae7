export { analyzeExpression } from './analyze.ts';
export { fitTask } from './deseq/fit-chunk.ts';
export { geneWiseTask } from './deseq/gene-wise.ts';
export {
  type ContrastResult,
  type DispersionColumns,
  type ExpressionQuality,
  type ExpressionResult,
  MISSING_REASON,
} from './results.ts';
