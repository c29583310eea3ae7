import { InputError, type Problem } from '../../src/problems/index.ts';

function problemsIn(error: unknown): readonly Problem[] {
  if (error instanceof InputError) return error.problems;
  throw error;
}

/** The problems of the input error that a piece of work ends with, none when it succeeds; any other error is thrown on. */
export async function problemsOf(work: () => unknown): Promise<readonly Problem[]> {
  try {
    await work();
  } catch (error) {
    return problemsIn(error);
  }
  return [];
}

/** The same of work that does not wait for anything. */
export function problemsAtOnce(work: () => unknown): readonly Problem[] {
  try {
    work();
  } catch (error) {
    return problemsIn(error);
  }
  return [];
}
