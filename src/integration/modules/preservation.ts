import type { Context } from '../../context/index.ts';
import { mean, normal, sampleSd } from '../../stats/index.ts';
import { selectRows } from '../matrix-parts.ts';
import {
  type PreservationStatistics,
  preservationTask,
  referenceModule,
  STATISTICS,
  testStatistics,
} from './preservation-statistics.ts';
import type { ModuleSettings } from './settings.ts';
import { correlationRows } from './similarity.ts';

/** How well one module of a first data set is there in a second one. */
export interface ModulePreservation {
  module: number;
  /** Genes of the module that both data sets have. */
  size: number;
  observed: PreservationStatistics;
  /** (observed - mean) / standard deviation over the permutations. */
  z: PreservationStatistics;
  /** Median of the density z-scores, of the connectivity z-scores, and the mean of both. Above 10 strong, below 2 no evidence. */
  zDensity: number;
  zConnectivity: number;
  zSummary: number;
  /** Upper normal tail of zSummary. */
  pvalue: number;
  /** Mean of the median ranks of the density and the connectivity statistics among the modules; low is well preserved. */
  medianRank: number;
}

const DENSITY = ['varianceExplained', 'meanSignedMembership', 'meanSignedCorrelation', 'meanAdjacency'] as const;
const CONNECTIVITY = ['connectivity', 'membership', 'correlation'] as const;
/** Permutations per task. */
const CHUNK = 10;

/** Modules of one data set and a second one of the same genes. */
export interface PreservationRequest {
  /** Genes x samples of the first data set and of the second, the same genes in the same order, every gene varying in both. */
  reference: Float64Array;
  referenceSamples: number;
  test: Float64Array;
  testSamples: number;
  labels: Int32Array;
  network: ModuleSettings['network'];
  correlation: ModuleSettings['correlation'];
  power: number;
  permutations: number;
}

/**
 * Preservation of modules in a second data set (Langfelder, Luo, Oldham & Horvath 2011; WGCNA's `modulePreservation`): the observed
 * statistics against those of as many random genes of the second data set. Modules with fewer than three shared genes are left out.
 */
export async function modulePreservation(request: PreservationRequest, context: Context): Promise<ModulePreservation[]> {
  const { labels, referenceSamples, testSamples } = request;
  const reference = correlationRows(request.reference, referenceSamples, request.correlation);
  const test = correlationRows(request.test, testSamples, request.correlation);
  const modules = [...new Set(labels)]
    .filter((label) => label > 0)
    .sort((a, b) => a - b)
    .map((module) => ({ module, genes: Array.from(labels.keys()).filter((gene) => labels[gene] === module) }))
    .filter(({ genes }) => genes.length > 2);
  const { network, power } = request;
  const fixed = modules.map(({ genes }) => ({
    genes,
    ...referenceModule(selectRows(reference, referenceSamples, genes), referenceSamples, network, power),
  }));
  const observed = fixed.map((one) => testStatistics(one, selectRows(test, testSamples, one.genes), testSamples, network, power));
  const chunks = [];
  for (let first = 0; first < request.permutations; first += CHUNK) {
    const count = Math.min(CHUNK, request.permutations - first);
    chunks.push({ fixed, test, testSamples, network, power, seed: context.seed, first, count });
  }
  const permuted = (
    await context.pool.map(preservationTask, chunks, (done, total) => context.progress('module preservation', done, total))
  ).flat();
  const ranks = medianRanks(observed);
  return modules.map(({ module, genes }, m) => {
    const z = zScores(
      observed[m],
      permuted.map((one) => one[m]),
    );
    const zDensity = medianOf(DENSITY.map((name) => z[name]));
    const zConnectivity = medianOf(CONNECTIVITY.map((name) => z[name]));
    const zSummary = (zDensity + zConnectivity) / 2;
    return {
      module,
      size: genes.length,
      observed: observed[m],
      z,
      zDensity,
      zConnectivity,
      zSummary,
      pvalue: normal.upper(zSummary),
      medianRank: ranks[m],
    };
  });
}

function zScores(observed: PreservationStatistics, permuted: readonly PreservationStatistics[]): PreservationStatistics {
  const z = { ...observed };
  for (const name of STATISTICS) {
    const values = Float64Array.from(permuted, (one) => one[name]);
    z[name] = values.length < 2 ? NaN : (observed[name] - mean(values)) / sampleSd(values);
  }
  return z;
}

/** Per module the mean of two medians: of its ranks in the density statistics, and in the connectivity statistics (1 is best). */
function medianRanks(observed: readonly PreservationStatistics[]): number[] {
  const rank = (name: keyof PreservationStatistics, m: number): number => {
    const larger = observed.filter((one) => one[name] > observed[m][name]).length;
    const equal = observed.filter((one) => one[name] === observed[m][name]).length;
    return larger + (equal + 1) / 2;
  };
  return observed.map(
    (_, m) => (medianOf(DENSITY.map((name) => rank(name, m))) + medianOf(CONNECTIVITY.map((name) => rank(name, m)))) / 2,
  );
}

function medianOf(values: readonly number[]): number {
  if (values.some((value) => Number.isNaN(value))) return NaN;
  const sorted = [...values].sort((a, b) => a - b);
  return (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2;
}
