import { InputError, type Problem } from '../../problems/index.ts';
import { decodeText } from '../../table/index.ts';

/** Distinct gene ids of a list. */
export interface GeneList {
  genes: string[];
  /** Ids that stood more than once. */
  repeated: number;
}

/**
 * Reads a list of genes: one a line, or the first column of a table (further columns are ignored); `#` lines are comments.
 *
 * @throws InputError when there is none
 */
export function readGeneList(bytes: Uint8Array, file: string): GeneList {
  const lines = decodeText(bytes, file).text.split(/\r\n|\n|\r/);
  const ids = lines.flatMap((line) => {
    const id = line
      .split(/[\t,;]/)[0]
      .trim()
      .replace(/^"(.*)"$/, '$1');
    return id === '' || id.startsWith('#') || HEADERS.has(id) ? [] : [id];
  });
  if (ids.length === 0) {
    const problem: Problem = {
      code: 'genes-empty',
      severity: 'error',
      file,
      message: 'the list names no gene',
      mend: 'give one gene a line',
    };
    throw new InputError([problem]);
  }
  const genes = [...new Set(ids)];
  return { genes, repeated: ids.length - genes.length };
}

/** First cells that head a column rather than name a gene. */
const HEADERS = new Set(['gene', 'Gene', 'gene_id', 'symbol', 'Symbol', 'id', 'ID']);
