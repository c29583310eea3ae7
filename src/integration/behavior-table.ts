import { InputError, inputError, type Problem } from '../problems/index.ts';
import { type Column, looksNumeric, numbers, parseNumber, requireColumn, type Table } from '../table/index.ts';

/** Expression and behavior of the same animals, matched by name. */
export interface MatchedTables {
  animals: string[];
  genes: string[];
  /** Expression, genes x animals. */
  values: Float64Array;
  outcomes: { name: string; values: Float64Array }[];
  group: string[];
  others: string[][];
  notes: string[];
}

/**
 * Matches a table of expression (gene, then one column per animal or sample) with one of behavior (one row per animal or
 * sample, named in whichever column matches; numeric columns are outcomes).
 *
 * @param group column of the behavior table with the group; null: one group
 * @param others further columns whose means are removed (sex, batch)
 * @throws InputError naming every animal and gene that stands twice, unknown columns, missing labels, or that nothing matches
 */
export function matchTables(expression: Table, behavior: Table, group: string | null, others: readonly string[]): MatchedTables {
  const names = namingColumn(expression, behavior);
  const labels = [...(group === null ? [] : [group]), ...others].map((name) => labelColumn(behavior, name));
  const rowOf = rowsByName(behavior, names.cells, names.name);
  const columns = expression.columns.slice(1).filter((column) => rowOf.has(column.name));
  if (columns.length === 0)
    throw inputError({
      code: 'link-nothing-shared',
      file: behavior.file,
      message: `no ${names.name || 'row'} of the behavior table is a column of ${expression.file}`,
      found: [...rowOf.keys()].slice(0, 3).join(', '),
      expected: `names such as ${expression.columns
        .slice(1, 4)
        .map((column) => column.name)
        .join(', ')}`,
      mend: 'name animals (or samples) alike in both tables',
    });
  const rows = columns.map((column) => rowOf.get(column.name) ?? -1);
  const genes = expressionGenes(expression);
  const values = new Float64Array(genes.length * columns.length);
  columns.forEach((column, a) => {
    numbers(expression, column.name).forEach((value, g) => {
      values[g * columns.length + a] = value;
    });
  });
  const skip = new Set([names.name, group, ...others]);
  const open = behavior.columns.filter((column) => !skip.has(column.name));
  const outcomes = open
    .filter((column) => looksNumeric(column, behavior.decimal))
    .map((column) => {
      const all = numbers(behavior, column.name);
      return { name: column.name, values: Float64Array.from(rows, (row) => all[row]) };
    });
  const label = (k: number): string[] => rows.map((row) => labels[k][row]);
  const unmatched = rowOf.size - columns.length + (expression.columns.length - 1 - columns.length);
  return {
    animals: columns.map((column) => column.name),
    genes,
    values,
    outcomes,
    group: group === null ? rows.map(() => 'all') : label(0),
    others: others.map((_, k) => label(k + (group === null ? 0 : 1))),
    notes: [
      ...(unmatched > 0 ? [`${columns.length} animals are in both tables; ${unmatched} names are in only one of them.`] : []),
      ...open.flatMap((column) => strayText(behavior, column)),
      ...incompleteGenes(genes, values),
    ],
  };
}

/**
 * The first column of an expression table.
 *
 * @throws InputError naming rows without a gene and genes that stand twice
 */
export function expressionGenes(table: Table): string[] {
  const cells = table.columns[0].cells;
  rowsByName(table, cells, table.columns[0].name, 'give one row per gene (for example the one with the larger mean)');
  return cells.map((cell) => cell ?? '');
}

/** A column of numbers that is no outcome because of a text in it. */
function strayText(table: Table, column: Column): string[] {
  const parsed = column.cells.map((cell) => parseNumber(cell, table.decimal));
  const stray = parsed.indexOf(undefined);
  const held = parsed.filter((value) => value !== undefined && !Number.isNaN(value)).length;
  if (stray < 0 || 2 * held <= parsed.length) return [];
  return [
    `column "${column.name}" is not used: it holds ${held} numbers, but "${column.cells[stray] ?? ''}" on line ${table.lines[stray]}; leave the cell empty if the value is missing.`,
  ];
}

function incompleteGenes(genes: readonly string[], values: Float64Array): string[] {
  const animals = values.length / genes.length;
  const incomplete = genes.filter((_, g) =>
    values.subarray(g * animals, (g + 1) * animals).some((value) => !Number.isFinite(value)),
  );
  if (incomplete.length === 0) return [];
  return [
    `${incomplete.length} genes lack a finite value in some animal and have no result (${incomplete.slice(0, 3).join(', ')}).`,
  ];
}

/** The column of the behavior table whose cells name the most expression columns: animals or samples. */
function namingColumn(expression: Table, behavior: Table): Column {
  const wanted = new Set(expression.columns.slice(1).map((column) => column.name));
  let best = behavior.columns[0];
  let most = 0;
  for (const column of behavior.columns) {
    const found = column.cells.filter((cell) => cell !== null && wanted.has(cell)).length;
    if (found > most) {
      most = found;
      best = column;
    }
  }
  return best;
}

function labelColumn(table: Table, name: string): string[] {
  const column = requireColumn(table, name);
  const problems = column.cells.flatMap((cell, row): Problem[] =>
    cell === null
      ? [
          {
            code: 'link-missing-label',
            severity: 'error',
            file: table.file,
            line: table.lines[row],
            message: `column "${name}" has no value here`,
            mend: 'fill it in, or remove the row',
          },
        ]
      : [],
  );
  if (problems.length > 0) throw new InputError(problems);
  return column.cells.map((cell) => cell ?? '');
}

function rowsByName(
  table: Table,
  cells: readonly (string | null)[],
  column: string,
  mend = 'give one row per animal (choose one session or trial)',
): Map<string, number> {
  const rows = new Map<string, number>();
  const problems: Problem[] = [];
  cells.forEach((cell, row) => {
    const earlier = cell === null ? undefined : rows.get(cell);
    if (cell === null || earlier !== undefined)
      problems.push({
        code: cell === null ? 'link-unnamed' : 'link-duplicate',
        severity: 'error',
        file: table.file,
        line: table.lines[row],
        message:
          cell === null
            ? `column "${column}" has no name here`
            : `"${cell}" stands twice, first on line ${table.lines[earlier ?? 0]}`,
        mend,
      });
    else rows.set(cell, row);
  });
  if (problems.length > 0) throw new InputError(problems);
  return rows;
}
