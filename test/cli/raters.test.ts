import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { register } from '../../src/cli/raters.ts';
import { randomStream } from '../../src/stats/index.ts';
import { problemsOf } from '../support/problems.ts';
import { tsvFileRows } from '../support/tsv.ts';

const folder = mkdtempSync(join(tmpdir(), 'limbic-raters-'));
const at = (name: string): string => join(folder, name);
afterAll(() => rmSync(folder, { recursive: true }));

async function raters(...args: string[]): Promise<Map<string, string>[]> {
  const output = at('agreement.tsv');
  rmSync(output, { force: true });
  const program = new Command().exitOverride();
  register(program);
  await program.parseAsync(['raters', ...args, '-o', output], { from: 'user' });
  return tsvFileRows(output);
}

const random = randomStream(1, 'raters');
const truth = Array.from({ length: 8 }, () => 20 + 100 * random.uniform());
/** One file per rater, which names its animals but not its rater. */
function fileOf(rater: string, scoreOf: (animal: number) => number): string {
  const lines = truth.map((_, a) => `m${a + 1},immobile,10,${(10 + scoreOf(a)).toFixed(2)},240`);
  writeFileSync(at(`${rater}.csv`), `animal,behavior,start_s,stop_s,duration_s\n${lines.join('\n')}\n`);
  return at(`${rater}.csv`);
}
const files = [
  fileOf('ann', (a) => truth[a]),
  fileOf('bob', (a) => truth[a] + 4),
  fileOf('cat', () => 20 + 100 * random.uniform()),
];

describe('limbic raters', () => {
  it('compares files of one rater each, names the odd one, and draws the differences', async () => {
    const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    const rows = await raters(...files, '--seconds', '240', '--figure', at('agreement.svg'));
    const words = said.mock.calls.map(([text]) => String(text)).join('');
    said.mockRestore();
    expect(words).toContain('cat.csv agrees with nobody');
    const pair = rows.find(
      (row) => row.get('behavior') === 'immobile' && row.get('rater_a') === 'ann.csv' && row.get('rater_b') === 'bob.csv',
    );
    expect(Number(pair?.get('bias'))).toBeCloseTo(-4, 1);
    expect(Number(pair?.get('pearson'))).toBeGreaterThan(0.999);
    expect(Number(pair?.get('kappa_1s'))).toBeGreaterThan(0.9);
    expect(rows.map((row) => row.get('behavior'))).toContain('immobile, bouts');
    expect(rows[0].get('odd_rater')).toBe('cat.csv');
    const figure = readFileSync(at('agreement.svg'), 'utf8');
    expect(figure).toContain('ann.csv − bob.csv');
    expect(figure).not.toMatch(/NaN|Infinity/);
  });

  it('compares a program with each of them', async () => {
    writeFileSync(at('program.tsv'), `animal\tfloat_s\n${truth.map((value, a) => `m${a + 1}\t${value - 10}`).join('\n')}\n`);
    const options = ['--software', at('program.tsv'), '--column', 'float_s', '--behavior', 'Immobile', '--quiet'];
    const rows = await raters(...files.slice(0, 2), ...options);
    const software = rows.filter((row) => row.get('rater_b') === 'program');
    expect(software.map((row) => [row.get('rater_a'), Math.round(Number(row.get('bias')))])).toEqual([
      ['ann.csv', 10],
      ['bob.csv', 14],
    ]);
    expect(software[0].get('icc_animals')).toBe('8');
  });

  it.each(['1e308', '1000000001'])(
    'refuses a bout that ends at %s s, which no second-by-second comparison can hold',
    async (stop) => {
      const late = at('late.csv');
      writeFileSync(late, readFileSync(files[1], 'utf8').replace(/m3,immobile,10,[^,]+/, `m3,immobile,10,${stop}`));
      await expect(raters(files[0], late)).rejects.toThrow(/late\.csv: a bout of immobile in m3/);
    },
  );

  it('refuses a track, a single rater, and a program without its column; nothing is written', async () => {
    const refusal = async (...args: string[]): Promise<string> =>
      (await problemsOf(() => raters(...args, '--quiet')))[0]?.code ?? 'none';
    writeFileSync(at('track.csv'), 'time_s,x_cm,y_cm\n0,1,1\n1,2,2\n');
    expect(await refusal(at('track.csv'))).toBe('behavior-wrong-kind');
    expect(await refusal(files[0])).toBe('raters-too-few');
    expect(await refusal(...files, '--software', at('program.tsv'))).toBe('option-missing');
    expect(existsSync(at('agreement.tsv'))).toBe(false);
  });
});
