import { describe, expect, it } from 'vitest';
import { cataloguePairs } from '../../src/pathway/catalogue/catalogue-pairs.ts';
import { matchCatalogue } from '../../src/pathway/catalogue/match-genes.ts';
import { compositionShifts } from '../../src/pathway/receptors/composition.ts';
import { contrastGroups } from '../../src/pathway/receptors/contrast-groups.ts';
import { type GenePair, pairScores } from '../../src/pathway/receptors/pair-scores.ts';
import { pairTests } from '../../src/pathway/receptors/pair-tests.ts';
import { contrastEstimates } from '../../src/pathway/set-tests/contrast-estimates.ts';
import { expectClose } from '../support/close.ts';
import { haveShared, sharedTsv } from '../support/shared.ts';
import { referenceExpression } from './reference-expression.ts';
import { referenceFolder, referenceStudy } from './set-test-data.ts';

/** Pairs of the reference table that the data can score: every group has a gene. */
function tablePairs(genes: readonly string[]): (GenePair & { name: string })[] {
  const at = new Map(genes.map((gene, i) => [gene, i]));
  const groupsOf = (names: string, groups: string) => {
    const labels = groups.split(',');
    return [...new Set(labels)].map((label) =>
      names.split(',').flatMap((gene, i) => (labels[i] === label ? (at.get(gene) ?? []) : [])),
    );
  };
  return sharedTsv('data/pathway/ligrec/neuronchat_mouse.tsv').map((row) => ({
    name: row.get('interaction') ?? '',
    ligand: '',
    receptor: '',
    ligandGroups: groupsOf(row.get('lig_contributor') ?? '', row.get('lig_group') ?? ''),
    receptorGroups: groupsOf(row.get('receptor_subunit') ?? '', row.get('receptor_group') ?? ''),
  }));
}

describe.skipIf(!haveShared).each(['DG_trained_vs_yoked', 'simA'] as const)('ligand-receptor pairs on %s', (name) => {
  const study = referenceStudy(name);
  const samples = study.samples.length;
  const rows = sharedTsv(`${referenceFolder(name)}/lr_pair_scores_${name}.tsv`);
  const byName = new Map(tablePairs(study.genes).map((pair) => [pair.name, pair]));
  const pairs = rows.map((row) => byName.get(row.get('interaction') ?? '')).filter((pair) => pair !== undefined);
  const scores = pairScores(study.values, samples, pairs);

  it('scores per animal within 1e-10', () => {
    expect(pairs.length).toBe(rows.length);
    rows.forEach((row, k) => {
      study.samples.forEach((sample, j) => {
        expectClose(scores[k * samples + j], Number(row.get(sample)), 1e-10, `${row.get('interaction')} ${sample}`);
      });
    });
  });

  it('moderated tests within 1e-8', () => {
    const fit = contrastEstimates(scores, study.design, 2, Float64Array.of(0, 1), true);
    sharedTsv(`${referenceFolder(name)}/lr_pair_tests_${name}.tsv`).forEach((row, k) => {
      expectClose(fit.estimate[k], Number(row.get('logFC')), 1e-8, 'logFC', 1e-3);
      expectClose(fit.t[k], Number(row.get('t')), 1e-8, 't', 1e-3);
      expectClose(fit.pvalue[k], Number(row.get('p')), 1e-8, 'p');
      expect(fit.low[k] < fit.estimate[k] && fit.estimate[k] < fit.high[k]).toBe(true);
    });
  });
});

describe('catalogue pairs', () => {
  it('need every step of a small transmitter, and pair peptides with the receptors of their system', () => {
    const genes = ['Gabra1', 'Gad1', 'Gad2', 'Slc32a1', 'Htr1a', 'Tph2', 'Npy', 'Npy1r', 'Npy2r'];
    const matched = matchCatalogue(genes, 'symbol', 'mouse');
    const pairs = cataloguePairs(matched, new Uint8Array(genes.length).fill(1));
    expect(pairs.map((pair) => `${pair.ligand}-${pair.receptor}`).sort()).toEqual(['GABA-Gabra1', 'Npy-Npy1r', 'Npy-Npy2r']);
    expect(pairs.find((pair) => pair.ligand === 'GABA')?.ligandGroups).toEqual([[1, 2], [3]]);
    expect(cataloguePairs(matched, new Uint8Array(genes.length))).toEqual([]);
  });
});

describe.skipIf(!haveShared)('composition shifts and pair tests of a study', () => {
  const expression = referenceExpression('simA');
  const matched = matchCatalogue(expression.genes, 'symbol', 'mouse');
  const groups = contrastGroups(expression, expression.contrasts[0]);
  const input = { expression, matched, groups, detected: new Uint8Array(expression.genes.length).fill(1) };

  it('are differences of log2 expression with intervals', () => {
    const shifts = compositionShifts(input);
    expect(shifts.map((shift) => shift.label)).toContain('GluN2A / GluN2B');
    const [above, below] = ['Grin2a', 'Grin2b'].map((gene) => expression.genes.indexOf(gene));
    const n = expression.samples.length;
    const ratio = (j: number) => expression.transformed[above * n + j] - expression.transformed[below * n + j];
    const mean = (members: number[]) => members.reduce((sum, j) => sum + ratio(j), 0) / members.length;
    const shift = shifts.find((one) => one.label === 'GluN2A / GluN2B');
    expectClose(shift?.estimate ?? NaN, mean(groups.treated) - mean(groups.control), 1e-10, 'shift', 1);
    for (const one of shifts)
      expect(one.low <= one.estimate && one.estimate <= one.high && one.padj >= one.pvalue, one.label).toBe(true);
  });

  it('find the planted fall of GABA receptors in the pairs', () => {
    const gaba = pairTests(input).filter((pair) => pair.ligand === 'GABA' && pair.receptor.startsWith('Gabra'));
    expect(gaba.length).toBeGreaterThan(2);
    expect(gaba.filter((pair) => pair.estimate < 0).length).toBeGreaterThan(gaba.length / 2);
  });
});
