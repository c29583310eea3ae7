import type { Study } from '../../study/index.ts';
import { type GroupStyle, groupStyles } from '../figures/style.ts';

/** The arms as figures draw them: control first, then by dose, and how each looks everywhere in the report. */
export interface ArmOrder {
  control: string;
  /** Control first. */
  arms: readonly string[];
  styles: ReadonlyMap<string, GroupStyle>;
}

/** Orders the arms of a study; arms without a dose keep the order of the study file. */
export function armOrder(study: Study): ArmOrder {
  const control = study.arms.find((arm) => arm.control)?.name ?? study.arms[0]?.name ?? '';
  const treated = study.arms
    .filter((arm) => arm.name !== control)
    .sort((a, b) => (Number.isFinite(a.doseMgPerKg - b.doseMgPerKg) ? a.doseMgPerKg - b.doseMgPerKg : 0))
    .map((arm) => arm.name);
  return { control, arms: [control, ...treated], styles: groupStyles(control, treated) };
}

/** Groups as samples name them, which need not be the arms of the study: known arms in their order, then the others. */
export function sampleGroups(order: ArmOrder, names: readonly (string | null)[], control: string | null): ArmOrder {
  const present = [...new Set(names.filter((name) => name !== null))];
  if (present.every((name) => order.styles.has(name))) {
    return { ...order, arms: order.arms.filter((arm) => present.includes(arm)) };
  }
  const first = control ?? present[0] ?? '';
  const treated = present.filter((name) => name !== first);
  return { control: first, arms: [first, ...treated], styles: groupStyles(first, treated) };
}
