import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { plainContext } from '../../../src/context/index.ts';
import { analyzeExpression } from '../../../src/expression/index.ts';
import { checkRigor, loadStudy, memorySource } from '../../../src/study/index.ts';
import { problemsOf } from '../../support/problems.ts';
import { utf8 } from './support.ts';

const FIXTURES = new URL('../../fixtures/expression/input/tximport/', import.meta.url).pathname;
const NAMES = ['m1', 'm2', 'm3', 'm4', 'm5', 'm6'];
const fixture = (name: string) => new Uint8Array(readFileSync(FIXTURES + name));

const YAML = (expression: string) => `
limbic: 1
arms:
  - { name: vehicle, control: true }
  - { name: drug }
expression:
  samples: expression/samples.csv
  gene_id: ensembl
${expression}`;

function study(expression: string, more: [string, Uint8Array][]) {
  const animals = NAMES.map((name, i) => `${name},${i < 3 ? 'vehicle' : 'drug'}`);
  return memorySource(
    'study',
    new Map([
      ['study.yaml', utf8(YAML(expression))],
      ['animals.csv', utf8(`animal,arm\n${animals.join('\n')}\n`)],
      ['expression/samples.csv', utf8(`sample,animal\n${NAMES.map((name) => `${name},${name}`).join('\n')}\n`)],
      ...more,
    ]),
  );
}

const salmon = NAMES.map((name): [string, Uint8Array] => [
  `expression/quants/${name}_quant/quant.sf`,
  new Uint8Array(gunzipSync(fixture(`quants/${name}_quant/quant.sf.gz`))),
]);
const transcripts: [string, Uint8Array] = ['expression/tx2gene.tsv', fixture('tx2gene.tsv.gz')];
const log: [string, Uint8Array] = ['expression/quants/m1_quant/logs/salmon_quant.log', utf8('done\n')];

const analyzed = async (source: ReturnType<typeof study>) => analyzeExpression(await loadStudy(source), source, plainContext());

describe('counts of a study', () => {
  const reading = '  reading: { transcripts: expression/tx2gene.tsv }\n';

  it.each([
    ['a folder', '  counts: expression/quants\n'],
    ['a pattern', '  counts: expression/quants/*/quant.sf\n'],
    ['a list', `  counts: [${salmon.map(([path]) => path).join(', ')}]\n`],
  ])('salmon in %s, with offsets', async (_, counts) => {
    const source = study(counts + reading, [...salmon, transcripts, log]);
    const result = await analyzed(source);
    expect(result.samples).toEqual(NAMES);
    expect(result.genes).toHaveLength(57);
    expect(result.sizeFactors).toHaveLength(6);
    const notes = result.quality.notes.join('\n');
    expect(notes).toContain('average transcript lengths enter as offsets');
    expect(notes).toContain('Gene ids are Ensembl genes (mouse)');
    expect((await checkRigor(await loadStudy(source), source)).filter((problem) => problem.severity === 'error')).toEqual([]);
  });

  it('lengthScaledTPM gives other counts, and says so', async () => {
    const scaled = '  reading: { transcripts: expression/tx2gene.tsv, counts_from: lengthScaledTPM }\n';
    const result = await analyzed(study(`  counts: expression/quants\n${scaled}`, [...salmon, transcripts]));
    expect(result.quality.notes.join('\n')).toContain('countsFromAbundance = lengthScaledTPM');
  });

  it('a missing transcript table, a wrong kind of ids, a missing folder and unknown keys are told with their mend', async () => {
    const codes = async (...input: Parameters<typeof study>) =>
      (await problemsOf(() => analyzed(study(...input)))).map(({ code, mend }) => [code, mend]);
    expect((await codes('  counts: expression/quants\n', salmon))[0][0]).toBe('transcripts-needed');
    const symbols = `gene,${NAMES.join()}\n${['Xist', 'Drd2', 'Htr1a'].map((gene) => `${gene},1,2,3,4,5,6`).join('\n')}\n`;
    const [kind] = await codes('  counts: expression/c.csv\n', [['expression/c.csv', utf8(symbols)]]);
    expect(kind).toEqual(['expression-gene-ids', 'write gene_id: symbol under expression in study.yaml']);
    expect((await codes('  counts: expression/nothing\n', salmon))[0][0]).toBe('file-missing');
    expect((await codes('  counts: expression/*/x.sf\n', salmon))[0][0]).toBe('file-missing');
    const [unknown] = await codes('  counts: expression/quants\n  reading: { transcript: x }\n', salmon);
    expect(unknown[1]).toContain('transcripts');
    expect((await codes('  counts: 5\n', salmon))[0][0]).toMatch(/^study-/);
  });
});
