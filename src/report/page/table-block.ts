import { type DataColumn, type DataSet, headOf } from '../data/data-set.ts';
import { cellText } from '../text/cell.ts';
import { html, type Markup } from '../text/markup.ts';
import { count } from '../text/numbers.ts';

/** Tables longer than this show their first rows; the viewer and the file in tables/ have the rest. */
export const WHOLE_TABLE = 100;
const HEAD_ROWS = 25;

/** A data set as a plain table that reads without JavaScript; the viewer makes it sort and filter. */
export function tableBlock(set: DataSet): Markup {
  if (set.rowCount === 0) return html`<p class="none" id="table-${set.id}"><strong>${set.title}:</strong> none.</p>`;
  const whole = set.rowCount <= WHOLE_TABLE;
  const shown = whole ? withoutEmpty(headOf(set, set.rowCount)) : headOf(set, HEAD_ROWS);
  const caption = `caption-${set.id}`;
  return html`<div class="table" id="table-${set.id}" data-table="${set.id}" data-rows="${String(set.rowCount)}">
    <div class="scroll" role="region" aria-labelledby="${caption}" tabindex="0">
      <table>
        <caption id="${caption}"><strong>${set.title}.</strong> ${set.description}${whole ? null : restOf(set)}</caption>
        <thead><tr>${shown.columns.map(headOfColumn)}</tr></thead>
        <tbody>${rowsOf(shown)}</tbody>
      </table>
    </div>
  </div>`;
}

/** Where the rest of a long table is; the viewer takes this away when it shows all rows. */
function restOf(set: DataSet): Markup {
  const file = html`<code>tables/${set.id}.tsv</code>`;
  return html`<span class="rest"> First ${HEAD_ROWS} of ${count(set.rowCount)} rows; all are in ${file}.</span>`;
}

function headOfColumn({ format, label }: DataColumn): Markup {
  return html`<th scope="col" class="${format}" data-format="${format}">${label}</th>`;
}

/** A table behind a summary line. */
export function moreTable(set: DataSet): Markup {
  if (set.rowCount === 0) return tableBlock(set);
  const file = html`<span class="print-only">: tables/${set.id}.tsv</span>`;
  return html`<details class="more"><summary>${set.title} (${count(set.rowCount)})${file}</summary>${tableBlock(set)}</details>`;
}

/** The data set without columns that say nothing; the file keeps them. */
function withoutEmpty(set: DataSet): DataSet {
  const says = (value: string | number | null): boolean => value !== null && value !== '' && !Number.isNaN(value);
  return { ...set, columns: set.columns.filter((column) => Array.from(column.values).some(says)) };
}

function rowsOf(set: DataSet): Markup[] {
  return Array.from(
    { length: set.rowCount },
    (_, row) => html`<tr>${set.columns.map((column) => cellOf(column.values[row], column.format))}</tr>`,
  );
}

/** A cell; numbers carry their exact value for sorting and filtering. */
function cellOf(value: string | number | null, format: DataSet['columns'][number]['format']): Markup {
  const text = cellText(value, format);
  if (format === 'text') return html`<td>${text}</td>`;
  return html`<td class="${format}" data-value="${typeof value === 'number' ? String(value) : ''}">${text}</td>`;
}
