import type { Problem, Severity } from '../../problems/index.ts';

/** Makes a finding of the design checks; `code` begins with the part of the study it is about. */
export function finding(severity: Severity, code: string, message: string, more: Partial<Problem> = {}): Problem {
  return { code, severity, message, ...more };
}

/** `1 animal`, `3 animals`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** Names in a sentence, at most six. */
export function named(names: readonly string[]): string {
  return names.length <= 6 ? names.join(', ') : `${names.slice(0, 6).join(', ')} and ${names.length - 6} more`;
}
