export { hedgesCorrection } from './hedges-correction.ts';
export { noncentralityOfT } from './noncentrality.ts';
export {
  type GlassDelta,
  glassDelta,
  type PairedDifference,
  pairedDifference,
  type StandardizedDifference,
  standardizedDifference,
  unpooledDifference,
} from './standardized-difference.ts';
