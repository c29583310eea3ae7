import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { register } from '../../../src/cli/cell-types.ts';
import { adjustedEffects } from '../../../src/expression/cell-types/adjusted-effects.ts';
import lines from '../../../src/expression/cell-types/cell-markers.json' with { type: 'json' };
import { cellTypeRows } from '../../../src/expression/cell-types/cell-markers.ts';
import { compositionOf } from '../../../src/expression/cell-types/composition.ts';
import { receptorCatalogue } from '../../../src/pathway/index.ts';
import { negativeBinomialVariate, type RandomStream, randomStream } from '../../../src/stats/index.ts';
import { runHere } from '../../support/run-here.ts';
import { scratchFolder } from '../../support/scratch.ts';
import { tsvFileCells } from '../../support/tsv.ts';

const MARKERS = lines.slice(1).map((line) => line.split('\t'));
const GENES = [...MARKERS.map(([, symbol]) => symbol), ...Array.from({ length: 100 }, (_, i) => `Other${i}`)];
const SAMPLES = 16;
const ARM = Array.from({ length: SAMPLES }, (_, j) => (j % 4 < 2 ? 0 : 1));
const DESIGN = Float64Array.from({ length: 2 * SAMPLES }, (_, i) => (i % 2 === 0 ? 1 : ARM[Math.floor(i / 2)]));
const LITTERS = Int32Array.from({ length: SAMPLES }, (_, j) => j >> 1);
const CONTRAST = { name: 'arm high vs vehicle', weights: Float64Array.of(0, 1) };

/** log2 values of samples whose cell types vary by `spread`, oligodendrocytes shifted by `shift` in the treated. */
function simulated(random: RandomStream, shift: number, spread = 0.15, litterSpread = 0): Float64Array {
  const types = [...new Set(MARKERS.map(([type]) => type))];
  const level = types.map((type) => {
    const litters = Array.from({ length: SAMPLES / 2 }, () => litterSpread * random.normal());
    return ARM.map((arm, j) => spread * random.normal() + litters[LITTERS[j]] + (type === 'oligodendrocyte' ? shift * arm : 0));
  });
  const values = new Float64Array(GENES.length * SAMPLES);
  GENES.forEach((_, g) => {
    const type = g < MARKERS.length ? types.indexOf(MARKERS[g][0]) : -1;
    for (let j = 0; j < SAMPLES; j++) values[g * SAMPLES + j] = 8 + (type < 0 ? 0 : level[type][j]) + 0.3 * random.normal();
  });
  return values;
}

const input = (values: Float64Array) => ({
  ...{ genes: GENES, samples: SAMPLES, values, design: DESIGN },
  expressed: new Uint8Array(GENES.length).fill(1),
});

describe('the catalogue of cell-type markers', () => {
  const root = new URL('../../../', import.meta.url);

  it('is the packed catalogue, every gene once with its ids and a known source', () => {
    const text = readFileSync(new URL('catalogue/cell-markers.tsv', root), 'utf8');
    expect(lines.join('\n')).toBe(text.trimEnd());
    const sources = readFileSync(new URL('catalogue/cell-marker-sources.tsv', root), 'utf8')
      .split('\n')
      .map((line) => line.split('\t')[0]);
    expect(new Set(MARKERS.map(([, symbol]) => symbol)).size).toBe(MARKERS.length);
    for (const [type, symbol, , entrez, ensembl, source] of MARKERS) {
      expect(type).toMatch(/^[a-z-]+$/);
      expect([symbol, entrez, ensembl].every((id) => id !== '')).toBe(true);
      for (const key of source.split(',')) expect(sources).toContain(key);
    }
  });

  it('has no gene of the receptor catalogue, whose effects are to be told from composition', () => {
    const receptors = new Set(receptorCatalogue().map(({ mouse }) => mouse));
    expect(MARKERS.map(([, symbol]) => symbol).filter((symbol) => receptors.has(symbol))).toEqual([]);
  });

  it('finds markers by symbol in any case, and by stable id with version', () => {
    const rows = cellTypeRows(['DLX1', 'ENSMUSG00000025576.8', 'dlx2']);
    expect(rows.find(({ type }) => type === 'inhibitory-neuron')?.symbols).toEqual(['Dlx1', 'Dlx2']);
    expect(rows.find(({ type }) => type === 'neuron')?.symbols).toEqual(['Rbfox3']);
  });
});

describe('shifts of composition', () => {
  it('recovers a planted shift within its interval, and nothing else', () => {
    const { shifts, scores, unit } = compositionOf(input(simulated(randomStream(1, 'shift'), 0.6)), [CONTRAST], null);
    expect(unit).toBe('sample');
    const planted = shifts.find(({ type }) => type === 'oligodendrocyte');
    expect(planted?.padj).toBeLessThan(0.01);
    expect(planted?.low).toBeLessThan(0.6);
    expect(planted?.high).toBeGreaterThan(0.6);
    expect(planted?.agreeing).toBe(1);
    expect(planted?.leastWithoutOne).toBeLessThan(planted?.difference ?? 0);
    expect(shifts.filter(({ padj }) => padj < 0.05)).toHaveLength(1);
    expect(scores.find(({ type }) => type === 'astrocyte')?.coherence).toBeGreaterThan(0.1);
  });

  it('covers nothing in 95 % of studies without a shift, and takes 5 % of them for one', () => {
    let [covered, called, tests] = [0, 0, 0];
    for (let study = 0; study < 60; study++) {
      for (const { low, high, pvalue } of compositionOf(input(simulated(randomStream(2, 'null', study), 0)), [CONTRAST], null)
        .shifts) {
        tests++;
        if (low <= 0 && high >= 0) covered++;
        if (pvalue < 0.05) called++;
      }
    }
    expect(covered).toBe(tests - called);
    // three standard errors of a share of 5 % of 600
    expect(Math.abs(called / tests - 0.05)).toBeLessThan(0.027);
  });

  it('holds its level with litters only when they are the blocks', () => {
    // arms are given to whole litters here
    const share = (blocks: boolean): number => {
      let [called, tests] = [0, 0];
      for (let study = 0; study < 60; study++) {
        const values = simulated(randomStream(3, 'litters', study), 0, 0.05, 0.4);
        const unit = blocks ? { name: 'litter', codes: LITTERS, count: SAMPLES / 2 } : null;
        for (const { pvalue } of compositionOf(input(values), [CONTRAST], unit).shifts) {
          tests++;
          if (pvalue < 0.05) called++;
        }
      }
      return called / tests;
    };
    expect(share(false)).toBeGreaterThan(0.1);
    expect(share(true)).toBeLessThan(0.08);
  });

  it('says when the markers of a type do not move together, and leaves out types without markers', () => {
    const values = simulated(randomStream(4, 'loose'), 0, 0);
    expect(compositionOf(input(values), [CONTRAST], null).notes.join(' ')).toMatch(/hardly move together/);
    const none = { ...input(values), expressed: new Uint8Array(GENES.length) };
    expect(compositionOf(none, [CONTRAST], null)).toMatchObject({ scores: [], shifts: [] });
  });

  it('takes away the effect on a marker that is one of cells, not that on other genes', () => {
    const values = simulated(randomStream(5, 'receptors'), 0.8, 0.5);
    const other = GENES.indexOf('Other3');
    for (let j = 0; j < SAMPLES; j++) values[other * SAMPLES + j] += 0.8 * ARM[j];
    const composition = compositionOf(input(values), [CONTRAST], null);
    const { plain, adjusted, types } = adjustedEffects(values, null, DESIGN, CONTRAST.weights, composition);
    const mbp = GENES.indexOf('Mbp');
    expect(types).toContain('oligodendrocyte');
    expect(plain.difference[mbp]).toBeGreaterThan(0.5);
    expect(Math.abs(adjusted.difference[mbp])).toBeLessThan(0.5 * plain.difference[mbp]);
    expect(adjusted.high[other]).toBeGreaterThan(0.8);
  });
});

describe('limbic cell-types', () => {
  const path = scratchFolder('cells');

  it('writes shifts, scores and receptors', async () => {
    const random = randomStream(6, 'command');
    const genes = [...GENES, 'Htr1a', 'Htr2c', 'Drd1', 'Grin1'];
    const values = simulated(random, 0.7);
    const counts = genes.map((_, g) =>
      ARM.map((_, j) => negativeBinomialVariate(random, 2 ** (g < GENES.length ? values[g * SAMPLES + j] : 8), 0.02)),
    );
    const names = ARM.map((_, j) => `s${j + 1}`);
    writeFileSync(
      path('c.tsv'),
      `${['gene', ...names].join('\t')}\n${counts.map((row, g) => [genes[g], ...row].join('\t')).join('\n')}\n`,
    );
    const sheet = ARM.map((arm, j) => [names[j], arm === 1 ? 'high' : 'vehicle', `l${LITTERS[j]}`].join('\t'));
    writeFileSync(path('s.tsv'), `sample\tarm\tlitter\n${sheet.join('\n')}\n`);
    const files = [
      '--counts',
      path('c.tsv'),
      '--samples',
      path('s.tsv'),
      '--design',
      '~ arm',
      '--contrast',
      'arm',
      'high',
      'vehicle',
    ];
    const out = ['--block', 'litter', '--scores', path('scores.tsv'), '--receptors', path('r.tsv'), '-o', path('o.tsv')];
    await runHere([register], ['cell-types', '--quiet', '--threads', '1', ...files, ...out]);
    const rows = tsvFileCells(path('o.tsv'));
    const planted = rows.find(([type]) => type === 'oligodendrocyte') ?? [];
    expect(Number(planted[rows[0].indexOf('padj')])).toBeLessThan(0.01);
    expect(Number(planted[rows[0].indexOf('rotationPvalue')])).toBeLessThan(0.01);
    expect(existsSync(path('scores.tsv'))).toBe(true);
    const receptors = readFileSync(path('r.tsv'), 'utf8');
    for (const gene of ['Htr1a', 'Htr2c', 'Drd1', 'Grin1']) expect(receptors).toContain(`\n${gene}\t`);
  });
});
