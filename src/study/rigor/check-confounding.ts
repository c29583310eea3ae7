import type { Problem } from '../../problems/index.ts';
import { aliasedArms, cramersV, pairUp } from './association.ts';
import { finding, named } from './finding.ts';

/** Columns whose names say that they hold a nuisance: when, where or by whom something was done. */
const NUISANCE =
  /^(.*[ _.-])?(batch|cohort|day|date|test[ _.-]?day|scorer|rater|observer|experimenter|operator|technician|room|rack|plate|lane|run|flow[ _.-]?cell|library|box|chamber|apparatus|arena)$/i;
const STRONG_ASSOCIATION = 0.5;

/** Whether a column's name says that it holds a nuisance. */
export function isNuisance(name: string): boolean {
  return NUISANCE.test(name.trim());
}

/**
 * Checks one nuisance label against the arms (checks D05, D06, D07): an error when some arm shares no level with the control's
 * side, for then no model can separate them; a warning when they go together strongly.
 *
 * @param where what the label belongs to, e.g. `samples`
 */
export function checkConfounding(
  arms: readonly (string | null)[],
  labels: readonly (string | null)[],
  name: string,
  control: string,
  where: string,
  file?: string,
): Problem[] {
  const pairing = pairUp(arms, labels);
  const levels = new Set(pairing.b).size;
  if (new Set(pairing.a).size < 2 || levels < 2) return [];
  const aliased = aliasedArms(pairing, control);
  const lone = levels === pairing.b.length;
  if (lone) return [];
  if (aliased.length > 0)
    return [
      finding(
        'error',
        'design-confounded',
        `${where}: "${name}" and the arm cannot be told apart (${named(aliased)} against ${control})`,
        {
          file,
          expected: `animals of every arm in each ${name}`,
          mend: `no analysis can undo this; repeat with the arms spread over each ${name}, or leave ${named(aliased)} out`,
        },
      ),
    ];
  const v = cramersV(pairing);
  if (!(v > STRONG_ASSOCIATION)) return [];
  return [
    finding('warning', 'design-associated', `${where}: "${name}" goes together with the arm (Cramer's V ${v.toFixed(2)})`, {
      file,
      mend: `put "${name}" into the model, and spread the arms over it in the next cohort`,
    }),
  ];
}
