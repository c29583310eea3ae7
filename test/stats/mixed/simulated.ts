import { type DataFrame, factorColumn } from '../../../src/stats/formula/index.ts';
import { randomStream } from '../../../src/stats/random.ts';

/** A study of litters with whole litters on an arm, pups of both sexes, and repeated sessions. */
export interface SimulatedStudy {
  readonly frame: DataFrame;
  readonly rows: number;
  /** Null response: variance 1 residual plus litter and animal effects of the given standard deviations. */
  response(seed: number, index: number, litterSd: number, animalSd: number): Float64Array;
}

/** litters x pups x sessions rows; odd litters get the drug. */
export function litterStudy(litters: number, pups: number, sessions: number): SimulatedStudy {
  const litter: string[] = [];
  const animal: string[] = [];
  const session: string[] = [];
  const arm: string[] = [];
  const sex: string[] = [];
  for (let l = 0; l < litters; l++) {
    for (let pup = 0; pup < pups; pup++) {
      for (let s = 0; s < sessions; s++) {
        litter.push(`L${String(l).padStart(2, '0')}`);
        // Pup names repeat in every litter, as people number them.
        animal.push(`p${pup}`);
        session.push(`s${s}`);
        arm.push(l % 2 === 0 ? 'vehicle' : 'drug');
        sex.push(pup % 2 === 0 ? 'F' : 'M');
      }
    }
  }
  const frame = new Map([
    ['litter', factorColumn(litter)],
    ['animal', factorColumn(animal)],
    ['session', factorColumn(session)],
    ['arm', factorColumn(arm, ['vehicle', 'drug'])],
    ['sex', factorColumn(sex)],
  ]);
  const response = (seed: number, index: number, litterSd: number, animalSd: number): Float64Array => {
    const stream = randomStream(seed, 'litter-study', index);
    const out = new Float64Array(litters * pups * sessions);
    let at = 0;
    for (let l = 0; l < litters; l++) {
      const u = stream.normal() * litterSd;
      for (let pup = 0; pup < pups; pup++) {
        const v = stream.normal() * animalSd;
        for (let s = 0; s < sessions; s++) out[at++] = 10 + u + v + stream.normal();
      }
    }
    return out;
  };
  return { frame, rows: litters * pups * sessions, response };
}
