import type { Assay } from './assay.ts';
import { elevatedPlusMaze } from './elevated-plus-maze.ts';
import { elevatedZeroMaze } from './elevated-zero-maze.ts';
import { forcedSwim } from './forced-swim.ts';
import { lightDarkBox } from './light-dark-box.ts';
import { novelObject } from './novel-object.ts';
import { noveltySuppressedFeeding } from './novelty-suppressed-feeding.ts';
import { openField } from './open-field.ts';
import { socialInteraction } from './social-interaction.ts';
import { splashTest } from './splash-test.ts';
import { sucrosePreference } from './sucrose-preference.ts';
import { bodyWeight, homeCage, marbleBurying, rotarod } from './tabular-assays.ts';
import { tailSuspension } from './tail-suspension.ts';
import { threeChamber } from './three-chamber.ts';
import { yMaze } from './y-maze.ts';

/** Every standard assay, from the least to the most stressful, the order in which batteries are run. */
export const ASSAYS: readonly Assay[] = [
  openField,
  elevatedPlusMaze,
  elevatedZeroMaze,
  lightDarkBox,
  noveltySuppressedFeeding,
  marbleBurying,
  socialInteraction,
  threeChamber,
  yMaze,
  novelObject,
  rotarod,
  homeCage,
  sucrosePreference,
  splashTest,
  tailSuspension,
  forcedSwim,
  bodyWeight,
];

/** The assay of that id, or undefined. */
export function assayNamed(id: string): Assay | undefined {
  return ASSAYS.find((assay) => assay.id === id);
}
