import { describe, expect, it } from 'vitest';
import { plainContext } from '../../src/context/index.ts';
import { type DeseqRequest, type DeseqResult, deseqExpression, MISSING_REASON, readCounts } from '../../src/expression/index.ts';
import { InputError, type Problem } from '../../src/problems/index.ts';
import { readDelimited } from '../../src/table/index.ts';
import { haveShared, sharedText } from '../support/shared.ts';
import { fixtureRows, fixtureText } from './fixtures.ts';

/**
 * Every row of the reference folder's edge-cases.md, by its own words. Where limbic is deliberately clearer or kinder than DESeq2 the row
 * says so; the last section of that file asks for it.
 */

const bytes = (text: string) => new TextEncoder().encode(text);
const sheetOf = (groups: string) => `sample\tgroup\n${[...groups].map((group, j) => `s${j + 1}\t${group}`).join('\n')}\n`;

function request(counts: string, sheet: string, more: Partial<DeseqRequest> = {}): DeseqRequest {
  return {
    counts: readCounts(bytes(counts), 'counts.tsv'),
    samples: readDelimited(bytes(sheet), 'samples.tsv'),
    ...{ where: [], minTotal: 0, references: new Map(), design: '~ group', factors: [] },
    test: { factor: 'group', treated: 'b', control: 'a' },
    ...{
      reduced: null,
      trend: 'parametric',
      sizeFactors: 'ratio',
      alpha: 0.1,
      replaceOutliers: true,
      independentFiltering: true,
    },
    ...more,
  };
}

const run = async (...input: Parameters<typeof request>) => deseqExpression(request(...input), plainContext());

async function problem(...input: Parameters<typeof request>): Promise<Problem> {
  try {
    await run(...input);
  } catch (error) {
    if (error instanceof InputError) return error.problems[0];
    throw error;
  }
  throw new Error('expected an InputError');
}

/** A deterministic table with some spread; `change` alters single counts. */
function table(samples: number, genes = 120, change: (g: number, j: number, value: number) => number = (_g, _j, v) => v): string {
  const names = Array.from({ length: samples }, (_, j) => `s${j + 1}`);
  const rows = Array.from({ length: genes }, (_, g) => [
    `g${g + 1}`,
    ...names.map((_, j) =>
      change(g, j, Math.round((5 + ((g * 37) % 400)) * (1 + 0.5 * Math.sin(g * 12.9898 + j * 78.233 + g * j)))),
    ),
  ]);
  return `${[['gene', ...names], ...rows].map((row) => row.join('\t')).join('\n')}\n`;
}

/** Poisson counts of a small generator of its own. */
function poissonTable(samples: number, genes: number): string {
  let state = 1;
  const uniform = () => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return state / 2147483648;
  };
  const draw = (mean: number) => {
    let [count, product] = [-1, 1];
    for (const limit = Math.exp(-mean); product > limit; count++) product *= uniform();
    return count;
  };
  return table(samples, genes, (g) => draw(20 + (g % 60)));
}

const cached = new Map<string, Promise<DeseqResult>>();
const edge = (size: '3v3' | '8v8') => {
  const n = Number(size[0]);
  const known = cached.get(size) ?? run(fixtureText(`edge-${size}.counts.tsv`), sheetOf('a'.repeat(n) + 'b'.repeat(n)));
  cached.set(size, known);
  return known;
};

/** What became of a gene of the awkward tables, with the reference's numbers beside it. */
async function gene(size: '3v3' | '8v8', name: string) {
  const { matrix, fit, table: result } = await edge(size);
  const g = matrix.genes.indexOf(name);
  const row = fixtureRows(`edge-${size}.expected.tsv`)[g];
  const close = (column: string, value: number) => {
    const cell = row.get(column) ?? '';
    if (cell === 'NA') expect(value, column).toBeNaN();
    else expect(Math.abs(value - Number(cell)), column).toBeLessThanOrEqual(1e-4 * Math.abs(Number(cell)) + 1e-300);
  };
  close('baseMean', fit.baseMean[g]);
  close('log2FoldChange', result.log2FoldChange[g]);
  close('pvalue', result.pvalue[g]);
  close('padj', result.padj[g]);
  return { g, fit, result, reason: result.missing[g], replaced: fit.replaced[g] === 1 };
}

type Check = () => Promise<void> | void;

const GENES: [string, Check][] = [
  [
    'all counts zero',
    async () => {
      const { g, fit, reason, result } = await gene('3v3', 'g001');
      expect([fit.baseMean[g], reason]).toEqual([0, MISSING_REASON.allZero]);
      expect(result.log2FoldChange[g]).toBeNaN();
    },
  ],
  [
    'one non-zero count (40) in one of 3v3',
    async () => {
      const { g, fit, result } = await gene('3v3', 'g002');
      expect(fit.dispersion[g]).toBeCloseTo(10, 9);
      expect(fit.dispOutlier[g]).toBe(1);
      expect(result.pvalue[g]).toBeCloseTo(0.11, 2);
      expect(fit.maxCooksUsed[g]).toBeCloseTo(13, 0);
      expect(fit.cooksCutoff).toBeCloseTo(18, 1);
    },
  ],
  [
    'same in 8v8',
    async () => {
      const { g, fit, result, replaced } = await gene('8v8', 'g002');
      expect([replaced, fit.baseMean[g], result.log2FoldChange[g], result.lfcSE[g], result.pvalue[g]]).toEqual([
        true,
        0,
        0,
        0,
        1,
      ]);
      expect(result.padj[g]).toBeNaN();
      expect(fit.replacements.find((one) => one.gene === g)).toMatchObject({ original: 40, replacement: 0 });
    },
  ],
  [
    'single count of 9 in 8v8',
    async () => {
      const { g, fit, result, replaced } = await gene('8v8', 'g005');
      expect(replaced).toBe(false);
      expect(fit.dispersion[g]).toBeCloseTo(16, 9);
      expect(result.pvalue[g]).toBeCloseTo(0.38, 2);
    },
  ],
  [
    'one group all zero, other about 35–90',
    async () => {
      const [small, large] = [await gene('3v3', 'g003'), await gene('8v8', 'g003')];
      expect(small.result.log2FoldChange[small.g]).toBeCloseTo(8.56, 2);
      expect(large.result.log2FoldChange[large.g]).toBeCloseTo(8.51, 2);
      expect(large.result.pvalue[large.g]).toBeLessThan(1e-29);
    },
  ],
  [
    'one huge outlier (+200 000) in 3v3',
    async () => {
      const { g, fit, result, reason } = await gene('3v3', 'g004');
      expect(reason).toBe(MISSING_REASON.countOutlier);
      expect(result.stat[g]).not.toBeNaN();
      expect(fit.maxCooksUsed[g]).toBeCloseTo(37, 0);
    },
  ],
  [
    'same in 8v8#2',
    async () => {
      const { g, fit, result, replaced } = await gene('8v8', 'g004');
      expect(replaced).toBe(true);
      expect(fit.replacements.filter((one) => one.gene === g)).toMatchObject([{ original: 200144, replacement: 94 }]);
      expect(result.log2FoldChange[g]).toBeCloseTo(-0.26, 2);
      expect(result.pvalue[g]).toBeCloseTo(0.17, 2);
      expect(fit.maxCooksUsed[g]).toBeNaN();
    },
  ],
  [
    'identical counts in all samples (500 each)',
    async () => {
      const { g, fit } = await gene('3v3', 'g007');
      expect(fit.dispGeneEst[g]).toBeCloseTo(1e-8, 12);
      expect(fit.dispMAP[g]).toBeCloseTo(0.03, 2);
    },
  ],
  [
    'all counts 1',
    async () => {
      const { g, result } = await gene('3v3', 'g005');
      expect(result.pvalue[g]).toBeGreaterThan(0.9);
    },
  ],
  [
    'one single read in total',
    async () => {
      const { g, fit, result } = await gene('3v3', 'g006');
      expect(fit.dispersion[g]).toBeCloseTo(10, 9);
      expect(result.pvalue[g]).toBeCloseTo(0.82, 2);
    },
  ],
];

const SAMPLES: [string, Check][] = [
  [
    '2 v 2',
    async () => {
      const { fit } = await run(table(4, 200), sheetOf('aabb'));
      expect(fit.maxCooksUsed.every(Number.isNaN)).toBe(true);
      expect(fit.priorVariance).toBeGreaterThanOrEqual(0.25);
    },
  ],
  [
    '2 v 1',
    async () => {
      // runs as in DESeq2, which passes over it in silence
      expect((await run(table(3, 200), sheetOf('aab'))).notes.join(' ')).toContain('1 residual degree');
    },
  ],
  [
    '1 v 1, or as many coefficients as samples',
    async () => expect((await problem(table(2), sheetOf('ab'))).code).toBe('design-no-replicates'),
  ],
  [
    'design `~ 1`',
    async () => {
      const { notes, fit, table: result } = await run(table(6), sheetOf('aaabbb'), { design: '~ 1', test: null });
      expect(notes.join(' ')).toContain('~ 1');
      expect(result.log2FoldChange[3]).toBeCloseTo(Math.log2(fit.baseMean[3]), 6);
    },
  ],
  ['5 genes only', async () => expect((await run(table(6, 5), sheetOf('aaabbb'))).table.pvalue).toHaveLength(5)],
  [
    '1 gene',
    async () => {
      expect((await problem('gene\ts1\ts2\ts3\ts4\ts5\ts6\ng\t500\t500\t500\t500\t500\t500\n', sheetOf('aaabbb'))).code).toMatch(
        /^dispersion-/,
      );
      // size factors of a single gene make its normalized counts equal, so its dispersion is always at the floor
      expect((await problem('gene\ts1\ts2\ts3\ts4\ng\t100\t300\t180\t900\n', sheetOf('aabb'))).mend).toBeTruthy();
    },
  ],
];

const six = (header: string, rows: string[]) => `${header}\n${rows.map((row, j) => `s${j + 1}\t${row}`).join('\n')}\n`;

const DESIGNS: [string, Check][] = [
  [
    'batch identical to group',
    async () => {
      const sheet = six('sample\tgroup\tbatch', ['a\tx', 'a\tx', 'a\tx', 'b\ty', 'b\ty', 'b\ty']);
      const found = await problem(table(6), sheet, { design: '~ batch + group' });
      expect(found.code).toBe('design-not-full-rank');
      expect(found.message).toContain('"group" and "batch"');
      expect(found.found).toContain('a/x 3');
    },
  ],
  [
    'interaction with an empty cell',
    async () => {
      const sheet = six('sample\tgroup\tsex', ['a\tf', 'a\tf', 'a\tm', 'b\tf', 'b\tf', 'b\tf']);
      expect((await problem(table(6), sheet, { design: '~ sex * group' })).message).toContain('sexm:groupb');
    },
  ],
  [
    'missing value in a design variable',
    async () =>
      expect(await problem(table(6), sheetOf('aaabbb').replace('s5\tb', 's5\tNA'))).toMatchObject({
        code: 'design-missing-value',
        line: 6,
      }),
  ],
  [
    'design variable is text',
    async () =>
      expect((await run(table(6), sheetOf('bbbaaa'))).design.variables[0]).toMatchObject({ kind: 'factor', levels: ['a', 'b'] }),
  ],
  [
    'unused factor level',
    async () => {
      const { design } = await run(table(8), sheetOf('aaabbbcc'), {
        where: [{ column: 'keep', value: 'y' }],
        samples: readDelimited(
          bytes(six('sample\tgroup\tkeep', ['a\ty', 'a\ty', 'a\ty', 'b\ty', 'b\ty', 'b\ty', 'c\tn', 'c\tn'])),
          's.tsv',
        ),
      });
      expect(design.columns).toEqual(['(Intercept)', 'groupb']);
    },
  ],
  [
    'variable with one level',
    async () => {
      const found = await problem(table(6), sheetOf('aaaaaa'), { test: null });
      expect(`${found.message} ${found.mend}`).toMatch(/level|same value|~ 1/);
    },
  ],
  [
    'ordered factor',
    // text has no order; the levels are sorted, and --ref names the reference
    async () =>
      expect(
        (
          await run(table(6), six('sample\tgroup', ['low', 'low', 'mid', 'mid', 'top', 'top']), {
            test: { factor: 'group', treated: 'top', control: 'low' },
          })
        ).coefficients,
      ).toHaveLength(3),
  ],
  [
    '0/1 numeric group',
    async () => expect((await run(table(6), sheetOf('000111'), { test: null })).notes.join(' ')).toContain('factor(group)'),
  ],
  [
    'covariate with mean or SD above 5',
    async () => {
      const { notes } = await run(table(6), six('sample\tage', ['60', '75', '90', '66', '81', '99']), {
        design: '~ age',
        test: null,
      });
      expect(notes.join(' ')).toContain('scale(age)');
    },
  ],
  [
    'level names that collide after cleaning ("a b" / "a-b")',
    // nothing is cleaned here, so nothing collides: better than the error
    async () => {
      const { design } = await run(table(6), six('sample\tgroup', ['a b', 'a b', 'a b', 'a-b', 'a-b', 'a-b']), {
        test: { factor: 'group', treated: 'a-b', control: 'a b' },
      });
      expect(design.columns).toHaveLength(2);
    },
  ],
  [
    'level called "control" that is not the reference',
    async () => {
      const { notes } = await run(table(6), sheetOf('aaabbb').replaceAll('\tb', '\tcontrol'), { test: null });
      expect(notes.join(' ')).toContain("--ref 'group=control'");
    },
  ],
  [
    'sample table rows in another order than the count columns',
    // matched by name instead of refused
    async () => {
      const [head, ...lines] = sheetOf('aaabbb').trimEnd().split('\n');
      const turned = await run(table(6), [head, ...lines.reverse()].join('\n'));
      expect([...turned.table.pvalue]).toEqual([...(await run(table(6), sheetOf('aaabbb'))).table.pvalue]);
    },
  ],
  [
    'different sample names',
    async () => {
      const found = await problem(table(6), sheetOf('aaabbb').replace('s5', 'S5'));
      expect(found).toMatchObject({ code: 'sample-not-in-sheet', mend: expect.stringContaining('S5') });
    },
  ],
];

const readingProblem = (text: string) => {
  try {
    readCounts(bytes(text), 'counts.tsv');
  } catch (error) {
    if (error instanceof InputError) return error.problems[0];
    throw error;
  }
  throw new Error('expected an InputError');
};
const one = (cell: string) => readingProblem(`gene\ts1\ts2\nXist\t${cell}\t2\n`);
const zeroEverywhere = () => table(6, 120, (g, j, value) => (g % 6 === j ? 0 : value));
const silent = () => table(6, 60, (_g, j, value) => (j === 3 ? 0 : value));

const COUNTS: [string, Check][] = [
  [
    'non-integer',
    () =>
      expect(one('1.5')).toMatchObject({
        code: 'counts-not-integer',
        line: 2,
        column: 2,
        mend: expect.stringContaining('--round'),
      }),
  ],
  ['negative', () => expect(one('-1')).toMatchObject({ code: 'counts-negative', line: 2 })],
  ['missing', () => expect(one('NA')).toMatchObject({ code: 'counts-missing', line: 2 })],
  ['above 2 147 483 647', () => expect(one('2147483648')).toMatchObject({ code: 'counts-too-large', line: 2 })],
  [
    'everything zero',
    async () =>
      expect(
        (
          await problem(
            table(6, 50, () => 0),
            sheetOf('aaabbb'),
          )
        ).code,
      ).toBe('counts-all-zero'),
  ],
  [
    'every gene equal across samples',
    async () =>
      expect(
        (
          await problem(
            table(6, 80, (g) => 20 + g),
            sheetOf('aaabbb'),
          )
        ).code,
      ).toBe('dispersion-all-minimal'),
  ],
  [
    'duplicate gene names',
    // refused with both lines, or summed when asked, instead of renamed
    () =>
      expect(readingProblem('gene\ts1\ts2\nXist\t1\t2\nXist\t3\t4\n')).toMatchObject({
        code: 'counts-duplicate-gene',
        line: 3,
        found: 'also in line 2',
      }),
  ],
  [
    'one sample with all zeros, ratio',
    async () => expect((await problem(silent(), sheetOf('aaabbb'))).message).toContain('"s4"'),
  ],
  [
    'same, poscounts',
    async () =>
      expect((await problem(silent(), sheetOf('aaabbb'), { sizeFactors: 'poscounts' })).code).toBe('sample-without-counts'),
  ],
  [
    'every gene has a zero somewhere, ratio',
    async () => expect((await problem(zeroEverywhere(), sheetOf('aaabbb'))).code).toBe('every-gene-has-a-zero'),
  ],
  [
    'same, poscounts#2',
    async () => {
      const { normalization } = await run(zeroEverywhere(), sheetOf('aaabbb'), { sizeFactors: 'poscounts' });
      expect(normalization.perSample.reduce((product, factor) => product * factor, 1)).toBeCloseTo(1, 12);
    },
  ],
  [
    'same, iterate',
    async () => {
      const { normalization } = await run(zeroEverywhere(), sheetOf('aaabbb'), { sizeFactors: 'iterate' });
      expect(normalization.perSample.every((factor) => factor > 0.3 && factor < 3)).toBe(true);
    },
  ],
  [
    'Poisson data (no extra variance)',
    async () => {
      const { fit } = await run(poissonTable(6, 300), sheetOf('aaabbb'));
      expect(fit.dispGeneEst.filter((value) => value <= 1e-7).length).toBeGreaterThan(50);
      expect(fit.priorVariance).toBe(0.25);
    },
  ],
  [
    'almost no variation (deterministic counts)',
    async () =>
      expect(
        (
          await problem(
            table(6, 80, (g) => 1000 + 10 * g),
            sheetOf('aaabbb'),
          )
        ).code,
      ).toBe('dispersion-all-minimal'),
  ],
  [
    'trend rises with the mean (batch effects left out, few genes)',
    async () => {
      const rising = table(6, 60, (g, j) =>
        Math.round((50 + 30 * g) * (1 + (0.05 + 0.013 * g) * [0, 1, -0.8, 0.3, -0.6, 0.9][(j + g) % 6])),
      );
      expect((await run(rising, sheetOf('aaabbb'))).notes.join(' ')).toMatch(/local/);
    },
  ],
];

const plain = () => [table(6), sheetOf('aaabbb')] as const;
const RESULTS: [string, Check][] = [
  [
    'unknown level in a contrast',
    async () =>
      expect(await problem(...plain(), { test: { factor: 'group', treated: 'c', control: 'a' } })).toMatchObject({
        code: 'contrast-unknown-level',
      }),
  ],
  [
    'same level twice',
    async () =>
      expect((await problem(...plain(), { test: { factor: 'group', treated: 'a', control: 'a' } })).code).toBe(
        'contrast-same-level',
      ),
  ],
  [
    'numeric contrast of wrong length',
    async () =>
      expect((await problem(...plain(), { test: { weights: [['group_c_vs_a', 1]] } })).code).toBe('unknown-coefficient'),
  ],
  [
    'lessAbs with threshold 0',
    async () =>
      expect((await problem(...plain(), { question: { threshold: 0, alternative: 'lessAbs' } })).code).toBe(
        'threshold-without-meaning',
      ),
  ],
  [
    'thresholds with an LRT',
    async () =>
      expect((await problem(...plain(), { reduced: '~ 1', question: { threshold: 1, alternative: 'greaterAbs' } })).code).toBe(
        'threshold-without-meaning',
      ),
  ],
  [
    'LRT object, Wald asked',
    // every command states its test; both give the same fold changes
    async () => {
      const [lrt, wald] = [await run(...plain(), { reduced: '~ 1' }), await run(...plain())];
      expect([...lrt.table.log2FoldChange]).toEqual([...wald.table.log2FoldChange]);
      expect([...lrt.table.pvalue]).not.toEqual([...wald.table.pvalue]);
    },
  ],
  [
    '"normal" shrinkage with an interaction in the design',
    async () => {
      const sheet = six('sample\tgroup\tsex', ['a\tf', 'a\tf', 'a\tm', 'a\tm', 'b\tf', 'b\tf', 'b\tm', 'b\tm']);
      const found = await problem(table(8), sheet, {
        design: '~ sex * group',
        shrink: 'normal',
        test: { factor: 'group', treated: 'b', control: 'a' },
      });
      expect(found.code).toBe('shrink-needs-main-effects');
    },
  ],
  [
    'apeglm with a contrast instead of a coefficient',
    async () => {
      const three = six('sample\tgroup', ['a', 'a', 'b', 'b', 'c', 'c']);
      const found = await problem(table(6), three, { shrink: 'apeglm', test: { factor: 'group', treated: 'c', control: 'b' } });
      expect(found.mend).toBeTruthy();
      // a comparison with the reference level is a coefficient, and works
      expect(
        (await run(table(6), three, { shrink: 'apeglm', test: { factor: 'group', treated: 'c', control: 'a' } })).svalue,
      ).not.toBeNull();
    },
  ],
];

const SECTIONS: [string, [string, Check][]][] = [
  ['Genes', GENES],
  ['Numbers of samples', SAMPLES],
  ['Designs', DESIGNS],
  ['Counts', COUNTS],
  ['Results stage', RESULTS],
];

for (const [section, rows] of SECTIONS)
  describe(section, () => {
    it.each(rows)('%s', async (_, check) => {
      await check();
    });
  });

describe.skipIf(!haveShared)('edge-cases.md', () => {
  it('has no row that is not checked here', () => {
    const wanted: string[] = [];
    let section = '';
    for (const line of sharedText('reference/expression/edge-cases.md').split('\n')) {
      if (line.startsWith('## ')) section = line.slice(3);
      const cell = /^\| ([^|]+?) \|/.exec(line)?.[1];
      if (cell !== undefined && cell !== 'case' && !cell.startsWith('---')) wanted.push(`${section}: ${cell}`);
    }
    const checked = SECTIONS.flatMap(([name, rows]) => rows.map(([row]) => `${name}: ${row.replace(/#\d$/, '')}`));
    expect(checked).toEqual(wanted);
  });
});
