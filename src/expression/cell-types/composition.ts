import { adjustPvalues, studentT } from '../../stats/index.ts';
import { contrastFits } from '../limma/contrast-fits.ts';
import { fitLinear, NO_OPTIONS } from '../limma/linear-fits.ts';
import { mixedGenesTask } from '../mixed/gene-wise-task.ts';
import { type CellTypeScore, cellTypeScores, type ScoreInput } from './cell-type-scores.ts';

/** How much more or less of a cell type's markers one group has than another. */
export interface CompositionShift {
  type: string;
  /** Name of the comparison. */
  contrast: string;
  /** Difference of the scores, log2. */
  difference: number;
  error: number;
  df: number;
  /** 95 % interval. */
  low: number;
  high: number;
  pvalue: number;
  /** Benjamini-Hochberg over the cell types of a comparison. */
  padj: number;
  /** Smallest and largest difference when any one marker is left out. */
  leastWithoutOne: number;
  mostWithoutOne: number;
  /** Share of the markers that differ in the direction of the score. */
  agreeing: number;
}

/** Composition of the samples as their marker genes tell it. */
export interface Composition {
  scores: CellTypeScore[];
  shifts: CompositionShift[];
  /** What is taken as independent: samples, or a block such as litter. */
  unit: string;
  /** What may and may not be concluded, in words. */
  notes: string[];
}

/** Samples that are alike. */
export interface SampleBlocks {
  name: string;
  /** Block of each sample, from 0. */
  codes: Int32Array;
  count: number;
}

/** What a score means, said wherever scores are shown. */
export const COMPOSITION_LIMITS =
  'Marker scores are relative: they tell whether the markers of a cell type are higher or lower, not how many cells there are. The drug may change the expression of a marker in the cells as they are, a loss of one type raises the share of all others, and tissue cut differently looks the same as tissue changed.';

/** Markers that correlate less than this with each other hardly measure one thing. */
const INCOHERENT = 0.1;

/**
 * Cell-type scores and their differences between groups: a linear model of each score with the design, a random intercept per block
 * where samples share one (restricted maximum likelihood, Kenward-Roger).
 *
 * @param contrasts comparisons as weights on the columns of the design
 */
export function compositionOf(
  input: ScoreInput,
  contrasts: readonly { name: string; weights: Float64Array }[],
  blocks: SampleBlocks | null,
): Composition {
  const scores = cellTypeScores(input);
  const notes = [COMPOSITION_LIMITS];
  const loose = scores.filter(({ coherence }) => coherence < INCOHERENT).map(({ type }) => type);
  if (loose.length > 0)
    notes.push(
      `The markers of ${loose.join(', ')} hardly move together between samples, so these scores say little about cells.`,
    );
  if (scores.length === 0) notes.push('No cell type has three expressed markers among the genes of the table.');
  const columns = input.design.length / input.samples;
  const usable = blocks !== null && blocks.count > columns && blocks.count < input.samples ? blocks : null;
  if (blocks !== null && usable === null)
    notes.push(
      `There are too few or too many different values of ${blocks.name} to tell its share of the variation; it was left out.`,
    );
  const shifts = scores.length === 0 ? [] : contrasts.flatMap((contrast) => shiftsOf(input, scores, contrast, usable));
  return { scores, shifts, unit: usable?.name ?? 'sample', notes };
}

function shiftsOf(
  input: ScoreInput,
  scores: readonly CellTypeScore[],
  { name, weights }: { name: string; weights: Float64Array },
  blocks: SampleBlocks | null,
): CompositionShift[] {
  const { samples } = input;
  const values = new Float64Array(scores.length * samples);
  scores.forEach((score, i) => {
    values.set(score.scores, i * samples);
  });
  const fits = blocks === null ? plainFits(values, input, weights) : blockFits(values, input, weights, blocks);
  const pvalues = fits.difference.map((value, i) => 2 * studentT.upper(Math.abs(value / fits.error[i]), fits.df[i]));
  const padj = adjustPvalues(pvalues, 'BH');
  return scores.map(({ type, rows }, i) => {
    const [difference, error, df] = [fits.difference[i], fits.error[i], fits.df[i]];
    const half = error * studentT.quantile(0.975, df);
    const single = markerDifferences(input, rows, weights);
    const without = single.map((value) => (single.reduce((sum, one) => sum + one, 0) - value) / (single.length - 1));
    return {
      ...{ type, contrast: name, difference, error, df, low: difference - half, high: difference + half },
      ...{ pvalue: pvalues[i], padj: padj[i] },
      leastWithoutOne: without.reduce((least, value) => Math.min(least, value), Infinity),
      mostWithoutOne: without.reduce((most, value) => Math.max(most, value), -Infinity),
      agreeing: single.filter((value) => Math.sign(value) === Math.sign(difference)).length / single.length,
    };
  });
}

interface ScoreFits {
  difference: Float64Array;
  error: Float64Array;
  df: Float64Array;
}

function plainFits(values: Float64Array, { design, samples }: ScoreInput, weights: Float64Array): ScoreFits {
  const fits = fitLinear(values, design, samples, NO_OPTIONS);
  const { coefficients, unscaledErrors, sigma } = contrastFits(fits, weights);
  return {
    difference: coefficients,
    error: unscaledErrors.map((error, i) => error * sigma[i]),
    df: new Float64Array(sigma.length).fill(fits.residualDf),
  };
}

function blockFits(
  values: Float64Array,
  { design, samples }: ScoreInput,
  contrast: Float64Array,
  blocks: SampleBlocks,
): ScoreFits {
  const { estimate, error, df } = mixedGenesTask.run({
    design: { samples, matrix: design, columns: design.length / samples, terms: [{ codes: blocks.codes, count: blocks.count }] },
    ...{ values, weights: null, contrast, method: 'kenward-roger' },
  });
  return { difference: estimate, error, df };
}

/** Least-squares difference of every marker. */
function markerDifferences({ values, samples, design }: ScoreInput, rows: Int32Array, weights: Float64Array): Float64Array {
  const part = new Float64Array(rows.length * samples);
  rows.forEach((g, i) => {
    part.set(values.subarray(g * samples, (g + 1) * samples), i * samples);
  });
  return contrastFits(fitLinear(part, design, samples, NO_OPTIONS), weights).coefficients;
}
