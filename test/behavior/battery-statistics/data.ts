import type { Measure } from '../../../src/behavior/results.ts';
import { type DataColumn, type DataFrame, factorColumn, numericColumn } from '../../../src/stats/index.ts';
import type { Study } from '../../../src/study/index.ts';
import { readDelimited } from '../../../src/table/index.ts';
import { haveShared, sharedBytes, sharedTsv } from '../../support/shared.ts';
import { smallStudy } from '../../support/small-study.ts';

/** The battery of tests of 72 simulated mice and what R says of it; its animals in the order of their file. */
export const BATTERY = 'reference/behavior/battery';

/** A cell as a number; NaN when it is missing. */
export const number = (text: string | undefined): number =>
  text === undefined || text === 'NA' || text === '' ? NaN : Number(text);

export const DOSES = ['0', '7.5', '15'];
const file = 'data/behavior/simulated/battery_a.csv';

const table = haveShared ? readDelimited(sharedBytes(file), file) : null;

/** A column of the file of animals. */
export const read = (name: string): readonly (string | null)[] => table?.columns.find((one) => one.name === name)?.cells ?? [];
export const animals = read('animal').map((id) => id ?? '');
export const dose = read('dose').map((text) => text ?? '');
export const sex = read('sex').map((text) => text ?? '');
export const litter = read('litter').map((text) => text ?? '');

/** Values of an outcome per animal, from wherever the reference took them. */
export function valuesOf(outcome: string): Float64Array {
  const derived = sharedTsv(`${BATTERY}/battery_a_derived_outcomes.tsv`);
  const spt = sharedTsv(`${BATTERY}/battery_a_spt_per_animal.tsv`);
  const z = sharedTsv(`${BATTERY}/battery_a_z_scores.tsv`).filter((row) => row.get('mode') === 'sex_control');
  const from = (source: Map<string, string>[], key: string): Float64Array =>
    Float64Array.from(animals, (animal) => number(source.find((row) => row.get('animal') === animal)?.get(key)));
  if (outcome === 'spt_pref') return from(spt, 'preference_side_balanced_percent');
  if (derived[0].has(outcome)) return from(derived, outcome);
  if (z[0].has(outcome)) return from(z, outcome);
  if (outcome === 'bw_gain_g')
    return Float64Array.from(animals, (_, i) => number(read('bw_w4_g')[i] ?? '') - number(read('bw_w0_g')[i] ?? ''));
  return Float64Array.from(read(outcome), (text) => number(text ?? undefined));
}

const base = smallStudy({ perGroup: 1, assays: [] });
/** The animals as a study of three doses. */
export const study: Study = {
  ...base,
  arms: DOSES.map((name) => ({ name, doseMgPerKg: Number(name), control: name === '0' })),
  animals: animals.map((id, i) => ({
    id,
    arm: dose[i],
    sex: sex[i] === 'F' ? 'female' : 'male',
    litter: litter[i],
    cage: read('cage')[i],
    batch: read('cohort')[i],
    born: null,
    died: null,
  })),
};

/** The rows of an outcome as R had them: doses and sexes as factors with 0 and M first. */
export function frameOf(values: Float64Array): { data: DataFrame; kept: number[] } {
  const kept = animals.map((_, i) => i).filter((i) => Number.isFinite(values[i]));
  const pick = (texts: readonly string[]): string[] => kept.map((i) => texts[i]);
  const number_ = (from: ArrayLike<number>): ReturnType<typeof numericColumn> => numericColumn(kept.map((i) => from[i]));
  const distance = valuesOf('oft_distance_cm');
  return {
    kept,
    data: new Map<string, DataColumn>([
      ['y', number_(values)],
      ['dosef', factorColumn(pick(dose), DOSES)],
      ['dose', number_(dose.map(Number))],
      ['sex', factorColumn(pick(sex), ['M', 'F'])],
      ['litter', factorColumn(pick(litter))],
      ['oft_distance_cm', number_(distance)],
    ]),
  };
}

/** Values per animal as a measure of one test. */
export const measure = (outcome: string, values: Float64Array, censored: Uint8Array | null = null): Measure => ({
  id: `test/${outcome}`,
  assay: 'test',
  label: outcome,
  unit: 's',
  domain: 'anxiety',
  direction: 1,
  values,
  censored,
  nature: { kind: 'latency' },
});

/** A latency with the marks of the reference: the column of the file for feeding, the end of the test for swimming. */
export function latency(outcome: string): Measure {
  const values = valuesOf(outcome);
  const marks =
    outcome === 'nsf_latency_s' ? read('nsf_censored').map(Number) : Array.from(values, (value) => Number(value >= 360));
  return measure(outcome, values, Uint8Array.from(marks));
}

/** Values of the animals of a dose that have one. */
export const group = (values: Float64Array, level: string): number[] =>
  Array.from(values).filter((value, i) => Number.isFinite(value) && dose[i] === level);

/** Entries into the center; the reference left out the animal without a center time. */
export function entries(): Float64Array {
  const centerTime = valuesOf('oft_center_pct');
  return valuesOf('oft_center_entries').map((value, i) => (Number.isNaN(centerTime[i]) ? NaN : value));
}
