import { inputError } from '../../problems/index.ts';

/** The problem of a table that names no gene. */
export function noGenes(file: string): Error {
  return inputError({
    code: 'counts-no-genes',
    file,
    line: 1,
    message: 'the table has a header but no genes',
    mend: 'check that the export finished, and that this is the file you mean',
  });
}
