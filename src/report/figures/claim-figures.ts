import type { ClaimsResult } from '../../claims/index.ts';
import { specificationIds } from '../data/claim-check-data.ts';
import type { Figure } from './figure.ts';
import { specificationCurve } from './specification-curve.ts';

/** The specification curve of every claim that the multiverse speaks of. */
export function claimFigures({ claims, checks }: ClaimsResult): Figure[] {
  const multiverse = checks?.multiverse ?? null;
  if (multiverse === null) return [];
  const idOf = specificationIds(multiverse);
  return multiverse.claims.flatMap((one) => {
    const claim = claims.find((other) => other.id === one.id);
    return claim === undefined ? [] : (specificationCurve(one, multiverse, claim, idOf(one)) ?? []);
  });
}
