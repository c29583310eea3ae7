import { InputError, inputError, type Problem } from '../../problems/index.ts';
import type { Design } from '../formula/index.ts';
import type { Family } from './families.ts';

/** A response with prior weights; for the binomial, proportions with numbers of trials. */
export interface WeightedResponse {
  readonly y: Float64Array;
  readonly weights: Float64Array;
}

/**
 * The response of a design for a family. Binomial responses may be 0 and 1, a factor of two levels (the first is failure),
 * `cbind(successes, failures)`, or proportions with the numbers of trials as weights.
 *
 * @throws InputError naming the rows whose value the family cannot have
 */
export function weightedResponse(
  design: Design,
  family: Pick<Family, 'wrong'> & { readonly name: string },
  weightColumn: string | undefined,
): WeightedResponse {
  const { response, rows: n } = design;
  if (response === undefined)
    throw inputError({ code: 'formula-no-response', message: 'the formula has no response', mend: 'write response ~ terms' });
  const weights = weightsOf(design, weightColumn);
  const binary = family.name === 'binomial' || family.name === 'quasibinomial';
  if (response.names.length === 2 && binary) return fromCounts(design, response.values, n);
  if (response.names.length !== 1 || (response.kind === 'factor' && !(binary && response.levels.length === 2))) {
    throw inputError({
      code: 'response-not-suitable',
      message: `the ${family.name} family cannot have the response ${response.label}`,
      found: response.kind === 'factor' ? `levels ${response.levels.slice(0, 6).join(', ')}` : `${response.names.length} columns`,
      expected: binary ? '0 and 1, two levels, or cbind(successes, failures)' : 'one column of numbers',
      mend: 'check the left side of the formula',
    });
  }
  const problems: Problem[] = [];
  for (let i = 0; i < n; i++) {
    const wrong = family.wrong(response.values[i]);
    if (wrong !== undefined && problems.length < 10)
      problems.push({
        code: 'response-out-of-range',
        severity: 'error',
        message: `the ${family.name} family cannot have ${wrong}`,
        line: design.usedRows[i] + 1,
        found: `${response.label} = ${response.values[i]}`,
        mend: 'check the row, or choose another family',
      });
  }
  if (problems.length > 0) throw new InputError(problems);
  if (family.name === 'binomial') requireWholeSuccesses(design, response.values, weights, weightColumn);
  return { y: response.values, weights };
}

/** A share of trials that is no whole number of successes has no binomial probability; R says so in a warning from 0.001 on. */
function requireWholeSuccesses(design: Design, y: Float64Array, weights: Float64Array, trials: string | undefined): void {
  const row = y.findIndex((share, i) => Math.abs(share * weights[i] - Math.round(share * weights[i])) > 0.001);
  if (row < 0) return;
  throw inputError({
    code: 'response-out-of-range',
    message:
      trials === undefined
        ? 'a share between 0 and 1 needs its number of trials for the binomial family'
        : `the share is not a whole number of successes out of the trials in ${trials}`,
    line: design.usedRows[row] + 1,
    found: trials === undefined ? String(y[row]) : `${y[row]} of ${weights[row]}`,
    mend: 'name the trials as weights, or write cbind(successes, failures); use quasibinomial (or beta) for shares of time or intake',
  });
}

function fromCounts(design: Design, values: Float64Array, n: number): WeightedResponse {
  const y = new Float64Array(n);
  const weights = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    const [successes, failures] = [values[2 * i], values[2 * i + 1]];
    if (!(Number.isInteger(successes) && Number.isInteger(failures) && successes >= 0 && failures >= 0))
      throw inputError({
        code: 'response-out-of-range',
        message: 'numbers of successes and failures must be whole and not negative',
        line: design.usedRows[i] + 1,
        found: `${successes} and ${failures}`,
        mend: 'check the row',
      });
    weights[i] = successes + failures;
    y[i] = weights[i] === 0 ? 0 : successes / weights[i];
  }
  return { y, weights };
}

function weightsOf(design: Design, name: string | undefined): Float64Array {
  if (name === undefined) return new Float64Array(design.rows).fill(1);
  const column = design.data.get(name);
  const values = column?.kind === 'number' ? column.values : new Float64Array(design.rows).fill(NaN);
  const row = values.findIndex((value) => !(value >= 0 && value < Infinity));
  if (row < 0) return values;
  throw inputError({
    code: 'model-weights',
    message: `the weights in ${name} must be numbers that are not negative`,
    line: design.usedRows[row] + 1,
    found: String(values[row]),
    mend: 'check the row',
  });
}
