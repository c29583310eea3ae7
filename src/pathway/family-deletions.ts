import type { Task } from '../context/index.ts';
import { qrDecomposition, qrInverseCrossProduct, quadraticForm, type VariancePrior } from '../stats/index.ts';
import type { ReceptorOptions } from './analyze.ts';
import { catalogueSets } from './catalogue/catalogue-sets.ts';
import { matchCatalogue } from './catalogue/match-genes.ts';
import { contrastGroups, type MeasuredExpression } from './receptors/contrast-groups.ts';
import { detectedEffects } from './receptors/detected-effects.ts';
import { detectedGenes } from './receptors/detection.ts';
import { changesOf } from './receptors/family-tests.ts';
import { fry, standardizeEffects } from './set-tests/fry.ts';
import { geneEffects } from './set-tests/gene-effects.ts';

/** The genes of some families, ready to be tested without some samples. */
export interface FamilyDeletionJob {
  /** Transformed values of the families' genes, genes x samples. */
  values: Float64Array;
  /** samples x columns. */
  design: Float64Array;
  columns: number;
  contrast: Float64Array;
  /** Of the variances of all detected genes: held. */
  prior: VariancePrior;
  families: {
    id: string /** Rows of `values`. */;
    members: Int32Array /** In the mean change: held. */;
    weights: Float64Array;
  }[];
  /** Samples to be left out together. */
  sets: number[][];
}

/** A family without each set of samples; NaN where the design cannot be estimated without it. */
export interface FamilyDeletion {
  id: string;
  pvalue: Float64Array;
  mixedPvalue: Float64Array;
  /** Change of the weighted mean log2 difference, on the transformed values. */
  shift: Float64Array;
}

/**
 * Prepares the families with these ids. Transformed values, detected genes, the prior of the variances and the genes' weights are held,
 * so that a set of samples costs a linear model of the families' genes.
 */
export function familyDeletionJob(
  expression: MeasuredExpression,
  options: ReceptorOptions,
  ids: readonly string[],
): Omit<FamilyDeletionJob, 'sets'> {
  const contrast = expression.contrasts[options.contrast ?? 0];
  const matched = matchCatalogue(expression.genes, options.geneId, options.species);
  const groups = contrastGroups(expression, contrast);
  const model = detectedEffects(expression, groups, detectedGenes(expression, contrast, groups));
  const samples = expression.samples.length;
  const chosen = catalogueSets(matched).filter((set) => ids.includes(set.id));
  const members = chosen.map((set) => set.members.map((m) => matched[m].index).filter((gene) => model.placeOf.has(gene)));
  const genes = [...new Set(members.flat())].sort((a, b) => a - b);
  const row = new Map(genes.map((gene, i) => [gene, i]));
  const values = new Float64Array(genes.length * samples);
  genes.forEach((gene, i) => {
    values.set(expression.transformed.subarray(gene * samples, (gene + 1) * samples), i * samples);
  });
  return {
    values,
    design: expression.design.matrix,
    columns: expression.design.columns.length,
    contrast: groups.weights,
    prior: model.moderated.prior,
    families: chosen.flatMap((set, k) => {
      const own = Int32Array.from(members[k]).sort();
      const { weights } = changesOf(contrast, own);
      return own.length === 0 ? [] : [{ id: set.id, members: own.map((gene) => row.get(gene) ?? 0), weights }];
    }),
  };
}

/** Tests the families without each set of samples in turn (rotation test, as in the headline). */
export function familyDeletions(job: FamilyDeletionJob): FamilyDeletion[] {
  const full = testedWithout(job, []);
  const runs = job.sets.map((set) => testedWithout(job, set));
  return job.families.map(({ id }, k) => ({
    id,
    pvalue: Float64Array.from(runs, (run) => run?.tests[k].pvalue ?? NaN),
    mixedPvalue: Float64Array.from(runs, (run) => run?.tests[k].mixedPvalue ?? NaN),
    shift: Float64Array.from(runs, (run) => (run === null || full === null ? NaN : run.means[k] - full.means[k])),
  }));
}

function testedWithout(job: FamilyDeletionJob, left: readonly number[]) {
  const { values, design, columns, contrast, prior, families } = job;
  const samples = design.length / columns;
  const kept = Int32Array.from({ length: samples }, (_, j) => j).filter((j) => !left.includes(j));
  const part = pickColumns(values, samples, kept);
  const rows = new Float64Array(kept.length * columns);
  kept.forEach((j, i) => {
    rows.set(design.subarray(j * columns, (j + 1) * columns), i * columns);
  });
  const qr = qrDecomposition(rows, kept.length, columns);
  if (qr.rank < columns || kept.length <= columns) return null;
  const effects = geneEffects(part, rows, columns, contrast);
  const scale = Math.sqrt(quadraticForm(qrInverseCrossProduct(qr), contrast));
  const width = effects.residualDf + 1;
  const tests = fry(
    standardizeEffects(effects, 'posterior', prior),
    families.map((family) => family.members),
  );
  const means = families.map(({ members, weights }) => {
    let [sum, total] = [0, 0];
    members.forEach((gene, m) => {
      sum += weights[m] * scale * effects.values[gene * width];
      total += weights[m];
    });
    return sum / total;
  });
  return { tests, means };
}

function pickColumns(values: Float64Array, width: number, kept: Int32Array): Float64Array {
  const out = new Float64Array((values.length / width) * kept.length);
  for (let row = 0; row < values.length / width; row++)
    for (let i = 0; i < kept.length; i++) out[row * kept.length + i] = values[row * width + kept[i]];
  return out;
}

/** {@link familyDeletions} as a task for a worker. */
export const familyDeletionsTask: Task<FamilyDeletionJob, FamilyDeletion[]> = {
  name: 'pathway/family-deletions',
  run: familyDeletions,
};
