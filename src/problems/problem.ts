/** How bad a problem is: an `error` stops the work, a `warning` is printed and reported, a `note` is for the record. */
export type Severity = 'error' | 'warning' | 'note';

/**
 * One thing that is wrong with an input, as a value: what, where, what was found and expected, and how to mend it.
 * Lines and columns are one-based, as editors count them.
 */
export interface Problem {
  /** Stable machine-readable name, kebab-case, e.g. `table-ragged-row`. */
  code: string;
  severity: Severity;
  /** One sentence in plain words. */
  message: string;
  file?: string;
  line?: number;
  column?: number;
  /** What stood there, as text (shortened when printed). */
  found?: string;
  expected?: string;
  /** What the user can do about it, in the imperative. */
  mend?: string;
}

/** Thrown when input cannot be used. Carries every problem found, so that all are reported at once. Exit code 2. */
export class InputError extends Error {
  readonly problems: readonly Problem[];

  /** @param problems at least one problem; their formatted text becomes the message */
  constructor(problems: readonly Problem[]) {
    super(problems.map(formatProblem).join('\n'));
    this.name = 'InputError';
    this.problems = problems;
  }
}

/** Shorthand for throwing a single problem of severity `error`. */
export function inputError(problem: Omit<Problem, 'severity'>): InputError {
  return new InputError([{ severity: 'error', ...problem }]);
}

/** Throws an {@link InputError} with all problems of severity `error`, if there are any. */
export function throwIfErrors(problems: readonly Problem[]): void {
  const errors = problems.filter((problem) => problem.severity === 'error');
  if (errors.length > 0) throw new InputError(errors);
}

/** `file:line:column` with the parts that are known. */
export function placeOf(problem: Problem): string {
  const parts = [problem.file, problem.line, problem.line === undefined ? undefined : problem.column];
  return parts.filter((part) => part !== undefined).join(':');
}

/** One problem as text for people: place, message, found and expected, mend. */
export function formatProblem(problem: Problem): string {
  const place = placeOf(problem);
  const facts = [
    problem.found === undefined ? '' : `found ${quote(problem.found)}`,
    problem.expected === undefined ? '' : `expected ${problem.expected}`,
  ].filter((fact) => fact !== '');
  const head = `${place === '' ? '' : `${place}: `}${problem.message}${facts.length === 0 ? '' : ` (${facts.join(', ')})`}`;
  return problem.mend === undefined ? head : `${head}\n  mend: ${problem.mend}`;
}

const CONTROL_CHARACTERS = /\p{Cc}/gu;

/** Quotes a piece of the user's data: at most 60 characters, control characters made visible. */
export function quote(text: string): string {
  const visible = text.replace(CONTROL_CHARACTERS, (character) => `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`);
  return `"${visible.length > 60 ? `${visible.slice(0, 57)}...` : visible}"`;
}
