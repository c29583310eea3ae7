import type { DataColumn } from '../stats/index.ts';
import type { ExpressionPlan, Study } from '../study/index.ts';
import { findColumn, type Table } from '../table/index.ts';
import { type Combination, type LevelContrast, levelContrast } from './design/contrasts.ts';
import { type ModelDesign, modelDesign, parseDesign } from './design/model-design.ts';
import { designFrame } from './samples/design-frame.ts';

/** A study's design and planned comparisons on the samples kept. */
export interface StudyModel {
  model: ModelDesign;
  frame: Map<string, DataColumn>;
  contrasts: (Combination & LevelContrast)[];
}

/**
 * Builds a study's design and its comparisons. Levels of `arm` stand in the order of the study with the control first.
 *
 * @param table the sample sheet with the animals' properties joined
 * @param rows the sheet's rows of the samples kept
 * @throws InputError when the design cannot be estimated or a comparison names what is not there
 */
export function studyModel(study: Study, plan: ExpressionPlan, table: Table, rows: readonly number[]): StudyModel {
  const text = plan.design ?? defaultDesign(table, rows);
  const formula = parseDesign(text);
  const control = study.arms.filter((arm) => arm.control).map((arm) => arm.name);
  const others = study.arms.filter((arm) => !arm.control).map((arm) => arm.name);
  const named = plan.contrasts.map(({ factor, control: level }): [string, string] => [factor, level]);
  const references = new Map(named.filter(([factor]) => factor !== 'arm'));
  const frame = designFrame(table, rows, formula.columns, {
    factors: new Set(['arm', 'sex', 'litter', 'cage', 'batch', ...plan.contrasts.map(({ factor }) => factor)]),
    references: new Map([...references].filter(([factor]) => formula.columns.includes(factor))),
    levels: new Map([['arm', [...control, ...others]]]),
  });
  const model = modelDesign(formula, frame, rows.length);
  const contrasts = plannedContrasts(study, plan, model).map((contrast) => ({
    ...contrast,
    ...levelContrast(model.design, frame, contrast),
  }));
  return { model, frame, contrasts };
}

/** `~ sex + arm` as far as both vary among the samples. */
function defaultDesign(table: Table, rows: readonly number[]): string {
  const terms = ['sex', 'arm'].filter((name) => {
    const cells = findColumn(table, name)?.cells;
    const present = rows.map((row) => cells?.[row] ?? null);
    return cells !== undefined && !present.includes(null) && new Set(present).size > 1;
  });
  return `~ ${terms.length > 0 ? terms.join(' + ') : '1'}`;
}

/** The comparisons the study names; else each arm against the control, highest dose first; else each level against the reference. */
function plannedContrasts(study: Study, plan: ExpressionPlan, model: ModelDesign): LevelContrast[] {
  if (plan.contrasts.length > 0) return plan.contrasts;
  const variable = model.design.variables.find((one) => one.label === 'arm') ?? model.design.variables.at(-1);
  if (variable === undefined || variable.kind !== 'factor') return [];
  const [control, ...others] = variable.levels;
  const dose = new Map(study.arms.map((arm) => [arm.name, Number.isNaN(arm.doseMgPerKg) ? -Infinity : arm.doseMgPerKg]));
  const ordered = variable.label === 'arm' ? others.sort((a, b) => (dose.get(b) ?? 0) - (dose.get(a) ?? 0) || 0) : others;
  return ordered.map((treated) => ({ factor: variable.label, treated, control }));
}
