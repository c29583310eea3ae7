/** A gene whose symbol a spreadsheet takes for a date: the symbol it had, and what it is called today. */
export interface DamagedSymbol {
  symbol: string;
  current: string;
}

const numbered = (from: string, to: string, numbers: readonly number[]): [number, DamagedSymbol][] =>
  numbers.map((n) => [n, { symbol: `${from}${n}`, current: `${to}${n}` }]);

/**
 * Symbols by month and day, after Ziemann, Eren & El-Osta 2016 (doi:10.1186/s13059-016-1044-7) and Bruford et al. 2020
 * (doi:10.1038/s41588-020-0669-3), who renamed them. March1 and Marc1 both become the first of March.
 */
const BY_MONTH: ReadonlyMap<number, readonly [number, DamagedSymbol][]> = new Map([
  [3, [...numbered('March', 'Marchf', [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]), ...numbered('Marc', 'Mtarc', [1, 2])]],
  [
    9,
    [
      ...numbered('Sept', 'Septin', [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 14]),
      [15, { symbol: 'Sep15', current: 'Selenof' }] as [number, DamagedSymbol],
    ],
  ],
  [
    10,
    [
      [1, { symbol: 'Oct1', current: 'Pou2f1' }],
      [2, { symbol: 'Oct2', current: 'Pou2f2' }],
      [4, { symbol: 'Oct4', current: 'Pou5f1' }],
      [6, { symbol: 'Oct6', current: 'Pou3f1' }],
      [11, { symbol: 'Oct11', current: 'Pou2f3' }],
    ],
  ],
  [12, [[1, { symbol: 'Dec1', current: 'Delec1' }]]],
]);

/** The genes whose symbol becomes this day of the year. */
export function symbolsOfDay(month: number, day: number): DamagedSymbol[] {
  return (BY_MONTH.get(month) ?? []).filter(([number]) => number === day).map(([, symbol]) => symbol);
}
