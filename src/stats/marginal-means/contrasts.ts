import { inputError, suggestName } from '../../problems/index.ts';
import { multiply } from '../linear-algebra/index.ts';
import { type AdjustedFamily, adjustFamily, type ContrastAdjustment, type ContrastFamily } from './adjust-family.ts';
import { familyOf } from './contrast-family.ts';
import {
  type ContrastCoefficients,
  type ContrastMethod,
  contrastCoefficients,
  interactionCoefficients,
} from './contrast-methods.ts';
import { type Estimate, estimateRows } from './estimate.ts';
import type { MarginalMeans } from './marginal-means.ts';

/** One contrast of marginal means. */
export interface ContrastRow extends Estimate {
  /** `a - b`, `linear`, ...; for interaction contrasts the parts joined by ` : `. */
  readonly contrast: string;
  /** One part per factor for interaction contrasts, else the contrast alone. */
  readonly parts: readonly string[];
  /** Levels of the `by` factors. */
  readonly by: readonly string[];
  readonly statistic: number;
  /** Two-sided, adjusted within its family. */
  readonly pvalue: number;
  /** Simultaneous limits under the same adjustment (Bonferroni for stepwise ones). */
  readonly lower: number;
  readonly upper: number;
}

export interface ContrastTable {
  readonly rows: readonly ContrastRow[];
  /**
   * Adjustment applied in each family (one family per combination of `by`): that of the largest one. Contrasts that cannot be estimated
   * are not counted.
   */
  readonly adjustment: ContrastAdjustment;
  readonly familySize: number;
  /** rows × p. */
  readonly functions: Float64Array;
}

export interface ContrastOptions {
  /** Default: tukey for pairs, dunnett against a control, mvt for consecutive, BH against the mean, none for the rest. */
  adjust?: ContrastAdjustment;
  /** Level of the single factor that is the control; default: the first. */
  control?: string;
  level?: number;
  /** Only for `mvt` families that need sampling. */
  seed?: number;
}

const DEFAULT_ADJUSTMENT: Record<ContrastMethod, ContrastAdjustment> = {
  pairwise: 'tukey',
  'reverse-pairwise': 'tukey',
  'vs-control': 'dunnett',
  consecutive: 'mvt',
  polynomial: 'none',
  'vs-mean': 'BH',
  'vs-others': 'BH',
  identity: 'none',
};

/** The means of one family. */
export interface Block {
  /** Positions of the means compared. */
  members: readonly number[];
  by: readonly string[];
}

/** The means of each combination of `by`. */
export function blocksOf(means: MarginalMeans): Block[] {
  const width = means.factors.length;
  const blocks: { members: number[]; by: readonly string[] }[] = [];
  const found = new Map<string, { members: number[]; by: readonly string[] }>();
  means.means.forEach((mean, i) => {
    const by = mean.levels.slice(width);
    const key = by.join('\u0000');
    let block = found.get(key);
    if (block === undefined) {
      block = { members: [], by };
      found.set(key, block);
      blocks.push(block);
    }
    block.members.push(i);
  });
  return blocks;
}

function rowsOfMeans(means: MarginalMeans, members: readonly number[]): { functions: Float64Array; offsets: Float64Array } {
  const p = means.grid.model.coefficients.length;
  const functions = new Float64Array(members.length * p);
  for (const [i, member] of members.entries()) functions.set(means.functions.subarray(member * p, (member + 1) * p), i * p);
  return { functions, offsets: Float64Array.from(members, (member) => means.offsets[member]) };
}

function rowsAt(l: Float64Array, rows: readonly number[], p: number): Float64Array {
  const out = new Float64Array(rows.length * p);
  for (const [i, row] of rows.entries()) out.set(l.subarray(row * p, (row + 1) * p), i * p);
  return out;
}

/** @param position of this contrast in its family, -1 when it could not be tested */
function rowOf(
  one: Estimate,
  position: number,
  adjusted: AdjustedFamily,
  parts: readonly string[],
  by: readonly string[],
): ContrastRow {
  const half = position < 0 ? NaN : adjusted.critical[position] * one.se;
  return {
    ...one,
    contrast: parts.join(' : '),
    parts,
    by,
    statistic: position < 0 ? NaN : one.estimate / one.se,
    pvalue: position < 0 ? NaN : adjusted.pvalues[position],
    lower: one.estimate - half,
    upper: one.estimate + half,
  };
}

/** Applies the same coefficients (contrasts × means of a block) to every block. */
function compare(
  means: MarginalMeans,
  names: readonly (readonly string[])[],
  matrix: Float64Array,
  kind: ContrastFamily['kind'],
  adjust: ContrastAdjustment,
  options: ContrastOptions,
): ContrastTable {
  const blocks = blocksOf(means);
  const count = names.length;
  const p = means.grid.model.coefficients.length;
  const functions = new Float64Array(blocks.length * count * p);
  const known = new Map<string, number>();
  let used: { method: ContrastAdjustment; size: number } | undefined;
  const rows = blocks.flatMap(({ members, by }, b) => {
    const block = rowsOfMeans(means, members);
    const l = multiply(matrix, block.functions, count, members.length, p);
    functions.set(l, b * count * p);
    const offsets = multiply(matrix, block.offsets, count, members.length, 1);
    const estimates = estimateRows(means.grid, l, offsets);
    const testable = Array.from(estimates.keys()).filter((i) => estimates[i].se > 0);
    const family = familyOf(
      testable.map((i) => estimates[i]),
      rowsAt(l, testable, p),
      means,
      members.length,
      kind,
    );
    const adjusted = adjustFamily(family, adjust, options.level ?? means.level, options.seed, known);
    // a family of which a single contrast can be estimated needs no adjustment; that says nothing about the others
    if (used === undefined || testable.length > used.size) used = { method: adjusted.method, size: testable.length };
    return estimates.map((one, i) => rowOf(one, testable.indexOf(i), adjusted, names[i], by));
  });
  return { rows, adjustment: used?.method ?? adjust, familySize: count, functions };
}

function controlPosition(means: MarginalMeans, labels: readonly string[], control: string | undefined): number {
  if (control === undefined) return 0;
  const position = labels.indexOf(control);
  if (position >= 0) return position;
  throw inputError({
    code: 'contrast-unknown-control',
    message: `${means.factors.join(' and ')} has no level "${control}"`,
    mend: suggestName(control, labels),
  });
}

/** The labels of the means of a block: their levels, joined by a blank when several factors are crossed. */
export function labelsOf(means: MarginalMeans): string[] {
  const width = means.factors.length;
  return (blocksOf(means)[0]?.members ?? []).map((member) => means.means[member].levels.slice(0, width).join(' '));
}

/** Labels for reading: the factor's name before levels that are numbers, so that `week2 - week4` is not taken for arithmetic. */
function readableLabels(means: MarginalMeans, labels: readonly string[]): string[] {
  const numeric = means.factors.length === 1 && labels.every((label) => label !== '' && Number.isFinite(Number(label)));
  return labels.map((label) => (numeric ? `${means.factors[0]}${label}` : label));
}

/**
 * Contrasts of marginal means, separately (and as separate families) in each combination of the `by` factors.
 *
 * @throws InputError when the control is not a level
 */
export function contrastMeans(means: MarginalMeans, method: ContrastMethod, options: ContrastOptions = {}): ContrastTable {
  const labels = labelsOf(means);
  const control = controlPosition(means, labels, options.control);
  const { names, matrix } = contrastCoefficients(method, readableLabels(means, labels), control);
  const kind =
    method === 'pairwise' || method === 'reverse-pairwise' ? 'pairs' : method === 'vs-control' ? 'many-to-one' : 'other';
  return compare(
    means,
    names.map((name) => [name]),
    matrix,
    kind,
    options.adjust ?? DEFAULT_ADJUSTMENT[method],
    options,
  );
}

/** Contrasts given by the caller; `coefficients.matrix` has one column per mean of a block. */
export function customContrasts(
  means: MarginalMeans,
  coefficients: ContrastCoefficients,
  options: ContrastOptions = {},
): ContrastTable {
  const width = labelsOf(means).length;
  if (coefficients.matrix.length !== coefficients.names.length * width)
    throw new RangeError(`each contrast needs ${width} coefficients, one per mean`);
  return compare(
    means,
    coefficients.names.map((name) => [name]),
    coefficients.matrix,
    'other',
    options.adjust ?? 'none',
    options,
  );
}

/**
 * Interaction contrasts: products of one kind of contrast per factor, e.g. how the difference between arms changes from one
 * session to the next. Unadjusted unless asked.
 *
 * @param methods one per factor of the means
 * @throws RangeError when their number differs
 */
export function interactionContrasts(
  means: MarginalMeans,
  methods: readonly ContrastMethod[],
  options: ContrastOptions = {},
): ContrastTable {
  if (methods.length !== means.factors.length)
    throw new RangeError(`${means.factors.length} kinds of contrast are needed, one per factor`);
  const parts = methods.map((method, f) => {
    const levels = means.grid.factors.find((factor) => factor.name === means.factors[f])?.levels ?? [];
    return contrastCoefficients(method, levels);
  });
  const { names, matrix } = interactionCoefficients(parts);
  return compare(means, names, matrix, 'other', options.adjust ?? 'none', options);
}
