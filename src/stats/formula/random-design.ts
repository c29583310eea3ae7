import { asFactor, type DataFrame, dropUnusedLevels, type FactorColumn } from './data.ts';
import { evaluateNumeric } from './evaluate.ts';
import type { RandomTerm } from './random-terms.ts';
import { allColumns, termCodings } from './term-columns.ts';
import type { FormulaVariable } from './terms.ts';
import { evaluateFactor, makeVariable } from './variables.ts';

/** A random term on the rows used: which group each row belongs to and what varies between groups. */
export interface RandomDesign {
  readonly term: RandomTerm;
  /** As lme4 names it, e.g. `1 + Days | Subject`. */
  readonly label: string;
  readonly groupLabel: string;
  /** Groups that occur; for a nested factor `animal:litter` the two levels joined by `:`. */
  readonly levels: readonly string[];
  /** Group of each row, an index into `levels`. */
  readonly codes: Int32Array;
  /** Names of the effects, e.g. `(Intercept)`, `Days`. */
  readonly effects: readonly string[];
  /** rows × effects.length, row-major. */
  readonly matrix: Float64Array;
}

/** The factor of all combinations of the grouping variables that occur. */
function groupFactor(group: readonly FormulaVariable[], data: DataFrame, n: number): FactorColumn {
  const factors = group.map(({ expression }) =>
    dropUnusedLevels(
      evaluateFactor(expression, data) ?? asFactor({ kind: 'number', values: evaluateNumeric(expression, data, n) }),
    ),
  );
  return factors.reduce((left, right) => {
    const width = right.levels.length;
    const combined = left.codes.map((code, i) => code * width + right.codes[i]);
    const used = [...new Set(combined)].sort((a, b) => a - b);
    const position = new Map(used.map((code, i) => [code, i]));
    const levels = used.map((code) => `${left.levels[Math.floor(code / width)]}:${right.levels[code % width]}`);
    return { kind: 'factor', levels, codes: combined.map((code) => position.get(code) ?? -1) };
  });
}

/** Evaluates a random term. Throws InputError as {@link makeVariable} does. */
export function buildRandomDesign(term: RandomTerm, data: DataFrame, n: number): RandomDesign {
  const { levels, codes } = groupFactor(term.group, data, n);
  const variables = term.effects.variables.map((variable) => makeVariable(variable, data, 'treatment'));
  const { names, values } = allColumns(term.effects, termCodings(term.effects, variables), variables, data, n);
  return { term, label: term.label, groupLabel: term.groupLabel, levels, codes, effects: names, matrix: values };
}
