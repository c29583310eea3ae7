import type { Context } from '../context/index.ts';
import { type ComparedValues, type ModelRequest, stabilizedValues, voomValues } from '../expression/index.ts';
import { inputError } from '../problems/index.ts';
import { type ModelOptions, modelRequest } from './expression-options.ts';

/** Options of commands that test a comparison of two levels. */
export interface ContrastOptions extends ModelOptions {
  contrast?: string[];
}

/** The two levels that `--contrast factor treated control` names. */
export function contrastOf(options: { contrast?: string[] }): { factor: string; treated: string; control: string } {
  const [factor, treated, control, ...more] = options.contrast ?? [];
  if (control !== undefined && more.length === 0) return { factor, treated, control };
  throw inputError({
    code: 'usage',
    message: '--contrast needs three words',
    found: (options.contrast ?? []).join(' '),
    expected: 'factor treated control',
    mend: 'for example --contrast arm high vehicle',
  });
}

/** Values of the comparison: by voom of the genes that have enough counts, or variance-stabilized ones of all. */
export async function comparedValues(
  options: ContrastOptions & { values: 'voom' | 'vst' },
  context: Context,
): Promise<ComparedValues> {
  const [request, contrast] = [contrastRequest(options), contrastOf(options)];
  return options.values === 'vst' ? stabilizedValues(request, contrast, context) : voomValues(request, contrast);
}

/** The request that the options describe; the control is the reference level unless the user names another. */
export function contrastRequest(options: ContrastOptions): ModelRequest {
  const contrast = contrastOf(options);
  const base = modelRequest(options, [contrast.factor]);
  return { ...base, references: new Map([[contrast.factor, contrast.control], ...base.references]) };
}
