import { InputError, type Problem, suggestName } from '../../problems/index.ts';
import type { Study } from '../../study/index.ts';
import { isWorkbook } from '../../table/index.ts';
import type { Assay } from '../assays/assay.ts';
import { measureLog } from '../assays/measure-log.ts';
import { eventLogOf } from '../measure-files.ts';
import { readBehaviorFile } from '../readers/read-file.ts';
import { recognizeText } from '../readers/recognize.ts';
import { textBytes } from '../readers/text-head.ts';
import type { ScoredObservation, Scoring } from '../recording/recording.ts';
import type { PlanFile } from './plan-files.ts';
import type { Sheet } from './sheet.ts';

/** Layouts of scoring programs whose files hold no columns `animal` and `session` of ours. */
const SCORERS: readonly string[] = ['boris-project', 'boris-tabular', 'boris-aggregated', 'simba-visits', 'rater-labels'];

/** A scoring program's export, text or workbook; null for everything else, plain event tables included. */
export async function readScoring(bytes: Uint8Array, file: string): Promise<Scoring | null> {
  if (!isWorkbook(bytes)) {
    const format = recognizeText(textBytes(bytes, file));
    if (format === null || !SCORERS.includes(format)) return null;
  }
  const read = await readBehaviorFile(bytes, file).catch((error: unknown) => {
    if (error instanceof InputError && isWorkbook(bytes)) return null;
    throw error;
  });
  return read?.kind === 'scoring' && SCORERS.includes(read.scoring.format) ? read.scoring : null;
}

/** Whom the observations of a scoring are about: their subjects, else their names; null when the file is no such export. */
export async function scoringNames(bytes: Uint8Array, file: string): Promise<string[] | null> {
  const scoring = await readScoring(bytes, file);
  return scoring === null ? null : scoring.observations.map(nameOf);
}

function nameOf({ subject, observation }: ScoredObservation): string {
  return subject === '' ? observation : subject;
}

/**
 * Measures the observations of a scoring program's export: the animal is that of the file's name, else the subject, else the
 * observation; the session is that of the file's name or of the plan.
 */
export function measureScoring(
  scoring: Scoring,
  file: PlanFile,
  study: Study,
  assay: Assay,
  sheet: Sheet,
  problems: Problem[],
): void {
  const session = file.session ?? (study.sessions.length === 1 ? 0 : null);
  if (assay.fromEvents === undefined) return;
  if (session === null) {
    problems.push(
      place(
        'behavior-no-session',
        file.path,
        'the export does not say which session it belongs to',
        'put {session} into the file names, or add session: to the assay',
      ),
    );
    return;
  }
  const ids = study.animals.map((animal) => animal.id);
  for (const observation of scoring.observations) {
    const name = nameOf(observation);
    const animal = file.animal ?? ids.indexOf(name);
    if (animal < 0)
      problems.push({ ...place('behavior-unknown-animal', file.path, 'unknown animal', suggestName(name, ids)), found: name });
    else if (isDuplicate(sheet, animal, session, observation.rater, study.sessions.length))
      problems.push(
        place(
          'behavior-duplicate-row',
          file.path,
          `animal ${ids[animal]} is scored twice in session ${study.sessions[session].name}`,
          'keep one observation per animal and session',
        ),
      );
    else {
      const log = eventLogOf(observation, file.path);
      if (observation.rater === null) sheet.put(animal, session, measureLog(assay, log));
      else sheet.rated.push({ animal, session, rater: observation.rater, observation: measureLog(assay, log), log });
    }
  }
  for (const note of scoring.notes)
    sheet.flags.push({
      code: 'scoring-note',
      message: `${file.path}: ${note}`,
      animal: null,
      session: study.sessions[session].name,
      assay: sheet.assay,
    });
}

/** Whether the animal was scored in that session already, by the same rater. */
function isDuplicate(sheet: Sheet, animal: number, session: number, rater: string | null, sessions: number): boolean {
  if (sheet.seen[animal * sessions + session] === 1) return true;
  return sheet.rated.some((one) => one.animal === animal && one.session === session && (rater === null || one.rater === rater));
}

function place(code: string, file: string, message: string, mend: string): Problem {
  return { code, severity: 'error', file, message, mend };
}
