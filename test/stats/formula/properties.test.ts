import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InputError } from '../../../src/problems/index.ts';
import {
  buildDesign,
  contrastCoding,
  type DataColumn,
  designRows,
  factorColumn,
  numericColumn,
  parseFormula,
  withReference,
} from '../../../src/stats/formula/index.ts';
import { qrDecomposition } from '../../../src/stats/linear-algebra/index.ts';
import { randomStream } from '../../../src/stats/random.ts';

const stream = randomStream(3, 'formula properties');
const n = 60;
const data = new Map<string, DataColumn>([
  ['y', numericColumn(Array.from({ length: n }, () => stream.normal()))],
  ['x', numericColumn(Array.from({ length: n }, () => stream.normal()))],
  ['z', numericColumn(Array.from({ length: n }, () => stream.uniform()))],
  ['a', factorColumn(Array.from({ length: n }, () => 'pqr'[stream.integer(3)]))],
  ['b', factorColumn(Array.from({ length: n }, () => 'uv'[stream.integer(2)]))],
]);

const variable = fc.constantFrom('a', 'b', 'x', 'z', 'poly(x, 2)', 'I(z^2)', 'log(z)');
const sideWith = (...operators: string[]): fc.Arbitrary<string> =>
  fc.letrec<{ term: string }>((tie) => ({
    term: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      variable,
      fc
        .tuple(tie('term'), fc.constantFrom(...operators), tie('term'))
        .map(([left, operator, right]) => `(${left}${operator}${right})`),
    ),
  })).term;
const side = sideWith(' + ', ' * ', ':', ' - ', ' / ');
/** Formulas whose interactions come with their margins; for others R's coding rule, which is ours, takes x:b to contain b. */
const hierarchical = sideWith(' + ', ' * ');

/** Rank of columns side by side. */
function rankOf(...matrices: { values: Float64Array; width: number }[]): number {
  const width = matrices.reduce((sum, one) => sum + one.width, 0);
  const all = new Float64Array(n * width);
  let start = 0;
  for (const { values, width: own } of matrices) {
    for (let i = 0; i < n; i++) all.set(values.subarray(i * own, (i + 1) * own), i * width + start);
    start += own;
  }
  return qrDecomposition(all, n, width, 1e-9).rank;
}

describe('any formula', () => {
  it('parses or is refused with a place, whatever the text', () => {
    const alphabet = fc.constantFrom(...'ab xyz~+-*/:^|()0123.,=`"%in'.split(''), 'log(', 'poly(', '(1 | ', '||');
    fc.assert(
      fc.property(fc.array(alphabet, { maxLength: 24 }), (pieces) => {
        try {
          parseFormula(pieces.join(''));
        } catch (error) {
          expect(error).toBeInstanceOf(InputError);
        }
      }),
      { numRuns: 2000, seed: 4 },
    );
  });

  it('spans the same space under any coding and any reference level, and gives its own rows back', () => {
    fc.assert(
      fc.property(hierarchical, fc.boolean(), (right, intercept) => {
        const formula = `y ~ ${intercept ? '' : '0 + '}${right}`;
        const treatment = buildDesign(formula, data);
        const width = treatment.columns.length;
        if (width === 0) return;
        const first = { values: treatment.matrix, width };
        const rank = rankOf(first);
        for (const contrasts of ['sum', 'helmert', 'polynomial'] as const) {
          const other = buildDesign(formula, data, { contrasts });
          expect(other.columns.length).toBe(width);
          expect(rankOf(first, { values: other.matrix, width })).toBe(rank);
        }
        const factor = data.get('a');
        if (factor?.kind !== 'factor') throw new Error('a');
        const turned = buildDesign(formula, new Map(data).set('a', withReference(factor, 'r')));
        expect(rankOf(first, { values: turned.matrix, width })).toBe(rank);
        expect(designRows(treatment, treatment.data, n)).toEqual(treatment.matrix);
        expect(new Set(treatment.assign).size).toBe(treatment.terms.length + (treatment.intercept ? 1 : 0));
      }),
      { numRuns: 150, seed: 8 },
    );
  });

  it('gives each column the name of its own, without repeats', () => {
    fc.assert(
      fc.property(side, (right) => {
        const { columns } = buildDesign(`y ~ ${right}`, data);
        expect(new Set(columns).size).toBe(columns.length);
      }),
      { numRuns: 150, seed: 9 },
    );
  });
});

describe('contrast codings', () => {
  it.each(['sum', 'helmert', 'polynomial'] as const)(
    '%s: columns sum to zero; Helmert and polynomial ones are orthogonal',
    (name) => {
      const levels = ['a', 'b', 'c', 'd', 'e'];
      const { matrix } = contrastCoding(name, levels);
      for (let j = 0; j < 4; j++) {
        expect(levels.reduce((sum, _, i) => sum + matrix[i * 4 + j], 0)).toBeCloseTo(0, 13);
        for (let k = 0; k < j && name !== 'sum'; k++)
          expect(levels.reduce((sum, _, i) => sum + matrix[i * 4 + j] * matrix[i * 4 + k], 0)).toBeCloseTo(0, 13);
      }
    },
  );
});
