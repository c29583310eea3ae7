import { InputError, type Problem } from '../../problems/index.ts';
import { decodeText, findColumn, parseNumber, readDelimited, requireColumn, type Table } from '../../table/index.ts';

/** Ranked genes as read from a file. */
export interface RankList {
  genes: string[];
  statistic: Float64Array;
  /** Genes left out because their statistic is missing. */
  missing: string[];
}

/** Columns of result tables that hold a test statistic, in order of preference. */
const STATISTIC_COLUMNS = ['stat', 't', 'statistic', 'z'];

/**
 * Reads ranked genes: either two columns, gene and statistic, with or without a header; or a result table with a header,
 * whose first column is the gene. A gene whose statistic is NA is left out and counted.
 *
 * @param column the statistic's column in a result table; default: `stat`, `t`, `statistic` or `z`
 * @throws InputError with every faulty line: no number, infinite, gene named twice; an unknown column; or one statistic for all genes
 */
export function readRanks(bytes: Uint8Array, file: string, column?: string): RankList {
  const rows = column === undefined ? (pairRows(bytes, file) ?? tableRows(bytes, file, column)) : tableRows(bytes, file, column);
  const genes: string[] = [];
  const statistic: number[] = [];
  const missing: string[] = [];
  const problems: Problem[] = [];
  const firstLine = new Map<string, number>();
  for (const { line, gene, cell } of rows) {
    const at = { file, line, severity: 'error' } as const;
    const value = parseNumber(cell);
    const earlier = firstLine.get(gene);
    firstLine.set(gene, line);
    if (earlier !== undefined) problems.push({ ...at, ...duplicateGene(gene, earlier) });
    else if (value === undefined) problems.push({ ...at, ...notARank(`${gene} ${cell ?? ''}`) });
    else if (Number.isNaN(value)) missing.push(gene);
    else if (!Number.isFinite(value)) problems.push({ ...at, ...infiniteRank(gene, value) });
    else {
      genes.push(gene);
      statistic.push(value);
    }
  }
  if (problems.length === 0 && genes.length < 2) problems.push(tooFew(file));
  else if (problems.length === 0 && statistic.every((value) => value === statistic[0]))
    problems.push(allTied(file, statistic[0]));
  if (problems.length > 0) throw new InputError(shortened(problems));
  return { genes, statistic: Float64Array.from(statistic), missing };
}

interface RankRow {
  line: number;
  gene: string;
  cell: string | null;
}

/** The rows of a two-column file; null when it has more columns. A first line without a number is the header. */
function pairRows(bytes: Uint8Array, file: string): RankRow[] | null {
  const { text } = decodeText(bytes, file);
  const rows: RankRow[] = [];
  for (const [i, line] of text.split(/\r\n|\n|\r/).entries()) {
    if (line.trim() === '' || line.startsWith('#')) continue;
    const cells = line.split(line.includes('\t') ? '\t' : ',').map((cell) => cell.trim());
    if (cells.length !== 2 && rows.length === 0) return null;
    rows.push({ line: i + 1, gene: cells[0], cell: cells.length === 2 ? cells[1] : line });
  }
  if (rows.length > 0 && parseNumber(rows[0].cell) === undefined) rows.shift();
  return rows;
}

function tableRows(bytes: Uint8Array, file: string, column: string | undefined): RankRow[] {
  const table = readDelimited(bytes, file);
  const known = STATISTIC_COLUMNS.find((name) => findColumn(table, name) !== undefined);
  const cells = requireColumn(table, column ?? known ?? STATISTIC_COLUMNS[0]).cells;
  return geneCells(table).map((gene, row) => ({ line: table.lines[row], gene: gene ?? '', cell: cells[row] }));
}

const geneCells = (table: Table): readonly (string | null)[] => (findColumn(table, 'gene') ?? table.columns[0]).cells;

const SHOWN = 20;

function shortened(problems: Problem[]): Problem[] {
  if (problems.length <= SHOWN) return problems;
  const rest = problems.length - SHOWN;
  return [...problems.slice(0, SHOWN), { ...problems[SHOWN], message: `... and ${rest} more lines with problems` }];
}

function notARank(line: string): Omit<Problem, 'file' | 'line' | 'severity'> {
  return {
    code: 'ranks-line',
    message: 'the line is not a gene and a number',
    found: line,
    expected: 'two columns: gene, statistic',
    mend: 'correct the line; write NA where the statistic is missing',
  };
}

function duplicateGene(gene: string, earlier: number): Omit<Problem, 'file' | 'line' | 'severity'> {
  return {
    code: 'ranks-duplicate-gene',
    message: `the gene stands twice; first on line ${earlier}`,
    found: gene,
    mend: 'keep one line per gene (for example the one with the larger mean expression)',
  };
}

function infiniteRank(gene: string, value: number): Omit<Problem, 'file' | 'line' | 'severity'> {
  return {
    code: 'ranks-infinite',
    message: `the statistic of ${gene} is infinite`,
    found: String(value),
    mend: 'use a finite statistic, such as the test statistic instead of -log10 of a p-value of 0',
  };
}

function allTied(file: string, value: number): Problem {
  return {
    code: 'ranks-tied',
    severity: 'error',
    file,
    message: 'every gene has the same statistic, so there is no ranking',
    found: String(value),
    mend: 'check the column of the statistic; the order of the file would decide',
  };
}

function tooFew(file: string): Problem {
  return {
    code: 'ranks-too-few',
    severity: 'error',
    file,
    message: 'fewer than two genes have a statistic',
    mend: 'give the statistic of all tested genes',
  };
}
