import { filterByExpression, keptRows } from '../../../src/expression/edger/filter-genes.ts';
import { librarySizes } from '../../../src/expression/edger/library-sizes.ts';
import { type CountMatrix, selectCounts } from '../../../src/expression/input/count-matrix.ts';
import { findColumn } from '../../../src/table/index.ts';
import { sharedCounts, sharedSamples } from '../reference-design.ts';

/** A study of the reference folder as edgeR and limma saw it: samples chosen, genes filtered, design by group means. */
export interface ReferenceStudy {
  genes: string[];
  samples: string[];
  counts: Float64Array;
  sizes: Float64Array;
  /** samples x columns: intercept, then one indicator per column name. */
  design: Float64Array;
  columns: string[];
  /** Animal of each sample, where the sheet knows it. */
  animals: (string | null)[];
  /** All genes before the filter. */
  unfiltered: CountMatrix;
}

/** The columns of the sample sheet whose levels the design's columns indicate. */
const FACTORS = ['subfield', 'training', 'sex', 'time', 'experiment', 'strain', 'group', 'batch'];

/**
 * @param samples in the order of the reference
 * @param columns `Intercept` and levels of the factors
 */
export function referenceStudy(dataset: string, samples: readonly string[], columns: readonly string[]): ReferenceStudy {
  const all = sharedCounts(dataset);
  const table = sharedSamples(dataset);
  const names = findColumn(table, 'sample')?.cells ?? [];
  const unfiltered = selectCounts(
    all,
    samples.map((sample) => all.samples.indexOf(sample)),
    0,
  );
  const design = Float64Array.from({ length: samples.length * columns.length }, (_, i) => {
    const row = names.indexOf(samples[Math.floor(i / columns.length)]);
    const column = columns[i % columns.length];
    if (column === 'Intercept') return 1;
    return FACTORS.some((factor) => findColumn(table, factor)?.cells[row] === column) ? 1 : 0;
  });
  const kept = filterByExpression(unfiltered.counts, librarySizes(unfiltered.counts, samples.length), design);
  const counts = keptRows(unfiltered.counts, samples.length, kept);
  const animal = findColumn(table, 'animal')?.cells;
  return {
    genes: unfiltered.genes.filter((_, g) => kept[g] === 1),
    samples: [...samples],
    counts,
    sizes: librarySizes(counts, samples.length),
    design,
    columns: [...columns],
    animals: samples.map((sample) => animal?.[names.indexOf(sample)] ?? null),
    unfiltered,
  };
}

/** The data set of a reference name such as `hippocampus-dg-training`. */
export function datasetOf(id: string): string {
  if (id.startsWith('hippocampus')) return 'mouse-hippocampus-avoidance';
  return id.startsWith('cerebellum') ? 'mouse-cerebellum-influenza' : 'mouse-striatum-strains';
}
