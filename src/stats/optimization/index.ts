export { findRoot } from './find-root.ts';
export { type GoldenMinimum, goldenMinimum } from './golden-minimum.ts';
export { type BoxOptimum, type BoxOptions, minimizeInBox } from './lbfgsb.ts';
