import { plainContext } from '../../src/context/index.ts';
import { TINY_RIDGE } from '../../src/expression/deseq/constants.ts';
import { contrastTable } from '../../src/expression/deseq/contrast-table.ts';
import { fitDeseq } from '../../src/expression/deseq/deseq.ts';
import { sizeFactors } from '../../src/expression/deseq/size-factors.ts';
import { cellDesign } from '../../src/expression/design/cells.ts';
import {
  type Combination,
  coefficientCombination,
  levelContrast,
  summedCombination,
  weightedCombination,
} from '../../src/expression/design/contrasts.ts';
import { modelDesign, parseDesign } from '../../src/expression/design/model-design.ts';
import { reducedDesign } from '../../src/expression/design/reduced.ts';
import { type CountMatrix, selectCounts } from '../../src/expression/input/count-matrix.ts';
import { readCounts } from '../../src/expression/input/read-counts.ts';
import { designFrame } from '../../src/expression/samples/design-frame.ts';
import { readDelimited, type Table } from '../../src/table/index.ts';
import { sharedBytes, sharedText, sharedTsv } from '../support/shared.ts';

/** The JSON beside each reference table, as far as it is used. */
export interface ReferenceDesign {
  samples: string[];
  design: string;
  reduced: string | null;
  geneFilter: string;
  factorLevels: Record<string, string[]>;
  fitTypeAsked: 'parametric' | 'local' | 'mean';
  fitTypeUsed: string;
  sfType: 'ratio' | 'poscounts';
  test: 'Wald' | 'LRT';
  note?: string;
  sizeFactors: Record<string, number>;
  trend: Record<string, number> | null;
  varLogDispEsts: number;
  dispPriorVar: number;
  cooksCutoff: number;
  nAllZero: number;
  nGenes: number;
  results: Record<string, ReferenceResult>;
}

export interface ReferenceResult {
  call: string;
  'alpha0.1': ReferenceAlpha;
  'alpha0.05': ReferenceAlpha;
}

export interface ReferenceAlpha {
  nSignificant: number;
  nUp: number;
  nDown: number;
  nOutlier: number;
  thetaIndex1based: number;
  filterThreshold: number;
}

const cache = new Map<string, CountMatrix>();

export function sharedCounts(dataset: string): CountMatrix {
  const known = cache.get(dataset);
  if (known !== undefined) return known;
  const path = `data/expression/${dataset}/counts.tsv.gz`;
  const matrix = readCounts(sharedBytes(path), path);
  cache.set(dataset, matrix);
  return matrix;
}

export function sharedSamples(dataset: string): Table {
  const path = `data/expression/${dataset}/samples.tsv`;
  return readDelimited(new TextEncoder().encode(sharedText(path)), path);
}

/** The sample sheet, with the columns that some designs of the reference derive from it. */
function sheetFor(dataset: string, reference: ReferenceDesign): Table {
  const table = sharedSamples(dataset);
  const cells = (name: string) => table.columns.find((column) => column.name === name)?.cells ?? [];
  const columns = [...table.columns];
  if (/\bgroup\b/.test(reference.design) && cells('group').length === 0)
    columns.push({ name: 'group', cells: cells('sex').map((sex, i) => `${sex}${cells('time')[i]}`) });
  if (/\bentries\b/.test(reference.design)) {
    const rows = sharedTsv('reference/expression/deseq2/mouse-hippocampus-avoidance/dg-behavior-covariate.tsv');
    const entries = new Map(rows.map((row) => [row.get('sample'), row.get('entries') ?? null]));
    columns.push({ name: 'entries', cells: cells('sample').map((sample) => entries.get(sample ?? '') ?? null) });
  }
  return { ...table, columns };
}

/** Runs a design of the reference folder exactly as its JSON says. */
export async function runReference(dataset: string, reference: ReferenceDesign) {
  const all = sharedCounts(dataset);
  const table = sheetFor(dataset, reference);
  const names = table.columns[0].cells;
  const columns = reference.samples.map((sample) => all.samples.indexOf(sample));
  const rows = reference.samples.map((sample) => names.indexOf(sample));
  const minTotal = Number(/above (\d+)/.exec(reference.geneFilter)?.[1] ?? -1) + 1;
  const matrix = selectCounts(all, columns, minTotal);
  const samples = columns.length;
  const formula = parseDesign(reference.design);
  const frame = designFrame(table, rows, formula.columns, {
    factors: new Set(),
    references: new Map(),
    levels: new Map(Object.entries(reference.factorLevels).filter(([name]) => name !== 'entries')),
  });
  const model = modelDesign(formula, frame, samples);
  const requests = Object.entries(reference.results).map(([name, { call }]) => ({
    name,
    ...parseCall(call, model.design, frame),
  }));
  const weights = new Float64Array(requests.length * model.cells.coefficients);
  requests.forEach(({ combination }, i) => {
    weights.set(combination.weights, i * model.cells.coefficients);
  });
  const reduced = reference.reduced === null ? null : reducedDesign(reference.reduced, model, frame, samples);
  const factors = sizeFactors(matrix.counts, matrix.genes.length, samples, reference.sfType);
  const fit = await fitDeseq(
    {
      genes: matrix.genes.length,
      counts: matrix.counts,
      design: model.cells,
      normalization: { factors, perGene: false },
      trend: reference.fitTypeAsked,
      combinations: weights,
      reduced,
      minReplicatesForReplace: reference.note?.includes('Inf') ? Infinity : 7,
      lambda: new Float64Array(model.cells.coefficients).fill(TINY_RIDGE),
    },
    plainContext(),
  );
  const test =
    reduced === null
      ? ({ kind: 'wald' } as const)
      : ({ kind: 'lrt', df: model.cells.coefficients - reduced.coefficients } as const);
  const tables = requests.map(({ name, combination }, i) => {
    const at = (alpha: number, independentFiltering = true) =>
      contrastTable(fit, matrix.counts, {
        combination: model.cells.coefficients + i,
        compared: combination.compared,
        test,
        alpha,
        independentFiltering,
        twoGroups: model.twoGroups,
      });
    return { name, at01: at(0.1), at005: at(0.05), unfiltered: at(0.1, false) };
  });
  return {
    matrix,
    frame,
    model,
    factors,
    fit,
    tables,
    cells: cellDesign(model.design.matrix, samples, model.cells.coefficients),
  };
}

type Parsed = { combination: Combination };

/** Reads the R call that made a reference result. */
function parseCall(
  call: string,
  design: Parameters<typeof levelContrast>[0],
  frame: Parameters<typeof levelContrast>[1],
): Parsed {
  const quoted = (text: string) => [...text.matchAll(/"([^"]*)"/g)].map((match) => match[1]);
  if (call === 'last coefficient')
    return { combination: coefficientCombination(design, design.columns[design.columns.length - 1]) };
  if (call.startsWith('c(')) {
    const [factor, treated, control] = quoted(call);
    return { combination: levelContrast(design, frame, { factor, treated, control }) };
  }
  if (call.startsWith('list(name')) return { combination: coefficientCombination(design, quoted(call)[0]) };
  const lists = /^list\(contrast = list\((.*), (c\(.*\)|character\(0\)|"[^"]*")\)\)$/.exec(call);
  if (lists !== null) return { combination: summedCombination(design, quoted(lists[1]), quoted(lists[2])) };
  const numbers = /c\(([-0-9., ]+)\)/.exec(call);
  if (numbers === null) throw new Error(`cannot read ${call}`);
  return { combination: weightedCombination(design, numbers[1].split(',').map(Number)) };
}
