import type { BottleRecord } from '../collect/bottles.ts';
import { type Assay, type AssaySetting, emptyObservation, exclude, type Observation, SHARE, setting } from './assay.ts';

const SETTINGS: readonly AssaySetting[] = [
  { name: 'leak', value: 12, unit: 'g', meaning: 'a bottle that lost more in one day leaked; the animal-day is dropped' },
  {
    name: 'leak_ratio',
    value: 3,
    unit: '1',
    meaning: "a day on which more was lost in all than this times the animal's median day: a bottle leaked",
  },
  { name: 'negative', value: -0.3, unit: 'g', meaning: 'an intake below this is a weighing error; the animal-day is dropped' },
  { name: 'minimum_total', value: 1, unit: 'g', meaning: 'drinking less in one day drops the animal-day' },
  {
    name: 'side_bias',
    value: 90,
    unit: '%',
    meaning: 'drinking more from one side, whatever is in it, in both positions leaves the animal out',
  },
];

/** Sucrose (or saccharin) preference from bottle weights. */
export const sucrosePreference: Assay = {
  id: 'sucrose-preference',
  label: 'Sucrose preference',
  formats: ['bottles', 'table'],
  settings: SETTINGS,
  sources: [
    'Willner et al. 1987 Psychopharmacology 93:358',
    'Strekalova et al. 2011 Behav Brain Funct 7:9',
    'Liu et al. 2018 Nat Protoc 13:1686',
  ],
  measures: [
    {
      name: 'preference_pct',
      label: 'Sucrose preference (mean of both sides)',
      unit: '%',
      domain: 'depression',
      direction: -1,
      composite: true,
      nature: SHARE,
    },
    {
      name: 'preference_pooled_pct',
      label: 'Sucrose preference (all days pooled)',
      unit: '%',
      domain: 'depression',
      direction: -1,
      composite: false,
      nature: SHARE,
    },
    { name: 'sucrose_g', label: 'Sucrose intake', unit: 'g', domain: 'other', direction: 0, composite: false },
    { name: 'water_g', label: 'Water intake', unit: 'g', domain: 'other', direction: 0, composite: false },
    { name: 'side_bias_pct', label: 'Intake from the left bottle', unit: '%', domain: 'other', direction: 0, composite: false },
    { name: 'days_used', label: 'Days used', unit: 'n', domain: 'other', direction: 0, composite: false },
  ],
  fromBottles: measurePreference,
};

/** One valid day: intake in g. */
interface Day {
  day: string;
  side: 'left' | 'right';
  sucrose: number;
  water: number;
}

function measurePreference(records: readonly BottleRecord[]): Observation {
  const observation = emptyObservation();
  const days = pairDays(records, observation).filter((day) => isValid(day, observation));
  const valid = dropRelativeLeaks(days, observation);
  const left = valid.filter((day) => day.side === 'left');
  const right = valid.filter((day) => day.side === 'right');
  const sucrose = sum(valid.map((day) => day.sucrose));
  const water = sum(valid.map((day) => day.water));
  const { values } = observation;
  values.set('days_used', valid.length);
  if (valid.length === 0) return exclude(observation, 'no valid day', 'every day was dropped or none was recorded');
  values.set('preference_pooled_pct', (100 * sucrose) / (sucrose + water));
  values.set('sucrose_g', sucrose);
  values.set('water_g', water);
  const leftIntake = sum(left.map((day) => day.sucrose)) + sum(right.map((day) => day.water));
  values.set('side_bias_pct', (100 * leftIntake) / (sucrose + water));
  if (left.length === 0 || right.length === 0) {
    const reason = `sucrose was validly offered on the ${left.length === 0 ? 'right' : 'left'} only`;
    observation.exclusions.push({ rule: 'no valid day in one of the positions', reason, measures: ['preference_pct'] });
    return observation;
  }
  if (sideBound(left, right)) {
    values.clear();
    return exclude(
      observation,
      'side bias',
      `drank from one side whatever was in it (left ${((100 * leftIntake) / (sucrose + water)).toFixed(0)} %)`,
    );
  }
  values.set('preference_pct', (meanPreference(left) + meanPreference(right)) / 2);
  return observation;
}

function pairDays(records: readonly BottleRecord[], observation: Observation): Day[] {
  const days: Day[] = [];
  for (const day of new Set(records.map((record) => record.day))) {
    const sucrose = records.filter((record) => record.day === day && record.bottle === 'sucrose');
    const water = records.filter((record) => record.day === day && record.bottle === 'water');
    const values = [...sucrose, ...water].map((record) => record.start - record.end - record.loss);
    if (sucrose.length !== 1 || water.length !== 1 || values.some((value) => !Number.isFinite(value)))
      drop(observation, 'incomplete day', `day ${day}: one sucrose and one water bottle with both weights are needed`);
    else if (sucrose[0].side === water[0].side)
      drop(observation, 'incomplete day', `day ${day}: both bottles are said to hang on the ${water[0].side}`);
    else days.push({ day, side: sucrose[0].side, sucrose: values[0], water: values[1] });
  }
  return days;
}

function isValid(day: Day, observation: Observation): boolean {
  const largest = Math.max(day.sucrose, day.water);
  const least = Math.min(day.sucrose, day.water);
  const total = day.sucrose + day.water;
  if (largest > setting(SETTINGS, 'leak'))
    drop(observation, 'bottle leak', `day ${day.day}: ${largest.toFixed(2)} g from one bottle`);
  else if (least < setting(SETTINGS, 'negative')) drop(observation, 'negative intake', `day ${day.day}: ${least.toFixed(2)} g`);
  else if (total < setting(SETTINGS, 'minimum_total'))
    drop(observation, 'hardly drank', `day ${day.day}: ${total.toFixed(2)} g in all`);
  else return true;
  return false;
}

/** Drops days on which both bottles together lost several times what they do on the animal's median day; needs three days. */
function dropRelativeLeaks(days: readonly Day[], observation: Observation): Day[] {
  if (days.length < 3) return [...days];
  const total = median(days.map((day) => day.sucrose + day.water));
  return days.filter((day) => {
    const taken = day.sucrose + day.water;
    if (taken <= setting(SETTINGS, 'leak_ratio') * total) return true;
    drop(observation, 'bottle leak', `day ${day.day}: ${taken.toFixed(2)} g, against ${total.toFixed(2)} g on a median day`);
    return false;
  });
}

function drop(observation: Observation, rule: string, reason: string): void {
  observation.exclusions.push({ rule, reason, measures: [] });
}

function sideBound(left: readonly Day[], right: readonly Day[]): boolean {
  const limit = setting(SETTINGS, 'side_bias');
  const whenLeft = meanPreference(left);
  const whenRight = 100 - meanPreference(right);
  return (whenLeft > limit && whenRight > limit) || (whenLeft < 100 - limit && whenRight < 100 - limit);
}

function meanPreference(days: readonly Day[]): number {
  return sum(days.map((day) => (100 * day.sucrose) / (day.sucrose + day.water))) / days.length;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
