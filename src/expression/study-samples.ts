import { InputError, type Problem, suggestName } from '../problems/index.ts';
import type { Animal, ExpressionPlan, FileSource, Study } from '../study/index.ts';
import { readTable, type Table } from '../table/index.ts';
import { type CountMatrix, selectCounts } from './input/count-matrix.ts';
import { requireCounts } from './input/require-counts.ts';
import { knownSamples } from './input/sample-labels.ts';
import { matchSamples, type SampleSheet, sampleSheet } from './samples/sample-sheet.ts';
import { readStudyCountFiles } from './study-count-files.ts';
import { joinAnimals } from './study-frame.ts';

/** The counts of a study's samples, with what is known of each. */
export interface StudySamples {
  matrix: CountMatrix;
  /** The sample sheet with the animals' properties joined, and its rows of the samples kept. */
  table: Table;
  rows: number[];
  /** The animal of each sample kept; null when it is not in the animal sheet. */
  owners: (Animal | null)[];
  /** The animal's name as the sample sheet gives it. */
  animals: (string | null)[];
  /** What was found and done when the counts were read, in words. */
  notes: string[];
}

/**
 * Reads a study's counts and sample sheet and chooses samples and genes as the study says.
 *
 * @throws InputError with every problem of both files at once
 */
export async function studySamples(study: Study, plan: ExpressionPlan, files: FileSource): Promise<StudySamples> {
  const sheet = (async () => sampleSheet(await readTable(await files.read(plan.samples), plan.samples), plan.sampleColumn))();
  const known = sheet.then(
    ({ table, names }: SampleSheet) => knownSamples(table, names),
    () => null,
  );
  const [settled, read] = await allOrProblems(
    async () => readStudyCountFiles(plan, files, await known),
    () => sheet,
  );
  const counts = settled.matrix;
  const { table, animals, ids } = joinAnimals(read, study, plan.animalColumn);
  checkExclusions(plan, read.names);
  const excluded = new Set(plan.exclude.map(({ sample }) => sample));
  const matched = matchSamples(counts, { table, names: read.names }, plan.where, excluded);
  const matrix = selectCounts(counts, matched.columns, plan.minTotal);
  requireCounts(matrix, plan.minTotal);
  const owners = matched.rows.map((row) => animals[row]);
  const named = matched.rows.map((row, j) => owners[j]?.id ?? ids[row]);
  return { matrix, table, rows: matched.rows, owners, animals: named, notes: settled.notes };
}

/** Both results, or the problems of both. */
async function allOrProblems<A, B>(first: () => Promise<A>, second: () => Promise<B>): Promise<[A, B]> {
  const settled = await Promise.allSettled([first(), second()]);
  const failed = settled.filter((one) => one.status === 'rejected').map((one) => one.reason);
  const unexpected = failed.find((error) => !(error instanceof InputError));
  if (unexpected !== undefined) throw unexpected;
  if (failed.length > 0) throw new InputError(failed.flatMap((error: InputError) => error.problems));
  return settled.map((one) => (one.status === 'fulfilled' ? one.value : undefined)) as [A, B];
}

function checkExclusions(plan: ExpressionPlan, names: readonly string[]): void {
  const problems = plan.exclude
    .filter(({ sample }) => !names.includes(sample))
    .map(
      ({ sample }): Problem => ({
        code: 'exclude-unknown-sample',
        severity: 'error',
        file: plan.samples,
        message: `the study excludes sample "${sample}", but the sample sheet has no such sample`,
        mend: suggestName(sample, names),
      }),
    );
  if (problems.length > 0) throw new InputError(problems);
}
