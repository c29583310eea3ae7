import type { Study } from '../../study/index.ts';
import type { Sheet } from '../collect/sheet.ts';
import type { Flag } from '../results.ts';
import { controlAnimals } from './domain-scores.ts';
import { batchesOf } from './reference-groups.ts';
import { columnOf } from './test-scores.ts';

/** An animal that covers less than this share of the controls' median distance hardly moved. */
const HARDLY_MOVED = 0.05;
/** A recording shorter than this share of the median one is short. */
const SHORT = 0.9;

/** What a reader should look at that only the whole study shows: animals that hardly moved, and the limits of the design. */
export function studyFlags(study: Study, sheets: readonly Sheet[]): Flag[] {
  return [...hardlyMoved(study, sheets), ...shortRecordings(study, sheets), ...missingLitters(study), ...confounded(study)];
}

function hardlyMoved(study: Study, sheets: readonly Sheet[]): Flag[] {
  const flags: Flag[] = [];
  const controls = controlAnimals(study);
  for (const sheet of sheets) {
    const distance = sheet.measures.find((measure) => measure.id.endsWith('/distance_cm'));
    if (distance === undefined) continue;
    study.sessions.forEach((session, s) => {
      const values = columnOf(distance.values, s, study.sessions.length, study.animals.length);
      const middle = median(controls.map((a) => values[a]));
      study.animals.forEach((animal, a) => {
        if (!(values[a] < HARDLY_MOVED * middle)) return;
        const message = `moved ${values[a].toFixed(0)} cm, controls ${middle.toFixed(0)} cm (median): ill, frozen or badly tracked? Decide blind`;
        flags.push({ code: 'hardly-moved', message, animal: animal.id, session: session.name, assay: sheet.assay });
      });
    });
  }
  return flags;
}

/** Recordings much shorter than those of the other animals: their times, counts and distances are not comparable. */
function shortRecordings(study: Study, sheets: readonly Sheet[]): Flag[] {
  return sheets.flatMap((sheet) => {
    const length = sheet.measures.find((measure) => /\/(duration|scored)_s$/.test(measure.id));
    if (length === undefined) return [];
    return study.sessions.flatMap((session, s) => {
      const values = columnOf(length.values, s, study.sessions.length, study.animals.length);
      const usual = median([...values]);
      return study.animals.flatMap((animal, a): Flag[] => {
        if (!(values[a] < SHORT * usual)) return [];
        const message = `${values[a].toFixed(0)} s analyzed, of the others ${usual.toFixed(0)} s (median): times, counts and distances are not comparable`;
        return [{ code: 'short-recording', message, animal: animal.id, session: session.name, assay: sheet.assay }];
      });
    });
  });
}

function median(values: readonly number[]): number {
  const sorted = values.filter(Number.isFinite).sort((a, b) => a - b);
  const half = sorted.length >> 1;
  if (sorted.length === 0) return NaN;
  return sorted.length % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}

function missingLitters(study: Study): Flag[] {
  const missing = study.animals.filter((animal) => animal.litter === null).length;
  if (missing === 0) return [];
  const message =
    missing === study.animals.length
      ? 'the litter is not stated for any animal: littermates are alike, and standard errors that ignore it are too small'
      : `the litter is not stated for ${missing} of ${study.animals.length} animals: the models leave litter out altogether`;
  return [{ code: 'litter-missing', message, animal: null, session: null, assay: null }];
}

/** Flags a grouping in which every group holds a single arm: its effect cannot be told from that of the drug. */
function confounded(study: Study): Flag[] {
  const flags: Flag[] = [];
  for (const what of ['cage', 'litter', 'batch'] as const) {
    const armsOf = new Map<string, Set<string>>();
    const grouping = what === 'batch' ? batchesOf(study) : study.animals.map((animal) => animal[what]);
    for (const [i, animal] of study.animals.entries()) {
      const group = grouping[i];
      if (group === null) continue;
      armsOf.set(group, (armsOf.get(group) ?? new Set()).add(animal.arm));
    }
    const groups = [...armsOf.values()];
    const sizes = grouping.filter((group) => group !== null).length;
    if (groups.length < 2 || groups.length === sizes || groups.some((arms) => arms.size > 1)) continue;
    const unit = what === 'batch' ? 'batch and drug cannot be told apart' : `the ${what}, not the animal, is what was treated`;
    flags.push({
      code: `arm-confounded-with-${what}`,
      message: `every ${what} holds animals of one arm only: ${unit}`,
      animal: null,
      session: null,
      assay: null,
    });
  }
  return flags;
}
