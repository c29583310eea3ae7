import type { Problem } from '../../problems/index.ts';
import { daysBetween } from '../dates.ts';
import type { Animal, Study, WeightRecord } from '../study.ts';
import { finding, named } from './finding.ts';

/** Body weights: difference at baseline, loss, ages that do not fit the dates (checks D11, Q09, Q11). */
export function checkWeights(study: Study): Problem[] {
  if (study.weights.length === 0) return [];
  const byAnimal = new Map<string, WeightRecord[]>();
  for (const record of study.weights) byAnimal.set(record.animal, [...(byAnimal.get(record.animal) ?? []), record]);
  for (const records of byAnimal.values()) records.sort((a, b) => orderOf(a) - orderOf(b));
  return [...checkBaseline(study, byAnimal), ...checkLoss(byAnimal), ...checkAges(study)];
}

function orderOf(record: WeightRecord): number {
  return record.ageDays === record.ageDays ? record.ageDays : daysBetween('1970-01-01', record.date);
}

/** |SMD| > 0.5 against the control, SD pooled as the root mean of the two variances; never by a p-value. */
function checkBaseline(study: Study, byAnimal: ReadonlyMap<string, WeightRecord[]>): Problem[] {
  const before = study.dosing?.startAge ?? Infinity;
  const baseline = (animal: Animal): number => {
    const records = byAnimal.get(animal.id) ?? [];
    return (records.filter((record) => record.ageDays <= before).at(-1) ?? records.at(0))?.grams ?? NaN;
  };
  const weightsOf = (arm: string): number[] =>
    study.animals
      .filter((animal) => animal.arm === arm)
      .map(baseline)
      .filter((grams) => grams === grams);
  const control = study.arms.find((arm) => arm.control)?.name ?? '';
  const ofControl = moments(weightsOf(control));
  return study.arms.flatMap((arm) => {
    if (arm.control) return [];
    const ofArm = moments(weightsOf(arm.name));
    const smd = (ofArm.mean - ofControl.mean) / Math.sqrt((ofArm.variance + ofControl.variance) / 2);
    if (!(Math.abs(smd) > 0.5)) return [];
    return [
      finding(
        'warning',
        'design-baseline-weight',
        `arm "${arm.name}" differs from "${control}" in body weight before dosing (${smd.toFixed(2)} SD)`,
        {
          expected: 'within 0.5 SD',
          mend: 'take baseline weight into the model; allocate within weight bands next time',
        },
      ),
    ];
  });
}

function moments(values: readonly number[]): { mean: number; variance: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) * (value - mean), 0);
  return { mean, variance: values.length > 1 ? squares / (values.length - 1) : NaN };
}

function checkLoss(byAnimal: ReadonlyMap<string, WeightRecord[]>): Problem[] {
  const losses = [...byAnimal].map(([animal, records]) => ({
    animal,
    share: 1 - Math.min(...records.map((record) => record.grams)) / records[0].grams,
  }));
  const over = (low: number, high: number): string[] =>
    losses.filter(({ share }) => share > low && share <= high).map(({ animal }) => animal);
  const problems: Problem[] = [];
  const severe = over(0.2, 1);
  const marked = over(0.1, 0.2);
  if (severe.length > 0)
    problems.push(
      finding('error', 'welfare-weight-loss', `more than 20 % of the first body weight lost: ${named(severe)}`, {
        mend: 'check the weights for slips; this is beyond common humane endpoints',
      }),
    );
  if (marked.length > 0)
    problems.push(
      finding('warning', 'welfare-weight-loss', `more than 10 % of the first body weight lost: ${named(marked)}`, {
        mend: 'check the weights for slips',
      }),
    );
  return problems;
}

/** An age beside a date must be the days since birth; deaths come after births. */
function checkAges(study: Study): Problem[] {
  const byId = new Map(study.animals.map((animal) => [animal.id, animal]));
  const wrong = study.weights.filter((record) => {
    const born = byId.get(record.animal)?.born ?? null;
    return Math.abs(daysBetween(born, record.date) - record.ageDays) > 1;
  });
  const late = study.weights.filter((record) => daysBetween(byId.get(record.animal)?.died ?? null, record.date) > 0);
  const problems: Problem[] = [];
  if (wrong.length > 0)
    problems.push(
      finding(
        'error',
        'dates-age',
        `date of birth, date and age_days contradict each other in ${wrong.length} weights (${named([...new Set(wrong.map((one) => one.animal))])})`,
        {
          mend: 'correct the date of birth or the ages',
        },
      ),
    );
  if (late.length > 0)
    problems.push(
      finding(
        'error',
        'dates-after-death',
        `weights after the day of death: ${named([...new Set(late.map((one) => one.animal))])}`,
        {
          mend: 'correct the column "died" or the dates',
        },
      ),
    );
  const unborn = study.animals.filter((animal) => daysBetween(animal.born, animal.died) < 0).map((animal) => animal.id);
  if (unborn.length > 0)
    problems.push(
      finding('error', 'dates-born-died', `died before they were born: ${named(unborn)}`, {
        mend: 'correct the columns "born" and "died"',
      }),
    );
  return problems;
}
