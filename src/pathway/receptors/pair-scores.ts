import { log2, pow } from '../../stats/index.ts';

/**
 * A ligand-receptor pair as groups of genes: within a group any gene will do (isoforms, paralogs), across groups all are needed
 * (synthesis and vesicular transport; the subunits of a receptor).
 */
export interface GenePair {
  ligand: string;
  receptor: string;
  /** Positions in the expression matrix. */
  ligandGroups: readonly (readonly number[])[];
  receptorGroups: readonly (readonly number[])[];
}

/**
 * Score of each pair in each sample: log2 of the ligand's plus log2 of the receptor's expression, each the geometric mean over
 * its groups of the arithmetic mean within the group, on the linear scale. Bulk tissue cannot tell sender from receiver: the score
 * says that both partners are there, not that they talk.
 *
 * @param values log2-scale expression, genes x samples
 * @returns pairs x samples
 */
export function pairScores(values: Float64Array, samples: number, pairs: readonly GenePair[]): Float64Array {
  const scores = new Float64Array(pairs.length * samples);
  pairs.forEach((pair, k) => {
    for (let j = 0; j < samples; j++)
      scores[k * samples + j] = side(values, samples, j, pair.ligandGroups) + side(values, samples, j, pair.receptorGroups);
  });
  return scores;
}

/** log2 of the geometric mean over groups of the arithmetic mean within. */
function side(values: Float64Array, samples: number, sample: number, groups: readonly (readonly number[])[]): number {
  let sum = 0;
  for (const group of groups) {
    let linear = 0;
    for (const gene of group) linear += pow(2, values[gene * samples + sample]);
    sum += log2(linear / group.length);
  }
  return sum / groups.length;
}
