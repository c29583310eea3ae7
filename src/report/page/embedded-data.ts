import { deflateSync } from 'fflate';
import { formatDelimited } from '../../table/index.ts';
import { allFigures, type Contents } from '../contents.ts';
import { type DataSet, headOf } from '../data/data-set.ts';
import { base64 } from '../text/base64.ts';
import { html, type Markup } from '../text/markup.ts';
import { WHOLE_TABLE } from './table-block.ts';

/** A report is to stay below 5 MB; what does not fit is cut to its first rows and stays whole in tables/. */
const LARGEST_PAGE = 4_700_000;
/** A guess at how many characters a cell takes, so that sets that cannot fit need not be packed to see it. */
const BYTES_PER_CELL = 2.2;
/** Diagnostics are the first to be cut, the genes of the comparisons the last. */
const rank = (id: string): number => (id === 'expression-dispersions' ? 2 : id.startsWith('genes-') ? 0 : 1);
/** Rows of a set that is cut; fewer where the page would still be too large. */
const CUT_ROWS = [1_500, 700, 300] as const;
/** Data sets of more rows than this carry five significant digits in the page. */
const EXACT_ROWS = 2_000;

/**
 * The data behind figures and long tables, compressed, for the viewer's tables and CSV buttons.
 *
 * @param taken length of the rest of the page
 */
export function embeddedData(contents: Contents, taken: number): Markup {
  const drawn = new Set(allFigures(contents).map((figure) => figure.data));
  const sets = contents.data.filter((set) => set.rowCount > 0 && (drawn.has(set.id) || set.rowCount > WHOLE_TABLE));
  sets.sort((a, b) => rank(a.id) - rank(b.id));
  const packs = cutPacks(sets, LARGEST_PAGE - taken);
  let left = LARGEST_PAGE - taken - lengthOf(packs);
  for (const one of packs) {
    const { set } = one;
    if (one.rows === set.rowCount || BYTES_PER_CELL * set.rowCount * set.columns.length - one.text.length > left) continue;
    const whole = pack(set);
    if (whole.length - one.text.length > left) continue;
    left -= whole.length - one.text.length;
    one.text = whole;
    one.rows = set.rowCount;
  }
  const blocks = packs.map(
    ({ set, rows, text }) =>
      html`<script type="text/plain" data-embedded="${set.id}" data-rows="${String(rows)}" data-of="${String(set.rowCount)}">${text}
        </script>\n`,
  );
  return html`${blocks}`;
}

interface Pack {
  set: DataSet;
  rows: number;
  text: string;
}

/** The first rows of every set, as many as the room allows. */
function cutPacks(sets: readonly DataSet[], room: number): Pack[] {
  let packs: Pack[] = [];
  for (const most of CUT_ROWS) {
    packs = sets.map((set) => ({ set, rows: Math.min(set.rowCount, most), text: pack(headOf(set, most)) }));
    if (lengthOf(packs) <= room) break;
  }
  return packs;
}

function lengthOf(packs: readonly Pack[]): number {
  return packs.reduce((sum, { text }) => sum + text.length, 0);
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
