import { multiplyTransposedLeft, symmetricEigen } from '../../stats/index.ts';
import { standardizedRows, varyingMembers } from './standardize.ts';

/**
 * Combined z-score of each set in each sample (Lee et al. 2008): sum of the genes' z-scores over the square root of their
 * number. Genes that do not vary are left out.
 *
 * @returns sets x samples, NaN for a set without a varying gene
 */
export function zScores(values: Float64Array, samples: number, sets: readonly Int32Array[]): Float64Array {
  const z = standardizedRows(values, samples);
  const scores = new Float64Array(sets.length * samples);
  sets.forEach((set, k) => {
    const members = varyingMembers(z, samples, set);
    for (let j = 0; j < samples; j++) {
      let sum = 0;
      for (const gene of members) sum += z[gene * samples + j];
      scores[k * samples + j] = members.length > 0 ? sum / Math.sqrt(members.length) : NaN;
    }
  });
  return scores;
}

/**
 * Activity of each set in each sample as the first right singular vector of its standardized expression (PLAGE, Tomfohr et al.
 * 2005). The sign is arbitrary in the method; here it is chosen so that the activity goes with the mean z-score.
 *
 * @returns sets x samples, each row of length 1; NaN for a set without a varying gene
 */
export function plageScores(values: Float64Array, samples: number, sets: readonly Int32Array[]): Float64Array {
  const z = standardizedRows(values, samples);
  const scores = new Float64Array(sets.length * samples).fill(NaN);
  sets.forEach((set, k) => {
    const members = varyingMembers(z, samples, set);
    if (members.length === 0) return;
    const rows = new Float64Array(members.length * samples);
    members.forEach((gene, i) => {
      rows.set(z.subarray(gene * samples, (gene + 1) * samples), i * samples);
    });
    scores.set(firstProfile(rows, members.length, samples), k * samples);
  });
  return scores;
}

/** The sample profile that explains most of a standardized block, signed like the mean of its rows. */
function firstProfile(rows: Float64Array, genes: number, samples: number): Float64Array {
  const { vectors } = symmetricEigen(multiplyTransposedLeft(rows, rows, genes, samples, samples), samples);
  const profile = Float64Array.from({ length: samples }, (_, j) => vectors[j * samples]);
  let along = 0;
  for (let i = 0; i < genes; i++) for (let j = 0; j < samples; j++) along += rows[i * samples + j] * profile[j];
  return along < 0 ? profile.map((value) => -value) : profile;
}
