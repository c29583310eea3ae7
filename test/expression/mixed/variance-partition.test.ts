import { writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { register } from '../../../src/cli/variance-partition.ts';
import { plainContext } from '../../../src/context/index.ts';
import { librarySizes } from '../../../src/expression/edger/library-sizes.ts';
import { logCountsPerMillion } from '../../../src/expression/limma/log-cpm.ts';
import { componentsRoom, setResponse } from '../../../src/expression/mixed/components-design.ts';
import { componentsDeviance } from '../../../src/expression/mixed/components-deviance.ts';
import { componentsDesign } from '../../../src/expression/mixed/mixed-design.ts';
import { variancePartition } from '../../../src/expression/mixed/variance-partition.ts';
import { buildDesign, factorColumn, numericColumn, randomStream } from '../../../src/stats/index.ts';
import { runHere } from '../../support/run-here.ts';
import { scratchFolder } from '../../support/scratch.ts';
import { tsvFileCells } from '../../support/tsv.ts';
import { counts, frame, mixed, samples } from './mixed-fixture.ts';

const variable = (name: string) => ({ name, column: frame.get(name) ?? numericColumn([]) });

describe('variance partition', () => {
  const values = logCountsPerMillion(counts, librarySizes(counts, samples));

  it('has the fractions of variancePartition, by lme4, or a higher likelihood', async () => {
    const order = ['arm', 'sex', 'litter', 'run', 'weight'];
    const { names, fractions } = await variancePartition(values, null, samples, order.map(variable), plainContext());
    expect(names).toEqual([...order, 'residual']);
    const room = componentsRoom(
      componentsDesign(buildDesign('~ weight + (1|arm) + (1|sex) + (1|litter) + (1|run)', frame), frame),
      false,
    );
    let better = 0;
    mixed.fractions.values.forEach((row, g) => {
      const found = Array.from(row, (_, k) => fractions[g * row.length + k]);
      if (found.every((share, k) => Math.abs(share - row[k]) < 2e-5)) return;
      // lme4's search in four dimensions stops early now and then
      setResponse(room, values, null, g * samples);
      const deviance = (shares: readonly number[]) =>
        componentsDeviance(
          room,
          Float64Array.from({ length: 4 }, (_, k) => shares[k] / shares[5]),
        );
      expect(deviance(found)).toBeLessThan(deviance(row));
      better++;
    });
    expect(better).toBeLessThanOrEqual(2);
  });

  it('gives back planted shares, and leaves out what cannot be told apart', async () => {
    const random = randomStream(1, 'shares');
    const group = Array.from({ length: 60 }, (_, j) => `g${j % 20}`);
    const genes = 200;
    const planted = new Float64Array(genes * 60);
    for (let g = 0; g < genes; g++) {
      const effects = Array.from({ length: 20 }, () => random.normal());
      for (let j = 0; j < 60; j++) planted[g * 60 + j] = effects[j % 20] + random.normal();
    }
    const twin = group.map((name) => `again ${name}`);
    const { names, fractions, left } = await variancePartition(
      planted,
      null,
      60,
      [
        { name: 'group', column: factorColumn(group) },
        { name: 'twin', column: factorColumn(twin) },
        { name: 'id', column: factorColumn(group.map((_, j) => `s${j}`)) },
        { name: 'same', column: numericColumn(group.map(() => 2)) },
      ],
      plainContext(),
    );
    expect(names).toEqual(['group', 'residual']);
    expect(left.map(({ name }) => name)).toEqual(['twin', 'id', 'same']);
    const mean = Array.from({ length: genes }, (_, g) => fractions[2 * g]).reduce((sum, share) => sum + share / genes, 0);
    expect(Math.abs(mean - 0.5)).toBeLessThan(0.04);
  });
});

describe('limbic variance-partition', () => {
  const path = scratchFolder('shares');

  it('writes shares that add up to one', async () => {
    const names = mixed.arm.map((_, j) => `s${j + 1}`);
    const rows = mixed.counts.map((row, g) => [mixed.genes[g], ...row].join('\t'));
    writeFileSync(path('c.tsv'), `${['gene', ...names].join('\t')}\n${rows.join('\n')}\n`);
    const sheet = names.map((name, j) => [name, mixed.arm[j], mixed.litter[j], mixed.weight[j]].join('\t'));
    writeFileSync(path('s.tsv'), `sample\tarm\tlitter\tweight\n${sheet.join('\n')}\n`);
    const words = ['--counts', path('c.tsv'), '--samples', path('s.tsv'), '--variables', 'arm', 'litter', 'weight'];
    await runHere([register], ['variance-partition', '--quiet', '--threads', '1', ...words, '-o', path('o.tsv')]);
    const [head, ...lines] = tsvFileCells(path('o.tsv'));
    expect(head).toEqual(['gene', 'arm', 'litter', 'weight', 'residual']);
    expect(lines.length).toBeGreaterThan(100);
    for (const line of lines) {
      const shares = line.slice(1).map(Number);
      expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 9);
    }
  });
});
