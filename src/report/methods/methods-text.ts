import type { ReportInput } from '../input.ts';
import { plural, sentence } from '../text/numbers.ts';
import { behaviorMethods } from './behavior-methods.ts';
import { expressionMethods, integrationMethods, pathwayMethods } from './molecular-methods.ts';
import { claimMethods, studyMethods } from './study-methods.ts';

/**
 * One paragraph of the methods. The text may cite works as `[@key]` and set code in backquotes, and nothing else;
 * both forms come from this program only, data enter through {@link plainText}.
 */
export interface MethodsParagraph {
  heading: string;
  text: string;
}

/** The methods of this very run, as a paper would print them: what was done, with which settings, after whom. */
export function methodsText(input: ReportInput): MethodsParagraph[] {
  return [
    studyMethods(input),
    ...(input.behavior === null ? [] : [behaviorMethods(input.behavior, input.study)]),
    ...(input.expression === null ? [] : [expressionMethods(input.expression)]),
    ...(input.pathway === null ? [] : [pathwayMethods(input.pathway)]),
    ...(input.integration === null ? [] : [integrationMethods(input.integration)]),
    claimMethods(input),
  ];
}

/** Data as it may stand in a methods paragraph: without the two marks that have a meaning there. */
export function plainText(text: string): string {
  return text.replaceAll('`', "'").replaceAll('[@', '[ @');
}

/** Remarks of a room as sentences, each said once. */
export function notesOf(notes: readonly string[]): string {
  const said = [...new Set(notes.map((note) => sentence(plainText(note))))];
  return said.length === 0 ? '' : ` Notes: ${said.join(' ')}`;
}

/** How many were left out, in a sentence. */
export function leftOut(count: number, what: string): string {
  return count === 0
    ? `No ${what} was left out.`
    : `${plural(count, `${what} was`, `${what}s were`)} left out, each listed with its reason.`;
}

/** Data set as code, such as a model formula. */
export function code(text: string): string {
  return `\`${plainText(text)}\``;
}
