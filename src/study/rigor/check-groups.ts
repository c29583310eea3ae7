import type { Problem } from '../../problems/index.ts';
import { noncentralT, studentT } from '../../stats/index.ts';
import type { Study } from '../study.ts';
import { cramersV, pairUp } from './association.ts';
import { finding } from './finding.ts';
import { unitsOf } from './units.ts';

const TARGET_POWER = 0.8;

/** Group sizes, sexes and doses (checks D09, D10, D12, D13, D14, D16 of the reference list). */
export function checkGroups(study: Study): Problem[] {
  return [...checkSizes(study), ...checkSexes(study), ...checkDoses(study)];
}

function checkSizes(study: Study): Problem[] {
  const units = unitsOf(study);
  const problems: Problem[] = [];
  const sizes = study.arms.map((arm) => ({ arm: arm.name, n: units.perArm.get(arm.name) ?? 0 }));
  for (const { arm, n } of sizes) {
    if (n >= 5) continue;
    problems.push(
      finding(
        n < 3 ? 'error' : 'warning',
        'design-few-units',
        `arm "${arm}" has ${n} ${units.noun}${n === 1 ? '' : 's'}; no spread can be estimated well from so few`,
        {
          found: String(n),
          expected: 'at least 5 (errors below 3)',
          mend: 'add animals, or report this arm as descriptive only',
        },
      ),
    );
  }
  const least = Math.min(...sizes.map((size) => size.n));
  if (least >= 3) {
    const d = detectableEffect(least, study.plan.alpha);
    problems.push(
      finding(
        'note',
        'design-sensitivity',
        `with ${least} ${units.noun}s per arm, a plain comparison of two arms finds an effect of ${d.toFixed(2)} SD with 80 % power (two-sided, alpha ${study.plan.alpha})`,
        d > study.plan.smallestEffect
          ? {
              mend: `smaller effects, down to the smallest of interest (${study.plan.smallestEffect} SD), may go unseen: read "inconclusive" as such`,
            }
          : {},
      ),
    );
  }
  return problems;
}

/** The effect in SDs that a two-sided two-sample t test of n and n finds with 80 % power, by bisection on the noncentral t. */
function detectableEffect(n: number, alpha: number): number {
  const df = 2 * n - 2;
  const critical = studentT.quantileUpper(alpha / 2, df);
  let low = 0;
  let high = 20;
  for (let step = 0; step < 60; step++) {
    const d = (low + high) / 2;
    const delta = d * Math.sqrt(n / 2);
    const power = noncentralT.upper(critical, df, delta) + noncentralT.lower(-critical, df, delta);
    if (power < TARGET_POWER) low = d;
    else high = d;
  }
  return high;
}

function checkSexes(study: Study): Problem[] {
  const { animals } = study;
  const sexes = animals.map((animal) => animal.sex);
  const unknown = sexes.filter((sex) => sex === null).length;
  if (unknown === animals.length)
    return [
      finding('note', 'design-sex-unknown', 'the sex of the animals is not stated', {
        mend: 'add a column "sex" (F or M) to the animal sheet',
      }),
    ];
  const problems: Problem[] = [];
  if (unknown > 0)
    problems.push(
      finding('warning', 'design-sex-missing', `the sex of ${unknown} of ${animals.length} animals is not stated`, {
        mend: 'fill in the column "sex"',
      }),
    );
  const known = new Set(sexes.filter((sex) => sex !== null));
  if (known.size === 1)
    problems.push(
      finding('warning', 'design-one-sex', `only ${[...known][0]} animals: the effect need not carry over to the other sex`, {
        mend: 'include both sexes, or say in the report why not',
      }),
    );
  const pairing = pairUp(
    animals.map((animal) => animal.arm),
    sexes,
  );
  const v = cramersV(pairing);
  if (v > 0.3)
    problems.push(
      finding('warning', 'design-sex-unbalanced', `the sexes are spread unevenly over the arms (Cramer's V ${v.toFixed(2)})`, {
        mend: 'keep sex in the model, and balance it in the next cohort',
      }),
    );
  return problems;
}

function checkDoses(study: Study): Problem[] {
  const doses = study.arms.filter((arm) => arm.doseMgPerKg > 0);
  const problems: Problem[] = [];
  if (doses.length === 1) problems.push(finding('note', 'design-one-dose', 'one dose only: no dose response can be shown'));
  if (doses.length > 0 && study.drug.vehicle === null)
    problems.push(
      finding('note', 'design-vehicle-unstated', 'the vehicle is not stated, so it cannot be checked that controls got it', {
        mend: 'add "vehicle:" under "drug:" in study.yaml',
      }),
    );
  return problems;
}
