import { adjustPvalues } from '../../stats/index.ts';
import { camera } from './camera.ts';
import { fry, standardizeEffects } from './fry.ts';
import type { GeneEffects } from './gene-effects.ts';
import { roast } from './roast.ts';

/** One set in a model-based set test. */
export interface SetTest {
  size: number;
  direction: 'Up' | 'Down' | null;
  pvalue: number;
  /** Benjamini-Hochberg over the sets. */
  fdr: number;
  /** Fry, roast: p that members respond in whatever direction, and its FDR; NaN for camera. */
  mixedPvalue: number;
  mixedFdr: number;
  /** Camera: correlation between genes that was used or estimated; NaN for fry and roast. */
  correlation: number;
}

export interface SetTestOptions {
  method: 'camera' | 'fry' | 'roast';
  /** Camera's inter-gene correlation: preset (limma: 0.01) or estimated. */
  correlation: number | 'estimate';
  /** Roast's rotations and their seed. */
  rotations: number;
  seed: number;
}

/**
 * Tests sets on the effects of a linear model: `camera` is competitive (do these genes respond more than the others?), `fry`
 * and `roast`, which it is the limit of, self-contained (do these genes respond at all?).
 */
export function testSets(effects: GeneEffects, sets: readonly Int32Array[], options: SetTestOptions): SetTest[] {
  const tests = testsOf(effects, sets, options);
  const adjust = (values: number[]): Float64Array => adjustPvalues(values, 'BH');
  const fdr = adjust(tests.map((test) => test.pvalue));
  const mixedFdr = adjust(tests.map((test) => test.mixedPvalue));
  return tests.map(({ size, direction, pvalue, mixedPvalue, correlation }, i) => ({
    size,
    direction,
    pvalue,
    fdr: fdr[i],
    mixedPvalue,
    mixedFdr: mixedFdr[i],
    correlation,
  }));
}

type RawTest = Pick<SetTest, 'size' | 'direction' | 'pvalue' | 'mixedPvalue' | 'correlation'>;

function testsOf(effects: GeneEffects, sets: readonly Int32Array[], options: SetTestOptions): RawTest[] {
  const { method, correlation, rotations, seed } = options;
  if (method === 'camera')
    return camera(effects, sets, { correlation, useRanks: false }).map((test) => ({ ...test, mixedPvalue: NaN }));
  const tests = method === 'fry' ? fry(standardizeEffects(effects), sets) : roast(effects, sets, { rotations, seed });
  return tests.map((test) => ({ ...test, correlation: NaN }));
}
