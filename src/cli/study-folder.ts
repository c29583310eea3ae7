import { existsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { inputError } from '../problems/index.ts';

/**
 * The folder of a study, named by itself or by its study.yaml or study.xlsx.
 *
 * @throws InputError when there is no such folder
 */
export function studyFolder(path: string): string {
  if (!existsSync(path)) {
    throw inputError({
      code: 'study-missing',
      file: path,
      message: 'there is no such study folder',
      mend: 'check the path; "limbic init DIR" makes a new study folder',
    });
  }
  return statSync(path).isDirectory() ? path : dirname(path);
}
