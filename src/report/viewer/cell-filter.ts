const BOUND = /^(<=|>=|<|>|=|≤|≥)\s*([+\-−]?[\d.]+(?:e[+-]?\d+)?)$/i;

/**
 * Whether a cell passes a filter. Numbers take `<0.05`, `>= 1`, `=3`, and `|>1` for the absolute value; everything else is
 * found anywhere in the text, in any case.
 */
export function matches(key: string | number, filter: string): boolean {
  if (typeof key === 'number') {
    const absolute = filter.startsWith('|');
    const bound = BOUND.exec(absolute ? filter.slice(1).trim() : filter);
    if (bound === null) return /^[<>=≤≥|]/.test(filter) || String(key).startsWith(filter);
    const value = absolute ? Math.abs(key) : key;
    return within(value, bound[1], Number(bound[2].replace('−', '-')));
  }
  return key.toLowerCase().includes(filter.toLowerCase());
}

function within(value: number, sign: string, limit: number): boolean {
  if (sign === '<') return value < limit;
  if (sign === '>') return value > limit;
  if (sign === '<=' || sign === '≤') return value <= limit;
  if (sign === '>=' || sign === '≥') return value >= limit;
  return value === limit;
}
