import type { Table } from '../../table/index.ts';
import { type ModelRequest, type ReadyModel, testedCombination } from '../differential.ts';
import { batchColumn, countsWithoutBatch } from './batch-column.ts';
import { surrogateModel } from './surrogate-model.ts';

/**
 * What a request asks to be done about batches before a model is fitted: counts without the effects of known batches, then a design
 * extended by hidden factors.
 *
 * @param sheet sample sheet, and its rows of the samples
 * @throws InputError as {@link countsWithoutBatch} and {@link surrogateModel}
 */
export function preparedModel(ready: ReadyModel, request: ModelRequest, sheet: Table, rows: readonly number[]): ReadyModel {
  const { adjustBatch, surrogates } = request;
  let out = ready;
  if (adjustBatch !== undefined) {
    const batch = batchColumn(sheet, rows, adjustBatch);
    const note = `Counts were adjusted for ${batch.levels.length} batches of ${adjustBatch} (ComBat-seq); tests made with them count no degree of freedom for it.`;
    out = {
      ...out,
      matrix: countsWithoutBatch(out.matrix, out.model, batch, adjustBatch),
      notes: [...out.notes, note],
    };
  }
  if (surrogates === undefined) return out;
  const tested = testedCombination(surrogates, out.model.design, out.frame).weights;
  const { model, frame, notes, ...found } = surrogateModel(out, out.matrix, surrogates, tested);
  return { ...out, model, frame, surrogates: found, notes: [...out.notes, ...notes] };
}
