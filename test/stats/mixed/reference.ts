import { readFileSync } from 'node:fs';
import { type DataColumn, type DataFrame, factorColumn, numericColumn, selectRows } from '../../../src/stats/formula/index.ts';
import { sharedText } from '../../support/shared.ts';

/** A case of lmm.json or lmm_simstudy_a.json; see the README there for the meaning of the fields. */
export interface MixedCase {
  id: string;
  data: string;
  formula: string;
  REML: boolean;
  weights?: string;
  n: number;
  groups: Record<string, number>;
  singular: boolean;
  varianceAtZero?: string[];
  scoreAtZero?: number[];
  optimum: {
    theta: number[];
    sigma: number;
    varcomp: { grp: string[]; var1: (string | null)[]; var2: (string | null)[]; vcov: number[]; sdcor: (number | string)[] };
    logLik: number;
    df: number;
    AIC: number;
    BIC: number;
  };
  fixed: Record<string, (number | string)[]> & { term: string[] };
  vcov: { values: number[][] };
  anovaTypeI?: AnovaTable;
  anovaTypeII?: AnovaTable;
  anovaTypeIII?: Record<string, MarginalTests>;
  ranefFirst?: { grpvar: string[]; term: string[]; grp: string[]; condval: number[]; condsd: number[] };
  fittedFirst: number[];
  residualSumSq: number;
  r2?: { varFixed: number; varRandom: number; varResidual: number; marginal: number; conditional: number; icc: number };
}

export interface AnovaTable {
  term: string[];
  NumDF: number[];
  DenDF: number[];
  F: number[];
  p: number[];
}

export interface ReferenceF {
  F: number;
  NumDF: number;
  DenDF: number;
  p?: number;
}

export interface MarginalTests {
  L: number[];
  rows: number;
  satterthwaite?: ReferenceF;
  satterthwaite_lmerTest?: ReferenceF;
  kenwardRoger?: ReferenceF;
  kenwardRoger_pbkrtest?: ReferenceF;
}

/** A reference file carried in test/fixtures/stats. */
export function fixture<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`../../fixtures/stats/${name}`, import.meta.url), 'utf8')) as T;
}

/** Columns that are identifiers or factors although they are numbers, and level orders that are not alphabetical. */
const FACTORS = new Map<string, readonly string[] | null>([
  ...['Subject', 'Rat', 'Litter', 'Chick', 'herd', 'Batch', 'batch', 'cask', 'sample', 'plate', 'Worker', 'Machine', 'Diet', 'id']
    .concat([
      'Assessor',
      'TVset',
      'Picture',
      'period',
      'litter',
      'animal',
      'subject',
      'BROOD',
      'INDEX',
      'LOCATION',
      'YEAR',
      'hour',
    ])
    .map((name): [string, null] => [name, null]),
  ['Treatment', ['Control', 'Low', 'High']],
  ['treatment', ['control', 'A', 'B']],
  ['dose', ['veh', 'low', 'high']],
  ['tension', ['L', 'M', 'H']],
]);

function levelsOf(name: string, labels: readonly (string | null)[]): readonly string[] | undefined {
  if (name === 'sex' && labels.includes('Male')) return ['Male', 'Female'];
  if (name === 'Sex') return ['Male', 'Female'];
  const fixed = FACTORS.get(name);
  if (fixed?.some((level) => labels.includes(level))) return fixed;
  const distinct = [...new Set(labels.filter((label) => label !== null))];
  if (distinct.every((label) => label !== '' && Number.isFinite(Number(label))))
    return distinct.sort((a, b) => Number(a) - Number(b));
  return undefined;
}

function column(name: string, labels: readonly (string | null)[]): DataColumn {
  const numeric = labels.every((label) => label === null || Number.isFinite(Number(label)));
  if (numeric && !FACTORS.has(name)) return numericColumn(labels.map((label) => (label === null ? NaN : Number(label))));
  return factorColumn(labels, levelsOf(name, labels));
}

/** A csv file of shared/data/statistics as a data frame with the factors the references use. */
export function readFrame(file: string): DataFrame {
  const [head, ...lines] = sharedText(`data/statistics/${file}`).replace(/\r|"/g, '').trimEnd().split('\n');
  const cells = lines.map((line) => line.split(','));
  return new Map(
    head.split(',').map((name, j) => {
      const labels = cells.map((row) => (row[j] === '' || row[j] === 'NA' ? null : row[j]));
      return [name, column(name, labels)];
    }),
  );
}

/** sleepstudy with rows taken out, as the note of the case says (1-based rows). */
function sleepstudyMissing(): DataFrame {
  const gone = new Set([
    3,
    17,
    18,
    19,
    20,
    44,
    45,
    91,
    92,
    93,
    94,
    95,
    96,
    150,
    ...Array.from({ length: 10 }, (_, i) => 171 + i),
  ]);
  const rows = Array.from({ length: 180 }, (_, i) => i).filter((i) => !gone.has(i + 1));
  return selectRows(readFrame('sleepstudy.csv'), rows);
}

/** Behaviour of the simulated study joined with its animals. */
export function simulatedStudy(): DataFrame {
  const animals = readFrame('simstudy_a/animals.csv');
  const behaviour = readFrame('simstudy_a/behaviour.csv');
  const keyed = animals.get('animal');
  const wanted = behaviour.get('animal');
  if (keyed?.kind !== 'factor' || wanted?.kind !== 'factor') throw new Error('no animals');
  const position = new Map(Array.from(keyed.codes, (code, i) => [keyed.levels[code], i]));
  const rows = Array.from(wanted.codes, (code) => position.get(wanted.levels[code]) ?? -1);
  const joined = new Map([...selectRows(animals, rows), ...behaviour]);
  const week = joined.get('week');
  const open = joined.get('oft_center_s');
  if (week?.kind !== 'number' || open?.kind !== 'number') throw new Error('no weeks');
  joined.set('weekF', factorColumn(Array.from(week.values, String), ['2', '4', '6']));
  joined.set('loft', numericColumn(open.values.map(Math.log)));
  return joined;
}

/** The data of a case. */
export function caseData({ id, data }: { id: string; data: string }): DataFrame {
  if (data.startsWith('simstudy_a')) {
    const frame = simulatedStudy();
    if (id !== 'fst.week6.litter') return frame;
    const week = frame.get('week');
    if (week?.kind !== 'number') throw new Error('no weeks');
    return selectRows(
      frame,
      Array.from(week.values.keys()).filter((i) => week.values[i] === 6),
    );
  }
  if (data.startsWith('sleepstudy.csv without')) return sleepstudyMissing();
  const frame = readFrame(data);
  const days = frame.get('Days');
  if (days?.kind === 'number') return new Map([...frame, ['w', numericColumn(days.values.map((day) => 1 + day / 9))]]);
  return frame;
}
