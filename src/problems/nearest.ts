/** Edit distance with adjacent transpositions (optimal string alignment). */
export function editDistance(a: string, b: string): number {
  const width = b.length + 1;
  const rows = new Uint16Array((a.length + 1) * width);
  for (let i = 0; i <= a.length; i++) rows[i * width] = i;
  for (let j = 0; j <= b.length; j++) rows[j] = j;
  for (let i = 1; i <= a.length; i++) {
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      let best = Math.min(rows[(i - 1) * width + j] + 1, rows[i * width + j - 1] + 1, rows[(i - 1) * width + j - 1] + cost);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        best = Math.min(best, rows[(i - 2) * width + j - 2] + 1);
      rows[i * width + j] = best;
    }
  }
  return rows[a.length * width + b.length];
}

/** The known name closest to `name` (case ignored), or undefined when none is near enough to be a likely typo. */
export function nearestName(name: string, known: Iterable<string>): string | undefined {
  let best: string | undefined;
  let bestDistance = Math.max(2, Math.floor(name.length / 3)) + 1;
  for (const candidate of known) {
    const distance = editDistance(name.toLowerCase(), candidate.toLowerCase());
    if (distance < bestDistance) {
      bestDistance = distance;
      best = candidate;
    }
  }
  return best;
}

/** A mend sentence for an unknown name: names the nearest known one, else lists the known ones (at most 12). */
export function suggestName(name: string, known: Iterable<string>): string {
  const all = [...known];
  const near = nearestName(name, all);
  if (near !== undefined) return `did you mean "${near}"?`;
  return `known: ${all.slice(0, 12).join(', ')}${all.length > 12 ? `, ... (${all.length} in all)` : ''}`;
}
