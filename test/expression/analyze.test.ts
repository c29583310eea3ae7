import { readFileSync } from 'node:fs';
import { serialize } from 'node:v8';
import { describe, expect, it } from 'vitest';
import { type Context, plainContext } from '../../src/context/index.ts';
import { analyzeExpression, type ExpressionResult } from '../../src/expression/index.ts';
import { InputError } from '../../src/problems/index.ts';
import { type FileSource, loadStudy, memorySource, type Study } from '../../src/study/index.ts';
import { BUNDLED_STUDY } from '../support/limbic.ts';
import { haveShared, sharedBytes, sharedText } from '../support/shared.ts';

const bundled: FileSource = {
  name: 'bundled',
  list: async () => ['animals.csv', 'study.yaml', 'weights.csv'],
  read: async (path) => new Uint8Array(readFileSync(`${BUNDLED_STUDY}/${path}`)),
};

/** The bundled study with some of its expression plan changed. */
async function bundledStudy(change: Partial<NonNullable<Study['expression']>> = {}): Promise<Study> {
  const study = await loadStudy(bundled);
  if (study.expression === null) throw new Error('the bundled study has expression data');
  return { ...study, expression: { ...study.expression, ...change } };
}

const analyze = async (study: Study, context: Context = plainContext()): Promise<ExpressionResult> =>
  analyzeExpression(study, bundled, context);

const words = ({ quality }: ExpressionResult): string => quality.findings.map(({ message }) => message).join(' ');

describe('expression of the bundled study', () => {
  it('finds the planted genes and has one comparison per arm, highest dose first', async () => {
    const result = await analyze(await bundledStudy());
    expect(result.contrasts.map((contrast) => contrast.name)).toEqual([
      'arm high vs vehicle',
      'arm medium vs vehicle',
      'arm low vs vehicle',
    ]);
    const truth = JSON.parse(readFileSync(`${BUNDLED_STUDY}/truth.json`, 'utf8'));
    const changed: { gene: string; log2_fold_change: { arm: string; value: number }[] }[] = truth.expression.changed;
    const [high] = result.contrasts;
    const found = new Set(result.genes.filter((_, g) => high.padj[g] < 0.1));
    const strong = changed.filter(
      ({ log2_fold_change }) => Math.abs(log2_fold_change.find(({ arm }) => arm === 'high')?.value ?? 0) > 0.8,
    );
    expect(strong.filter(({ gene }) => found.has(gene)).length).toBeGreaterThan(0.6 * strong.length);
    const planted = new Set(changed.map(({ gene }) => gene));
    expect([...found].filter((gene) => !planted.has(gene)).length).toBeLessThan(0.3 * found.size + 5);
    expect(high.up + high.down).toBe(found.size);
    expect(words(result)).toContain('agrees with the animal sheet');
    expect(result.quality.findings.filter(({ level }) => level === 'warning')).toEqual([]);
    expect(result.transformed).toHaveLength(result.genes.length * result.samples.length);
  });

  it('takes sex and arm when the study names no design', async () => {
    const result = await analyze(await bundledStudy({ design: null }));
    expect(result.design.formula).toBe('~ sex + arm');
    expect(result.design.columns).toEqual(['(Intercept)', 'sexmale', 'armlow', 'armmedium', 'armhigh']);
  });

  it('leaves out what the study excludes, counts it, and keeps what it says', async () => {
    const exclude = [{ sample: 'M01_HPC', reason: 'degraded RNA' }];
    const result = await analyze(
      await bundledStudy({ exclude, minTotal: 50, where: [{ column: 'sex', value: 'female' }], design: '~ arm' }),
    );
    expect(result.samples).not.toContain('M01_HPC');
    expect(result.exclusions).toEqual(exclude);
    expect(new Set(result.arms)).toEqual(new Set(['vehicle', 'low', 'medium', 'high']));
    expect(result.samples.length).toBeLessThan(24);
    for (let g = 0; g < result.genes.length; g++) {
      const row = result.counts.subarray(g * result.samples.length, (g + 1) * result.samples.length);
      expect(row.reduce((sum, count) => sum + count, 0)).toBeGreaterThanOrEqual(50);
    }
  });

  it('names a comparison of its own, and says what is wrong with a bad one', async () => {
    const contrasts = [{ factor: 'sex', treated: 'male', control: 'female' }];
    const result = await analyze(await bundledStudy({ contrasts }));
    expect(result.contrasts.map((contrast) => contrast.name)).toEqual(['sex male vs female']);
    const y = result.genes.indexOf('Ddx3y');
    expect(result.contrasts[0].log2FoldChange[y]).toBeGreaterThan(3);
    const unknown = await bundledStudy({ exclude: [{ sample: 'M01_HCP', reason: 'typo' }] });
    await expect(analyze(unknown)).rejects.toThrow('did you mean "M01_HPC"?');
    await expect(analyze(await bundledStudy({ design: '~ amr' }))).rejects.toThrow('did you mean "arm"?');
  });

  it('a swapped sample is noticed by its sex', async () => {
    const study = await bundledStudy();
    const swapped = study.animals.map((animal) =>
      animal.id === 'M01' ? { ...animal, sex: animal.sex === 'male' ? ('female' as const) : ('male' as const) } : animal,
    );
    const columns = study.animalColumns.filter((column) => column.name !== 'sex');
    const result = await analyze({ ...study, animals: swapped, animalColumns: columns });
    expect(words(result)).toContain('was it swapped?');
  });

  it('is the same whatever order the pool finishes its pieces in', async () => {
    const straight = await analyze(await bundledStudy());
    const shuffled: Context = {
      ...plainContext(),
      pool: {
        threads: 3,
        map: async (task, inputs) => {
          const outputs = new Array(inputs.length);
          for (let i = inputs.length - 1; i >= 0; i--) outputs[i] = structuredClone(task.run(structuredClone(inputs[i])));
          return outputs;
        },
      },
    };
    expect(serialize(await analyze(await bundledStudy(), shuffled)).equals(serialize(straight))).toBe(true);
  });

  it('stops when the user asks', async () => {
    const context = {
      ...plainContext(),
      progress: (step: string) => {
        if (step === 'gene-wise dispersions') throw new Error('stop');
      },
    };
    await expect(analyze(await bundledStudy(), context)).rejects.toThrow('stop');
  });

  it('problems of counts and sheet come together', async () => {
    const files = memorySource(
      'bad',
      new Map([
        ['expression/counts.tsv.gz', new TextEncoder().encode('gene\ta\tb\ng\t1\t-2\n')],
        ['expression/samples.csv', new TextEncoder().encode('sample,animal\na,1\na,2\n')],
      ]),
    );
    const failure = await analyzeExpression(await bundledStudy(), files, plainContext()).catch((error) => error);
    expect(failure).toBeInstanceOf(InputError);
    expect(failure.problems.map((problem: { code: string }) => problem.code)).toEqual(['counts-negative', 'samples-duplicate']);
  });
});

describe.skipIf(!haveShared)('expression of the avoidance study', () => {
  it('214 genes in the dentate gyrus, through the study folder', { timeout: 60000 }, async () => {
    const folder = 'data/expression/mouse-hippocampus-avoidance';
    const files: FileSource = {
      name: 'avoidance',
      list: async () => [],
      read: async (path) =>
        path.endsWith('.gz') ? sharedBytes(`${folder}/${path}`) : new TextEncoder().encode(sharedText(`${folder}/${path}`)),
    };
    const study = await bundledStudy({
      counts: 'counts.tsv.gz',
      samples: 'samples.tsv',
      design: '~ training',
      where: [{ column: 'subfield', value: 'DG' }],
      minTotal: 2,
      contrasts: [{ factor: 'training', treated: 'trained', control: 'yoked' }],
    });
    const result = await analyzeExpression(study, files, plainContext());
    expect(result.contrasts[0]).toMatchObject({ up: 177, down: 37 });
    expect(result.animals[0]).toBe('15143A');
    expect(words(result)).toContain('times less deeply');
  });
});
