import { type Kernel, putIntegers, roomForDoubles, viewDoubles } from '../kernel/kernel.ts';
import type { FitInput, FitOutput, Places } from './fit-request.ts';

/** Largest Cook's distances of every gene, and all of those above the cutoff. As DESeq2's `calculateCooksDistance`. */
export function cooksOf(
  k: Kernel,
  input: FitInput,
  places: Places,
  hats: number,
  dispersionsAt: number,
): Pick<FitOutput, 'maxCooks' | 'maxCooksSample' | 'maxCooksUsed' | 'flagged' | 'flaggedCooks'> {
  const { design, genes, cooksCutoff, cooksSamples } = input;
  const { samples, cellSizes } = design;
  const sizesAt = putIntegers(k, cellSizes);
  const cooksAt = roomForDoubles(k, genes * samples);
  k.cooksDistances(genes, places.counts, places.sizes, places.stride, places.means, hats, sizesAt, dispersionsAt, cooksAt);
  const cooks = viewDoubles(k, cooksAt, genes * samples);
  const maxCooks = new Float64Array(genes).fill(NaN);
  const maxCooksSample = new Int32Array(genes);
  const maxCooksUsed = new Float64Array(genes).fill(NaN);
  const flagged: number[] = [];
  for (let g = 0; g < genes; g++) {
    for (let j = 0; j < samples; j++) {
      const distance = cooks[g * samples + j];
      if (!(distance <= maxCooks[g])) {
        maxCooks[g] = distance;
        maxCooksSample[g] = j;
      }
      if (cooksSamples[j] === 1 && !(distance <= maxCooksUsed[g])) maxCooksUsed[g] = distance;
    }
    if (maxCooks[g] > cooksCutoff) flagged.push(g);
  }
  const flaggedCooks = new Float64Array(flagged.length * samples);
  flagged.forEach((g, i) => {
    flaggedCooks.set(cooks.subarray(g * samples, (g + 1) * samples), i * samples);
  });
  return { maxCooks, maxCooksSample, maxCooksUsed, flagged: Int32Array.from(flagged), flaggedCooks };
}
