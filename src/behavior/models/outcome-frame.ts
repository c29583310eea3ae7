import { type DataFrame, factorColumn, numericColumn } from '../../stats/index.ts';
import type { Session, Study } from '../../study/index.ts';

/** The rows of a model: one per animal and session with a value. */
export interface OutcomeFrame {
  data: DataFrame;
  /** Position in study.animals and study.sessions of each row. */
  animal: Int32Array;
  session: Int32Array;
}

/**
 * A data frame for models of an outcome: `score`, `arm` (control first), `session` (in time order), `sex`, `litter`,
 * `cage`, `batch`, `animal`, `dose`, `age_days`, `baseline` (the animal's value in the first baseline session), and every
 * other column of the animal sheet by its own name. Rows without a value are left out.
 *
 * @param values animals x sessions
 * @param sessions positions in study.sessions to take; default all
 */
export function outcomeFrame(study: Study, values: Float64Array, sessions = study.sessions.map((_, s) => s)): OutcomeFrame {
  const animal: number[] = [];
  const session: number[] = [];
  const count = study.sessions.length;
  study.animals.forEach((_, a) => {
    for (const s of sessions) {
      if (!Number.isFinite(values[a * count + s])) continue;
      animal.push(a);
      session.push(s);
    }
  });
  const rows = animal.map((a, i) => ({ animal: study.animals[a], session: study.sessions[session[i]] }));
  const baseline = study.sessions.findIndex((one: Session) => one.phase === 'baseline');
  const arms = [...study.arms].sort((one, other) => Number(other.control) - Number(one.control)).map((arm) => arm.name);
  const present = (levels: readonly string[], seen: readonly string[]): string[] =>
    levels.filter((level) => seen.includes(level));
  const armOf = rows.map((row) => row.animal.arm);
  const sessionOf = rows.map((row) => row.session.name);
  const data: [string, ReturnType<typeof factorColumn> | ReturnType<typeof numericColumn>][] = study.animalColumns.map(
    ({ name, values: texts }) => [name, sheetColumn(animal.map((a) => texts[a]))],
  );
  data.push(
    ['score', numericColumn(animal.map((a, i) => values[a * count + session[i]]))],
    ['arm', factorColumn(armOf, present(arms, armOf))],
    [
      'session',
      factorColumn(
        sessionOf,
        present(
          study.sessions.map((one) => one.name),
          sessionOf,
        ),
      ),
    ],
    ['sex', factorColumn(rows.map((row) => row.animal.sex))],
    ['litter', factorColumn(rows.map((row) => row.animal.litter))],
    ['cage', factorColumn(rows.map((row) => row.animal.cage))],
    ['batch', factorColumn(rows.map((row) => row.animal.batch))],
    ['animal', factorColumn(rows.map((row) => row.animal.id))],
    ['dose', numericColumn(rows.map((row) => study.arms.find((arm) => arm.name === row.animal.arm)?.doseMgPerKg ?? NaN))],
    ['age_days', numericColumn(rows.map((row) => row.session.ageDays))],
    ['baseline', numericColumn(animal.map((a) => (baseline < 0 ? NaN : values[a * count + baseline])))],
  );
  return { data: new Map(data), animal: Int32Array.from(animal), session: Int32Array.from(session) };
}

/** A column of the animal sheet: numbers when every cell is one and none looks like a code, else a factor. */
function sheetColumn(texts: readonly (string | null)[]): ReturnType<typeof factorColumn> | ReturnType<typeof numericColumn> {
  const isNumber = texts.every((text) => text === null || (/^[+-]?(\d+\.?\d*|\.\d+)$/.test(text) && !/^[+-]?0\d/.test(text)));
  return isNumber && texts.some((text) => text !== null)
    ? numericColumn(texts.map((text) => (text === null ? NaN : Number(text))))
    : factorColumn(texts);
}
