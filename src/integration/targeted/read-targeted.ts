import { InputError, type Problem, suggestName } from '../../problems/index.ts';
import { log2 } from '../../stats/index.ts';
import type { FileSource, Study, TargetedPlan } from '../../study/index.ts';
import { findColumn, numbers, readTable, type Table } from '../../table/index.ts';
import { readPlate, textCells } from './read-plate.ts';
import { judgeReferences, type ReferenceGene } from './reference-genes.ts';
import { log2RelativeQuantity } from './relative-quantity.ts';

/** One targeted assay as a molecular layer: analytes x animals on a log2 scale. */
export interface TargetedLayer {
  label: string;
  kind: TargetedPlan['kind'];
  analytes: string[];
  /** Gene of each analyte, or null. */
  genes: (string | null)[];
  animals: string[];
  /** log2 of the amount, relative to references or loading where there are such; NaN where missing. */
  values: Float64Array;
  references: ReferenceGene[];
  notes: string[];
}

/**
 * Every targeted assay of a study.
 *
 * @throws InputError with the problems of all their files at once
 */
export async function readAllTargeted(study: Study, source: FileSource): Promise<TargetedLayer[]> {
  const read = await Promise.allSettled(study.targeted.map((plan) => readTargeted(plan, study, source)));
  const reasons = read.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []));
  const other = reasons.find((reason) => !(reason instanceof InputError));
  if (other !== undefined) throw other;
  if (reasons.length > 0)
    throw new InputError(reasons.flatMap((reason) => (reason instanceof InputError ? reason.problems : [])));
  return read.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
}

/**
 * Reads a targeted assay and puts it on a log2 scale: relative quantities of a qPCR (efficiency-corrected where there is a dilution series),
 * amounts per loading control of a blot, plain amounts of an ELISA or HPLC.
 *
 * @throws InputError with all problems of its files at once
 */
export async function readTargeted(plan: TargetedPlan, study: Study, source: FileSource): Promise<TargetedLayer> {
  const table = await readTable(await source.read(plan.file), plan.file);
  const standards = plan.standards === null ? null : await readTable(await source.read(plan.standards), plan.standards);
  return plan.kind === 'qpcr' ? qpcrLayer(plan, study, table, standards) : levelLayer(plan, study, table);
}

function qpcrLayer(plan: TargetedPlan, study: Study, table: Table, standards: Table | null): TargetedLayer {
  requireColumns(table, ['animal', 'gene', 'Ct']);
  if (standards !== null) requireColumns(standards, ['gene', 'dilution', 'Ct']);
  knownAnimals(table, study);
  const measured = readPlate(table, plan.references, standards);
  const { animals } = measured.plate;
  const control = animals.map((animal) => isControl(study, animal));
  const references = plan.references.map(measured.measured);
  const values = measured.targets.flatMap((gene) =>
    Array.from(log2RelativeQuantity(measured.measured(gene), references, control)),
  );
  const { undetected, targets } = measured;
  return {
    label: plan.label,
    kind: plan.kind,
    analytes: targets,
    genes: targets,
    animals,
    values: Float64Array.from(values),
    references: judgeReferences(measured, (animal) => armOf(study, animal)),
    notes: [
      undetected > 0 ? `${plan.label}: ${undetected} wells without a Ct were left out of the replicate means.` : '',
      standards === null ? `${plan.label}: no dilution series; every gene is taken to double in each cycle.` : '',
    ].filter((note) => note !== ''),
  };
}

function levelLayer(plan: TargetedPlan, study: Study, table: Table): TargetedLayer {
  requireColumns(table, ['animal', 'analyte', 'level']);
  const animals = knownAnimals(table, study);
  const names = textCells(table, 'analyte');
  const level = numbers(table, 'level');
  const loading = findColumn(table, 'loading') === undefined ? null : numbers(table, 'loading');
  const amount = level.map((value, i) => value / (loading?.[i] ?? 1));
  const problems = Array.from(amount.keys()).flatMap((i): Problem[] =>
    (amount[i] > 0 && amount[i] < Infinity) || Number.isNaN(amount[i])
      ? []
      : [
          {
            code: 'targeted-not-positive',
            severity: 'error',
            file: table.file,
            line: table.lines[i],
            message: `${names[i]} of ${animals[i]}: level and loading must be above zero`,
            found: loading === null ? String(level[i]) : `level ${level[i]}, loading ${loading[i]}`,
            expected: 'an amount above 0, or an empty cell where it is below the limit of detection',
          },
        ],
  );
  if (problems.length > 0) throw new InputError(problems);
  const analytes = [...new Set(names)];
  const order = [...new Set(animals)];
  const sums = new Float64Array(analytes.length * order.length);
  const counts = new Float64Array(sums.length);
  amount.forEach((value, i) => {
    if (Number.isNaN(value)) return;
    const at = analytes.indexOf(names[i]) * order.length + order.indexOf(animals[i]);
    sums[at] += log2(value);
    counts[at]++;
  });
  const geneOf = new Map(plan.genes.map(({ analyte, gene }) => [analyte, gene]));
  return {
    label: plan.label,
    kind: plan.kind,
    analytes,
    genes: analytes.map((analyte) => geneOf.get(analyte) ?? null),
    animals: order,
    values: sums.map((sum, at) => (counts[at] > 0 ? sum / counts[at] : NaN)),
    references: [],
    notes: counts.some((count) => count > 1)
      ? [`${plan.label}: several rows of an animal and analyte were averaged on the log scale; they are not more animals.`]
      : [],
  };
}

/** The animal of each row; animals that the study does not have are an error, named all at once. */
function knownAnimals(table: Table, study: Study): string[] {
  const known = new Set(study.animals.map((animal) => animal.id));
  const named = textCells(table, 'animal');
  const problems = named.flatMap((animal, row): Problem[] =>
    known.has(animal)
      ? []
      : [
          {
            code: 'study-unknown-animal',
            severity: 'error',
            file: table.file,
            line: table.lines[row],
            message: 'the animal sheet has no such animal',
            found: animal,
            mend: suggestName(animal, known),
          },
        ],
  );
  if (problems.length > 0) throw new InputError(problems.slice(0, 20));
  return named;
}

function requireColumns(table: Table, wanted: readonly string[]): void {
  const names = table.columns.map((column) => column.name);
  const problems = wanted
    .filter((name) => !names.includes(name))
    .map(
      (name): Problem => ({
        code: 'targeted-missing-column',
        severity: 'error',
        file: table.file,
        line: 1,
        message: `there is no column "${name}"`,
        found: names.slice(0, 8).join(', '),
        expected: `columns ${wanted.join(', ')}`,
        mend: suggestName(name, names),
      }),
    );
  if (problems.length > 0) throw new InputError(problems);
}

const armOf = (study: Study, animal: string): string => study.animals.find((one) => one.id === animal)?.arm ?? '';

const isControl = (study: Study, animal: string): boolean =>
  study.arms.find((arm) => arm.name === armOf(study, animal))?.control ?? false;
