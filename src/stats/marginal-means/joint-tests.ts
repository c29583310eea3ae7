import type { WaldTest } from '../linear/index.ts';
import { multiply } from '../linear-algebra/index.ts';
import { contrastCoefficients, interactionCoefficients } from './contrast-methods.ts';
import { type MeansModel, testJointly } from './contrast-model.ts';
import { estimableRows } from './estimable.ts';
import { marginalMeans } from './marginal-means.ts';
import { type ReferenceGrid, referenceGrid } from './reference-grid.ts';

/** Test of all contrasts of one term, in one combination of the `by` factors. */
export interface JointTest extends WaldTest {
  readonly term: string;
  readonly by: readonly string[];
  /** True when empty cells leave only a part of the term's contrasts to test. */
  readonly partial: boolean;
}

/** All nonempty subsets, smaller ones first, in the order of the names. */
function subsets(names: readonly string[]): string[][] {
  const all: string[][] = [[]];
  for (const name of names) all.push(...all.map((set) => [...set, name]));
  const order = (set: readonly string[]): string => set.map((name) => String(names.indexOf(name)).padStart(3, '0')).join();
  return all.slice(1).sort((a, b) => a.length - b.length || (order(a) < order(b) ? -1 : 1));
}

/** Grid with every numeric predictor at its mean - 1 and mean + 1, so that its slope is a contrast. */
function testingGrid(model: MeansModel): ReferenceGrid {
  const plain = referenceGrid(model);
  const at = new Map<string, number[]>();
  for (const { name, values } of plain.factors) if (values?.length === 1) at.set(name, [values[0] - 1, values[0] + 1]);
  return at.size === 0 ? plain : referenceGrid(model, { at });
}

/**
 * Tests of every term of a model through contrasts of its estimated marginal means, which for a model of factors are type III
 * tests whatever the coding; with `by`, the same within each combination of those factors (simple effects).
 *
 * @throws InputError when a `by` factor is not in the model
 */
export function jointTests(model: MeansModel, by: readonly string[] = []): JointTest[] {
  const grid = testingGrid(model);
  const free = grid.factors.map((factor) => factor.name).filter((name) => !by.includes(name));
  return subsets(free).flatMap((term) => testTerm(grid, term, by));
}

function testTerm(grid: ReferenceGrid, term: readonly string[], by: readonly string[]): JointTest[] {
  const means = marginalMeans(grid, { factors: term, by });
  const parts = term.map((name) => {
    const levels = grid.factors.find((factor) => factor.name === name)?.levels ?? [];
    return contrastCoefficients('consecutive', levels);
  });
  const { names, matrix } = interactionCoefficients(parts);
  const cells = matrix.length / Math.max(1, names.length);
  const p = grid.model.coefficients.length;
  const tests: JointTest[] = [];
  for (let start = 0; start < means.means.length; start += cells) {
    const l = multiply(matrix, means.functions.slice(start * p, (start + cells) * p), names.length, cells, p);
    const whole = estimableRows(l, names.length, p, { ...grid.estimability, nullDimension: 0 });
    const rows = estimableRows(l, names.length, p, grid.estimability);
    if (rows.length === 0) continue;
    const test = testJointly(grid.model, grid.estimability.aliased, rows, rows.length / p);
    tests.push({
      ...test,
      term: term.join(':'),
      by: means.means[start].levels.slice(term.length),
      partial: rows.length < whole.length,
    });
  }
  return tests;
}
