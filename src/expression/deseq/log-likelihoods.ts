import { type Kernel, putDoubles, roomForDoubles, takeDoubles } from '../kernel/kernel.ts';
import { MEAN_FLOOR } from './constants.ts';
import type { Places } from './fit-request.ts';

/** Log likelihood of every gene; for genes that went through the fallback at means floored at 0.5, as DESeq2 stores it. */
export function likelihoodsOf(
  k: Kernel,
  genes: number,
  samples: number,
  places: Pick<Places, 'counts' | 'means'>,
  dispersionsAt: number,
  fallback: Uint8Array = new Uint8Array(genes),
): Float64Array {
  const at = roomForDoubles(k, genes);
  k.logLikelihoods(genes, places.counts, places.means, dispersionsAt, at);
  fallback.forEach((used, g) => {
    if (used === 0) return;
    const row = 8 * g * samples;
    const floored = putDoubles(
      k,
      takeDoubles(k, places.means + row, samples).map((mean) => Math.max(mean, MEAN_FLOOR)),
    );
    k.logLikelihoods(1, places.counts + row, floored, dispersionsAt + 8 * g, at + 8 * g);
  });
  return takeDoubles(k, at, genes);
}
