import { expressionGenes } from '../integration/index.ts';
import { gsvaScores, plageScores, ssgseaScores, zScores } from '../pathway/index.ts';
import { inputError } from '../problems/index.ts';
import { numbers, type OutputColumn, readDelimited } from '../table/index.ts';
import type { EnrichOptions, EnrichOutput } from './enrich-methods.ts';
import { chooseSets } from './enrich-sets.ts';
import { readInput } from './support.ts';

/** Scores of sets per sample, by the name of the method. */
const SCORES = { gsva: gsvaScores, ssgsea: ssgseaScores, zscore: zScores, plage: plageScores };

/** Methods that score each sample. */
export type ScoreMethod = keyof typeof SCORES;

export const SCORE_METHODS = Object.keys(SCORES) as ScoreMethod[];

/** Scores each sample of a log-scale expression table. */
export async function scoreSamples(options: EnrichOptions, method: ScoreMethod): Promise<EnrichOutput> {
  const file = options.expression ?? '';
  const table = readDelimited(readInput(file), file);
  const [idColumn, ...sampleColumns] = table.columns;
  if (idColumn === undefined || sampleColumns.length < 2)
    throw inputError({
      code: 'expression-too-narrow',
      file,
      message: 'the table has fewer than two samples',
      expected: 'first column gene, then one column per sample',
      mend: 'give log-scale values such as limbic transform writes',
    });
  const genes = expressionGenes(table);
  const samples = sampleColumns.length;
  const columns = sampleColumns.map((column) => numbers(table, column.name));
  const incomplete = genes.filter((_, g) => columns.some((column) => !Number.isFinite(column[g])));
  if (incomplete.length > 0)
    throw inputError({
      code: 'expression-missing',
      file,
      message: `${incomplete.length} genes have a missing value`,
      found: incomplete.slice(0, 3).join(', '),
      mend: 'leave those genes out, or fill the values',
    });
  const values = Float64Array.from(
    { length: genes.length * samples },
    (_, at) => columns[at % samples][Math.floor(at / samples)],
  );
  const { sets, declared, notes } = await chooseSets(options, genes, file, { min: 1, max: Infinity });
  const scores = SCORES[method](
    values,
    samples,
    sets.map((set) => set.members),
  );
  const perSample = sampleColumns.map(
    ({ name }, j): OutputColumn => ({ name, values: sets.map((_, k) => scores[k * samples + j]) }),
  );
  return {
    columns: [
      { name: 'pathway', values: sets.map((set) => set.name) },
      { name: 'size', values: sets.map((set) => set.members.length) },
      { name: 'declared', values: declared },
      ...perSample,
    ],
    notes,
    headline: `${method}: ${sets.length} sets scored in ${samples} samples; ${genes.length} genes`,
  };
}
