import { type Problem, suggestName } from '../problems/index.ts';
import { findColumn, looksNumeric, type Table } from '../table/index.ts';
import { dayNumber, isoDate } from './dates.ts';
import type { StudyFile } from './schema.ts';
import type { Animal, AnimalColumn } from './study.ts';

type Key = 'animal' | 'arm' | 'sex' | 'litter' | 'cage' | 'batch' | 'born' | 'died';
const KEYS: readonly Key[] = ['animal', 'arm', 'sex', 'litter', 'cage', 'batch', 'born', 'died'];

/** The animal sheet as it is needed: the animals, and every column for designs that name them. */
export interface AnimalSheet {
  animals: Animal[];
  columns: AnimalColumn[];
}

const SEXES = new Map<string, 'female' | 'male'>([
  ['f', 'female'],
  ['female', 'female'],
  ['♀', 'female'],
  ['m', 'male'],
  ['male', 'male'],
  ['♂', 'male'],
]);

/**
 * Reads the animal sheet: one row per animal. `animal` and `arm` are needed, the rest may be absent.
 *
 * @param names the columns' names where they differ from the keys
 * @param arms names of the arms, or null when the sheet itself says which there are
 * @param problems every fault is added here, with its line and column
 */
export function readAnimals(
  table: Table,
  names: StudyFile['animal_columns'],
  arms: readonly string[] | null,
  problems: Problem[],
): AnimalSheet {
  const sheet = new SheetReader(table, names, problems);
  const animals: Animal[] = [];
  const rows: number[] = [];
  const seen = new Map<string, number>();
  for (let row = 0; row < table.rowCount && sheet.has('animal') && sheet.has('arm'); row++) {
    const id = sheet.cell('animal', row);
    const arm = sheet.cell('arm', row);
    const earlier = id === null ? undefined : seen.get(id);
    if (id === null) sheet.report('animal', row, NO_ID);
    else if (earlier !== undefined) sheet.report('animal', row, duplicate(table.lines[earlier]));
    if (arm === null) sheet.report('arm', row, NO_ARM);
    else if (arms !== null && !arms.includes(arm)) sheet.report('arm', row, { ...UNKNOWN_ARM, mend: suggestName(arm, arms) });
    const known = { sex: sheet.sex(row), born: sheet.date('born', row), died: sheet.date('died', row) };
    if (id === null || arm === null || earlier !== undefined) continue;
    seen.set(id, row);
    rows.push(row);
    const [litter, cage, batch] = [sheet.cell('litter', row), sheet.cell('cage', row), sheet.cell('batch', row)];
    animals.push({ id, arm, litter, cage, batch, ...known });
  }
  if (table.rowCount === 0)
    problems.push({ code: 'study-no-animals', severity: 'error', file: table.file, message: 'the sheet has no animals' });
  return {
    animals,
    columns: table.columns.map((column) => ({ name: column.name, values: plainCells(column, rows, table.decimal) })),
  };
}

/** The cells of the animals' rows, numbers with a decimal point. */
function plainCells(
  column: { name: string; cells: readonly (string | null)[] },
  rows: readonly number[],
  decimal: '.' | ',',
): (string | null)[] {
  const cells = rows.map((row) => column.cells[row]);
  return decimal === ',' && looksNumeric(column, ',') ? cells.map((cell) => cell?.replace(',', '.') ?? null) : cells;
}

type Fault = Pick<Problem, 'code' | 'message' | 'expected' | 'mend'>;

/** Cells by key, and problems with their places. */
class SheetReader {
  private readonly columns: Map<Key, { position: number; cells: readonly (string | null)[] }>;
  private readonly table: Table;
  private readonly problems: Problem[];

  constructor(table: Table, names: StudyFile['animal_columns'], problems: Problem[]) {
    this.table = table;
    this.problems = problems;
    this.columns = new Map();
    for (const key of KEYS) {
      const name = names?.[key] ?? key;
      const column = findColumn(table, name);
      if (column !== undefined) this.columns.set(key, { position: table.columns.indexOf(column) + 1, cells: column.cells });
      else if (key === 'animal' || key === 'arm' || names?.[key] !== undefined) problems.push(noColumn(table, key, name));
    }
  }

  has(key: Key): boolean {
    return this.columns.has(key);
  }

  cell(key: Key, row: number): string | null {
    return this.columns.get(key)?.cells[row] ?? null;
  }

  report(key: Key, row: number, fault: Fault): void {
    const place = { file: this.table.file, line: this.table.lines[row], column: this.columns.get(key)?.position };
    this.problems.push({ severity: 'error', ...place, found: this.cell(key, row) ?? undefined, ...fault });
  }

  sex(row: number): 'female' | 'male' | null {
    const cell = this.cell('sex', row);
    const sex = cell === null ? null : SEXES.get(cell.toLowerCase());
    if (sex === undefined) this.report('sex', row, NOT_A_SEX);
    return sex ?? null;
  }

  date(key: 'born' | 'died', row: number): string | null {
    const cell = this.cell(key, row);
    const day = cell === null ? undefined : dayNumber(cell);
    if (cell !== null && day === undefined) this.report(key, row, NOT_A_DATE);
    return day === undefined ? null : isoDate(day);
  }
}

const NO_ID: Fault = {
  code: 'study-no-animal-id',
  message: 'this animal has no id',
  mend: 'fill in the cell, or delete the row',
};
const NO_ARM: Fault = { code: 'study-no-arm', message: 'this animal has no arm', mend: 'fill in the arm, or delete the row' };
const UNKNOWN_ARM: Fault = { code: 'study-unknown-arm', message: 'study.yaml has no such arm' };
const NOT_A_SEX: Fault = {
  code: 'study-unknown-sex',
  message: 'this is not a sex',
  expected: 'F, M, female or male, or empty when unknown',
};
const NOT_A_DATE: Fault = { code: 'study-invalid-date', message: 'this is not a date', expected: 'YYYY-MM-DD, e.g. 2025-03-09' };

function duplicate(line: number): Fault {
  return {
    code: 'study-duplicate-animal',
    message: `this animal stands in line ${line} already`,
    expected: 'every animal once',
    mend: 'correct the id, or delete one of the rows',
  };
}

function noColumn(table: Table, key: Key, name: string): Problem {
  const known = table.columns.map((column) => column.name);
  return {
    code: 'study-missing-column',
    severity: 'error',
    file: table.file,
    line: 1,
    message: `the animal sheet has no column "${name}"`,
    mend: `${suggestName(name, known)} Rename the column, or add "animal_columns: { ${key}: NAME }" to study.yaml`,
  };
}
