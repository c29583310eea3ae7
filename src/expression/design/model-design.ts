import { InputError, inputError, type Problem } from '../../problems/index.ts';
import { buildDesign, type DataFrame, type Design, type Formula, parseFormula, qrDecomposition } from '../../stats/index.ts';
import { type CellDesign, cellDesign } from './cells.ts';
import { confoundingProblems } from './confounding.ts';

/** A design of an expression analysis: as written, as columns, and as the fitting code wants it. */
export interface ModelDesign {
  design: Design;
  cells: CellDesign;
  /** Whether the design is nothing but one factor with two levels. */
  twoGroups: boolean;
}

/**
 * Parses a design formula for expression data.
 *
 * @param random whether random terms may stand in it
 * @throws InputError when it has a response, or random terms where they may not stand
 */
export function parseDesign(text: string, random = false): Formula {
  const formula = parseFormula(text);
  const problems: Problem[] = [];
  if (formula.response !== undefined)
    problems.push({
      code: 'design-has-response',
      severity: 'error',
      message: 'an expression design has nothing on its left side: the counts are the response',
      found: text,
      mend: `write ~ ${text.split('~').slice(1).join('~').trim()}`,
    });
  if (formula.random.length > 0 && !random)
    problems.push({
      code: 'design-has-random-terms',
      severity: 'error',
      message: 'random terms such as (1 | litter) are not part of this method',
      found: text,
      mend: 'leave them out, or use --method dream; for litter-mates there is also --method voom with --block litter',
    });
  if (problems.length > 0) throw new InputError(problems);
  return formula;
}

/**
 * Builds the model matrix of an expression design and checks that it can be estimated.
 *
 * @throws InputError `design-not-full-rank` naming the confounded variables with their cross table, `design-no-replicates`
 *   when there are not more samples than coefficients
 */
export function modelDesign(formula: Formula, frame: DataFrame, samples: number): ModelDesign {
  const design = buildDesign(formula, frame);
  const p = design.columns.length;
  if (qrDecomposition(design.matrix, samples, p).rank < p) throw new InputError(confoundingProblems(design, frame, samples));
  if (samples <= p)
    throw inputError({
      code: 'design-no-replicates',
      message: 'the design has no replicates, so the variation between animals of one group cannot be estimated',
      found: `${samples} samples for ${p} coefficients (${design.columns.join(', ')})`,
      expected: 'more samples than coefficients',
      mend: 'use a simpler design, or add samples',
    });
  const [only] = design.variables;
  return {
    design,
    cells: cellDesign(design.matrix, samples, p),
    twoGroups: design.variables.length === 1 && only.kind === 'factor' && only.levels.length === 2,
  };
}
