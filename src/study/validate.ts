import type * as z from 'zod';
import { InputError, nearestName, type Problem, suggestName } from '../problems/index.ts';
import type { PositionedValue, ValuePath } from './positioned.ts';
import { type StudyFile, studySchema } from './schema.ts';

type Issue = z.core.$ZodIssue;

/**
 * Checks a parsed study file against the schema. Text stays as it was written: an arm named `002` or `yes` needs no
 * quotes, and a workbook, where all cells are text, may hold numbers.
 *
 * @throws InputError with every problem and its place
 */
export function validateStudyFile(source: PositionedValue): StudyFile {
  const value = structuredCopy(source.value);
  for (let round = 0; ; round++) {
    const result = studySchema.safeParse(value);
    if (result.success) return result.data;
    const mended = round < 20 ? result.error.issues.filter((issue) => coerce(value, issue, source)) : [];
    if (mended.length === 0)
      throw new InputError(result.error.issues.flatMap((issue) => problemsOf(issue, source)).sort(byPlace));
  }
}

function byPlace(a: Problem, b: Problem): number {
  const file = a.file === b.file ? 0 : (a.file ?? '') < (b.file ?? '') ? -1 : 1;
  return file || (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0);
}

/** A copy that may be changed; a key with nothing after it counts as left out. */
function structuredCopy(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(structuredCopy);
  if (typeof value !== 'object' || value === null) return value;
  const copy = Object.create(null) as Record<string, unknown>;
  for (const [key, entry] of Object.entries(value)) if (entry !== null) copy[key] = structuredCopy(entry);
  return copy;
}

/** Takes a scalar in the type that the schema wants, when what was written can only mean that. */
function coerce(root: unknown, issue: Issue, source: PositionedValue): boolean {
  const path = issue.path as ValuePath;
  const holder = path.slice(0, -1).reduce((node: unknown, key) => child(node, key), root);
  const key = path.at(-1);
  if (key === undefined || typeof holder !== 'object' || holder === null) return false;
  const wanted = wantedValue(issue, child(holder, key), source.textOf(path));
  if (wanted === undefined) return false;
  (holder as Record<string | number, unknown>)[key] = wanted;
  return true;
}

function child(node: unknown, key: string | number): unknown {
  return typeof node === 'object' && node !== null ? (node as Record<string | number, unknown>)[key] : undefined;
}

function wantedValue(issue: Issue, found: unknown, text: string | undefined): string | number | boolean | undefined {
  if (text === undefined) return undefined;
  const expected = issue.code === 'invalid_type' ? issue.expected : issue.code === 'invalid_value' ? 'value' : '';
  if (expected === 'string' && (typeof found === 'number' || typeof found === 'boolean')) return text;
  if (typeof found !== 'string') return undefined;
  if (expected === 'boolean' && /^(true|yes|false|no)$/i.test(text)) return /^(true|yes)$/i.test(text);
  const number = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text.trim()) ? Number(text) : undefined;
  if (expected === 'number' || expected === 'int') return number;
  return expected === 'value' && issue.code === 'invalid_value' && issue.values.includes(number) ? number : undefined;
}

function problemsOf(issue: Issue, source: PositionedValue): Problem[] {
  const path = issue.path as ValuePath;
  if (issue.code === 'unrecognized_keys') {
    const known = keysAt(path);
    return issue.keys.map((key) => ({
      code: 'study-unknown-key',
      severity: 'error',
      ...source.placeOfKey(path, key),
      message: `${nameOf(path)} has no key "${key}"`,
      mend: suggestName(key, known),
    }));
  }
  const found = source.textOf(path);
  const there = path.reduce((node: unknown, key) => child(node, key), source.value) ?? undefined;
  const said = there === undefined ? missing(issue, path) : explain(issue, path, found);
  return [{ code: 'study-invalid-value', severity: 'error', ...source.placeOf(path), found, ...said }];
}

type Said = Pick<Problem, 'message' | 'expected' | 'mend'>;

function missing(issue: Issue, path: ValuePath): Said {
  const expected =
    issue.code === 'invalid_value' ? issue.values.join(', ') : 'expected' in issue ? kindOf(issue.expected) : undefined;
  const example = expected === '1' ? 'limbic: 1' : `${String(path.at(-1))}: ...`;
  return {
    message: `${nameOf(path)} is missing`,
    expected,
    mend: path.length === 0 ? 'write at least "limbic: 1"' : `add "${example}"`,
  };
}

function explain(issue: Issue, path: ValuePath, found: string | undefined): Said {
  const name = nameOf(path);
  switch (issue.code) {
    case 'invalid_type':
      return { message: `${name} must be ${kindOf(issue.expected)}` };
    case 'invalid_value': {
      const values = issue.values.map(String);
      const near = found === undefined ? undefined : nearestName(found, values);
      return {
        message: `${name} is not one of the known values`,
        expected: values.join(', '),
        mend: near === undefined ? undefined : `did you mean "${near}"?`,
      };
    }
    case 'too_small':
      return { message: `${name} is too small`, expected: `${issue.inclusive ? 'at least' : 'more than'} ${issue.minimum}` };
    case 'too_big':
      return { message: `${name} is too large`, expected: `${issue.inclusive ? 'at most' : 'less than'} ${issue.maximum}` };
    case 'invalid_format':
      return {
        message: `${name} must ${issue.format === 'starts_with' ? 'start with' : 'contain'} "~"`,
        expected: 'a formula as in R',
      };
    default:
      return { message: `${name}: ${issue.message}` };
  }
}

const KINDS = new Map([
  ['string', 'text'],
  ['number', 'a number'],
  ['int', 'a whole number'],
  ['boolean', 'true or false'],
  ['object', 'a group of keys'],
  ['array', 'a list'],
  ['tuple', 'a list of two numbers'],
]);

function kindOf(expected: string): string {
  return KINDS.get(expected) ?? expected;
}

/** `arms[2].dose_mg_per_kg`; the root is "the study file". */
export function nameOf(path: ValuePath): string {
  if (path.length === 0) return 'the study file';
  return path.map((key, i) => (typeof key === 'number' ? `[${key + 1}]` : `${i > 0 ? '.' : ''}${key}`)).join('');
}

interface SchemaNode {
  def: { shape?: Record<string, unknown>; element?: unknown; innerType?: unknown };
}

/** The keys that the schema knows at a path. */
function keysAt(path: ValuePath): string[] {
  let node = unwrap(studySchema);
  for (const key of path) node = unwrap(typeof key === 'number' ? node.def.element : node.def.shape?.[key]);
  return Object.keys(node.def.shape ?? {});
}

function unwrap(schema: unknown): SchemaNode {
  let node = schema as SchemaNode;
  while (node.def.innerType !== undefined) node = node.def.innerType as SchemaNode;
  return node;
}
