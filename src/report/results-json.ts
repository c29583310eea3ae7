import type { ReportInput } from './input.ts';

/** Arrays too large to be read as JSON; they are in tables/ or among the inputs. */
const ELSEWHERE: ReadonlySet<unknown> = new Set(['counts', 'transformed']);

/**
 * All results as JSON, every number exact: typed arrays become arrays, NaN becomes null, infinities become the texts "Inf"
 * and "-Inf". The expression matrices are left out (`tables/expression-transformed.tsv` has the values used).
 */
export function resultsJson(input: ReportInput): string {
  const { provenance, claims, checks, study, behavior, pathway, integration } = input;
  const expression = input.expression && withoutMatrices(input.expression);
  return `${JSON.stringify({ format: 1, limbic: provenance.version, provenance, claims, checks, study, behavior, expression, pathway, integration }, plain)}\n`;
}

function withoutMatrices(expression: object): object {
  return Object.fromEntries(Object.entries(expression).filter(([name]) => !ELSEWHERE.has(name)));
}

function plain(_: string, value: unknown): unknown {
  if (typeof value === 'number' && !Number.isFinite(value)) return Number.isNaN(value) ? null : value > 0 ? 'Inf' : '-Inf';
  return ArrayBuffer.isView(value) ? Array.from(value as Float64Array) : value;
}
