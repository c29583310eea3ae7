import { InputError, inputError, type Problem, suggestName } from '../../problems/index.ts';
import { numbers, requireColumn, type Table } from '../../table/index.ts';
import { amplificationEfficiency } from './amplification-efficiency.ts';
import { type Plate, plateOf } from './plate.ts';

/** A plate with what its quantities are computed from. */
export interface MeasuredPlate {
  plate: Plate;
  references: readonly string[];
  /** Genes that are no reference. */
  targets: string[];
  /** Cycles of a gene over the animals, and copies per copy and cycle: 2 where there is no dilution series. */
  measured(gene: string): { cycles: Float64Array; efficiency: number };
  /** Wells without a number. */
  undetected: number;
}

/**
 * Reads the wells of a qPCR (columns `animal`, `gene`, `Ct`) and, where there is one, its dilution series (`gene`, `dilution`, `Ct`).
 *
 * @param keeps whether a well of this row is used
 * @throws InputError naming the column, reference gene or standard curve that is missing, a curve that rises, or a cycle not above 0
 */
export function readPlate(
  table: Table,
  references: readonly string[],
  standards: Table | null,
  keeps: (row: number) => boolean = () => true,
): MeasuredPlate {
  const animals = textCells(table, 'animal');
  const genes = textCells(table, 'gene');
  const cycles = numbers(table, 'Ct');
  requireCycles(table, cycles);
  const rows = Array.from(animals.keys()).filter(keeps);
  const plate = plateOf(rows.map((row) => ({ animal: animals[row], gene: genes[row], cycle: cycles[row] })));
  requireReferences(table, plate, references);
  const efficiency = standards === null ? new Map<string, number>() : efficiencies(plate.genes, standards);
  const width = plate.animals.length;
  return {
    plate,
    references,
    targets: plate.genes.filter((gene) => !references.includes(gene)),
    measured: (gene) => {
      const at = plate.genes.indexOf(gene) * width;
      return { cycles: plate.cycles.slice(at, at + width), efficiency: efficiency.get(gene) ?? 2 };
    },
    undetected: rows.filter((row) => Number.isNaN(cycles[row])).length,
  };
}

function requireCycles(table: Table, cycles: Float64Array): void {
  const impossible = Array.from(cycles.keys()).filter((row) => cycles[row] <= 0 || cycles[row] === Infinity);
  if (impossible.length === 0) return;
  throw new InputError(
    impossible.slice(0, 20).map((row) => ({
      code: 'targeted-cycle',
      severity: 'error',
      file: table.file,
      line: table.lines[row],
      message: 'a quantification cycle is a number above 0',
      found: String(cycles[row]),
      mend: 'correct the cell, or leave it empty where nothing was detected',
    })),
  );
}

function requireReferences(table: Table, plate: Plate, references: readonly string[]): void {
  const missing = references.filter((gene) => !plate.genes.includes(gene));
  if (references.length > 0 && missing.length === 0) return;
  throw inputError({
    code: 'targeted-no-reference',
    file: table.file,
    message: missing.length > 0 ? `the plate has no reference gene "${missing[0]}"` : 'a qPCR needs at least one reference gene',
    expected: 'reference genes named as in the column gene',
    mend: suggestName(missing[0] ?? '', plate.genes),
  });
}

/** Copies per copy and cycle of every gene, from its standard curve. */
function efficiencies(genes: readonly string[], standards: Table): Map<string, number> {
  const owner = textCells(standards, 'gene');
  const [dilution, cycle] = [numbers(standards, 'dilution'), numbers(standards, 'Ct')];
  const found = new Map<string, number>();
  const problems: Problem[] = [];
  for (const gene of genes) {
    const rows = owner.flatMap((name, i) => (name === gene && dilution[i] > 0 && !Number.isNaN(cycle[i]) ? [i] : []));
    if (rows.length < 3 || new Set(rows.map((i) => dilution[i])).size < 2)
      problems.push({
        code: 'targeted-no-curve',
        severity: 'error',
        file: standards.file,
        message: `the dilution series has no standard curve of ${gene}`,
        found: `${rows.length} usable wells`,
        expected: 'at least three wells at two dilutions',
        mend: 'add them, or leave the dilution series out to take every gene to double in each cycle',
      });
    else {
      const part = (values: Float64Array): number[] => rows.map((i) => values[i]);
      const { slope, efficiency } = amplificationEfficiency(part(dilution), part(cycle));
      if (slope < 0) found.set(gene, efficiency);
      else problems.push(risingCurve(gene, slope, standards.file));
    }
  }
  if (problems.length > 0) throw new InputError(problems);
  return found;
}

/** With such a curve every fold change would be turned around. */
function risingCurve(gene: string, slope: number, file: string): Problem {
  return {
    code: 'targeted-curve-rises',
    severity: 'error',
    file,
    message: `the cycles of ${gene} do not fall with the amount`,
    found: `${slope.toFixed(2)} cycles per tenfold amount`,
    expected: 'about -3.3 cycles per tenfold amount',
    mend: 'write in column dilution the relative amount (1, 0.1, 0.01), not the dilution factor (1, 10, 100)',
  };
}

/** Cells of a column as text, '' where empty. */
export const textCells = (table: Table, name: string): string[] => requireColumn(table, name).cells.map((cell) => cell ?? '');
