import type { DeseqRequest } from '../../src/expression/index.ts';

/** What `limbic de` asks for by itself, with all genes: a comparison of group b with group a by DESeq2's standard options. */
export const STANDARD_DESEQ: Omit<DeseqRequest, 'counts' | 'samples'> = {
  where: [],
  minTotal: 0,
  references: new Map(),
  design: '~ group',
  factors: [],
  test: { factor: 'group', treated: 'b', control: 'a' },
  reduced: null,
  trend: 'parametric',
  sizeFactors: 'ratio',
  alpha: 0.1,
  replaceOutliers: true,
  independentFiltering: true,
};
