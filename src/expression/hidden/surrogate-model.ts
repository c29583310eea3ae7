import { inputError } from '../../problems/index.ts';
import { type DataColumn, type Design, numericColumn, randomStream } from '../../stats/index.ts';
import { type ModelDesign, modelDesign, parseDesign } from '../design/model-design.ts';
import type { CountMatrix } from '../input/count-matrix.ts';
import { nestedFTest } from './nested-f-test.ts';
import { joinColumns, residualsOf } from './residual-space.ts';
import { eigenvalueCount, permutationCount } from './surrogate-count.ts';
import { surrogateValues } from './surrogate-values.ts';
import { reweightedSurrogates, type SurrogateInput, type SurrogateVariables, twoStepSurrogates } from './surrogate-variables.ts';
import { controlGeneFactors, replicateFactors } from './unwanted-variation.ts';

/** How hidden factors are estimated: surrogate variables (Leek & Storey), or unwanted variation (Risso et al.). */
export type SurrogateMethod = 'irw' | 'two-step' | 'ruvg' | 'ruvs';

/** Which hidden factors a design is to be extended by. */
export interface SurrogateRequest {
  /** How many, or the criterion that says so: permutation (`be`) or eigenvalues (`leek`). */
  count: number | 'be' | 'leek';
  method: SurrogateMethod;
  /** Genes that the treatment cannot have moved: needed for `ruvg`; `ruvs` regresses on them; null for all. */
  controls: readonly string[] | null;
  seed: number;
}

/** A design with hidden factors. */
export interface SurrogateModel {
  model: ModelDesign;
  frame: Map<string, DataColumn>;
  /** Names of the columns added. */
  added: string[];
  /** Per column added: share of its variation that what is tested explains, and the p-value of that. */
  associations: { r2: number; pvalue: number }[];
  /** Share of the residual variation of log counts that the columns take up. */
  explained: number;
  notes: string[];
}

/** Residual degrees of freedom that automatic counts leave at least. */
const LEAST_RESIDUAL = 3;
/** A hidden factor that what is tested explains this far, or significantly at 0.05, is warned of. */
const ASSOCIATED = { r2: 0.5, pvalue: 0.05 };

const WORDS: Record<SurrogateMethod, string> = {
  irw: 'svaseq, iteratively reweighted',
  'two-step': 'svaseq, two-step',
  ruvg: 'RUVg, from control genes',
  ruvs: 'RUVs, from replicates',
};

/**
 * Extends a design by hidden factors estimated from its counts.
 *
 * @param tested weights of what is tested on the columns of the design; the terms with a weight are kept apart from what is hidden
 * @throws InputError when there are too few samples, or control genes or replicates are missing
 */
export function surrogateModel(
  { model, frame }: { model: ModelDesign; frame: Map<string, DataColumn> },
  matrix: CountMatrix,
  request: SurrogateRequest,
  tested: Float64Array,
): SurrogateModel {
  const { design } = model;
  const samples = matrix.samples.length;
  const { values, genes } = surrogateValues(matrix);
  const free = samples - design.columns.length;
  const wanted = countOf(request, values, samples, design, free);
  const { own, reduced } = splitColumns(design, tested);
  if (wanted === 0) {
    const words = request.count === 0 ? 'none was asked for' : `${criterion(request.count)} finds none`;
    return { model, frame, added: [], associations: [], explained: 0, notes: [`No hidden factor was added: ${words}.`] };
  }
  const input = { values, samples, design: design.matrix, reduced };
  const { variables, count } = estimate(request, input, genes, model.cells.cellOf, wanted);
  const added = namesFor(frame, count);
  const extended = new Map(frame);
  added.forEach((name, k) => {
    extended.set(name, numericColumn(Float64Array.from({ length: samples }, (_, j) => variables[j * count + k])));
  });
  const associations = added.map((_, k) => associationOf(variables, samples, count, k, own));
  const explained =
    1 -
    squares(residualsOf(values, samples, joinColumns(samples, design.matrix, variables))) /
      squares(residualsOf(values, samples, design.matrix));
  const formula = parseDesign([design.formula.text, ...added].join(' + '), design.random.length > 0);
  return {
    model: modelDesign(formula, extended, samples),
    frame: extended,
    added,
    associations,
    explained,
    notes: notesOf(request, added, associations, explained, wanted),
  };
}

/** What a criterion or the user says, kept within what the samples allow. */
function countOf({ count, seed }: SurrogateRequest, values: Float64Array, samples: number, design: Design, free: number): number {
  if (typeof count !== 'number') {
    const found =
      count === 'be'
        ? permutationCount(values, samples, design.matrix, randomStream(seed, 'surrogate count'))
        : eigenvalueCount(values, samples, design.matrix);
    return Math.max(0, Math.min(found, free - LEAST_RESIDUAL));
  }
  if (count < free) return count;
  throw inputError({
    code: 'surrogates-too-many',
    message: 'so many hidden factors leave no residual degree of freedom',
    found: `${count} for ${samples} samples and ${design.columns.length} coefficients`,
    expected: `at most ${free - 1}`,
    mend: 'ask for fewer',
  });
}

function estimate(
  { method, controls }: SurrogateRequest,
  input: SurrogateInput,
  genes: readonly string[],
  groups: Int32Array,
  count: number,
): SurrogateVariables {
  if (method === 'irw') return reweightedSurrogates(input, count);
  if (method === 'two-step') return twoStepSurrogates(input, count);
  const { values, samples } = input;
  const rows = controlRows(controls, genes, method, count);
  if (method === 'ruvg') return controlGeneFactors(values, samples, rows, count);
  if (new Set(groups).size === samples)
    throw inputError({
      code: 'surrogates-no-replicates',
      message: 'RUVs needs samples of the same group, but every sample has its own combination in the design',
      mend: 'use another method, or a design of groups',
    });
  return replicateFactors(values, samples, groups, rows, count);
}

function controlRows(controls: readonly string[] | null, genes: readonly string[], method: string, count: number): Int32Array {
  if (controls === null) {
    if (method === 'ruvs') return Int32Array.from(genes.keys());
    throw inputError({
      code: 'surrogates-controls-missing',
      message: 'RUVg needs genes that the treatment cannot have moved',
      mend: 'name a file with --negative-controls',
    });
  }
  const wanted = new Set(controls);
  const rows = Int32Array.from(genes.keys()).filter((g) => wanted.has(genes[g]));
  if (rows.length > count) return rows;
  throw inputError({
    code: 'surrogates-controls-few',
    message: 'too few of the control genes are expressed in this table',
    found: `${rows.length} of ${controls.length}`,
    expected: `more than ${count}`,
    mend: 'check that the list names genes as the count table does',
  });
}

/** Columns of the terms that are tested, with the interactions they take part in, and the others. */
function splitColumns(design: Design, tested: Float64Array): { own: Float64Array; reduced: Float64Array } {
  const p = design.columns.length;
  const touched = design.terms.filter(({ start, width }) => tested.subarray(start, start + width).some((weight) => weight !== 0));
  const isOwn = Uint8Array.from({ length: p }, (_, k) => {
    const term = design.assign[k] === 0 ? undefined : design.terms[design.assign[k] - 1];
    const within = touched.some((one) => one.variables.every((name) => term?.variables.includes(name)));
    return (term === undefined ? tested[k] !== 0 : within) ? 1 : 0;
  });
  const part = (flag: number): Float64Array => design.matrix.filter((_, i) => isOwn[i % p] === flag);
  return { own: part(1), reduced: part(0) };
}

function namesFor(frame: ReadonlyMap<string, unknown>, count: number): string[] {
  const prefix = ['SV', 'hiddenSV', 'limbicSV'].find((one) => !frame.has(`${one}1`)) ?? 'surrogateSV';
  return Array.from({ length: count }, (_, k) => `${prefix}${k + 1}`);
}

function associationOf(
  variables: Float64Array,
  samples: number,
  count: number,
  k: number,
  own: Float64Array,
): { r2: number; pvalue: number } {
  const values = Float64Array.from({ length: samples }, (_, j) => variables[j * count + k]);
  const ones = new Float64Array(samples).fill(1);
  const full = joinColumns(samples, ones, own);
  const r2 = 1 - squares(residualsOf(values, samples, full)) / squares(residualsOf(values, samples, ones));
  return { r2, pvalue: nestedFTest(values, samples, full, ones)[0] };
}

function squares(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value * value;
  return sum;
}

function criterion(count: SurrogateRequest['count']): string {
  if (count === 'be') return 'permutation of residuals (Buja and Eyuboglu)';
  return count === 'leek' ? 'the eigenvalue criterion (Leek)' : 'as asked for';
}

function notesOf(
  { method, count }: SurrogateRequest,
  added: readonly string[],
  associations: readonly { r2: number; pvalue: number }[],
  explained: number,
  wanted: number,
): string[] {
  const number = added.length === 1 ? '1 hidden factor was' : `${added.length} hidden factors were`;
  const how = `${WORDS[method]}; number: ${criterion(count)}${added.length < wanted ? `, of ${wanted} sought` : ''}`;
  const share = `${Math.round(100 * explained)} % of the residual variation of log counts`;
  const warnings = added.flatMap((name, k) => {
    const { r2, pvalue } = associations[k];
    if (r2 < ASSOCIATED.r2 && pvalue >= ASSOCIATED.pvalue) return [];
    return [
      `Warning: ${name} is associated with what is tested (R² ${r2.toFixed(2)}, p ${pvalue.toPrecision(2)}): adjusting for it may take away a part of the effect, or add one. Compare with the result without hidden factors.`,
    ];
  });
  return [`${number} added to the design (${added.join(', ')}; ${how}), taking up ${share}.`, ...warnings];
}
