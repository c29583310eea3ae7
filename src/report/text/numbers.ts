/** What stands for a number that could not be estimated. */
export const MISSING = '–';
const MINUS = '\u2212';

/** A number with a fixed count of decimals and a true minus sign; never "−0.00". */
export function fixed(value: number, decimals: number): string {
  if (Number.isNaN(value)) return MISSING;
  if (!Number.isFinite(value)) return value > 0 ? '∞' : `${MINUS}∞`;
  const text = Math.abs(value).toFixed(decimals);
  return value < 0 && Number(text) !== 0 ? `${MINUS}${text}` : text;
}

/** Power of ten of the leading digit of a positive number. */
function magnitude(value: number): number {
  return Number(value.toExponential().split('e')[1]);
}

/** A number to `digits` significant digits, thousands kept whole, very large and small ones in powers of ten. */
export function significant(value: number, digits = 3): string {
  if (!Number.isFinite(value)) return fixed(value, 0);
  if (value === 0) return '0';
  const power = magnitude(Math.abs(value));
  if (power >= 7 || power <= -5) return powerOfTen(value, digits - 1);
  return fixed(value, Math.max(0, digits - 1 - power));
}

/**
 * `2.3e-5`: superscripts would be prettier, but their minus is missing from many fonts (10⁻⁴ then reads as 10⁴), and this form can be pasted
 * into any program.
 */
function powerOfTen(value: number, decimals: number): string {
  const [mantissa, exponent] = Math.abs(value).toExponential(decimals).split('e');
  return `${value < 0 ? MINUS : ''}${mantissa}e${Number(exponent)}`;
}

/** Decimals that give half the width of an interval two significant digits; between 0 and 6. */
export function decimalsFor(low: number, high: number): number {
  const half = Math.abs(high - low) / 2;
  if (!Number.isFinite(half) || half === 0) return 2;
  return Math.min(6, Math.max(0, 1 - magnitude(half)));
}

/** `1.23 [0.87, 1.59]`: estimate and interval with the same decimals, chosen from the width of the interval unless given. */
export function withInterval(estimate: number, low: number, high: number, decimals = decimalsFor(low, high)): string {
  if (Number.isNaN(low) && Number.isNaN(high)) return significant(estimate);
  return `${fixed(estimate, decimals)} [${fixed(low, decimals)}, ${fixed(high, decimals)}]`;
}

/**
 * A p-value for people: two or three digits, never rounded across 0.05 or 0.01 or to 0 or 1, `< 1e-300` where doubles end.
 */
export function pvalue(p: number): string {
  if (Number.isNaN(p)) return MISSING;
  if (p < 1e-300) return '< 1e-300';
  if (p < 0.001) return powerOfTen(p, 1);
  if (p > 0.995) return '> 0.99';
  for (let decimals = p < 0.0995 ? 3 : 2; decimals < 8; decimals++) {
    const text = p.toFixed(decimals);
    const crossed = [0.01, 0.05, 0.1].some((level) => p < level && Number(text) >= level);
    if (!crossed) return text;
  }
  return p.toFixed(8);
}

/** `p = 0.012`, `p < 1e-300`, or `p not estimated`. */
export function pEquals(p: number, name = 'p'): string {
  const text = pvalue(p);
  if (text === MISSING) return `${name} not estimated`;
  return text.startsWith('<') || text.startsWith('>') ? `${name} ${text}` : `${name} = ${text}`;
}

/** A whole number with thin spaces between thousands. */
export function count(value: number): string {
  return fixed(value, 0).replace(/\B(?=(\d{3})+$)/g, '\u202f');
}

/** `1 animal`, `12 animals`. */
export function plural(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}

/** A share as a percentage without false precision. */
export function percent(fraction: number): string {
  if (Number.isNaN(fraction)) return MISSING;
  return `${fixed(100 * fraction, Math.abs(fraction) < 0.1 ? 1 : 0)} %`;
}

/** `a, b and c`. */
export function listed(items: readonly string[]): string {
  if (items.length < 2) return items.join('');
  return `${items.slice(0, -1).join(', ')} and ${items[items.length - 1]}`;
}

/** Words as a sentence: a capital at the start, a full stop at the end. */
export function sentence(text: string): string {
  const trimmed = text.trim();
  if (trimmed === '') return '';
  const [first, ...rest] = trimmed;
  return `${first.toUpperCase()}${rest.join('')}${/[.!?]$/.test(trimmed) ? '' : '.'}`;
}
