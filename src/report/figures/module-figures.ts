import type { ModuleResult } from '../../integration/index.ts';
import type { Figure } from './figure.ts';
import { moduleTraitsFigure } from './module-traits.ts';
import { moduleTreeFigure } from './module-tree.ts';
import { softThresholdFigure } from './soft-threshold.ts';

/** The figures of co-expression modules. */
export interface ModuleFigures {
  traits: Figure | null;
  tree: Figure;
  power: Figure;
}

/** Draws the modules; null where none were computed. */
export function moduleFigures(modules: ModuleResult | null | undefined): ModuleFigures | null {
  if (modules === null || modules === undefined) return null;
  return {
    traits: moduleTraitsFigure(modules, 'module-traits', 'module-traits'),
    tree: moduleTreeFigure(modules, 'module-tree', 'module-tree'),
    power: softThresholdFigure(modules, 'module-soft-threshold', 'module-soft-threshold'),
  };
}

/** The figures of the modules in the order of the report. */
export function listModuleFigures(modules: ModuleFigures | null): (Figure | null)[] {
  return modules === null ? [] : [modules.traits, modules.tree, modules.power];
}
