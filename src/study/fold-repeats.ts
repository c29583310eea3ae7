import type { Problem } from '../problems/index.ts';

/** Keeps the first of problems that differ in their line only, and says in how many more rows they stand. */
export function foldRepeats(problems: readonly Problem[]): Problem[] {
  const groups = new Map<string, Problem[]>();
  for (const problem of problems) {
    const { code, file, column, found, message } = problem;
    const key = JSON.stringify([code, file, column, found, message]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [problem]);
    else group.push(problem);
  }
  return [...groups.values()].map(([first, ...more]) =>
    more.length === 0
      ? first
      : { ...first, message: `${first.message}, here and in ${more.length} more ${more.length === 1 ? 'row' : 'rows'}` },
  );
}
