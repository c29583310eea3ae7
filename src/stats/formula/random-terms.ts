import { deparse, type Expression, unwrap } from './expression.ts';
import { formulaError } from './formula-error.ts';
import { expandTerms, type FormulaVariable, type TermList } from './terms.ts';

/** One random term `(effects | group)` with its own unstructured covariance. */
export interface RandomTerm {
  /** As lme4 names it, e.g. `1 + Days | Subject`. */
  readonly label: string;
  /** What varies between groups: `1` gives an intercept, `1 + x` an intercept and a slope. */
  readonly effects: TermList;
  /** Variables whose combinations are the groups; more than one for a nested factor (`animal:litter`). */
  readonly group: readonly FormulaVariable[];
  /** Labels of the grouping variables joined by `:`. */
  readonly groupLabel: string;
  /** True when this term came from `||`, which splits effects into independent terms. */
  readonly fromDoubleBar: boolean;
}

/** The grouping factors of `a/b/c`: `a`, `b:a`, `c:b:a`; the deepest first, as lme4 lists them. */
function groupings(expression: Expression, text: string): FormulaVariable[][] {
  const inner = unwrap(expression);
  if (inner.kind === 'binary' && inner.operator === '/') {
    const outer = groupings(inner.left, text);
    const deepest = groupings(inner.right, text).map((one) => [...one, ...outer[0]]);
    return [...deepest, ...outer];
  }
  if (inner.kind === 'binary' && inner.operator === '+') return [...groupings(inner.left, text), ...groupings(inner.right, text)];
  if (inner.kind === 'binary' && inner.operator === ':')
    return [[...groupings(inner.left, text)[0], ...groupings(inner.right, text)[0]]];
  if (inner.kind === 'name' || (inner.kind === 'call' && (inner.name === 'factor' || inner.name === 'as.factor')))
    return [[{ label: deparse(inner), expression: inner }]];
  throw formulaError(
    text,
    inner.at,
    'the right side of | must name grouping factors',
    'write (1 | litter), (1 | litter/animal) or (1 | litter:cage)',
  );
}

/** `||` makes one independent term of the intercept and one of each effect, as lme4 does. */
function splitDoubleBar(effects: TermList): TermList[] {
  const none = { ...effects, intercept: false };
  const parts: TermList[] = effects.intercept ? [{ ...none, intercept: true, terms: [], variables: [] }] : [];
  for (const term of effects.terms) {
    const variables = term.variables.map((i) => effects.variables[i]);
    parts.push({ ...none, variables, terms: [{ label: term.label, variables: variables.map((_, i) => i) }] });
  }
  return parts;
}

/** The effects side as text: `1 + x`, `0 + x`. */
function effectsLabel(effects: TermList, written: Expression, split: boolean): string {
  if (!split) return deparse(written);
  if (effects.terms.length === 0) return '1';
  return `0 + ${effects.terms.map((term) => term.label).join(' + ')}`;
}

/** Parses the inside of a random term. Throws InputError when a side cannot be understood. */
export function parseRandomTerm(bar: Expression & { kind: 'binary' }, text: string): RandomTerm[] {
  const whole = expandTerms([bar.left], text);
  if (whole.offsets.length > 0)
    throw formulaError(text, bar.at, 'an offset cannot be random', 'move offset(...) out of the brackets');
  const split = bar.operator === '||';
  const parts = split ? splitDoubleBar(whole) : [whole];
  const groups = groupings(bar.right, text);
  const emptyPart = parts.length === 0 || parts.some((part) => !part.intercept && part.terms.length === 0);
  if (emptyPart) throw formulaError(text, bar.at, 'the random term has no effect', 'write (1 | group) for a random intercept');
  return groups.flatMap((group) =>
    parts.map((effects) => {
      const groupLabel = group.map((one) => one.label).join(':');
      const label = `${effectsLabel(effects, bar.left, split)} | ${groupLabel}`;
      return { label, effects, group, groupLabel, fromDoubleBar: split };
    }),
  );
}
