import { inputError, suggestName } from '../../problems/index.ts';
import { MISSING_COUNT, parseCell } from './count-cell.ts';
import { GENE, SKIPPED } from './delimited-counts.ts';

/** What the columns of a matrix are. */
export interface ColumnRoles {
  /** Per column: the position of its sample, SKIPPED or GENE. */
  roles: Int32Array;
  /** Names of the sample columns as they stand in the file, and their one-based columns. */
  samples: { name: string; column: number }[];
  /** What was left out, in words. */
  notes: string[];
}

/** Names of columns that describe genes, lower case without marks. */
const ANNOTATION = new Set(
  (
    'chr chrom chromosome chromosomename seqname seqnames start end stop strand length genelength width exonlength effectivelength ' +
    'genename genesymbol symbol mgisymbol hgncsymbol externalgenename genenames description genedescription biotype genebiotype genetype ' +
    'entrez entrezid entrezgene entrezgeneid ncbigeneid ncbiid ensemblid ensembl ensemblgeneid geneid gene mgiid refseq ' +
    'transcriptid transcriptids locus gccontent gc tssid classcode nearestrefid source feature score type genesynonym synonyms'
  ).split(' '),
);
/** Names of a first column that only counts the rows. */
const ROW_NUMBER = new Set(['', 'x', 'unnamed: 0', 'index', 'no', 'no.', '#', 'row', 'id', 'v1']);

const plainName = (name: string): string => name.toLowerCase().replace(/[\s_.-]/g, '');

/**
 * Tells the gene id, the samples and the columns that describe genes apart. A column that `isSample` knows is a sample. Of the
 * others, those with the usual names of gene descriptions and those without any number in the first rows are left out.
 *
 * @param names of all columns
 * @param rows the first rows as text
 * @param geneColumn the column of gene ids, when it is known
 * @throws InputError `counts-unknown-column`, `counts-no-samples`
 */
export function columnRoles(
  names: readonly string[],
  rows: readonly (readonly string[])[],
  options: { file: string; line: number; geneColumn: string | null; isSample: (name: string) => boolean },
): ColumnRoles {
  const gene = geneColumnOf(names, rows, options);
  const notes: string[] = [];
  const roles = new Int32Array(names.length).fill(SKIPPED);
  const samples: ColumnRoles['samples'] = [];
  const left: string[] = [];
  roles[gene] = GENE;
  names.forEach((name, c) => {
    if (c === gene) return;
    const empty = rows.every((row) => (row[c] ?? '') === '');
    if (name === '' && (empty || (c === 0 && gene > 0))) return;
    if (options.isSample(name) || !(ANNOTATION.has(plainName(name)) || hasNoNumber(rows, c))) {
      roles[c] = samples.length;
      samples.push({ name, column: c + 1 });
    } else left.push(name === '' ? `column ${c + 1}` : name);
  });
  if (samples.length === 0)
    throw inputError({
      code: 'counts-no-samples',
      file: options.file,
      line: options.line,
      message: 'no column of this table holds counts of a sample',
      found: names.join(', ').slice(0, 200),
      expected: 'a gene column and one column per sample',
      mend: 'check that this is the count table',
    });
  const headless = samples.length > 1 && samples.every(({ name }) => !Number.isNaN(parseCell(name)));
  if (headless && names[gene] !== '' && !samples.some(({ name }) => options.isSample(name)))
    throw inputError({
      code: 'counts-no-header',
      file: options.file,
      line: options.line,
      message: 'the first line holds counts instead of sample names',
      found: names.join(', ').slice(0, 60),
      mend: 'add a header: gene and the name of each sample',
    });
  if (gene > 0) notes.push(`Gene ids are taken from column "${names[gene]}".`);
  if (left.length > 0) notes.push(`Columns that describe genes are left out: ${left.join(', ')}.`);
  return { roles, samples, notes };
}

/** No cell of the first rows is a number, and some cell holds text. */
function hasNoNumber(rows: readonly (readonly string[])[], column: number): boolean {
  const cells = rows.map((row) => row[column] ?? '').filter((cell) => !MISSING_COUNT.test(cell));
  return cells.length > 0 && cells.every((cell) => Number.isNaN(parseCell(cell)) && !/^[\d.,]+$/.test(cell));
}

function geneColumnOf(
  names: readonly string[],
  rows: readonly (readonly string[])[],
  { geneColumn, file, line }: { geneColumn: string | null; file: string; line: number },
): number {
  if (geneColumn !== null) {
    const found = names.indexOf(geneColumn);
    if (found >= 0) return found;
    throw inputError({
      code: 'counts-unknown-column',
      file,
      line,
      message: `there is no column "${geneColumn}" for the gene ids`,
      mend: suggestName(geneColumn, names),
    });
  }
  const numbered = rows.length > 1 && ROW_NUMBER.has(names[0].toLowerCase()) && countsRows(rows.map((row) => row[0]));
  return numbered && names.length > 2 && hasNoNumber(rows, 1) ? 1 : 0;
}

/** 0, 1, 2, ... or 1, 2, 3, ... */
function countsRows(cells: readonly string[]): boolean {
  const first = Number(cells[0]);
  return (first === 0 || first === 1) && cells.every((cell, i) => cell === String(first + i));
}
