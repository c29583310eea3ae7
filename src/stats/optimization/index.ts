export { findRoot } from './find-root.ts';
export { type BoxOptimum, type BoxOptions, minimizeInBox } from './lbfgsb.ts';
