import { type Problem, suggestName } from '../../problems/index.ts';
import { parseFormula } from '../../stats/index.ts';
import { decodeText, findColumn, readDelimited, readTable, type Table } from '../../table/index.ts';
import { attempt } from '../attempt.ts';
import type { FileSource } from '../file-source.ts';
import type { ExpressionPlan, Study } from '../study.ts';
import { checkConfounding, isNuisance } from './check-confounding.ts';
import { finding, named } from './finding.ts';

/**
 * The sample sheet against the animals, the counts and the plan: unknown animals, samples without counts and counts without
 * samples, columns and levels that the design and the contrasts name, sequencing batches that go with the arm (checks Q01,
 * Q02, Q13, D05). The counts themselves are checked where they are read.
 */
export async function checkExpressionFiles(study: Study, source: FileSource): Promise<Problem[]> {
  const plan = study.expression;
  if (plan === null) return [];
  const problems: Problem[] = [];
  const sheet = await attempt(() => source.read(plan.samples).then((bytes) => readTable(bytes, plan.samples)), problems);
  const inCounts = await attempt(() => sampleColumns(plan, source), problems);
  if (sheet === null) return problems;
  problems.push(...checkIds(sheet, plan, study));
  const kept = keptRows(sheet, plan, problems);
  if (inCounts !== null) problems.push(...checkCounts(sheet, kept, plan, inCounts));
  problems.push(...checkDesign(sheet, kept, plan, study), ...checkBatches(sheet, kept, plan, study));
  return problems;
}

/**
 * The column names of the counts where they are one table as text, without reading the rest as cells; null where samples are
 * found otherwise (files of one sample each, workbooks, featureCounts, ...), which the reader of counts checks.
 */
async function sampleColumns(plan: ExpressionPlan, source: FileSource): Promise<string[] | null> {
  const [path, ...more] = plan.countSource?.paths ?? [plan.counts];
  if (more.length > 0 || !/\.(tsv|csv|txt|tab)(\.gz)?$/i.test(path) || path.includes('*')) return null;
  const { text } = decodeText(await source.read(path), path);
  const header = text.split(/\r\n|\n|\r/, 200).find((line) => line.trim() !== '' && !line.startsWith('#'));
  if (header === undefined) return null;
  const names = readDelimited(new TextEncoder().encode(header), path).columns.map((column) => column.name);
  return names.length < 4 || names.slice(0, 6).join() === 'Geneid,Chr,Start,End,Strand,Length' ? null : names;
}

function checkIds(sheet: Table, plan: ExpressionPlan, study: Study): Problem[] {
  const samples = findColumn(sheet, plan.sampleColumn)?.cells ?? null;
  const animals = findColumn(sheet, plan.animalColumn)?.cells ?? null;
  const absent = (severity: 'error' | 'warning', code: string, column: string, consequence: string): Problem =>
    finding(severity, code, `the sample sheet has no column "${column}"${consequence}`, {
      file: sheet.file,
      line: 1,
      mend: suggestName(
        column,
        sheet.columns.map((one) => one.name),
      ),
    });
  return [
    ...(samples === null
      ? [absent('error', 'expression-no-column', plan.sampleColumn, '')]
      : [...checkSampleNames(sheet, samples), ...checkExcluded(plan, samples)]),
    ...(animals === null
      ? [absent('warning', 'expression-no-animals', plan.animalColumn, ': expression cannot be related to behavior')]
      : checkSampleAnimals(sheet, animals, study)),
  ];
}

type Cells = readonly (string | null)[];

function checkSampleNames(sheet: Table, samples: Cells): Problem[] {
  const first = new Map<string, number>();
  return samples.flatMap((sample, row) => {
    const earlier = sample === null ? undefined : first.get(sample);
    if (sample === null) return [];
    if (earlier === undefined) first.set(sample, sheet.lines[row]);
    else {
      const place = { file: sheet.file, line: sheet.lines[row], found: sample };
      return [finding('error', 'expression-duplicate-sample', `this sample stands in line ${earlier} already`, place)];
    }
    return [];
  });
}

function checkExcluded(plan: ExpressionPlan, samples: Cells): Problem[] {
  const known = samples.filter((sample) => sample !== null);
  return plan.exclude
    .filter(({ sample }) => !known.includes(sample))
    .map(({ sample }) =>
      finding('error', 'expression-unknown-sample', 'expression.exclude names a sample that the sheet does not have', {
        found: sample,
        mend: suggestName(sample, known),
      }),
    );
}

function checkSampleAnimals(sheet: Table, animals: Cells, study: Study): Problem[] {
  const known = new Set(study.animals.map((animal) => animal.id));
  return animals.flatMap((animal, row) => {
    if (animal === null || known.has(animal)) return [];
    const place = { file: sheet.file, line: sheet.lines[row], found: animal };
    return [
      finding('error', 'study-unknown-animal', 'the animal sheet has no such animal', {
        ...place,
        mend: suggestName(animal, known),
      }),
    ];
  });
}

/** Rows that `where` and `exclude` leave. */
function keptRows(sheet: Table, plan: ExpressionPlan, problems: Problem[]): number[] {
  let rows = [...Array(sheet.rowCount).keys()];
  for (const { column, value } of plan.where) {
    const cells = findColumn(sheet, column)?.cells;
    const levels = cells === undefined ? sheet.columns.map((one) => one.name) : new Set(cells.filter((cell) => cell !== null));
    if (cells === undefined || !cells.includes(value))
      problems.push(
        finding(
          'error',
          'expression-where',
          cells === undefined
            ? `expression.where: the sample sheet has no column "${column}"`
            : `expression.where: no sample has this ${column}`,
          {
            file: sheet.file,
            found: cells === undefined ? column : value,
            mend: suggestName(cells === undefined ? column : value, levels),
          },
        ),
      );
    else rows = rows.filter((row) => cells[row] === value);
  }
  const samples = findColumn(sheet, plan.sampleColumn)?.cells ?? [];
  const excluded = new Set(plan.exclude.map(({ sample }) => sample));
  return rows.filter((row) => !excluded.has(samples[row] ?? ''));
}

function checkCounts(sheet: Table, kept: readonly number[], plan: ExpressionPlan, header: readonly string[]): Problem[] {
  const samples = findColumn(sheet, plan.sampleColumn)?.cells ?? [];
  const counted = new Set(header.slice(1));
  const without = kept.map((row) => samples[row] ?? '').filter((sample) => !counted.has(sample));
  const known = new Set(samples);
  const unlisted = [...counted].filter((name) => !known.has(name));
  const problems: Problem[] = [];
  if (without.length > 0)
    problems.push(
      finding(
        'error',
        'expression-no-counts',
        `the counts have no column for ${without.length} samples of the sheet (${named(without)})`,
        {
          file: plan.counts,
          line: 1,
          mend: suggestName(without[0], header.slice(1)),
        },
      ),
    );
  if (unlisted.length > 0 && samples.length > 0)
    problems.push(
      finding(
        'warning',
        'expression-not-in-sheet',
        `the sample sheet does not list ${unlisted.length} columns of the counts (${named(unlisted)})`,
        { file: plan.counts, line: 1, mend: 'add them to the sheet, or leave them out on purpose' },
      ),
    );
  return problems;
}

function checkDesign(sheet: Table, kept: readonly number[], plan: ExpressionPlan, study: Study): Problem[] {
  const problems: Problem[] = [];
  const fromAnimals = ['arm', 'sex', 'litter', 'cage', 'batch', 'animal', 'dose'];
  const known = [
    ...new Set([
      ...sheet.columns.map((column) => column.name),
      ...fromAnimals,
      ...study.animalColumns.map((column) => column.name),
    ]),
  ];
  const wanted = plan.design === null ? [] : [...parseFormula(plan.design).columns];
  for (const name of [...wanted, ...plan.contrasts.map((contrast) => contrast.factor)]) {
    if (!known.includes(name))
      problems.push(
        finding('error', 'expression-unknown-variable', `neither the sample sheet nor the animal sheet has a column "${name}"`, {
          found: plan.design ?? name,
          mend: suggestName(name, known),
        }),
      );
  }
  for (const { factor, treated, control } of plan.contrasts) {
    const cells = findColumn(sheet, factor)?.cells;
    if (cells === undefined) continue;
    const levels = new Set(kept.map((row) => cells[row]).filter((cell) => cell !== null));
    for (const level of [treated, control])
      if (!levels.has(level))
        problems.push(
          finding('error', 'expression-unknown-level', `no kept sample has this ${factor}`, {
            file: sheet.file,
            found: level,
            mend: suggestName(level, levels),
          }),
        );
  }
  return problems;
}

function checkBatches(sheet: Table, kept: readonly number[], plan: ExpressionPlan, study: Study): Problem[] {
  const control = study.arms.find((arm) => arm.control)?.name ?? '';
  const byId = new Map(study.animals.map((animal) => [animal.id, animal.arm]));
  const ids = findColumn(sheet, plan.animalColumn)?.cells;
  if (ids === undefined) return [];
  const arms = kept.map((row) => byId.get(ids[row] ?? '') ?? null);
  return sheet.columns
    .filter((column) => isNuisance(column.name))
    .flatMap((column) =>
      checkConfounding(
        arms,
        kept.map((row) => column.cells[row]),
        column.name,
        control,
        'samples',
        sheet.file,
      ),
    );
}
