export {
  type ContrastResult,
  type DispersionColumns,
  type ExpressionQuality,
  type ExpressionResult,
  MISSING_REASON,
} from './results.ts';
