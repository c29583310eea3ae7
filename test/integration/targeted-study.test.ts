import { describe, expect, it } from 'vitest';
import { plainContext } from '../../src/context/index.ts';
import type { ExpressionResult } from '../../src/expression/index.ts';
import { readAllTargeted } from '../../src/integration/targeted/read-targeted.ts';
import { targetedTable } from '../../src/integration/targeted/targeted-table.ts';
import { InputError } from '../../src/problems/index.ts';
import { randomStream } from '../../src/stats/index.ts';
import { memorySource, type Study } from '../../src/study/index.ts';
import { fakeStudy } from '../support/fake-study.ts';

const base = fakeStudy();
const arms = base.arms.map((arm) => arm.name);
const top = base.arms.filter((arm) => !arm.control).sort((a, b) => b.doseMgPerKg - a.doseMgPerKg)[0].name;
const animals = base.animals.map((animal) => animal.id);
const armOf = new Map(base.animals.map((animal) => [animal.id, animal.arm]));

/** A plate: Htr1a down one cycle at the top dose, three references, one of which follows the treatment. */
function plate(): string {
  const stream = randomStream(3, 'plate');
  const rows = animals.flatMap((animal) => {
    const treated = armOf.get(animal) === top;
    const load = 0.5 * stream.normal();
    const wells = (gene: string, cycle: number) =>
      [1, 2].map(() => `${animal},${gene},${(cycle + load + 0.05 * stream.normal()).toFixed(3)}`);
    return [
      ...wells('Htr1a', 26 + (treated ? 1 : 0) + 0.2 * stream.normal()),
      ...wells('Actb', 17 + 0.05 * stream.normal()),
      ...wells('Gapdh', 18 + 0.05 * stream.normal()),
      ...wells('Hprt', 22 + 0.05 * stream.normal()),
    ];
  });
  return ['animal,gene,Ct', ...rows].join('\n');
}

const western = (): string =>
  ['animal,analyte,level,loading', ...animals.map((animal, i) => `${animal},5-HT1A,${2 + (i % 3)},${1 + (i % 2)}`)].join('\n');

function study(files: Partial<Record<string, string>> = {}): { study: Study; source: ReturnType<typeof memorySource> } {
  const texts = { 'qpcr.csv': plate(), 'western.csv': western(), ...files };
  const source = memorySource(
    'study',
    new Map(Object.entries(texts).map(([path, text]) => [path, new TextEncoder().encode(text)])),
  );
  const targeted: Study['targeted'] = [
    { label: 'qPCR', kind: 'qpcr', file: 'qpcr.csv', standards: null, references: ['Actb', 'Gapdh', 'Hprt'], genes: [] },
    {
      label: 'Western',
      kind: 'levels',
      file: 'western.csv',
      standards: null,
      references: [],
      genes: [{ analyte: '5-HT1A', gene: 'Htr1a' }],
    },
  ];
  return { study: { ...base, targeted }, source };
}

const noExpression = { genes: ['Htr1a'], contrasts: [] } as unknown as ExpressionResult;
const comparison = (one: Study) => ({
  study: one,
  expression: noExpression,
  shared: { animals, group: animals.map((animal) => armOf.get(animal) ?? ''), genes: [], values: new Float64Array() } as never,
  outcomes: [],
});

describe('targeted assays of a study', () => {
  it('a planted change of one cycle comes out as one log2 unit down, within its interval', async () => {
    const { study: one, source } = study();
    const layers = await readAllTargeted(one, source);
    expect(layers.map((layer) => layer.analytes)).toEqual([['Htr1a'], ['5-HT1A']]);
    const table = await targetedTable(layers[0], comparison(one), plainContext());
    const [row] = table?.analytes ?? [];
    expect(row.n).toBe(animals.length);
    expect(row.low).toBeLessThan(-1);
    expect(row.high).toBeGreaterThan(-1);
    expect(row.fold).toBeCloseTo(0.5, 1);
    expect(row.agreement).toBe('not measured');
    expect(table?.references.every((reference) => reference.geNormM < 0.3)).toBe(true);
  });

  it('levels are taken relative to their loading, on the log2 scale', async () => {
    const { study: one, source } = study();
    const [, layer] = await readAllTargeted(one, source);
    expect(layer.values[0]).toBeCloseTo(1, 12);
    expect(layer.values[1]).toBeCloseTo(Math.log2(3 / 2), 12);
    expect(layer.genes).toEqual(['Htr1a']);
  });

  it('problems of all files are told at once, with line and mend', async () => {
    const { study: one, source } = study({
      'qpcr.csv': 'animal,gene,Ct\nnobody,Htr1a,25\n',
      'western.csv': `animal,analyte,level\n${animals[0]},5-HT1A,-2\n`,
    });
    const error = await readAllTargeted(one, source).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(InputError);
    const problems = error instanceof InputError ? error.problems : [];
    expect(problems.map((problem) => [problem.file, problem.line, problem.code])).toEqual([
      ['qpcr.csv', 2, 'study-unknown-animal'],
      ['western.csv', 2, 'targeted-not-positive'],
    ]);
  });

  it('a reference gene that the plate lacks is named with the nearest one', async () => {
    const { study: one, source } = study();
    one.targeted[0].references = ['Actin'];
    await expect(readAllTargeted(one, source)).rejects.toThrow(/Actin/);
  });

  it('arms are those of the study', () => {
    expect(arms).toContain(top);
  });
});
