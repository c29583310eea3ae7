import type { ReportInput } from '../../src/report/index.ts';

/** Texts that mean something to HTML, to JavaScript objects, to spreadsheets, to XML and to Markdown. */
export const HOSTILE = [
  '<script>alert(1)</script>',
  '__proto__',
  '=1+1',
  '"><img src=x onerror=alert(1)>',
  "'; alert(1); //",
  ']]></svg><script>alert(2)</script>',
  'constructor',
  'tab\there',
  'line\nbreak',
  'null\u0000byte',
  '`code` [@love2014] *bold* | pipe',
  'עברית 日本語 🐭',
  ' ',
] as const;

/** Fields that are choices of the program, not data. */
const FIXED: ReadonlySet<string> = new Set([
  'verdict',
  'kind',
  'domain',
  'direction',
  'phase',
  'species',
  'sex',
  'severity',
  'role',
  'born',
  'date',
  'panel',
  'check',
  'level',
  'shape',
  'calls',
  'set',
]);

/**
 * The results with a different hostile text in place of every text that a user's file could hold; equal texts stay equal, so
 * that animals, arms and genes still refer to each other.
 */
export function hostile(input: ReportInput): ReportInput {
  const names = new Map<string, string>();
  const replace = (text: string): string => {
    const known = names.get(text) ?? `${HOSTILE[names.size % HOSTILE.length]}${names.size < HOSTILE.length ? '' : names.size}`;
    names.set(text, known);
    return known;
  };
  const walk = (value: unknown, field: string): unknown => {
    if (typeof value === 'string') return FIXED.has(field) ? value : replace(value);
    if (Array.isArray(value)) return value.map((one) => walk(one, field));
    if (value === null || typeof value !== 'object' || ArrayBuffer.isView(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, walk(one, name)]));
  };
  return walk(input, '') as ReportInput;
}
