import { combinationInputs } from '../contrast-result.ts';
import { levelContrast } from '../design/contrasts.ts';
import type { CountMatrix } from '../input/count-matrix.ts';
import type { StudyModel } from '../study-model.ts';
import { surrogateModel } from './surrogate-model.ts';

/**
 * A study's model with hidden factors in its design (svaseq), all planned comparisons being kept apart from them; as it is where the
 * plan asks for none.
 *
 * @throws InputError when there are too few samples for that many
 */
export function studyWithSurrogates(
  study: StudyModel,
  count: number | 'be' | 'leek' | undefined,
  matrix: CountMatrix,
  seed: number,
): StudyModel & { notes: string[] } {
  if (count === undefined) return { ...study, notes: [] };
  const all = combinationInputs(study.contrasts);
  const columns = study.model.design.columns.length;
  // a column that takes part in any comparison is tested
  const tested = Float64Array.from({ length: columns }, (_, k) =>
    study.contrasts.some((__, i) => all[i * columns + k] !== 0) ? 1 : 0,
  );
  const { model, frame, notes } = surrogateModel(study, matrix, { count, method: 'irw', controls: null, seed }, tested);
  const contrasts = study.contrasts.map((contrast) => ({ ...contrast, ...levelContrast(model.design, frame, contrast) }));
  return { model, frame, contrasts, notes };
}
