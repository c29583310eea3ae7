import { inputError, type Problem, suggestName, throwIfErrors } from '../problems/index.ts';
import { decodeText, readTable, type Table } from '../table/index.ts';
import { attempt } from './attempt.ts';
import { checkFormulas } from './check-formulas.ts';
import type { FileSource } from './file-source.ts';
import { foldRepeats } from './fold-repeats.ts';
import { parseStudyWorkbook, type StudyWorkbook } from './parse-workbook.ts';
import { parseYaml } from './parse-yaml.ts';
import { readAnimals } from './read-animals.ts';
import { readWeights } from './read-weights.ts';
import { settleArms } from './settle-arms.ts';
import { settleAssays } from './settle-assays.ts';
import { settleExpression } from './settle-expression.ts';
import { settlePlan } from './settle-plan.ts';
import { settleDosing, settleSessions } from './settle-sessions.ts';
import { settleTargeted } from './settle-targeted.ts';
import type { Study } from './study.ts';
import { validateStudyFile } from './validate.ts';

/**
 * Loads a study: study.yaml (or study.xlsx), the animal sheet and the body weights. Behavior and expression files are
 * named in the result, not read.
 *
 * @throws InputError with every problem of these files at once, each with file, line, column and mend
 */
export async function loadStudy(source: FileSource): Promise<Study> {
  const { parsed, ...sheets } = await readStudyFile(source);
  const file = validateStudyFile(parsed);
  const problems: Problem[] = [];
  const armNames = file.arms?.map((arm) => arm.name) ?? null;
  const sheet =
    (file.animals === undefined ? sheets.animals : null) ?? (await readSheet(source, file.animals ?? 'animals.csv', problems));
  const { animals, columns } =
    sheet === null ? { animals: [], columns: [] } : readAnimals(sheet, file.animal_columns, armNames, problems);
  const arms = settleArms(file, [...new Set(animals.map((animal) => animal.arm))], parsed, problems);
  const dosing = settleDosing(file, parsed, problems);
  const sessions = settleSessions(file, dosing, parsed, problems);
  const assays = settleAssays(file, sessions, parsed, problems);
  const expression = settleExpression(file, sessions, parsed, problems);
  checkFormulas(file, columns, parsed, problems);
  const weightSheet =
    (file.weights === undefined ? sheets.weights : null) ?? (await readWeightSheet(source, file.weights, problems));
  const weights = weightSheet === null || sheet === null ? [] : readWeights(weightSheet, animals, problems);
  throwIfErrors(foldRepeats(problems));
  return {
    format: 1,
    title: file.title ?? source.name,
    drug: { name: file.drug?.name ?? 'the treatment', route: file.drug?.route ?? null, vehicle: file.drug?.vehicle ?? null },
    species: file.species ?? 'mouse',
    strain: file.strain ?? null,
    arms,
    dosing,
    animals,
    animalColumns: columns,
    sessions,
    assays,
    expression,
    targeted: settleTargeted(file),
    weights,
    plan: settlePlan(file, animals, sessions, assays),
  };
}

async function readStudyFile(source: FileSource): Promise<StudyWorkbook> {
  const paths = await source.list();
  const yaml = ['study.yaml', 'study.yml'].find((name) => paths.includes(name));
  if (yaml !== undefined)
    return { parsed: parseYaml(decodeText(await source.read(yaml), yaml).text, yaml), animals: null, weights: null };
  if (paths.includes('study.xlsx')) return parseStudyWorkbook(await source.read('study.xlsx'), 'study.xlsx');
  throw inputError({
    code: 'study-missing',
    file: source.name,
    message: 'the folder has no study.yaml or study.xlsx',
    found: paths.slice(0, 8).join(', ') || 'an empty folder',
    mend: `${suggestName('study.yaml', paths).startsWith('did') ? suggestName('study.yaml', paths) : 'check the path'}; "limbic init DIR" writes a template`,
  });
}

async function readWeightSheet(source: FileSource, named: string | undefined, problems: Problem[]): Promise<Table | null> {
  if (named !== undefined) return readSheet(source, named, problems);
  return (await source.list()).includes('weights.csv') ? readSheet(source, 'weights.csv', problems) : null;
}

/** Reads a sheet of the study; its problems are added to the list. */
function readSheet(source: FileSource, path: string, problems: Problem[]): Promise<Table | null> {
  return attempt(async () => readTable(await source.read(path), path), problems);
}
