import type { Task } from '../../context/index.ts';
import { pearsonCorrelation, randomStream, shuffle } from '../../stats/index.ts';
import { selectRows } from '../matrix-parts.ts';
import { powerOf, similarityOf } from './adjacency.ts';
import { dotAt, firstComponent } from './eigengenes.ts';
import type { NetworkType } from './settings.ts';

/** The statistics of which module preservation is made; four of density, three of connectivity. */
export interface PreservationStatistics {
  /** Mean squared correlation of the genes with the eigengene they have in the second data set. */
  varianceExplained: number;
  /** Mean correlation with that eigengene, each with the sign it has in the first data set; its absolute value. */
  meanSignedMembership: number;
  /** Mean correlation of the pairs, each with the sign it has in the first data set. */
  meanSignedCorrelation: number;
  meanAdjacency: number;
  /** Correlation between the data sets of the intramodular connectivities, of the memberships (its size), and of the pairs' correlations. */
  connectivity: number;
  membership: number;
  correlation: number;
}

/** Names of the statistics. */
export const STATISTICS = [
  'varianceExplained',
  'meanSignedMembership',
  'meanSignedCorrelation',
  'meanAdjacency',
  'connectivity',
  'membership',
  'correlation',
] as const;

/** A module as it is in one data set. */
export interface ModuleProfile {
  /** Correlation of each gene with the eigengene. */
  membership: Float64Array;
  /** Correlation of each pair, row by row below the diagonal. */
  pairs: Float64Array;
  /** Sum of adjacencies within the module. */
  connectivity: Float64Array;
  meanAdjacency: number;
}

/** A module in the data set in which it was found. @param rows genes x samples of length 1 */
export function referenceModule(rows: Float64Array, samples: number, network: NetworkType, power: number): ModuleProfile {
  const genes = rows.length / samples;
  const similarity = similarityOf(network);
  const raise = powerOf(power);
  const pairs = new Float64Array((genes * (genes - 1)) / 2);
  const connectivity = new Float64Array(genes);
  let total = 0;
  for (let i = 1, at = 0; i < genes; i++) {
    const row = rows.subarray(i * samples, (i + 1) * samples);
    for (let j = 0; j < i; j++, at++) {
      const r = dotAt(rows, j * samples, row);
      pairs[at] = r;
      const adjacency = raise(similarity(r));
      connectivity[i] += adjacency;
      connectivity[j] += adjacency;
      total += adjacency;
    }
  }
  const eigengene = firstComponent(rows, samples);
  const membership = Float64Array.from({ length: genes }, (_, gene) => dotAt(rows, gene * samples, eigengene));
  return { membership, pairs, connectivity, meanAdjacency: total / pairs.length };
}

/** The same genes, or random ones in their places, in the second data set. */
export function testStatistics(
  reference: ModuleProfile,
  rows: Float64Array,
  samples: number,
  network: NetworkType,
  power: number,
): PreservationStatistics {
  const test = referenceModule(rows, samples, network, power);
  const genes = test.membership.length;
  return {
    varianceExplained: test.membership.reduce((sum, k) => sum + k * k, 0) / genes,
    meanSignedMembership: Math.abs(meanSigned(reference.membership, test.membership)),
    meanSignedCorrelation: meanSigned(reference.pairs, test.pairs),
    meanAdjacency: test.meanAdjacency,
    connectivity: pearsonCorrelation(reference.connectivity, test.connectivity),
    // the side of an eigengene is arbitrary where a module is not there
    membership: Math.abs(pearsonCorrelation(reference.membership, test.membership)),
    correlation: pearsonCorrelation(reference.pairs, test.pairs),
  };
}

/** Mean of the values of one list, each times the sign of the other's. */
function meanSigned(signs: Float64Array, values: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += Math.sign(signs[i]) * values[i];
  return sum / values.length;
}

interface PreservationChunk {
  fixed: (ModuleProfile & { genes: number[] })[];
  test: Float64Array;
  testSamples: number;
  network: NetworkType;
  power: number;
  seed: number;
  first: number;
  count: number;
}

/** Statistics of every module with the genes of the second data set exchanged at random, permutation by permutation. */
function permutedStatistics(chunk: PreservationChunk): PreservationStatistics[][] {
  const { fixed, test, testSamples, network, power } = chunk;
  const genes = test.length / testSamples;
  return Array.from({ length: chunk.count }, (_, k) => {
    const stream = randomStream(chunk.seed, 'integration/module-preservation', chunk.first + k);
    const order = shuffle(
      Int32Array.from({ length: genes }, (_, i) => i),
      stream,
    );
    return fixed.map((one) => {
      const rows = selectRows(
        test,
        testSamples,
        one.genes.map((gene) => order[gene]),
      );
      return testStatistics(one, rows, testSamples, network, power);
    });
  });
}

/** A run of permutations as a task for a worker. */
export const preservationTask: Task<PreservationChunk, PreservationStatistics[][]> = {
  name: 'integration/module-preservation',
  run: permutedStatistics,
};
