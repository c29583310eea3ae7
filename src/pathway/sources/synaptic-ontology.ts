import { inputError } from '../../problems/index.ts';
import { findColumn, readTable, type Table } from '../../table/index.ts';
import type { GeneSet } from '../sets/gene-set.ts';
import { SetCollector } from './gene-ids.ts';

/** Headers under which SynGO's releases have named these columns. */
const TERM = ['go_id', 'go_term_id', 'term_id', 'GO term ID', 'id'];
const NAME = ['go_name', 'go_term_name', 'term_name', 'GO term name', 'name'];
const SYMBOL = ['hgnc_symbol', 'human ortholog gene symbol', 'gene_symbol', 'symbol'];

/**
 * Sets of human symbols from SynGO's table of annotations (`syngo_annotations.xlsx` of a release, or the same as text). Annotations stay
 * at the terms they name; a cell may name several symbols.
 *
 * @throws InputError when the columns are not there
 */
export async function readSyngo(bytes: Uint8Array, file: string): Promise<GeneSet[]> {
  const table = await readTable(bytes, file);
  const [term, name, symbol] = [column(table, TERM, file), column(table, NAME, file), column(table, SYMBOL, file)];
  const collector = new SetCollector();
  term.forEach((id, row) => {
    for (const gene of (symbol[row] ?? '').split(/[;,|]/))
      if (id !== null && gene.trim() !== '') collector.add(id, name[row] ?? '', gene.trim());
  });
  return collector.result();
}

function column(table: Table, names: readonly string[], file: string): readonly (string | null)[] {
  const found = names.flatMap((name) => findColumn(table, name) ?? [])[0];
  if (found !== undefined) return found.cells;
  throw inputError({
    code: 'syngo-columns',
    file,
    message: `the table has no column ${names[0]}`,
    found: table.columns.map((one) => one.name).join(', '),
    expected: `a column named ${names.join(' or ')}`,
    mend: 'take syngo_annotations.xlsx from a SynGO release, or give the sets as a GMT file',
  });
}
