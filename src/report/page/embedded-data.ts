import { deflateSync } from 'fflate';
import { formatDelimited } from '../../table/index.ts';
import { allFigures, type Contents } from '../contents.ts';
import { type DataSet, headOf } from '../data/data-set.ts';
import { base64 } from '../text/base64.ts';
import { html, type Markup } from '../text/markup.ts';
import { WHOLE_TABLE } from './table-block.ts';

/** Longest base64 text of all data sets together; what does not fit is cut to its first rows and stays whole in tables/. */
const BUDGET = 2_600_000;
const CUT_ROWS = 2_000;
/** Data sets of more rows than this carry five significant digits in the page. */
const EXACT_ROWS = 2_000;

/** The data behind figures and long tables, compressed, for the viewer's tables and CSV buttons. */
export function embeddedData(contents: Contents): Markup {
  const drawn = new Set(allFigures(contents).map((figure) => figure.data));
  const sets = contents.data.filter((set) => set.rowCount > 0 && (drawn.has(set.id) || set.rowCount > WHOLE_TABLE));
  let left = BUDGET;
  const blocks = sets.map((set) => {
    let packed = pack(set);
    let rows = set.rowCount;
    if (packed.length > left) {
      packed = pack(headOf(set, CUT_ROWS));
      rows = Math.min(rows, CUT_ROWS);
    }
    left -= packed.length;
    return html`<script type="text/plain" data-embedded="${set.id}" data-rows="${String(rows)}" data-of="${String(set.rowCount)}">${packed}</script>\n`;
  });
  return html`${blocks}`;
}

/** Columns with machine names as deflated tab-separated text, in order of interest. */
function pack(set: DataSet): string {
  const view = headOf(set, set.rowCount);
  const digits = set.rowCount > EXACT_ROWS ? 5 : 17;
  const columns = view.columns.map((column) => ({
    name: column.name,
    values: Array.from(column.values, (value) =>
      typeof value === 'number' && digits < 17 ? Number(value.toPrecision(digits)) : value,
    ),
  }));
  return base64(deflateSync(new TextEncoder().encode(formatDelimited(columns)), { level: 6 }));
}
