import { InputError, inputError, type Problem, suggestName } from '../../problems/index.ts';
import { log2 } from '../../stats/index.ts';
import type { FileSource, Study, TargetedPlan } from '../../study/index.ts';
import { findColumn, numbers, readTable, type Table } from '../../table/index.ts';
import { amplificationEfficiency } from './amplification-efficiency.ts';
import { bestKeeper, geNorm, normFinder } from './gene-stability.ts';
import { cyclesOf, type Plate, plateOf } from './plate.ts';
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

/** How steady a reference gene is; NaN where fewer than three references leave nothing to compare with. */
export interface ReferenceGene {
  gene: string;
  /** Copies per copy and cycle; 2 where there is no dilution series. */
  efficiency: number;
  geNormM: number;
  normFinder: number;
  bestKeeperDeviation: number;
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
  const animals = knownAnimals(table, study);
  const genes = cells(table, 'gene');
  const cycles = numbers(table, 'Ct');
  const plate = plateOf(animals.map((animal, i) => ({ animal, gene: genes[i], cycle: cycles[i] })));
  const missing = plan.references.filter((gene) => !plate.genes.includes(gene));
  if (plan.references.length === 0 || missing.length > 0)
    throw inputError({
      code: 'targeted-no-reference',
      file: table.file,
      message:
        missing.length > 0 ? `the plate has no reference gene "${missing[0]}"` : 'a qPCR needs at least one reference gene',
      expected: 'references: [Actb, Gapdh] in study.yaml, named as in the column gene',
      mend: suggestName(missing[0] ?? '', plate.genes),
    });
  const efficiency = efficiencies(plate.genes, standards);
  const control = plate.animals.map((animal) => isControl(study, animal));
  const measured = (gene: string) => ({ cycles: cyclesOf(plate, gene), efficiency: efficiency.get(gene) ?? 2 });
  const analytes = plate.genes.filter((gene) => !plan.references.includes(gene));
  const values = analytes.flatMap((gene) =>
    Array.from(log2RelativeQuantity(measured(gene), plan.references.map(measured), control)),
  );
  const undetected = cycles.filter((cycle) => Number.isNaN(cycle)).length;
  return {
    label: plan.label,
    kind: plan.kind,
    analytes,
    genes: analytes,
    animals: plate.animals,
    values: Float64Array.from(values),
    references: referenceGenes(plan.references, plate, efficiency, study),
    notes: [
      undetected > 0 ? `${plan.label}: ${undetected} wells without a Ct were left out of the replicate means.` : '',
      standards === null ? `${plan.label}: no dilution series; every gene is taken to double in each cycle.` : '',
    ].filter((note) => note !== ''),
  };
}

function efficiencies(genes: readonly string[], standards: Table | null): Map<string, number> {
  const found = new Map<string, number>();
  if (standards === null) return found;
  const owner = cells(standards, 'gene');
  const [dilution, cycle] = [numbers(standards, 'dilution'), numbers(standards, 'Ct')];
  const problems: Problem[] = [];
  for (const gene of genes) {
    const rows = owner.flatMap((name, i) => (name === gene && dilution[i] > 0 && !Number.isNaN(cycle[i]) ? [i] : []));
    if (new Set(rows.map((i) => dilution[i])).size < 2 || rows.length < 3)
      problems.push({
        code: 'targeted-no-curve',
        severity: 'error',
        file: standards.file,
        message: `the dilution series has no standard curve of ${gene}`,
        found: `${rows.length} usable wells`,
        expected: 'at least three wells at two dilutions',
        mend: 'add them, or leave out "standards" to take every gene to double in each cycle',
      });
    else {
      const curve = amplificationEfficiency(
        rows.map((i) => dilution[i]),
        rows.map((i) => cycle[i]),
      );
      found.set(gene, curve.efficiency);
    }
  }
  if (problems.length > 0) throw new InputError(problems);
  return found;
}

function referenceGenes(
  references: readonly string[],
  plate: Plate,
  efficiency: ReadonlyMap<string, number>,
  study: Study,
): ReferenceGene[] {
  const rows = references.map((gene) => cyclesOf(plate, gene));
  const complete = plate.animals.flatMap((_, i) => (rows.some((row) => Number.isNaN(row[i])) ? [] : [i]));
  const cycles = Float64Array.from(rows.flatMap((row) => complete.map((i) => row[i])));
  const quantities = Float64Array.from(
    rows.flatMap((row, k) => {
      const least = Math.min(...complete.map((i) => row[i]));
      return complete.map((i) => log2(efficiency.get(references[k]) ?? 2) * (least - row[i]));
    }),
  );
  const several = references.length >= 3 && complete.length >= 4;
  const first = several ? geNorm(quantities, references.length).rounds[0].stability : null;
  const arms = complete.map((i) => armOf(study, plate.animals[i]));
  const stability = several ? normFinder(quantities, references.length, arms).stability : null;
  const spread = complete.length > 1 ? bestKeeper(cycles, references.length).meanAbsoluteDeviation : null;
  return references.map((gene, k) => ({
    gene,
    efficiency: efficiency.get(gene) ?? 2,
    geNormM: first?.[k] ?? NaN,
    normFinder: stability?.[k] ?? NaN,
    bestKeeperDeviation: spread?.[k] ?? NaN,
  }));
}

function levelLayer(plan: TargetedPlan, study: Study, table: Table): TargetedLayer {
  requireColumns(table, ['animal', 'analyte', 'level']);
  const animals = knownAnimals(table, study);
  const names = cells(table, 'analyte');
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
  const named = cells(table, 'animal');
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

const cells = (table: Table, name: string): string[] => (findColumn(table, name)?.cells ?? []).map((cell) => cell ?? '');

const armOf = (study: Study, animal: string): string => study.animals.find((one) => one.id === animal)?.arm ?? '';

const isControl = (study: Study, animal: string): boolean =>
  study.arms.find((arm) => arm.name === armOf(study, animal))?.control ?? false;
