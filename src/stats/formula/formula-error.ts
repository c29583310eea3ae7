import { type InputError, inputError } from '../../problems/index.ts';

/** An error that quotes the formula and marks the place in it. */
export function formulaError(text: string, at: number, message: string, mend: string): InputError {
  const shown = text.slice(Math.max(0, at - 30), at + 30);
  return inputError({
    code: 'formula-not-understood',
    message: `formula, character ${at + 1}: ${message}`,
    found: shown.trim() === '' ? text : shown.trim(),
    mend,
  });
}
