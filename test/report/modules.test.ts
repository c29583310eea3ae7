import { beforeAll, describe, expect, it } from 'vitest';
import { plainContext } from '../../src/context/index.ts';
import { findModules, MODULE_DEFAULTS, type ModuleResult } from '../../src/integration/index.ts';
import { moduleData } from '../../src/report/data/module-data.ts';
import { figureFile } from '../../src/report/figures/figure.ts';
import { listModuleFigures, moduleFigures } from '../../src/report/figures/module-figures.ts';
import { randomStream } from '../../src/stats/index.ts';

const HOSTILE = '<script>alert(1)</script>&"';
const ANIMALS = 12;

/** Two planted modules, one of them with activity genes; the outcome follows the group and nothing else. */
async function planted(): Promise<ModuleResult> {
  const stream = randomStream(3, 'test/report/modules');
  const group = Array.from({ length: ANIMALS }, (_, a) => (a < ANIMALS / 2 ? 'a' : HOSTILE));
  const byGroup = group.map((one) => (one === 'a' ? -1 : 1));
  const other = group.map(() => stream.normal());
  const rows = Array.from({ length: 120 }, (_, g) =>
    group.map((_, a) => (g < 40 ? 2 * byGroup[a] : g < 75 ? 2 * other[a] : 0) + 0.5 * stream.normal()),
  );
  const names = ['Arc', 'Fos', 'Egr1', 'Junb', 'Ier2', 'Npas4', 'Nr4a1', HOSTILE];
  const found = await findModules(
    {
      animals: group.map((_, a) => `m${a}`),
      group,
      others: [],
      outcomes: [{ id: 'x', label: HOSTILE, values: Float64Array.from(byGroup, (one) => one + 0.3 * stream.normal()) }],
      genes: rows.map((_, g) => names[g] ?? `g${g}`),
      values: Float64Array.from(rows.flat()),
      scale: 'made up',
      most: 1000,
      settings: { ...MODULE_DEFAULTS, minimumSize: 20, deepSplit: 1 },
      sets: [{ id: 's', label: HOSTILE, members: ['Arc', 'g10', 'g50', HOSTILE] }],
    },
    plainContext(),
  );
  if (found === null) throw new Error('no modules');
  return found;
}

describe('modules in the report', () => {
  let result: ModuleResult;
  beforeAll(async () => {
    result = await planted();
  });

  it('finds what was planted and warns of the link that is only the group difference, and of the few animals', () => {
    expect(result.modules.length).toBeGreaterThanOrEqual(2);
    const active = result.modules.findIndex((one) => one.name.includes('activity genes'));
    const link = result.traits.find((one) => one.profile === active);
    expect(Math.abs(link?.r ?? 0)).toBeGreaterThan(0.85);
    expect(Math.abs(link?.rWithin ?? 1)).toBeLessThan(0.6);
    expect(result.modules[active].betweenGroups).toBeGreaterThan(0.9);
    expect(result.warnings.join(' ')).toContain('mostly the difference between the groups');
    expect(result.warnings.join(' ')).toContain('at least 15 are advised');
  });

  it('draws three figures and writes tables; names from the data are text', () => {
    const figures = listModuleFigures(moduleFigures(result)).filter((figure) => figure !== null);
    expect(figures.map((figure) => figure.id)).toEqual(['module-traits', 'module-tree', 'module-soft-threshold']);
    for (const figure of figures) {
      const file = figureFile(figure);
      expect(file).not.toContain('<script');
      expect(file).not.toMatch(/NaN|undefined|Infinity/);
    }
    const tables = moduleData(result);
    expect(new Set(tables.map((table) => table.id)).size).toBe(tables.length);
    for (const figure of figures) expect(tables.map((table) => table.id)).toContain(figure.data);
    expect(tables.find((table) => table.id === 'module-genes')?.rowCount).toBe(120);
  });

  it('draws what there is when no module is found', async () => {
    const stream = randomStream(4, 'test/report/noise');
    const none = await findModules(
      {
        animals: result.animals,
        group: result.group,
        others: [],
        outcomes: [{ id: 'x', label: 'x', values: Float64Array.from(result.animals, () => stream.normal()) }],
        genes: Array.from({ length: 80 }, (_, g) => `g${g}`),
        values: Float64Array.from({ length: 80 * ANIMALS }, () => stream.normal()),
        scale: 'noise',
        most: 80,
        settings: { ...MODULE_DEFAULTS, minimumSize: 40, deepSplit: 4 },
        sets: [],
      },
      plainContext(),
    );
    expect(none?.modules).toEqual([]);
    expect(listModuleFigures(moduleFigures(none)).filter((figure) => figure !== null).length).toBe(2);
    expect(moduleData(none).find((table) => table.id === 'module-traits')?.rowCount).toBe(0);
  });

  it('says nothing where there are no modules', () => {
    expect(moduleFigures(null)).toBeNull();
    expect(moduleData(undefined)).toEqual([]);
    expect(listModuleFigures(null)).toEqual([]);
  });
});
