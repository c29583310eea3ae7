import type { Context } from '../../context/index.ts';
import type { ContrastResult } from '../../expression/index.ts';
import { adjustPvalues, moderatedVariance, studentT } from '../../stats/index.ts';
import type { CatalogueSet } from '../catalogue/catalogue-sets.ts';
import type { MatchedGene } from '../catalogue/match-genes.ts';
import type { CatalogueGene } from '../catalogue/receptor-catalogue.ts';
import { gsea } from '../enrichment/gsea.ts';
import { rankGenes } from '../enrichment/ranking.ts';
import type { FamilyTest } from '../results.ts';
import { fry, standardizeEffects } from '../set-tests/fry.ts';
import type { GeneEffects } from '../set-tests/gene-effects.ts';
import { relabeledStatistics, sequentialPvalues } from '../set-tests/relabeled-statistics.ts';
import { type ContrastGroups, enoughAssignments, type MeasuredExpression } from './contrast-groups.ts';
import type { DetectedEffects } from './detected-effects.ts';

/** Name of the headline test, for tables and methods text. */
const METHOD = 'rotation test (fry) on variance-stabilized values, self-contained';
const METHOD_OF_FEW = `${METHOD}, and in sets of fewer than five genes permutation of the samples (the larger p)`;

/** Families of a single detected gene are that gene; the receptor panel already tests it. */
const SMALLEST_FAMILY = 2;

/** Rotation takes errors as normal with one size for all samples; sets of fewer genes than this do not average out what is not. */
const FEW_GENES = 5;
/** For those sets: relabelings as extreme as the data after which no more are drawn, and the most that are. */
const ENOUGH = 100;
const MOST_RELABELINGS = 49_999;

/** A gene of a set: its place among the genes of the data, and for catalogue genes what its activation does. */
export type TestedGene = Pick<MatchedGene, 'symbol' | 'index'> & { entry?: Pick<CatalogueGene, 'sign'> };

/** What the family tests need besides the sets. */
export interface FamilyTestInput {
  expression: MeasuredExpression;
  contrast: ContrastResult;
  groups: ContrastGroups;
  matched: readonly TestedGene[];
  model: DetectedEffects;
  context: Context;
  /** False leaves out the gene-permutation p and the signed test (NaN), for analyses that are run hundreds of times. Default true. */
  competitive?: boolean;
  /** How genes enter the rotation test; default `posterior`: scaled by moderated variances. */
  standardize?: 'posterior' | 'none';
  /** Most relabelings of the samples for sets of few genes; default 49,999. */
  relabelings?: number;
}

/**
 * Tests every declared set of the catalogue on its detected genes. The headline p-value is sample-based: a closed-form
 * rotation test that keeps the correlation between genes, and in small sets not less than the p of relabeling samples. Beside it
 * stands the gene-permutation p of preranked enrichment, which does not and is shown for comparison only.
 *
 * p-values are adjusted (Benjamini-Hochberg, and Holm in `familywise`) within two declared families: the pathway as a whole
 * with the transmitter systems and cascade steps; and the single receptor and machinery families.
 *
 * @param sets declared sets, as `catalogueSets` gives them
 */
export async function familyTests(sets: readonly CatalogueSet[], input: FamilyTestInput): Promise<FamilyTest[]> {
  const { expression, contrast, matched, model, context } = input;
  const { universe, placeOf } = model;
  const scaled = standardizeEffects(model.effects, input.standardize);
  const kept = sets.flatMap((set) => {
    const genes = set.members.filter((m) => placeOf.has(matched[m].index));
    return genes.length >= (set.kind === 'family' ? SMALLEST_FAMILY : 1) ? [{ set, genes }] : [];
  });
  const members = kept.map(({ genes }) => Int32Array.from(genes, (m) => placeOf.get(matched[m].index) ?? -1).sort());
  const statistic = Float64Array.from(universe, (gene) => finiteOrZero(contrast.stat[gene]));
  const competitive = input.competitive === false ? [] : await gsea(rankGenes(statistic), members, context);
  const rotation = fry(scaled, members);
  const relabeled = relabeledPvalues(members, input);
  const signed = input.competitive === false ? [] : signedTests(scaled, members, input);
  const tests = kept.map(({ set, genes }, k): FamilyTest => {
    const byRelabeling = relabeled.get(k);
    return {
      id: set.id,
      label: set.label,
      kind: set.kind,
      size: genes.length,
      declared: set.members.length,
      genes: genes.map((m) => matched[m].symbol),
      members: genes.map((m) => expression.genes[matched[m].index]),
      ...meanFoldChange(scaled, contrast, universe, members[k]),
      direction: rotation[k].direction === 'Down' ? 'down' : 'up',
      pvalue: byRelabeling === undefined ? rotation[k].pvalue : Math.max(rotation[k].pvalue, byRelabeling),
      padj: NaN,
      familywise: NaN,
      mixedPvalue: rotation[k].mixedPvalue,
      mixedPadj: NaN,
      ...(signed[k] ?? UNSIGNED),
      signedPadj: NaN,
      genePermutationPvalue: competitive[k]?.pvalue ?? NaN,
      method: byRelabeling === undefined ? METHOD : METHOD_OF_FEW,
    };
  });
  adjust(tests.filter((test) => test.kind !== 'family'));
  adjust(tests.filter((test) => test.kind === 'family'));
  return tests;
}

const UNSIGNED = { signedPvalue: NaN, shift: null };

/** The rotation test with each gene weighed by what its activation does. */
function signedTests(
  scaled: GeneEffects,
  members: readonly Int32Array[],
  { matched, model }: FamilyTestInput,
): Pick<FamilyTest, 'signedPvalue' | 'shift'>[] {
  const signs = new Float64Array(model.universe.length);
  for (const { index, entry } of matched) {
    const place = model.placeOf.get(index);
    if (place !== undefined && entry !== undefined) signs[place] = entry.sign;
  }
  return fry(scaled, members, signs).map((test, k) => {
    if (!members[k].some((gene) => signs[gene] !== 0)) return UNSIGNED;
    return { signedPvalue: test.pvalue, shift: test.direction === 'Down' ? 'inhibition' : 'excitation' };
  });
}

/** For each set of few genes the p of relabeling samples: t of its genes' mean standardized value. */
function relabeledPvalues(members: readonly Int32Array[], input: FamilyTestInput) {
  const { expression, groups, model, context } = input;
  const pvalues = new Map<number, number>();
  const small = members.flatMap((set, k) => (set.length < FEW_GENES ? [k] : []));
  if (small.length === 0 || !enoughAssignments(groups)) return pvalues;
  const samples = expression.samples.length;
  const { residualDf, variance } = model.effects;
  const values = new Float64Array(small.length * samples);
  small.forEach((k, row) => {
    for (const gene of members[k]) {
      const sd = Math.sqrt(moderatedVariance(variance[gene], residualDf, model.moderated.prior));
      for (let j = 0; j < samples; j++) values[row * samples + j] += model.values[gene * samples + j] / sd / members[k].length;
    }
  });
  const { matrix, columns } = expression.design;
  const statistics = relabeledStatistics({
    values,
    design: matrix,
    columns: columns.length,
    contrast: groups.weights,
    prior: null,
    seed: context.seed,
    purpose: 'pathway/small-families',
  });
  const raw = sequentialPvalues(statistics, ENOUGH, input.relabelings ?? MOST_RELABELINGS);
  small.forEach((k, row) => {
    if (Number.isFinite(raw[row])) pvalues.set(k, raw[row]);
  });
  return pvalues;
}

const finiteOrZero = (value: number): number => (Number.isFinite(value) ? value : 0);

function adjust(tests: FamilyTest[]): void {
  const directional = tests.map((test) => test.pvalue);
  const padj = adjustPvalues(directional, 'BH');
  const familywise = adjustPvalues(directional, 'holm');
  const mixedPadj = adjustPvalues(
    tests.map((test) => test.mixedPvalue),
    'BH',
  );
  const signedPadj = adjustPvalues(
    tests.map((test) => test.signedPvalue),
    'BH',
  );
  tests.forEach((test, i) => {
    test.signedPadj = signedPadj[i];
    test.padj = padj[i];
    test.familywise = familywise[i];
    test.mixedPadj = mixedPadj[i];
  });
}

/**
 * Mean log2 fold change of a set with a 95 % interval. Genes are weighted by 1/(SE^2 + tau^2), tau^2 being the spread of the true
 * changes within the set (DerSimonian & Laird 1986), so that faintly expressed genes do not drown the others. Each gene's
 * residual effects, scaled to its standard error, stand for d draws of its error; their weighted mean over the set keeps the
 * correlation between genes, and its mean square is the variance of the mean.
 */
function meanFoldChange(
  scaled: GeneEffects,
  contrast: ContrastResult,
  universe: Int32Array,
  set: Int32Array,
): { meanLog2FoldChange: number; low: number; high: number } {
  const { residualDf, values } = scaled;
  const width = residualDf + 1;
  const { change, se, weights } = changesOf(
    contrast,
    Int32Array.from(set, (i) => universe[i]),
  );
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let mean = 0;
  for (let m = 0; m < set.length; m++) mean += (weights[m] * change[m]) / total;
  let variance = 0;
  for (let k = 1; k < width; k++) {
    let error = 0;
    for (let m = 0; m < set.length; m++) error += (weights[m] * se[m] * values[set[m] * width + k]) / total;
    variance += (error * error) / residualDf;
  }
  const half = studentT.quantile(0.975, residualDf) * Math.sqrt(variance);
  return { meanLog2FoldChange: mean, low: mean - half, high: mean + half };
}

/** Fold changes of some genes, their errors, and their weights in the mean of a set. */
export function changesOf(
  contrast: Pick<ContrastResult, 'log2FoldChange' | 'lfcSE'>,
  genes: Int32Array,
): { change: Float64Array; se: Float64Array; weights: Float64Array } {
  const change = Float64Array.from(genes, (gene) => contrast.log2FoldChange[gene]);
  const se = Float64Array.from(genes, (gene) => contrast.lfcSE[gene]);
  const spread = spreadOfChanges(change, se);
  return { change, se, weights: se.map((one) => 1 / (one * one + spread)) };
}

/** Variance of the true changes around their mean, by moments; at least 0. */
function spreadOfChanges(change: Float64Array, se: Float64Array): number {
  let [sum, squares, weighted] = [0, 0, 0];
  for (let m = 0; m < change.length; m++) {
    const weight = 1 / (se[m] * se[m]);
    sum += weight;
    squares += weight * weight;
    weighted += weight * change[m];
  }
  let excess = 1 - change.length;
  for (let m = 0; m < change.length; m++)
    excess += ((change[m] - weighted / sum) * (change[m] - weighted / sum)) / (se[m] * se[m]);
  const scale = sum - squares / sum;
  return scale > 0 ? Math.max(0, excess / scale) : 0;
}
