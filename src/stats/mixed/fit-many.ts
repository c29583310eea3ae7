import { InputError } from '../../problems/index.ts';
import { buildDesign, type ContrastName, type DataFrame, type Design, type Formula } from '../formula/index.ts';
import { criticalValue, twoSidedP } from '../linear/index.ts';
import type { DfMethod } from './inference.ts';
import { BlockLikelihood } from './likelihood.ts';
import { buildMixedCore, type MixedCore } from './mixed-design.ts';
import { type CoreFit, fitCore, relativeFactors, thetaOf } from './mixed-fit.ts';
import { orthonormalContrast } from './orthonormal-contrast.ts';
import { prepareResponse } from './responses.ts';

/** A mixed-model design to which any number of responses can be fitted. */
export interface MixedDesign {
  readonly design: Design;
  readonly core: MixedCore;
}

/** Why a response has no estimates, or what is special about them. */
export type FitStatus = 'ok' | 'singular' | 'not-converged' | 'no-variance' | 'too-few-values';

const STATUS: readonly FitStatus[] = ['ok', 'singular', 'not-converged', 'no-variance', 'too-few-values'];

/** Estimates of many responses; rows are responses. */
export interface MixedFits {
  readonly responses: number;
  /** Responses x contrasts, row-major. */
  readonly estimate: Float64Array;
  readonly se: Float64Array;
  readonly df: Float64Array;
  readonly low: Float64Array;
  readonly high: Float64Array;
  readonly statistic: Float64Array;
  readonly pvalue: Float64Array;
  /** Residual standard deviations. */
  readonly sigma: Float64Array;
  /** Responses x covariance parameters: lme4's theta. */
  readonly theta: Float64Array;
  readonly logLik: Float64Array;
  /** Values used of each response. */
  readonly used: Int32Array;
  /** Index into `statusNames`. */
  readonly status: Uint8Array;
  readonly statusNames: readonly FitStatus[];
}

/** Options of {@link fitMixedModels}. */
export interface MixedFitsOptions {
  /** Contrasts x columns, row-major; default: every column. */
  readonly contrasts?: Float64Array;
  readonly reml?: boolean;
  readonly df?: DfMethod;
  readonly level?: number;
}

/**
 * Does the work of a mixed model that does not depend on the response.
 *
 * @param formula the left side may be missing or present; it is not used, but rows where it is missing are left out
 * @throws InputError as `fitMixedModel`
 */
export function prepareMixedDesign(
  formula: string | Formula,
  data: DataFrame,
  contrasts?: ContrastName | ReadonlyMap<string, ContrastName>,
): MixedDesign {
  const design = buildDesign(formula, data, { contrasts });
  return { design, core: buildMixedCore(design.matrix, design.rows, design.columns, design.random) };
}

/**
 * Fits the same mixed model to many responses (gene-wise models), each to the exact optimum. Missing values (NaN) of a
 * response are left out; designs for the patterns of missing values that occur are made once.
 *
 * @param responses responses x rows, row-major, the rows being those of the data frame the design was made from
 * @param rows rows of that data frame
 */
export function fitMixedModels(
  mixed: MixedDesign,
  responses: Float64Array,
  rows: number,
  options: MixedFitsOptions = {},
): MixedFits {
  const { design, core } = mixed;
  const count = responses.length / rows;
  if (!Number.isInteger(count)) throw new RangeError(`${responses.length} values do not make responses of ${rows} rows`);
  const p = design.columns.length;
  const contrasts = options.contrasts ?? unitContrasts(p);
  const width = contrasts.length / p;
  if (!Number.isInteger(width)) throw new RangeError(`contrasts need ${p} numbers each (one per column)`);
  const out = emptyFits(count, width, core);
  const designs = new DesignCache(mixed, contrasts, width);
  const y = new Float64Array(design.rows);
  for (let g = 0; g < count; g++) {
    let missing = 0;
    for (let i = 0; i < design.rows; i++) {
      y[i] = responses[g * rows + design.usedRows[i]] - (design.offset?.[i] ?? 0);
      if (Number.isNaN(y[i])) missing++;
    }
    out.used[g] = design.rows - missing;
    const prepared = missing === 0 ? designs.complete : designs.forResponse(y);
    if (prepared === undefined) {
      out.status[g] = STATUS.indexOf('too-few-values');
      continue;
    }
    fitOne(out, g, prepared, missing === 0 ? y : y.filter((value) => !Number.isNaN(value)), options);
  }
  return out;
}

interface PreparedDesign {
  core: MixedCore;
  likelihood: BlockLikelihood;
  /** Contrasts in orthonormal coordinates; undefined where they cannot be estimated. */
  rows: (Float64Array | undefined)[];
}

/** Designs by pattern of missing values. */
class DesignCache {
  readonly complete: PreparedDesign;
  private readonly others = new Map<string, PreparedDesign | undefined>();

  constructor(
    private readonly mixed: MixedDesign,
    private readonly contrasts: Float64Array,
    private readonly width: number,
  ) {
    this.complete = this.prepare(mixed.core);
  }

  private prepare(core: MixedCore): PreparedDesign {
    const p = core.columns.length;
    const rows = Array.from({ length: this.width }, (_, c) =>
      orthonormalContrast(core, this.contrasts.subarray(c * p, (c + 1) * p)),
    );
    return { core, likelihood: new BlockLikelihood(core.system), rows };
  }

  forResponse(y: Float64Array): PreparedDesign | undefined {
    const key = Array.from(y, (value) => (Number.isNaN(value) ? '0' : '1')).join('');
    if (!this.others.has(key)) this.others.set(key, this.subset(Array.from(y.keys()).filter((i) => !Number.isNaN(y[i]))));
    return this.others.get(key);
  }

  /** The design of some rows, or undefined when the model cannot be fitted on them. */
  private subset(rows: readonly number[]): PreparedDesign | undefined {
    const { design } = this.mixed;
    const p = design.columns.length;
    const matrix = Float64Array.from({ length: rows.length * p }, (_, i) => design.matrix[rows[Math.floor(i / p)] * p + (i % p)]);
    const random = design.random.map((term) => {
      const width = term.effects.length;
      const present = [...new Set(rows.map((row) => term.codes[row]))].sort((a, b) => a - b);
      const position = new Map(present.map((code, i) => [code, i]));
      return {
        ...term,
        levels: present.map((code) => term.levels[code]),
        codes: Int32Array.from(rows, (row) => position.get(term.codes[row]) ?? -1),
        matrix: Float64Array.from(
          { length: rows.length * width },
          (_, i) => term.matrix[rows[Math.floor(i / width)] * width + (i % width)],
        ),
      };
    });
    try {
      return this.prepare(buildMixedCore(matrix, rows.length, design.columns, random));
    } catch (error) {
      if (error instanceof InputError) return undefined;
      throw error;
    }
  }
}

function unitContrasts(p: number): Float64Array {
  return Float64Array.from({ length: p * p }, (_, i) => (i % (p + 1) === 0 ? 1 : 0));
}

function emptyFits(count: number, width: number, core: MixedCore): MixedFits {
  const table = (columns: number): Float64Array => new Float64Array(count * columns).fill(NaN);
  return {
    responses: count,
    estimate: table(width),
    se: table(width),
    df: table(width),
    low: table(width),
    high: table(width),
    statistic: table(width),
    pvalue: table(width),
    sigma: table(1),
    theta: table(core.system.derivatives.length),
    logLik: table(1),
    used: new Int32Array(count),
    status: new Uint8Array(count),
    statusNames: STATUS,
  };
}

function fitOne(out: MixedFits, g: number, prepared: PreparedDesign, y: Float64Array, options: MixedFitsOptions): void {
  const { core, likelihood, rows } = prepared;
  const response = prepareResponse(core, y);
  if (!(response.residualSquares > 1e-20 * response.totalSquares)) {
    out.status[g] = STATUS.indexOf('no-variance');
    return;
  }
  const restricted = options.reml ?? true;
  const fit = fitCore(core, likelihood, response, { restricted, dropZero: false });
  const widths = core.terms.map((term) => term.effects.length);
  const singular = fit.optimum.ranks.some((rank, t) => rank < widths[t]);
  out.status[g] = STATUS.indexOf(!fit.optimum.converged ? 'not-converged' : singular ? 'singular' : 'ok');
  out.sigma[g] = Math.sqrt(fit.residualVariance);
  out.logLik[g] = -fit.deviance / 2;
  out.theta.set(thetaOf(relativeFactors(core, fit.optimum), widths), g * likelihood.count);
  const method = options.df ?? (restricted ? 'kenward-roger' : 'satterthwaite');
  storeContrasts(out, g, fit, rows, method, options.level ?? 0.95);
}

function storeContrasts(
  out: MixedFits,
  g: number,
  fit: CoreFit,
  rows: readonly (Float64Array | undefined)[],
  method: DfMethod,
  level: number,
): void {
  rows.forEach((row, c) => {
    if (row === undefined) return;
    const at = g * rows.length + c;
    const { se, df } = fit.inference.single(row, method);
    let estimate = 0;
    for (let i = 0; i < row.length; i++) estimate += row[i] * fit.coefficients[i];
    const half = se * criticalValue(level, df);
    out.estimate[at] = estimate;
    out.se[at] = se;
    out.df[at] = df;
    out.low[at] = estimate - half;
    out.high[at] = estimate + half;
    out.statistic[at] = estimate / se;
    out.pvalue[at] = twoSidedP(estimate / se, df);
  });
}
