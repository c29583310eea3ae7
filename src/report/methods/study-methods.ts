import type { ReportInput } from '../input.ts';
import { count, listed, plural } from '../text/numbers.ts';
import { type MethodsParagraph, plainText } from './methods-text.ts';

/** Animals, arms, sessions. */
export function studyMethods({ study, provenance }: ReportInput): MethodsParagraph {
  const sexes = (['female', 'male'] as const)
    .map((sex) => ({ sex, n: study.animals.filter((animal) => animal.sex === sex).length }))
    .filter(({ n }) => n > 0)
    .map(({ sex, n }) => `${count(n)} ${sex}`);
  const litters = new Set(study.animals.map((animal) => animal.litter).filter((litter) => litter !== null)).size;
  const arms = study.arms.map((arm) => {
    const n = study.animals.filter((animal) => animal.arm === arm.name).length;
    const dose = Number.isFinite(arm.doseMgPerKg) ? `${arm.doseMgPerKg} mg/kg, ` : '';
    return `${plainText(arm.name)} (${dose}n = ${count(n)}${arm.control ? ', control' : ''})`;
  });
  const { drug, dosing } = study;
  const given = `${plainText(drug.name)}${drug.route === null ? '' : ` by ${plainText(drug.route)}`}${drug.vehicle === null ? '' : ` in ${plainText(drug.vehicle)}`}`;
  const window =
    dosing === null
      ? ''
      : ` from P${dosing.startAge} to P${dosing.endAge}, every ${dosing.intervalDays === 1 ? 'day' : plural(dosing.intervalDays, 'day')}`;
  const sessions =
    study.sessions.length === 0
      ? ''
      : ` Behavior was tested at ${listed(study.sessions.map((session) => plainText(session.name)))}.`;
  return {
    heading: 'Animals and treatment',
    text: `${plural(study.animals.length, study.species, study.species === 'mouse' ? 'mice' : 'rats')}${study.strain === null ? '' : ` (${plainText(study.strain)})`}${sexes.length > 0 ? `, ${listed(sexes)}` : ''}${litters > 0 ? `, from ${plural(litters, 'litter')}` : ''}. Treatment: ${given}${window}. Arms: ${listed(arms)}.${sessions} All analyses were run with limbic ${plainText(provenance.version)}, seed ${provenance.seed}; reporting follows the items of ARRIVE 2.0 that the data answer [@percie2020].`,
  };
}

/** How verdicts come about. */
export function claimMethods({ claims, study }: ReportInput): MethodsParagraph {
  const families = claims.families.map(
    (family) => `${plainText(family.name)} (${plural(family.members.length, 'claim')}; ${plainText(family.adjustment)})`,
  );
  return {
    heading: 'Claims',
    text: `Each claim has one planned test. Families, declared before looking: ${families.length === 0 ? 'none' : listed(families)}. A claim is supported when its adjusted p is below ${study.plan.alpha} and the estimate points as claimed, contradicted when it points the other way, not supported when two one-sided tests [@schuirmann1987] place the effect within the smallest effect of interest (${study.plan.smallestEffect} SD of controls for behavior, ${study.plan.smallestLog2FoldChange} for log2 fold changes), and inconclusive otherwise. Adjustment: Holm [@holm1979] for claims and arms, Benjamini and Hochberg [@benjamini1995] for gene lists, unless a family says otherwise.${checkMethods(claims)}`,
  };
}

/** How the claims were weighed again. */
function checkMethods({ checks }: ReportInput['claims']): string {
  if (checks === undefined) return '';
  const { multiverse, permutation } = checks;
  const left =
    ' Each claim was weighed again without each animal and each litter (behavior: the planned model with its variances held; gene sets: the set tests with transformed values and the prior of the variances held).';
  const choices =
    multiverse === null
      ? ''
      : ` A multiverse of ${count(multiverse.analyses.behavior)} analyses of behavior, ${count(multiverse.analyses.expression)} of expression and ${count(multiverse.analyses.link)} of the link between them [@simonsohn2020] crossed the choices declared in tables/choices.tsv.`;
  const dealt =
    permutation === null
      ? ''
      : ` Whole-pipeline permutation: ${plainText(permutation.notes.join(' '))} Its p counts the observed arrangement [@phipson2010] and is adjusted over the claims by single-step min-p [@ge2003].`;
  return `${left}${choices}${dealt}`;
}
