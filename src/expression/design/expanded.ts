import { inputError } from '../../problems/index.ts';
import type { DataFrame, Design, FactorColumn } from '../../stats/index.ts';

/** A model matrix with an intercept and one column for every level of every factor: not of full rank. */
export interface ExpandedDesign {
  /** samples x columns, row-major. */
  matrix: Float64Array;
  columns: { variable: string /** null for a number. */; level: string | null }[];
  /** The first column is the intercept. */
  count: number;
}

/**
 * The expanded model matrix behind DESeq2's normal shrinkage of contrasts.
 *
 * @throws InputError when the design has interactions, transformed variables or no intercept
 */
export function expandedDesign(design: Design, frame: DataFrame): ExpandedDesign {
  const plain = design.intercept && design.terms.every((term) => term.variables.length === 1 && frame.has(term.label));
  if (!plain)
    throw inputError({
      code: 'shrink-needs-main-effects',
      message: `normal shrinkage of a contrast needs a design of plain main effects with an intercept, not ${design.formula.text}`,
      mend: 'shrink a coefficient with --coef, or use --shrink apeglm',
    });
  const columns: ExpandedDesign['columns'] = [{ variable: '(Intercept)', level: null }];
  const values: Float64Array[] = [new Float64Array(design.rows).fill(1)];
  for (const { label } of design.terms) {
    const column = frame.get(label);
    if (column === undefined) continue;
    if (column.kind === 'number') {
      columns.push({ variable: label, level: null });
      values.push(column.values);
    } else
      for (const level of usedLevels(column)) {
        columns.push({ variable: label, level });
        values.push(Float64Array.from(column.codes, (code) => (column.levels[code] === level ? 1 : 0)));
      }
  }
  const count = columns.length;
  const matrix = new Float64Array(design.rows * count);
  for (let j = 0; j < design.rows; j++) for (let k = 0; k < count; k++) matrix[j * count + k] = values[k][j];
  return { matrix, columns, count };
}

function usedLevels(column: FactorColumn): string[] {
  return column.levels.filter((_, code) => column.codes.includes(code));
}
