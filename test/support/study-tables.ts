import { asFactor, type DataColumn, type DataFrame, factorColumn, numericColumn } from '../../src/stats/formula/index.ts';
import { sharedText } from './shared.ts';

/** Level orders that differ from alphabetical, as the README of the shared data states them. */
const LEVELS = new Map<string, string[]>([
  ['RatPupWeight.Treatment', ['Control', 'Low', 'High']],
  ['RatPupWeight.sex', ['Male', 'Female']],
  ['obk.long.treatment', ['control', 'A', 'B']],
  ['obk.long.phase', ['fup', 'post', 'pre']],
  ['anorexia.Treat', ['Cont', 'CBT', 'FT']],
  ['warpbreaks.tension', ['L', 'M', 'H']],
  ['Orthodont.Sex', ['Male', 'Female']],
]);

/** Columns that hold numbers used as labels. */
const FACTORS = new Set([
  ...['BodyWeight.Rat', 'BodyWeight.Diet', 'RatPupWeight.Litter', 'ChickWeight.Chick', 'ChickWeight.Diet', 'obk.long.id'],
  ...['obk.long.hour', 'sleepstudy.Subject', 'ToothGrowth.dose', 'npk.block', 'npk.N', 'npk.P', 'npk.K', 'litter.dose'],
  ...['cbpp.herd', 'cbpp.period', 'Machines.Worker', 'TVbo.Assessor', 'TVbo.Repeat', 'TVbo.Picture', 'Orthodont.Subject'],
]);

/** A table of shared/data/statistics as a data frame, with the factors and level orders that its README states. */
export function studyTable(name: string): Map<string, DataColumn> {
  const [head, ...lines] = sharedText(`data/statistics/${name}.csv`).replace(/\r/g, '').trimEnd().split('\n');
  const cells = lines.map((line) => line.split(',').map((cell) => cell.replace(/^"|"$/g, '')));
  const frame = new Map<string, DataColumn>();
  head.split(',').forEach((quoted, j) => {
    const column = quoted.replace(/^"|"$/g, '');
    const key = `${name}.${column}`;
    const texts = cells.map((row) => (row[j] === '' || row[j] === 'NA' ? null : row[j]));
    const numeric = texts.every((text) => text === null || Number.isFinite(Number(text)));
    const values = numeric
      ? numericColumn(texts.map((text) => (text === null ? NaN : Number(text))))
      : factorColumn(texts, LEVELS.get(key));
    frame.set(column, FACTORS.has(key) ? asFactor(values) : values);
  });
  return frame;
}

/** A copy of the frame with some columns replaced or added. */
export function withColumns(frame: DataFrame, columns: Iterable<[string, DataColumn]>): Map<string, DataColumn> {
  return new Map([...frame, ...columns]);
}
