import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { associations } from '../../../src/expression/quality/associations.ts';
import { averageLinkage } from '../../../src/expression/quality/cluster.ts';
import { confoundingFindings } from '../../../src/expression/quality/confounding.ts';
import { designResiduals } from '../../../src/expression/quality/design-residuals.ts';
import { libraries, libraryFindings } from '../../../src/expression/quality/library.ts';
import { markerRows } from '../../../src/expression/quality/marker-catalogue.ts';
import { MARKER_SETS } from '../../../src/expression/quality/marker-sets.ts';
import { judgePValues } from '../../../src/expression/quality/p-histogram.ts';
import { checkSex } from '../../../src/expression/quality/sex-check.ts';
import { beta, normal, randomStream } from '../../../src/stats/index.ts';
import { expectClose } from '../../support/close.ts';

const numbers = (text: string): number[] => text.split(/[ ,]+/).map(Number);

describe('average linkage', () => {
  // set.seed(7); x <- matrix(round(rnorm(48), 3), 12, 4); h <- hclust(dist(x), "average") in R 4.2.2
  const points = numbers(
    '2.287,2.281,1.273,0.998,-1.197,0.324,0.184,-1.105,-0.694,1.896,0.752,-0.142,-0.412,0.468,0.592,0.315,-0.971,-0.894,-0.983,1.219,-0.947,-0.307,-0.276,-0.699,0.748,-0.005,-0.871,-0.285,-0.117,0.988,0.719,-1.312,0.153,0.84,0.111,-0.391,2.19,0.705,-0.078,-0.402,0.357,1.306,-0.42,1.351,2.717,-1.388,-0.562,0.591',
  );
  const heights = numbers(
    '0.914930051971188,1.08968160487364,1.44187317747139,1.54737926242194,1.7961074578098,1.80181442716504,2.40434170440037,2.52100154701221,2.94692635500999,3.68733502314893,3.82313958602081',
  );
  const distances = Float64Array.from({ length: 144 }, (_, at) => {
    let sum = 0;
    for (let k = 0; k < 4; k++) sum += (points[Math.floor(at / 12) * 4 + k] - points[(at % 12) * 4 + k]) ** 2;
    return Math.sqrt(sum);
  });
  it('has the heights and the order of the leaves of hclust', () => {
    const { steps, order } = averageLinkage(distances, 12);
    for (const [k, { height }] of steps.entries()) expectClose(height, heights[k], 1e-13, `height ${k}`);
    expect([...order]).toEqual(numbers('11,0,4,1,5,2,7,3,8,10,6,9'));
  });
  it('copes with equal samples and with one', () => {
    expect([...averageLinkage(new Float64Array(9), 3).order].sort()).toEqual([0, 1, 2]);
    expect([...averageLinkage(new Float64Array(1), 1).order]).toEqual([0]);
  });
});

describe('covariates', () => {
  // y ~ g + b against y ~ g by anova() in R 4.2.2
  const g = Array.from({ length: 16 }, (_, i) => (i < 8 ? 0 : 1));
  const b = numbers('1,1,1,2,2,2,3,3,1,2,2,3,3,3,1,2');
  const y = numbers(
    '0.1005,0.9311,-0.2627,0.8923,1.2672,2.6072,0.7237,0.481,-1.0679,1.7183,1.566,-0.3999,0.5764,0.6592,1.0437,2.1048',
  );
  const design = Float64Array.from(g.flatMap((level) => [1, level]));
  const covariate = { name: 'batch', levels: ['1', '2', '3'], values: Float64Array.from(b, (level) => level - 1) };
  it('are tested beyond the design as by anova of nested models', () => {
    const [row] = associations({
      scores: Float64Array.from(y),
      components: 1,
      variance: Float64Array.of(0.5),
      covariates: [covariate],
      design,
    });
    expectClose(row.f, 8.06935996811585, 1e-12, 'F');
    expectClose(row.p, 0.00601535765699548, 1e-11, 'p');
    expectClose(row.r2, 0.571072691658871, 1e-12, 'R2');
    expectClose(row.extra, 0.57276365479788, 1e-12, 'extra');
    expect([row.df1, row.df2]).toEqual([2, 12]);
  });
  it('that the design holds are not tested, and missing values are left out', () => {
    const held = { name: 'g', levels: ['0', '1'], values: Float64Array.from(g) };
    const holes = { ...covariate, values: covariate.values.map((value, i) => (i === 3 ? NaN : value)) };
    const rows = associations({
      scores: Float64Array.from(y),
      components: 1,
      variance: Float64Array.of(0.5),
      covariates: [held, holes],
      design,
    });
    expect(rows[0].p).toBeNaN();
    expect(rows[1].df2).toBe(11);
  });
  it('overlap with a comparison by the factor that its variance grows, wholly where nothing can tell them apart', () => {
    const contrast = { name: 'g', weights: Float64Array.of(0, 1) };
    const [pass] = confoundingFindings(design, [contrast], [covariate]);
    expect(pass.level).toBe('pass');
    expectClose(pass.value, 1.02564102564103, 1e-12, 'inflation');
    const plate = (values: number[]) => ({ name: 'plate', levels: ['a', 'b'], values: Float64Array.from(values) });
    const [nearly] = confoundingFindings(design, [contrast], [plate(g.map((level, i) => (i === 0 ? 1 - level : level)))]);
    expect(nearly).toMatchObject({ level: 'warning', subject: 'plate' });
    expect(nearly.value).toBeGreaterThan(4);
    expect(nearly.value).toBeLessThan(20);
    const lane = { name: 'lane', levels: ['1', '2', '3', '4'], values: Float64Array.from(g, (level, i) => 2 * level + (i % 2)) };
    const [whole] = confoundingFindings(design, [contrast], [lane]);
    expect(whole).toMatchObject({ level: 'warning', value: Infinity });
    expect(confoundingFindings(design, [contrast], [{ ...lane, name: 'cage' }])[0].level).toBe('note');
  });
  it('deletion residuals are what the others predict', () => {
    const out = new Float64Array(16);
    designResiduals(design, 16).deletion(Float64Array.from(y), 0, out);
    const others = y.slice(1, 8).reduce((sum, value) => sum + value, 0) / 7;
    expectClose(out[0], y[0] - others, 1e-12, 'deletion residual');
    const alone = designResiduals(Float64Array.of(1, 0, 1, 0, 1, 1), 3);
    alone.deletion(Float64Array.of(1, 2, 5), 0, out);
    expect(out[2]).toBeNaN();
  });
});

describe('libraries', () => {
  it('detected genes at equal depth are the expectation under thinning', () => {
    const found = libraries(Float64Array.of(10, 4, 0, 3, 90, 13), 2);
    expect([...found.librarySize]).toEqual([100, 20]);
    expect([...found.detectedGenes]).toEqual([2, 3]);
    const found2 = libraries(Float64Array.of(10, 5, 0, 5, 30, 10), 2);
    expect(found2.equalDepth).toBe(20);
    expectClose(found2.detectedAtEqualDepth[0], 2 - 0.5 ** 10 - 0.5 ** 30, 1e-14, 'thinned by half');
    expect(found2.detectedAtEqualDepth[1]).toBe(3);
    expect([...found2.topGeneShare]).toEqual([1, 1]);
  });
  it('a library of few genes is named, by detected genes or by the share of the top ones', () => {
    const even = { ...libraries(new Float64Array(20).fill(5), 10), topGeneShare: new Float64Array(10).fill(0.2) };
    const samples = Array.from({ length: 10 }, (_, s) => `s${s}`);
    const warned = (change: Partial<typeof even>) =>
      libraryFindings({ ...even, ...change }, new Float64Array(10).fill(1), samples).filter(({ level }) => level === 'warning');
    expect(warned({})).toEqual([]);
    const share = even.topGeneShare.map((value, s) => (s === 4 ? 0.5 : value + 0.001 * s));
    expect(warned({ topGeneShare: share })).toMatchObject([{ check: 'complexity', subject: 's4', value: 0.5 }]);
    const detected = Float64Array.from(samples, (_, s) => (s === 7 ? 7_000 : 10_000 + s));
    expect(warned({ detectedAtEqualDepth: detected })).toMatchObject([{ check: 'complexity', subject: 's7' }]);
  });
  it('a sample below a quarter of the median does not set the depth', () => {
    const found = libraries(Float64Array.of(100, 100, 3), 3);
    expect(found.equalDepth).toBe(100);
    expect(found.detectedAtEqualDepth[2]).toBeNaN();
  });
});

describe('shapes of p-values', () => {
  const genes = 4000;
  const judge = (seed: number, draw: (u: number, z: number) => number) => {
    const stream = randomStream(seed, 'test/p-shapes');
    const pvalue = Float64Array.from({ length: genes }, () => draw(stream.uniform(), stream.normal()));
    return judgePValues({ name: 'c', pvalue, baseMean: new Float64Array(genes).fill(100), filterThreshold: 0 });
  };
  const twoSided = (z: number): number => 2 * normal.upper(Math.abs(z));
  it.each([
    ['uniform', (u: number) => u],
    ['peak', (u: number, z: number) => twoSided(z + (u < 0.15 ? 3 : 0))],
    ['conservative', (_: number, z: number) => twoSided(0.8 * z)],
    ['hill', (u: number) => beta.quantile(u, 2, 2)],
    ['u-shaped', (u: number) => beta.quantile(u, 0.5, 0.5)],
    ['spike-at-one', (u: number) => (u < 0.06 ? 1 : u)],
  ])('%s is recognized in each of 20 draws', (shape, draw) => {
    for (let seed = 1; seed <= 20; seed++) expect(judge(seed, draw).shape, `seed ${seed}`).toBe(shape);
  });
  it('the share without effect is estimated, few p-values are not judged, genes with few counts are left out', () => {
    const mixed = judge(3, (u, z) => twoSided(z + (u < 0.3 ? 4 : 0)));
    expect(mixed.nullShare).toBeGreaterThan(0.6);
    expect(mixed.nullShare).toBeLessThan(0.8);
    const few = judgePValues({
      name: 'c',
      pvalue: Float64Array.of(0.1, NaN, 0.2),
      baseMean: Float64Array.of(10, 10, 1),
      filterThreshold: 0,
    });
    expect(few).toMatchObject({ shape: 'too-few', tested: 1, leftOut: 1 });
  });
});

describe('marker genes', () => {
  it('are the packed form of catalogue/brain-markers.tsv (after an edit run scripts/marker-catalogue.mjs), every one with a source', () => {
    const root = new URL('../../../', import.meta.url);
    const lines = readFileSync(new URL('catalogue/brain-markers.tsv', root), 'utf8').replace(/\n$/, '').split('\n');
    expect(JSON.parse(readFileSync(new URL('src/expression/quality/brain-markers.json', root), 'utf8'))).toEqual(lines);
    const sources = readFileSync(new URL('catalogue/brain-marker-sources.tsv', root), 'utf8');
    const sets = new Set<string>();
    for (const cells of lines.slice(1).map((line) => line.split('\t'))) {
      expect(cells).toHaveLength(9);
      expect(sources).toContain(`\n${cells[8]}\t`);
      sets.add(cells[0]);
    }
    for (const { set } of MARKER_SETS) expect(sets).toContain(set);
  });
  it('are found by symbol in any case, by Ensembl id with a version, by Entrez id, and by an earlier symbol', () => {
    const found = (gene: string) => markerRows(['x', gene]).filter(({ rows }) => rows.length > 0);
    for (const gene of ['Ttr', 'TTR', 'ENSMUSG00000061808', 'ENSMUSG00000061808.12', 'ENSG00000118271', '22139'])
      expect(found(gene), gene).toMatchObject([{ set: 'choroid-plexus', rows: [1] }]);
    expect(found('ENSMUSG00000061808.12')[0].names).toEqual(['Ttr']);
    expect(found('Drd1a')).toMatchObject([{ set: 'striatum', names: ['Drd1a'] }]);
  });
});

describe('sex by genes', () => {
  const call = (genes: string[], counts: number[], sizeFactors: number[]) =>
    checkSex({
      ...{ counts: Float64Array.from(counts), sizeFactors: Float64Array.from(sizeFactors), markers: markerRows(genes) },
      sheet: sizeFactors.map(() => null),
    })?.calls;
  it('tells female, male, mixed and silent samples, and says when reads are too few', () => {
    const genes = ['Xist', 'Ddx3y', 'Uty'];
    const xist = [900, 1100, 4, 0, 800, 3, 1];
    const ddx3y = [0, 1, 300, 330, 290, 2, 0];
    const uty = [0, 0, 90, 70, 80, 1, 0];
    expect(call(genes, [...xist, ...ddx3y, ...uty], [1, 1, 1, 1, 1, 1, 0.005])).toEqual([
      ...['female', 'female', 'male', 'male', 'mixed', 'silent', 'too-few-reads'],
    ]);
  });
  it('with one kind of gene in the table, its absence stands for the other sex', () => {
    expect(call(['Kdm5d'], [200, 190, 1, 0], [1, 1, 1, 1])).toEqual(['male', 'male', 'female', 'female']);
    expect(call(['XIST'], [200, 190, 1, 0], [1, 1, 1, 1])).toEqual(['female', 'female', 'male', 'male']);
    expect(call(['Fos'], [200, 190, 1, 0], [1, 1, 1, 1])).toBeUndefined();
  });
  it('of one sex only, stray reads of the other kind are no mixture', () => {
    expect(call(['Xist', 'Ddx3y'], [12, 3, 0, 5, 400, 380, 420, 390], [1, 1, 1, 1])).toEqual(['male', 'male', 'male', 'male']);
  });
});
