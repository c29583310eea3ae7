import { type Design, factorCodes } from '../formula/index.ts';

/** Combinations of factor levels that a term of the design needs but no row has, as text such as `arm high, sex male`. */
export function emptyCells(design: Design): string[] {
  const found = new Set<string>();
  for (const term of design.termList.terms) {
    const factors = term.variables.map((i) => design.variables[i]).filter((variable) => variable.kind === 'factor');
    if (factors.length < 2) continue;
    const codes = factors.map((factor) => factorCodes(factor, design.data));
    const seen = new Set(Array.from({ length: design.rows }, (_, row) => codes.map((one) => one[row]).join(',')));
    const cells = factors.reduce<number[][]>(
      (partial, factor) => partial.flatMap((cell) => factor.levels.map((_, level) => [...cell, level])),
      [[]],
    );
    for (const cell of cells) {
      if (!seen.has(cell.join(',')))
        found.add(factors.map((factor, i) => `${factor.label} ${factor.levels[cell[i]]}`).join(', '));
    }
  }
  return [...found];
}
