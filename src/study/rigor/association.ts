/** Two labels per unit, both known. */
export interface Pairing {
  a: string[];
  b: string[];
}

/** Keeps the units for which both labels are known. */
export function pairUp(a: readonly (string | null)[], b: readonly (string | null)[]): Pairing {
  const kept: Pairing = { a: [], b: [] };
  a.forEach((label, i) => {
    const other = b[i];
    if (label === null || other === null) return;
    kept.a.push(label);
    kept.b.push(other);
  });
  return kept;
}

/** Counts of a two-way table, with its levels in order of appearance. */
export function crossTable({ a, b }: Pairing): { rows: string[]; columns: string[]; counts: number[][] } {
  const rows = [...new Set(a)];
  const columns = [...new Set(b)];
  const counts = rows.map(() => columns.map(() => 0));
  a.forEach((label, i) => {
    counts[rows.indexOf(label)][columns.indexOf(b[i])]++;
  });
  return { rows, columns, counts };
}

/**
 * Cramer's V with Bergsma's correction for bias (J Korean Stat Soc 2013;42:323): 0 no association, 1 one label follows from
 * the other. NaN when either label does not vary.
 */
export function cramersV(pairing: Pairing): number {
  const { rows, columns, counts } = crossTable(pairing);
  const n = pairing.a.length;
  if (rows.length < 2 || columns.length < 2) return NaN;
  const rowSums = counts.map((row) => row.reduce((sum, count) => sum + count, 0));
  const columnSums = columns.map((_, j) => counts.reduce((sum, row) => sum + row[j], 0));
  let phi = -1;
  counts.forEach((row, i) => {
    row.forEach((count, j) => {
      phi += (count * count) / (rowSums[i] * columnSums[j]);
    });
  });
  const r = rows.length;
  const c = columns.length;
  const corrected = Math.max(0, phi - ((r - 1) * (c - 1)) / (n - 1));
  const rBar = r - ((r - 1) * (r - 1)) / (n - 1);
  const cBar = c - ((c - 1) * (c - 1)) / (n - 1);
  const smaller = Math.min(rBar, cBar) - 1;
  return smaller > 0 ? Math.sqrt(corrected / smaller) : NaN;
}

/**
 * Which arms cannot be compared with the control once the other label is in the model: those that no chain of shared
 * labels links to the control. (In the additive model of two factors, differences are estimable exactly within the connected
 * parts of the bipartite graph of their levels.)
 */
export function aliasedArms({ a: arms, b: labels }: Pairing, control: string): string[] {
  const reached = new Set([control]);
  for (let before = 0; before !== reached.size; ) {
    before = reached.size;
    const shared = new Set(labels.filter((_, i) => reached.has(arms[i])));
    arms.forEach((arm, i) => {
      if (shared.has(labels[i])) reached.add(arm);
    });
  }
  return [...new Set(arms)].filter((arm) => !reached.has(arm));
}
