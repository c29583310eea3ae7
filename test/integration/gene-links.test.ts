import { describe, expect, it } from 'vitest';
import { plainContext } from '../../src/context/index.ts';
import { adjustedInterval, detectableCorrelation } from '../../src/integration/correlation.ts';
import { geneLinks, singleStepMaxT, withinGroupPermutations, withinRows } from '../../src/integration/gene-links.ts';
import { groupDesign } from '../../src/integration/group-design.ts';
import { linkWarnings } from '../../src/integration/link-warnings.ts';
import { countPermutations } from '../../src/integration/permutation.ts';
import { linksInGroup, robustLinks, spearmanPvalues } from '../../src/integration/robust-links.ts';
import { adjustPvalues, randomStream } from '../../src/stats/index.ts';
import { expectClose } from '../support/close.ts';
import { referenceExpression } from '../support/integration-reference.ts';
import { haveShared, sharedText, sharedTsv } from '../support/shared.ts';

const FOLDER = 'reference/statistics/integration/flagship_dg';
const COUNTS = 'data/expression/mouse-hippocampus-avoidance/counts.tsv.gz';

interface MaxTReference {
  genes: string[];
  absr: number[];
  pAdj: number[];
}

describe.skipIf(!haveShared)('gene by behavior on the flagship', () => {
  const reference = haveShared ? JSON.parse(sharedText(`${FOLDER}/correlation.json`)) : null;
  const { info, summary } = reference ?? { info: { samples: [], scoreValues: {} }, summary: {} };
  const { genes, values } = haveShared ? referenceExpression(COUNTS, info.samples) : { genes: [], values: new Float64Array(0) };
  const position = new Map(genes.map((gene, i) => [gene, i]));
  const data = (score: string) => ({
    values,
    outcome: Float64Array.from(info.scoreValues[score] as number[]),
    group: info.group as string[],
    others: [],
  });

  it('keeps the genes of the reference', () => {
    expect(genes.length).toBe(info.genesKept);
  });

  it.each(['pTimeShockZone', 'NumEntrances'])('raw and within-group r, p and BH within 1e-10: %s', (score) => {
    const links = geneLinks(data(score));
    expect(links.dfWithin).toBe(13);
    for (const row of sharedTsv(`${FOLDER}/cor_${score}.tsv.gz`)) {
      const gene = position.get(row.get('gene') ?? '') ?? -1;
      const check = (value: number, column: string, tolerance: number) =>
        expectClose(value, Number(row.get(column)), tolerance, `${row.get('gene')} ${column}`, 1e-3);
      check(links.r[gene], 'pearson', 1e-10);
      check(links.pvalue[gene], 'p', 1e-9);
      check(links.padj[gene], 'q', 1e-9);
      check(links.rWithin[gene], 'partial', 1e-10);
      check(links.pvalueWithin[gene], 'pPartial', 1e-9);
      check(links.padjWithin[gene], 'qPartial', 1e-9);
    }
  });

  it.each(['pTimeShockZone', 'NumEntrances'])('Spearman, biweight and per-group correlations within 1e-10: %s', (score) => {
    const one = data(score);
    const robust = robustLinks(one);
    const limited = robustLinks(one, 0.1);
    const pvalue = spearmanPvalues(one);
    const padj = adjustPvalues(pvalue, 'BH');
    const [yoked, trained] = ['yoked', 'trained'].map((group) => linksInGroup(one, group));
    for (const row of sharedTsv(`${FOLDER}/cor_${score}.tsv.gz`)) {
      const gene = position.get(row.get('gene') ?? '') ?? -1;
      const check = (value: number, column: string, tolerance = 1e-10) =>
        expectClose(value, Number(row.get(column)), tolerance, `${row.get('gene')} ${column}`, 1e-3);
      check(robust.spearman[gene], 'spearman');
      check(pvalue[gene], 'pSpearman', 1e-9);
      check(padj[gene], 'qSpearman', 1e-9);
      check(robust.spearmanWithin[gene], 'partialSpearman');
      check(robust.spearmanWithinPvalue[gene], 'pPartialSpearman', 1e-9);
      check(robust.biweight[gene], 'bicor');
      check(limited.biweight[gene], 'bicor10');
      check(yoked[gene], 'r_yoked');
      check(trained[gene], 'r_trained');
    }
  });

  it('shows the lesson: Arc -0.80 over all mice, -0.28 within groups', () => {
    const links = geneLinks(data('pTimeShockZone'));
    const arc = position.get('Arc') ?? -1;
    expect(links.r[arc]).toBeCloseTo(-0.8018, 4);
    expect(links.rWithin[arc]).toBeCloseTo(-0.28, 2);
    expect(links.rWithinLow[arc]).toBeLessThan(0);
    expect(links.rWithinHigh[arc]).toBeGreaterThan(0);
  });

  it.each(['pTimeShockZone', 'NumEntrances'])('max-T counts equal the reference on its permutations: %s', (score) => {
    const expected = summary[score].maxT.withinGroup as MaxTReference;
    const orders = sharedText(`${FOLDER}/permutations_within_group.tsv.gz`)
      .trimEnd()
      .split('\n')
      .filter((line) => /^\d/.test(line))
      .map((line) => Int32Array.from(line.split('\t'), (cell) => Number(cell) - 1));
    const one = data(score);
    const links = geneLinks(one);
    const labels = [one.group];
    const observed = links.rWithin.map((r) => Math.abs(r));
    const { maxima } = countPermutations({ ...withinRows(one, groupDesign(labels)), observed, labels }, orders);
    const adjusted = singleStepMaxT(observed, maxima);
    expected.genes.forEach((gene, i) => {
      const at = position.get(gene) ?? -1;
      expectClose(observed[at], expected.absr[i], 1e-10, gene);
      expectClose(adjusted[at], expected.pAdj[i], 1e-12, gene);
    });
  });
});

describe('within-group correlation', () => {
  const stream = randomStream(1, 'test');
  const group = Array.from({ length: 24 }, (_, i) => (i < 12 ? 'vehicle' : 'high'));
  const shift = (i: number) => (i < 12 ? 0 : 3);
  const outcome = Float64Array.from({ length: 24 }, (_, i) => shift(i) + stream.normal());
  const values = new Float64Array(24 * 50);
  for (let gene = 0; gene < 50; gene++)
    for (let i = 0; i < 24; i++)
      values[gene * 24 + i] = shift(i) + stream.normal() + (gene === 0 ? 2 * (outcome[i] - shift(i)) : 0);
  const data = { values, outcome, group, others: [] };

  it('is high raw and near nothing within groups when only the groups differ', async () => {
    const links = geneLinks(data);
    const rawHits = links.padj.filter((p) => p < 0.05).length;
    const withinHits = links.padjWithin.filter((p) => p < 0.05).length;
    expect(rawHits).toBeGreaterThan(40);
    expect(withinHits).toBeLessThanOrEqual(3);
    expect(links.padjWithin[0]).toBeLessThan(0.01);
    const permuted = await withinGroupPermutations(data, links.rWithin, 400, plainContext(), 'test');
    expect(permuted.maxT[0]).toBeLessThan(0.05);
    expect(permuted.maxT.slice(1).filter((p) => p < 0.05).length).toBeLessThanOrEqual(1);
    expect(await withinGroupPermutations(data, links.rWithin, 400, plainContext(), 'test')).toEqual(permuted);
  });

  it('gives NaN for genes and outcomes that do not vary', () => {
    const flat = geneLinks({ ...data, values: new Float64Array(24).fill(5) });
    expect(flat.r[0]).toBeNaN();
    expect(flat.rWithin[0]).toBeNaN();
    const constant = geneLinks({ ...data, outcome: Float64Array.from(group, (one) => (one === 'high' ? 1 : 0)) });
    expect(constant.rWithin.every(Number.isNaN)).toBe(true);
    expect(Number.isFinite(constant.r[1])).toBe(true);
  });

  it('counts sex as a further label with its degree of freedom', () => {
    const sex = group.map((_, i) => (i % 2 === 0 ? 'female' : 'male'));
    expect(geneLinks({ ...data, others: [sex] }).dfWithin).toBe(20);
    expect(geneLinks({ ...data, others: [group] }).dfWithin).toBe(21);
  });

  it('intervals and detectable r', () => {
    const [low, high] = adjustedInterval(0.5, 18);
    expect(low).toBeCloseTo(0.0738, 4);
    expect(high).toBeCloseTo(0.7718, 4);
    // pwr::pwr.r.test(n = 12, r = .7) has power 0.7667145667959243; n = 28.2484 has power 0.8 for r = 0.5
    expectClose(detectableCorrelation(10, 0.05, 0.7667145667959243), 0.7, 1e-10);
    expect(detectableCorrelation(26.24841062783808)).toBeCloseTo(0.5, 5);
  });
});

describe('outcomes without variation', () => {
  const group = ['a', 'a', 'a', 'a', 'b', 'b', 'b', 'b'];
  const words = (outcome: number[]) => {
    const data = { values: Float64Array.of(3, 1, 4, 1, 5, 9, 2, 6), outcome: Float64Array.from(outcome), group, others: [] };
    return linkWarnings('latency', data.outcome, group, geneLinks(data)).join(' ');
  };

  it('are told, at all and within groups', () => {
    expect(words([3, 3, 3, 3, 3, 3, 3, 3])).toContain('latency is the same in every animal');
    expect(words([3, 3, 3, 3, 5, 5, 5, 5])).toContain('latency does not vary within the groups');
    expect(words([3, 1, 3, 3, 5, 5, 2, 5])).not.toContain('vary');
  });
});
