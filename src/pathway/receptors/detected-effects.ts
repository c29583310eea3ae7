import { studentT } from '../../stats/index.ts';
import { type GeneEffects, geneEffects } from '../set-tests/gene-effects.ts';
import { type ModeratedEffects, moderatedEffects } from '../set-tests/moderated-effects.ts';
import type { ContrastGroups, MeasuredExpression } from './contrast-groups.ts';

/** The linear model of the detected genes' variance-stabilized values, on which the panel and the families stand. */
export interface DetectedEffects {
  /** Positions of the detected genes in the expression result, ascending. */
  universe: Int32Array;
  /** Place of a gene (by its position in the expression result) among the detected ones. */
  placeOf: ReadonlyMap<number, number>;
  /** Variance-stabilized values, detected genes x samples. */
  values: Float64Array;
  effects: GeneEffects;
  /** Moderated t of the contrast per detected gene, its degrees of freedom and prior. */
  moderated: ModeratedEffects;
  /** Two-sided p of the moderated t. */
  pvalue: Float64Array;
}

/** Fits the study's design to the detected genes. */
export function detectedEffects(expression: MeasuredExpression, groups: ContrastGroups, detected: Uint8Array): DetectedEffects {
  const universe = Int32Array.from(expression.genes.flatMap((_, gene) => (detected[gene] === 1 ? [gene] : [])));
  const samples = expression.samples.length;
  const rowsOf = (matrix: Float64Array): Float64Array => {
    const rows = new Float64Array(universe.length * samples);
    universe.forEach((gene, i) => {
      rows.set(matrix.subarray(gene * samples, (gene + 1) * samples), i * samples);
    });
    return rows;
  };
  const values = rowsOf(expression.transformed);
  const weights = expression.weights === undefined ? undefined : rowsOf(expression.weights);
  const { matrix, columns } = expression.design;
  return withModeration(universe, values, geneEffects(values, matrix, columns.length, groups.weights, weights));
}

/**
 * The model of some of the genes, which must be among those of a model: effects as they are, the prior of the variances taken anew.
 *
 * @param detected per gene of the expression result
 */
export function effectsAmong(model: DetectedEffects, detected: Uint8Array): DetectedEffects {
  const kept = Int32Array.from(model.universe, (_, i) => i).filter((i) => detected[model.universe[i]] === 1);
  const rowsOf = (matrix: Float64Array): Float64Array => {
    const width = matrix.length / model.universe.length;
    const rows = new Float64Array(kept.length * width);
    kept.forEach((row, i) => {
      rows.set(matrix.subarray(row * width, (row + 1) * width), i * width);
    });
    return rows;
  };
  const { effects } = model;
  const own = { ...effects, genes: kept.length, values: rowsOf(effects.values), variance: rowsOf(effects.variance) };
  return withModeration(
    kept.map((i) => model.universe[i]),
    rowsOf(model.values),
    own,
  );
}

function withModeration(universe: Int32Array, values: Float64Array, effects: GeneEffects): DetectedEffects {
  const moderated = moderatedEffects(effects);
  return {
    universe,
    placeOf: new Map(Array.from(universe, (gene, i) => [gene, i])),
    values,
    effects,
    moderated,
    pvalue: moderated.t.map((t) => 2 * studentT.lower(-Math.abs(t), moderated.df)),
  };
}
