import type { CellFormat } from '../text/cell.ts';
import { matches } from './cell-filter.ts';
import { embeddedSet } from './embedded.ts';
import { pager } from './pager.ts';
import { domRows, embeddedRows, type TableRows } from './table-rows.ts';

/** Tables of fewer rows can be taken in at a glance. */
const FILTERED = 8;

interface State {
  sort: number;
  descending: boolean;
  filters: string[];
  first: number;
  pageSize: number;
}

/** Makes a table sort by its headings and filter by a line of fields below them; long tables load their data when first touched. */
export function liveTable(box: HTMLElement): void {
  const table = box.querySelector('table');
  const heads = [...(table?.tHead?.rows[0]?.cells ?? [])] as HTMLTableCellElement[];
  const body = table?.tBodies[0];
  const id = box.dataset.table;
  if (!table || !body || id === undefined || heads.length === 0) return;
  const formats = heads.map((head) => (head.dataset.format ?? 'text') as CellFormat);
  const state: State = { sort: -1, descending: false, filters: heads.map(() => ''), first: 0, pageSize: 25 };
  const whole = Number(box.dataset.rows) <= body.rows.length;
  let rows: Promise<TableRows> | undefined;
  const load = (): Promise<TableRows> => {
    rows ??= whole
      ? Promise.resolve(domRows(body, formats))
      : embeddedSet(id).then((set) => (set === undefined ? domRows(body, formats) : embeddedRows(set, formats)));
    return rows;
  };
  const controls = pager(state, !whole, () => void update());
  const update = async (): Promise<void> => {
    const all = await load();
    const kept = chosen(all, state, formats);
    state.first = Math.min(state.first, Math.max(0, Math.ceil(kept.length / state.pageSize) - 1) * state.pageSize);
    const shown = whole ? kept : kept.slice(state.first, state.first + state.pageSize);
    body.replaceChildren(...shown.map((row) => all.element(row)));
    controls.show(kept.length, all.count, all.of);
    if (!whole) table.querySelector('caption .rest')?.replaceChildren();
  };
  heads.forEach((head, column) => {
    sortButton(head, () => {
      state.descending = state.sort === column ? !state.descending : false;
      state.sort = column;
      for (const other of heads) other.removeAttribute('aria-sort');
      head.setAttribute('aria-sort', state.descending ? 'descending' : 'ascending');
      void update();
    });
  });
  if (Number(box.dataset.rows) < FILTERED) return;
  filterLine(table, heads, formats, (column, text) => {
    state.filters[column] = text;
    state.first = 0;
    void update();
  });
  box.append(controls.element);
  if (!whole) controls.show(Number(box.dataset.rows), Number(box.dataset.rows), Number(box.dataset.rows));
}

/** Row numbers that pass the filters, in the chosen order; missing values last. */
function chosen(rows: TableRows, state: State, formats: readonly CellFormat[]): number[] {
  const active = state.filters.map((text, column) => ({ text: text.trim(), column })).filter(({ text }) => text !== '');
  const kept: number[] = [];
  for (let row = 0; row < rows.count; row++) {
    if (active.every(({ text, column }) => matches(rows.key(row, column), text))) kept.push(row);
  }
  if (state.sort < 0) return kept;
  const sign = state.descending ? -1 : 1;
  const numeric = formats[state.sort] !== 'text';
  return kept.sort((a, b) => compare(rows.key(a, state.sort), rows.key(b, state.sort), numeric, sign) || a - b);
}

function compare(a: string | number, b: string | number, numeric: boolean, sign: number): number {
  if (numeric) {
    const [x, y] = [Number(a), Number(b)];
    if (Number.isNaN(x) || Number.isNaN(y)) return Number(Number.isNaN(x)) - Number(Number.isNaN(y));
    return sign * (x - y);
  }
  return sign * String(a).localeCompare(String(b), 'en', { numeric: true });
}

function sortButton(head: HTMLTableCellElement, action: () => void): void {
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = head.textContent;
  button.addEventListener('click', action);
  head.replaceChildren(button);
}

function filterLine(
  table: HTMLTableElement,
  heads: readonly HTMLTableCellElement[],
  formats: readonly CellFormat[],
  onInput: (column: number, text: string) => void,
): void {
  const line = table.tHead?.insertRow();
  if (line === undefined) return;
  line.className = 'filters';
  heads.forEach((head, column) => {
    const cell = document.createElement('td');
    const input = document.createElement('input');
    input.type = 'search';
    input.placeholder = formats[column] === 'text' ? 'contains' : '< > =';
    input.setAttribute('aria-label', `Filter ${head.textContent ?? ''}`);
    input.addEventListener('input', () => onInput(column, input.value));
    cell.append(input);
    line.append(cell);
  });
}
