export { exp, expm1 } from './exp.ts';
export { asinh, atanh, cosh, sinh, tanh } from './hyperbolic.ts';
export { log, log1p, log2, log10 } from './log.ts';
export { pow } from './pow.ts';
export { acos, asin, atan, atan2, cos, sin, tan } from './trigonometric.ts';
