import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { randomStream } from '../../src/stats/index.ts';
import { limbic } from '../support/limbic.ts';
import { scratchFolder } from '../support/scratch.ts';
import { haveShared, SHARED } from '../support/shared.ts';
import { tsvFileRows } from '../support/tsv.ts';

const at = scratchFolder('qpcr');

describe.skipIf(!haveShared)('limbic qpcr', () => {
  it("gives the fold change and Welch interval of the reference, and the references' steadiness", () => {
    const data = `${SHARED}/data/statistics/qpcr_sim.csv`;
    const args = ['--data', data, '--references', 'Ref1', '--control', 'veh', '-o', at('q.tsv'), '--quiet'];
    expect(limbic(['qpcr', ...args]).status).toBe(0);
    const row = tsvFileRows(at('q.tsv')).find((one) => one.get('gene') === 'Htr1a');
    expect(Number(row?.get('fold'))).toBeCloseTo(0.5592247044152436, 12);
    expect(Number(row?.get('foldLow'))).toBeCloseTo(0.42972654366586716, 12);
    const standards = `${SHARED}/data/statistics/qpcr_standards_sim.csv`;
    const five = [
      '--references',
      'Ref1,Ref2,Ref3,Ref4,Ref5',
      '--standards',
      standards,
      '--stability',
      at('s.csv'),
      '--animals',
      at('a.tsv'),
    ];
    const run = limbic(['qpcr', '--data', data, ...five, '--control', 'veh', '-o', at('q5.tsv')]);
    expect(run.status).toBe(0);
    expect(readFileSync(at('s.csv'), 'utf8').split('\n').length).toBe(7);
    expect(tsvFileRows(at('a.tsv')).length).toBe(12);
  });

  it('an unknown control is answered with the levels there are', () => {
    const data = `${SHARED}/data/statistics/qpcr_sim.csv`;
    const run = limbic(['qpcr', '--data', data, '--references', 'Ref1', '--control', 'vehicle', '-o', at('x.tsv')]);
    expect(run.status).toBe(2);
    expect(run.stderr).toContain('veh, drug');
  });
});

describe('limbic integrate --mediation --latent', () => {
  it('finds a planted mediator, and writes the flattering fit beside the cross-validated one', () => {
    const stream = randomStream(5, 'cli-mediation');
    const n = 24;
    const dose = Array.from({ length: n }, (_, i) => i % 2);
    const mediator = dose.map((x) => 2 * x + stream.normal());
    const outcome = mediator.map((m) => 1.5 * m + 0.5 * stream.normal());
    const genes = Array.from({ length: 120 }, (_, g) =>
      g === 0
        ? ['Htr1a', ...mediator]
        : [
            g < 30 ? ['Htr2a', 'Htr2c', 'Drd1', 'Drd2', 'Gabra1', 'Grin1'][g % 6] + (g > 6 ? `x${g}` : '') : `G${g}`,
            ...dose.map(() => stream.normal()),
          ],
    );
    writeFileSync(at('v.tsv'), [['gene', ...dose.map((_, i) => `m${i}`)], ...genes].map((row) => row.join('\t')).join('\n'));
    const lines = dose.map((x, i) => [`m${i}`, x === 1 ? 'drug' : 'vehicle', outcome[i]].join('\t'));
    writeFileSync(at('b.tsv'), ['animal\tarm\timmobility', ...lines].join('\n'));
    const files = ['--expression', at('v.tsv'), '--behavior', at('b.tsv'), '--group', 'arm', '--permutations', '99'];
    const run = limbic(['integrate', ...files, '--mediation', 'arm', '--latent', '-o', at('links')]);
    expect(run.stderr).toContain('vehicle against drug');
    expect(run.status).toBe(0);
    const found = tsvFileRows(at('links/mediation-immobility.tsv'));
    expect(found.length).toBe(120);
    const best = [...found].sort((a, b) => Number(a.get('jointPvalue')) - Number(b.get('jointPvalue')))[0];
    expect(best.get('gene')).toBe('Htr1a');
    expect(tsvFileRows(at('links/mediation-strongest.tsv'))[0].get('gene')).toBe('Htr1a');
    for (const row of tsvFileRows(at('links/predictions.tsv')))
      expect(Number(row.get('fittedR2'))).toBeGreaterThan(Number(row.get('Q2')));
    expect(tsvFileRows(at('links/components.tsv')).map((row) => row.get('method'))).toEqual(['sparse-pls', 'sparse-cca']);
  });
});
