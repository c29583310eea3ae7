import type { Problem } from '../../problems/index.ts';
import type { Design } from '../formula/index.ts';
import type { FixedColumns } from '../mixed/index.ts';
import type { FamilyName } from './families.ts';
import type { LinkName } from './links.ts';
import { WaldEffects } from './wald-effects.ts';
import type { WorkingCorrelation } from './working-correlation.ts';

/** Numbers of a fit by estimating equations besides its coefficients. */
export interface GeeFit {
  readonly family: FamilyName;
  readonly link: LinkName;
  readonly correlation: WorkingCorrelation;
  /** Working correlation parameter and scale. */
  readonly alpha: number;
  readonly scale: number;
  readonly clusters: number;
  readonly largestCluster: number;
  readonly converged: boolean;
  readonly iterations: number;
  readonly fitted: Float64Array;
}

/** A fitted population-averaged model. Made by `fitGee`. */
export class GeeModel extends WaldEffects {
  /** Everything is prepared by `fitGee`. */
  constructor(
    design: Design,
    fixed: FixedColumns,
    orthonormal: Float64Array,
    covariance: Float64Array,
    df: number,
    readonly fit: GeeFit,
    readonly notes: readonly Problem[],
    level: number,
  ) {
    super(design, fixed, orthonormal, covariance, df, level);
  }
}
