import { InputError, type Problem } from '../problems/index.ts';

/** Does some work; when the input is at fault, adds its problems to the list and gives null, so that the rest is looked at too. */
export async function attempt<T>(work: () => Promise<T>, problems: Problem[]): Promise<T | null> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    problems.push(...error.problems);
    return null;
  }
}
