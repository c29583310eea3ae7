export { type BoxOptimum, type BoxOptions, minimizeInBox } from './lbfgsb.ts';
