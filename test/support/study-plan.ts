import type { Study } from '../../src/study/index.ts';

/** The plan of studies that tests and benches make up: the model and bounds that the format fills in, with few permutations. */
export const STUDY_PLAN: Study['plan'] = {
  primary: ['anxiety', 'depression'],
  model: 'score ~ arm * session + sex + (1 | litter/animal)',
  alpha: 0.05,
  fdr: 0.1,
  smallestEffect: 0.5,
  smallestLog2FoldChange: 0.3,
  permutations: 100,
  seed: 1,
};
