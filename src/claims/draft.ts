import type { Claim, NotAssessed } from './results.ts';

/** What a claim is before adjustment and verdict: all but `padj`, `family` and `verdict`. */
export type Draft = Omit<Claim, 'padj' | 'family' | 'verdict' | 'reason'>;

/** A claim drafted from results, or the reason why the study cannot speak to it. */
export type Drafted = { draft: Draft } | { missing: NotAssessed };

/** Shorthand for a claim that cannot be assessed. */
export function missing(id: string, statement: string, why: string): Drafted {
  return { missing: { id, statement, why } };
}

/** A p-value for a detail line: three significant digits, never 0. */
export function pText(p: number): string {
  if (Number.isNaN(p)) return 'not available';
  if (p === 0) return '< 1e-300';
  return p < 1e-4 ? p.toExponential(1) : p.toPrecision(2);
}

/** A number for a detail line, three significant digits. */
export function numberText(value: number): string {
  return Number.isFinite(value) ? String(Number(value.toPrecision(3))) : 'not available';
}
