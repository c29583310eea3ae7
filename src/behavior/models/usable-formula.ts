import { type DataFrame, type Formula, parseFormula, type RandomTerm } from '../../stats/index.ts';

/** A planned formula without the terms that the data at hand cannot carry, and why each was left out. */
export interface UsableFormula {
  text: string;
  notes: string[];
}

/** Fewest groups from which a variance between groups is estimated. */
const MINIMUM_GROUPS = 3;

/**
 * Leaves out of a planned formula what the rows at hand cannot estimate: factors with a single level (one sex, one
 * session), columns without any value, grouping factors with fewer than three groups or with a group for every row.
 * Nothing else is changed.
 */
export function usableFormula(planned: string, data: DataFrame): UsableFormula {
  const formula = parseFormula(planned);
  const notes: string[] = [];
  const constant = formula.fixed.variables.map(({ label }) => {
    const why = reasonAgainst(label, data);
    if (why !== null) notes.push(`left ${label} out of the model: ${why}`);
    return why !== null;
  });
  const kept = formula.fixed.terms.filter((term) => !term.variables.some((i) => constant[i])).map((term) => term.label);
  const random = [...new Set(formula.random.map((term) => usableRandom(term, data, notes)).filter((term) => term !== null))];
  const fixed = [formula.fixed.intercept ? '1' : '0', ...kept];
  const right = [...(kept.length > 0 && formula.fixed.intercept ? kept : fixed), ...random];
  return { text: `${responseOf(formula)} ~ ${right.join(' + ')}`, notes: [...new Set(notes)] };
}

function responseOf(formula: Formula): string {
  return formula.response?.label ?? 'score';
}

/** Why a variable cannot enter, or null. Only plain columns are looked at; a transformed one speaks for itself. */
function reasonAgainst(label: string, data: DataFrame): string | null {
  const column = data.get(label);
  if (column === undefined) return null;
  const distinct = new Set<number>();
  const values = column.kind === 'factor' ? column.codes : column.values;
  for (const value of values) if (column.kind === 'factor' ? value >= 0 : Number.isFinite(value)) distinct.add(value);
  if (distinct.size === 0) return 'no values';
  return distinct.size === 1 ? 'it has a single value' : null;
}

/** The random term that the data can carry, without grouping columns that are not stated for every row; null when none. */
function usableRandom(term: RandomTerm, data: DataFrame, notes: string[]): string | null {
  const group = term.group.filter(({ label }) => {
    const column = data.get(label);
    if (column?.kind !== 'factor' || !column.codes.includes(-1)) return true;
    const missing = column.codes.filter((code) => code < 0).length;
    notes.push(`left ${label} out of the random effects: not stated for ${missing} of ${column.codes.length} rows`);
    return false;
  });
  const effects = term.label.slice(0, term.label.lastIndexOf('|')).trim();
  const columns = group.map(({ label }) => data.get(label));
  if (group.length === 0) return null;
  const text = `(${effects} | ${group.map(({ label }) => label).join(':')})`;
  if (columns.some((column) => column?.kind !== 'factor')) return text;
  const rows = columns[0]?.kind === 'factor' ? columns[0].codes.length : 0;
  const groups = new Set<string>();
  for (let row = 0; row < rows; row++)
    groups.add(columns.map((column) => (column?.kind === 'factor' ? column.codes[row] : -1)).join(' '));
  if (groups.size >= MINIMUM_GROUPS && groups.size < rows) return text;
  const why = groups.size === rows ? 'one row per group' : `only ${groups.size} group${groups.size === 1 ? '' : 's'}`;
  notes.push(`left the random effect ${text} out of the model: ${why}`);
  return null;
}
