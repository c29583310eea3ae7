import { InputError, type Problem } from '../../problems/index.ts';
import type { RawCounts } from './raw-counts.ts';

/**
 * Puts tables of the same genes side by side; genes may stand in any order.
 *
 * @param absent what a gene means that some files lack
 * @throws InputError `counts-genes-differ` naming every file that lacks genes, `counts-duplicate-gene` within a file
 */
export function mergeSamples(tables: readonly RawCounts[], absent: 'refuse' | 'zero'): RawCounts {
  if (tables.length === 1) return tables[0];
  const [first] = tables;
  const rows = new Map<string, number>();
  const lines: number[] = [];
  for (const { genes, lines: own } of tables)
    genes.forEach((gene, g) => {
      if (rows.has(gene)) return;
      rows.set(gene, rows.size);
      lines.push(own[g]);
    });
  const problems = tables.flatMap((table) => tableProblems(table, rows, absent));
  if (problems.length > 0) throw new InputError(problems);
  const genes = [...rows.keys()];
  const samples = tables.flatMap((table) => table.samples);
  const values = new Float64Array(genes.length * samples.length);
  let at = 0;
  for (const table of tables) {
    const width = table.samples.length;
    table.genes.forEach((gene, g) => {
      const target = (rows.get(gene) ?? 0) * samples.length + at;
      for (let j = 0; j < width; j++) values[target + j] = table.values[g * width + j];
    });
    at += width;
  }
  const lacking = tables.filter((table) => table.genes.length < genes.length).length;
  const notes = [...new Set(tables.flatMap((table) => table.notes))];
  if (lacking > 0)
    notes.push(`${lacking} of ${tables.length} files lack some of the ${genes.length} genes; these counts are taken as 0.`);
  return {
    file: `${first.file} and ${tables.length - 1} more files`,
    genes,
    lines: Int32Array.from(lines),
    samples,
    values,
    notes,
  };
}

function tableProblems(table: RawCounts, all: ReadonlyMap<string, number>, absent: 'refuse' | 'zero'): Problem[] {
  const own = new Map<string, number>();
  const problems: Problem[] = [];
  table.genes.forEach((gene, g) => {
    const earlier = own.get(gene);
    if (earlier === undefined) own.set(gene, table.lines[g]);
    else if (problems.length < 20)
      problems.push({
        code: 'counts-duplicate-gene',
        severity: 'error',
        file: table.file,
        line: table.lines[g],
        column: 1,
        message: `gene "${gene}" appears twice`,
        found: `also in line ${earlier}`,
        mend: 'keep one row of each gene',
      });
  });
  if (absent === 'zero' || own.size === all.size) return problems;
  const missing = [...all.keys()].filter((gene) => !own.has(gene));
  problems.push({
    code: 'counts-genes-differ',
    severity: 'error',
    file: table.file,
    message: `${missing.length} genes of the other files are missing here`,
    found: `without ${missing.slice(0, 5).join(', ')}`,
    expected: `the same ${all.size} genes in every file`,
    mend: 'count all samples with the same annotation; if the files leave out genes without reads, say so (--absent-genes zero)',
  });
  return problems;
}
