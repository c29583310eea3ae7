import { InputError, type Problem, suggestName } from '../problems/index.ts';
import { parseFormula } from '../stats/index.ts';
import type { PositionedValue, ValuePath } from './positioned.ts';
import type { StudyFile } from './schema.ts';
import type { AnimalColumn } from './study.ts';

/** Names that a model of a domain score can use, besides the columns of the animal sheet. */
const MODEL_NAMES = ['score', 'arm', 'session', 'sex', 'litter', 'cage', 'batch', 'animal', 'dose', 'age_days', 'baseline'];

/**
 * Whether the formulas of study.yaml can be read, and whether the model names columns that there are. The variables of the
 * expression design may also stand in the sample sheet, so they are checked where that is read.
 */
export function checkFormulas(
  file: StudyFile,
  columns: readonly AnimalColumn[],
  source: PositionedValue,
  problems: Problem[],
): void {
  const known = [...new Set([...MODEL_NAMES, ...columns.map((column) => column.name)])];
  for (const name of variablesOf(file.plan?.model, ['plan', 'model'], source, problems)) {
    if (known.includes(name)) continue;
    problems.push({
      code: 'study-unknown-variable',
      severity: 'error',
      ...source.placeOf(['plan', 'model']),
      message: `the model names "${name}", which is neither known nor a column of the animal sheet`,
      found: file.plan?.model,
      mend: suggestName(name, known),
    });
  }
  variablesOf(file.expression?.design, ['expression', 'design'], source, problems);
}

function variablesOf(
  formula: string | undefined,
  path: ValuePath,
  source: PositionedValue,
  problems: Problem[],
): readonly string[] {
  if (formula === undefined) return [];
  try {
    return parseFormula(formula).columns;
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    problems.push(...error.problems.map((problem) => ({ ...problem, ...source.placeOf(path) })));
    return [];
  }
}
