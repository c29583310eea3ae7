import type { Problem } from '../../problems/index.ts';
import { type DataFrame, type Design, type FactorColumn, qrDecomposition, qrSolve } from '../../stats/index.ts';

/** For each column of a model matrix that is a combination of the others: which, and what that means for the study. */
export function confoundingProblems(design: Design, frame: DataFrame, samples: number): Problem[] {
  const p = design.columns.length;
  const qr = qrDecomposition(design.matrix, samples, p);
  const kept = Array.from(qr.pivot.subarray(0, qr.rank)).sort((a, b) => a - b);
  return Array.from(qr.pivot.subarray(qr.rank), (column): Problem => {
    const values = Float64Array.from({ length: samples }, (_, j) => design.matrix[j * p + column]);
    if (values.every((value) => value === 0)) return emptyCell(design, column);
    const partners = partnersOf(design, kept, values, samples);
    const variables = [...new Set([column, ...partners].flatMap((k) => variablesOf(design, k)))];
    return {
      code: 'design-not-full-rank',
      severity: 'error',
      message: `the design is not of full rank: ${sentence(variables)} cannot be told apart in these samples`,
      found: crossTable(
        variables,
        frame,
        `column ${design.columns[column]} is a combination of ${partners.map((k) => design.columns[k]).join(', ') || 'the intercept'}`,
      ),
      expected: 'every effect to be separable from the others',
      mend:
        variables.length > 1
          ? `leave ${variables.slice(1).join(' or ')} out of the design; no analysis of these samples can separate them`
          : 'leave the term out of the design',
    };
  });
}

function emptyCell(design: Design, column: number): Problem {
  return {
    code: 'design-not-full-rank',
    severity: 'error',
    message: `the design is not of full rank: no sample has the combination ${design.columns[column]}`,
    expected: 'at least one sample in every combination that the interaction names',
    mend: `use + instead of * or : between ${variablesOf(design, column).join(' and ')}, or leave out the levels that were not crossed`,
  };
}

/** The independent columns whose combination a column is. */
function partnersOf(design: Design, kept: readonly number[], values: Float64Array, samples: number): number[] {
  const p = design.columns.length;
  const matrix = new Float64Array(samples * kept.length);
  for (let j = 0; j < samples; j++)
    for (let k = 0; k < kept.length; k++) matrix[j * kept.length + k] = design.matrix[j * p + kept[k]];
  const weights = qrSolve(qrDecomposition(matrix, samples, kept.length), values);
  return kept.filter((column, k) => Math.abs(weights[k]) > 1e-8 && design.termOfColumn[column] !== '(Intercept)');
}

function variablesOf(design: Design, column: number): readonly string[] {
  const term = design.assign[column];
  return term === 0 ? [] : design.terms[term - 1].variables;
}

function sentence(variables: readonly string[]): string {
  const quoted = variables.map((name) => `"${name}"`);
  return quoted.length < 2 ? `${quoted.join('')} and the intercept` : `${quoted.slice(0, -1).join(', ')} and ${quoted.at(-1)}`;
}

/** How many samples each combination of the first two variables has, when both are factors. */
function crossTable(variables: readonly string[], frame: DataFrame, otherwise: string): string {
  const [first, second] = variables.map((name) => frame.get(name)).filter((one): one is FactorColumn => one?.kind === 'factor');
  if (first === undefined || second === undefined) return otherwise;
  const cells = first.levels.flatMap((a, i) =>
    second.levels.map((b, k) => {
      let count = 0;
      for (let j = 0; j < first.codes.length; j++) if (first.codes[j] === i && second.codes[j] === k) count++;
      return `${a}/${b} ${count}`;
    }),
  );
  return cells.slice(0, 12).join(', ');
}
