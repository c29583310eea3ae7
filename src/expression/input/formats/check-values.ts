import { InputError } from '../../../problems/index.ts';
import { isCount, LARGEST_COUNT, roundHalfEven } from '../count-cell.ts';
import { manyProblems, valueProblem } from '../count-problems.ts';
import { looksLike, scaleProblem } from '../scale.ts';

/**
 * Requires numbers that were read as numbers to be counts; with `round`, rounds those that are not whole in place.
 *
 * @param values genes x samples
 * @returns how many were rounded
 * @throws InputError with every value that is no count (20 of a kind in full), or saying that the table is on another scale
 */
export function checkValues(
  values: Float64Array,
  genes: readonly string[],
  samples: readonly string[],
  options: { file: string; round: boolean },
): number {
  const { file, round } = options;
  const width = samples.length;
  const fractional = values.some((value) => value >= 0 && value <= LARGEST_COUNT && !Number.isInteger(value));
  const scale = fractional && values.every(Number.isFinite) ? looksLike(values, width) : null;
  if (scale !== null) throw new InputError([scaleProblem(scale, file)]);
  const problems = manyProblems();
  let rounded = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (isCount(value)) continue;
    if (round && value >= 0 && value <= LARGEST_COUNT) {
      values[i] = roundHalfEven(value);
      rounded++;
    } else {
      const sample = samples[i % width];
      const { message, ...rest } = valueProblem(value, sample);
      const gene = genes[(i / width) | 0];
      problems.add({ severity: 'error', file, ...rest, message: `${message} (gene "${gene}")`, found: String(value) });
    }
  }
  const all = problems.list();
  if (all.length > 0) throw new InputError(all);
  return rounded;
}
