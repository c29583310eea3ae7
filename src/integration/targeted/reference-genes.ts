import { log2 } from '../../stats/index.ts';
import { bestKeeper, geNorm, normFinder } from './gene-stability.ts';
import type { MeasuredPlate } from './read-plate.ts';

/** How steady a reference gene is; geNorm and NormFinder are NaN where fewer than three references leave nothing to compare with. */
export interface ReferenceGene {
  gene: string;
  /** Copies per copy and cycle; 2 where there is no dilution series. */
  efficiency: number;
  geNormM: number;
  normFinder: number;
  bestKeeperDeviation: number;
  /** Correlation of its cycles with the geometric mean of all references. */
  correlationWithIndex: number;
}

/** Fewest references, and animals with all of them, that can be compared. */
const [FEWEST_REFERENCES, FEWEST_ANIMALS] = [3, 4];

/**
 * Judges the references of a plate over the animals that have all of them.
 *
 * @param groupOf the group of an animal: NormFinder sees a reference that follows the treatment
 */
export function judgeReferences(
  { plate, references, measured }: MeasuredPlate,
  groupOf: (animal: string) => string,
): ReferenceGene[] {
  const own = references.map(measured);
  const complete = plate.animals.flatMap((_, i) => (own.some(({ cycles }) => Number.isNaN(cycles[i])) ? [] : [i]));
  const quantities = own.flatMap(({ cycles, efficiency }) => {
    const least = complete.reduce((smallest, i) => Math.min(smallest, cycles[i]), Infinity);
    return complete.map((i) => log2(efficiency) * (least - cycles[i]));
  });
  const comparable = references.length >= FEWEST_REFERENCES && complete.length >= FEWEST_ANIMALS;
  const groups = complete.map((i) => groupOf(plate.animals[i]));
  const steadiness = comparable ? geNorm(Float64Array.from(quantities), references.length).rounds[0].stability : null;
  const withGroups = comparable ? normFinder(Float64Array.from(quantities), references.length, groups).stability : null;
  const cycles = Float64Array.from(own.flatMap((one) => complete.map((i) => one.cycles[i])));
  const spread = complete.length > 1 ? bestKeeper(cycles, references.length) : null;
  return references.map((gene, k) => ({
    gene,
    efficiency: own[k].efficiency,
    geNormM: steadiness?.[k] ?? NaN,
    normFinder: withGroups?.[k] ?? NaN,
    bestKeeperDeviation: spread?.meanAbsoluteDeviation[k] ?? NaN,
    correlationWithIndex: spread?.correlationWithIndex[k] ?? NaN,
  }));
}
