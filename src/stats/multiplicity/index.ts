export { type AdjustMethod, adjustPvalues } from './adjust.ts';
