import { InputError, type Problem, suggestName } from '../problems/index.ts';
import { findColumn, readWorkbook, type Table } from '../table/index.ts';
import type { Place, PositionedValue, ValuePath } from './positioned.ts';

/** A study in one workbook: what study.yaml would say, and the sheets that would be files beside it. */
export interface StudyWorkbook {
  parsed: PositionedValue;
  animals: Table | null;
  weights: Table | null;
}

/** Sheets that become lists, and where the list stands in study.yaml. */
const LISTS: readonly { sheet: string; path: ValuePath }[] = [
  { sheet: 'arms', path: ['arms'] },
  { sheet: 'sessions', path: ['sessions'] },
  { sheet: 'assays', path: ['assays'] },
  { sheet: 'where', path: ['expression', 'where'] },
  { sheet: 'contrasts', path: ['expression', 'contrasts'] },
  { sheet: 'exclude', path: ['expression', 'exclude'] },
];
const SHEETS = ['study', ...LISTS.map((list) => list.sheet), 'measures', 'animals', 'weights'];
/** Keys whose cell holds a list, separated by commas. */
const LIST_KEYS: ReadonlySet<string> = new Set(['primary', 'center']);

/**
 * Parses study.xlsx. Sheet `study` has the columns `key` and `value`, with keys such as `drug.name`; `arms`, `sessions`,
 * `assays`, `measures`, `where`, `contrasts` and `exclude` have one row per entry and the keys of study.yaml as columns
 * (`arena.size_cm`); `animals` and `weights` are the sheets themselves. Sheets whose names begin with `_` are notes.
 *
 * @throws InputError with all problems, each with sheet, row and column
 */
export async function parseStudyWorkbook(bytes: Uint8Array, file: string): Promise<StudyWorkbook> {
  const sheets = (await readWorkbook(bytes, file)).filter((sheet) => !sheet.name.startsWith('_'));
  const problems: Problem[] = [];
  for (const { name, table } of sheets)
    if (!SHEETS.includes(name))
      problems.push({
        code: 'study-unknown-sheet',
        severity: 'error',
        file: table.file,
        message: `there is no place for a sheet "${name}"`,
        mend: `${suggestName(name, SHEETS)} Sheets whose names begin with _ are taken as notes`,
      });
  const tableNamed = (name: string): Table | null => sheets.find((sheet) => sheet.name === name)?.table ?? null;
  const tree = new Tree(file);
  const study = tableNamed('study');
  if (study !== null) addPairs(tree, study, problems);
  for (const { sheet, path } of LISTS) {
    const table = tableNamed(sheet);
    if (table !== null) addRows(tree, table, () => path);
  }
  const measures = tableNamed('measures');
  if (measures !== null) addMeasures(tree, measures, tableNamed('assays'), problems);
  if (problems.length > 0) throw new InputError(problems);
  return { parsed: tree, animals: tableNamed('animals'), weights: tableNamed('weights') };
}

function addPairs(tree: Tree, table: Table, problems: Problem[]): void {
  const keys = findColumn(table, 'key')?.cells;
  const values = findColumn(table, 'value')?.cells;
  if (keys === undefined || values === undefined) {
    const message = 'this sheet needs the columns "key" and "value"';
    problems.push({ code: 'study-missing-column', severity: 'error', file: table.file, line: table.lines[0] - 1, message });
    return;
  }
  const column = table.columns.findIndex((one) => one.name === 'value') + 1;
  for (let row = 0; row < table.rowCount; row++) {
    const key = keys[row];
    if (key !== null) tree.set(key.split('.'), values[row], { file: table.file, line: table.lines[row], column });
  }
}

/** One entry per row; empty cells are left out. */
function addRows(tree: Tree, table: Table, pathOf: (row: number) => ValuePath | undefined, skip?: string): void {
  for (let row = 0; row < table.rowCount; row++) {
    const list = pathOf(row);
    if (list === undefined) continue;
    const entry = [...list, tree.lengthOf(list)];
    tree.set(entry, undefined, { file: table.file, line: table.lines[row], column: 1 });
    table.columns.forEach((column, c) => {
      if (column.name !== skip)
        tree.set([...entry, ...column.name.split('.')], column.cells[row], {
          file: table.file,
          line: table.lines[row],
          column: c + 1,
        });
    });
  }
}

/** Measures name their assay by its label or id. */
function addMeasures(tree: Tree, table: Table, assays: Table | null, problems: Problem[]): void {
  const labels = assays === null ? [] : (findColumn(assays, 'label')?.cells ?? []);
  const ids = assays === null ? [] : (findColumn(assays, 'assay')?.cells ?? []);
  const wanted = findColumn(table, 'for')?.cells;
  addRows(
    tree,
    table,
    (row) => {
      const name = wanted?.[row] ?? '';
      const index = labels.includes(name) ? labels.indexOf(name) : ids.indexOf(name);
      if (index >= 0) return ['assays', index, 'measures'];
      problems.push({
        code: 'study-unknown-assay',
        severity: 'error',
        file: table.file,
        line: table.lines[row],
        message: 'column "for" must name an assay of the sheet "assays" by its label or id',
        found: name,
        mend: suggestName(
          name,
          [...labels, ...ids].filter((one) => one !== null),
        ),
      });
      return undefined;
    },
    'for',
  );
}

/** Nested values with the cell that each came from. Names are the user's: objects have no prototype. */
class Tree implements PositionedValue {
  readonly value: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
  private readonly places = new Map<string, Place>();
  private readonly texts = new Map<string, string>();
  private readonly file: string;

  constructor(file: string) {
    this.file = file;
  }

  lengthOf(path: ValuePath): number {
    const node = path.reduce(childOf, this.value);
    return Array.isArray(node) ? node.length : 0;
  }

  /** Puts a cell at a path, making what is missing on the way; undefined makes an empty entry, null nothing. */
  set(path: ValuePath, cell: string | null | undefined, place: Place): void {
    if (cell === null) return;
    let node: Record<string | number, unknown> = this.value;
    path.forEach((key, i) => {
      const id = JSON.stringify(path.slice(0, i + 1));
      if (!this.places.has(id)) this.places.set(id, place);
      if (i < path.length - 1 || cell === undefined) {
        const made: unknown = typeof path[i + 1] === 'number' ? [] : Object.create(null);
        if (typeof node[key] !== 'object' || node[key] === null) node[key] = made;
        node = node[key] as Record<string | number, unknown>;
        return;
      }
      if (LIST_KEYS.has(String(key))) {
        const parts = cell.split(',').map((part) => part.trim());
        node[key] = parts;
        parts.forEach((part, p) => {
          this.remember([...path, p], part, place);
        });
      } else node[key] = cell;
      this.remember(path, cell, place);
    });
  }

  private remember(path: ValuePath, text: string, place: Place): void {
    this.places.set(JSON.stringify(path), place);
    this.texts.set(JSON.stringify(path), text);
  }

  placeOf(path: ValuePath): Place {
    for (let length = path.length; length > 0; length--) {
      const place = this.places.get(JSON.stringify(path.slice(0, length)));
      if (place !== undefined) return place;
    }
    return { file: `${this.file} [study]`, line: 1, column: 1 };
  }

  placeOfKey(path: ValuePath, key: string): Place {
    return this.placeOf([...path, key]);
  }

  textOf(path: ValuePath): string | undefined {
    return this.texts.get(JSON.stringify(path));
  }
}

function childOf(node: unknown, key: string | number): unknown {
  return typeof node === 'object' && node !== null ? (node as Record<string | number, unknown>)[key] : undefined;
}
