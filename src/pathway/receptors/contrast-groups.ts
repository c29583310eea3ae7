import type { ContrastResult, ExpressionResult } from '../../expression/index.ts';
import { inputError } from '../../problems/index.ts';

/** What the receptor view needs of an expression result. */
export type MeasuredExpression = Pick<
  ExpressionResult,
  'genes' | 'samples' | 'counts' | 'transformed' | 'design' | 'contrasts'
> & {
  /** Precision weights of the transformed values (such as voom's), genes x samples; default: equal. */
  weights?: Float64Array;
};

/** The samples of a two-level comparison, and the comparison as weights on the design columns. */
export interface ContrastGroups {
  /** Positions of the samples, ascending. */
  treated: number[];
  control: number[];
  /** One weight per design column. */
  weights: Float64Array;
}

/** Fewest assignments of samples to groups for permutation p-values worth having. */
const ENOUGH_ASSIGNMENTS = 1000;

/** Whether the compared samples can be shared out between the groups in enough ways to permute them. */
export function enoughAssignments({ treated, control }: ContrastGroups): boolean {
  let count = 1;
  for (let i = 1; i <= treated.length; i++) count = (count * (control.length + i)) / i;
  return count >= ENOUGH_ASSIGNMENTS;
}

/**
 * Reads off the design which samples a comparison is about. Design columns are named as R names them: factor and level
 * joined, the reference level without a column (or every level with one, in a design without intercept).
 *
 * @throws InputError when the design has no column for the treated level
 */
export function contrastGroups(expression: MeasuredExpression, contrast: ContrastResult): ContrastGroups {
  const { columns, matrix } = expression.design;
  const width = columns.length;
  const columnOf = (level: string): number => columns.indexOf(contrast.factor + level);
  const treatedColumn = columnOf(contrast.treated);
  const controlColumn = columnOf(contrast.control);
  const weights = new Float64Array(width);
  if (treatedColumn >= 0) weights[treatedColumn] = 1;
  if (controlColumn >= 0) weights[controlColumn] = -1;
  if (treatedColumn < 0 && controlColumn < 0)
    throw inputError({
      code: 'contrast-not-in-design',
      message: `the design ${expression.design.formula} has no column for ${contrast.factor} ${contrast.treated}`,
      found: columns.join(', '),
      mend: 'name a factor of the design and two of its levels',
    });
  const levels = columns.flatMap((column, j) => (column.startsWith(contrast.factor) && !column.includes(':') ? [j] : []));
  const isReference = (sample: number): boolean => levels.every((j) => matrix[sample * width + j] === 0);
  const samplesAt = (column: number): number[] =>
    expression.samples.flatMap((_, i) => ((column >= 0 ? matrix[i * width + column] === 1 : isReference(i)) ? [i] : []));
  return { treated: samplesAt(treatedColumn), control: samplesAt(controlColumn), weights };
}
