import { inputError, type Problem, throwIfErrors } from '../../problems/index.ts';
import { decodeText } from '../../table/index.ts';
import type { GeneSet } from './gene-set.ts';

/** Sets of a file and what a reader should know about it; problems of severity `error` are thrown instead. */
export interface GmtContent {
  sets: GeneSet[];
  /** Warnings and notes: empty sets, repeated genes, Windows line ends. */
  problems: Problem[];
}

/**
 * Reads a GMT file: one set a line, tab separated: name, description, genes. Line ends of any kind, a byte order mark and
 * blank lines are accepted; empty gene fields are skipped.
 *
 * @param bytes content of the file, gzip packed or not
 * @param file its name, for messages
 * @throws InputError listing every faulty line at once: different sets of one name, lines that are no set, empty or binary content, no set at all
 */
export function readGmt(bytes: Uint8Array, file: string): GmtContent {
  const { text } = decodeText(bytes, file);
  const lines = text.split(/\r\n|\n|\r/);
  const sets: GeneSet[] = [];
  const problems: Problem[] = [];
  const firstLine = new Map<string, { line: number; genes: readonly string[] }>();
  lines.forEach((line, i) => {
    if (line.trim() !== '') readLine(line, i + 1);
  });
  function readLine(line: string, number: number): void {
    const fields = line.split('\t');
    const name = fields[0].trim();
    const at = { file, line: number };
    if (fields.length < 2 || name === '') {
      problems.push(notASet(at, line));
      return;
    }
    const named = fields.slice(2).flatMap((field) => (field.trim() === '' ? [] : [field.trim()]));
    const genes = [...new Set(named)];
    const earlier = firstLine.get(name);
    if (earlier !== undefined) {
      const same = earlier.genes.length === genes.length && earlier.genes.every((gene) => genes.includes(gene));
      problems.push({ ...at, ...duplicateName(name, earlier.line, same) });
      return;
    }
    firstLine.set(name, { line: number, genes });
    if (genes.length === 0) problems.push({ ...at, ...emptySet(name) });
    else if (genes.length < named.length) problems.push({ ...at, ...repeatedGenes(name, named.length - genes.length) });
    sets.push({ name, description: fields[1].trim(), genes });
  }
  if (text.includes('\r')) problems.push(otherLineEnds(file));
  throwIfErrors(problems);
  if (sets.length === 0)
    throw inputError({
      code: 'gmt-empty',
      file,
      message: 'the file holds no gene set',
      expected: 'one set a line: name, description, genes, separated by tabs',
      mend: 'check that this is the file you meant',
    });
  return { sets, problems };
}

function notASet(at: { file: string; line: number }, line: string): Problem {
  return {
    code: 'gmt-not-a-set',
    severity: 'error',
    ...at,
    message: 'the line is not a gene set',
    found: line,
    expected: 'name, description and genes, separated by tabs',
    mend: line.includes(' ')
      ? 'separate the fields with tabs, not blanks'
      : 'add the description field (it may be empty) and the genes',
  };
}

function duplicateName(name: string, earlier: number, same: boolean): Omit<Problem, 'file' | 'line'> {
  if (same)
    return {
      code: 'gmt-repeated-set',
      severity: 'note',
      message: `the same set stands twice, first on line ${earlier}; counted once`,
      found: name,
    };
  return {
    code: 'gmt-duplicate-set',
    severity: 'error',
    message: `two different sets have the same name; first on line ${earlier}`,
    found: name,
    expected: 'each name once',
    mend: 'rename one of the two sets, or remove the one you do not want',
  };
}

function emptySet(name: string): Omit<Problem, 'file' | 'line'> {
  return {
    code: 'gmt-empty-set',
    severity: 'warning',
    message: 'the set has no genes and is not tested',
    found: name,
    mend: 'remove the line, or fill the set',
  };
}

function repeatedGenes(name: string, repeats: number): Omit<Problem, 'file' | 'line'> {
  return {
    code: 'gmt-repeated-gene',
    severity: 'note',
    message: `${repeats} repeated gene${repeats === 1 ? '' : 's'} in this set counted once`,
    found: name,
  };
}

function otherLineEnds(file: string): Problem {
  return {
    code: 'gmt-line-ends',
    severity: 'note',
    file,
    message: 'the file has Windows or old Mac line ends; they were accepted',
  };
}
