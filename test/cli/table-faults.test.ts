import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { register as registerFit } from '../../src/cli/fit.ts';
import { register as registerTest } from '../../src/cli/test.ts';
import { InputError } from '../../src/problems/index.ts';

const folder = mkdtempSync(join(tmpdir(), 'limbic-faults-'));
afterAll(() => rmSync(folder, { recursive: true }));

interface Row {
  animal: string;
  litter: string;
  arm: string;
  sex: string;
  weight: string;
  score: string;
}

const sound: Row[] = Array.from({ length: 24 }, (_, i) => ({
  animal: `m${i}`,
  litter: `L${i % 6}`,
  arm: ['vehicle', 'low', 'high'][i % 3],
  sex: i % 2 === 0 ? 'f' : 'm',
  weight: (20 + ((i * 7) % 11) / 4).toFixed(2),
  score: (10 + (i % 3) + ((i * 5) % 7) / 3).toFixed(3),
}));

const COLUMNS = ['animal', 'litter', 'arm', 'sex', 'weight', 'score'] as const;

/** A table of which single cells (0-based row) or whole rows have been changed. */
function table(change: (row: Row, i: number) => Partial<Row>, separator = ','): string {
  const path = join(folder, 'table.csv');
  const rows = sound.map((row, i) => ({ ...row, ...change(row, i) }));
  writeFileSync(
    path,
    [COLUMNS, ...rows.map((row) => COLUMNS.map((name) => row[name]))].map((cells) => cells.join(separator)).join('\n'),
  );
  return path;
}

interface Answer {
  problem: string;
  messages: string;
  result: {
    coefficients?: { term: string; estimate: number }[];
    pvalue?: number;
    effect?: { lower: number | null };
    notes: { code: string }[];
  };
}

/** Runs a command in this process: what it refused, what it said, what it wrote. */
async function run(register: (program: Command) => void, ...args: string[]): Promise<Answer> {
  const output = join(folder, 'out.json');
  const messages: string[] = [];
  const spy = vi.spyOn(process.stderr, 'write').mockImplementation((text) => messages.push(String(text)) > 0);
  try {
    const program = new Command().exitOverride();
    register(program);
    await program.parseAsync(['node', 'limbic', ...args, '-o', output]);
    return { problem: '', messages: messages.join(''), result: JSON.parse(readFileSync(output, 'utf8')) as Answer['result'] };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { problem: error.message, messages: messages.join(''), result: { notes: [] } };
  } finally {
    spy.mockRestore();
  }
}

const fitted = (path: string, formula = 'score ~ arm + weight', ...more: string[]) =>
  run(registerFit, 'fit', '--data', path, '--formula', formula, ...more);
const tested = (path: string, method = 'welch', by = 'sex', y = 'score') =>
  run(registerTest, 'test', '--data', path, '--y', y, '--by', by, '--method', method);

describe('a stray text in a column of numbers', () => {
  it('is named with its line when the column is a predictor, not made a category', async () => {
    for (const text of ['n/d', '21.5g', '2024-03-12', '21,5', 'Mar-12']) {
      const { problem } = await fitted(table((_, i) => (i === 4 ? { weight: text } : {}), '\t'));
      expect(problem, text).toContain('table.csv:6:5');
      expect(problem, text).toContain(text);
      expect(problem, text).toContain('--factor weight');
    }
  });

  it('is no fault of a column that is declared categories, is a group, or lies outside --where', async () => {
    const path = table((row, i) => ({ weight: i === 4 ? 'x' : String(Math.round(Number(row.weight))) }));
    expect((await fitted(path)).problem).toContain('holds 23 numbers');
    expect((await fitted(path, 'score ~ arm + weight', '--factor', 'weight')).problem).toBe('');
    expect((await fitted(path, 'score ~ arm + (1 | weight)')).problem).toBe('');
    expect((await fitted(path, 'score ~ arm + factor(weight)')).problem).toBe('');
    expect((await fitted(path, 'score ~ arm + weight', '--where', 'sex=m')).problem).toBe('');
  });

  it('leaves doses with a named control categories', async () => {
    const doses = table((_, i) => ({ arm: ['vehicle', '1', '5', '10'][i % 4] }));
    const { problem, result } = await fitted(doses, 'score ~ arm');
    expect(problem).toBe('');
    expect(result.coefficients?.map((row) => row.term)).toEqual(['(Intercept)', 'arm10', 'arm5', 'armvehicle']);
  });
});

describe('what changes an analysis without a word', () => {
  it('codes with leading zeros and categories spelled in two ways are told', async () => {
    const codes = await fitted(table((_, i) => ({ weight: `0${(i % 4) + 1}` })));
    expect(codes.messages).toContain('leading zeros');
    expect(codes.result.notes.map((note) => note.code)).toContain('codes-as-categories');
    const spelled = await fitted(table((_, i) => (i === 0 ? { arm: 'Vehicle' } : {})));
    expect(spelled.messages).toContain('"Vehicle", "vehicle"');
    const grouped = await tested(
      table((_, i) => (i === 0 ? { sex: 'F' } : {})),
      'kruskal',
    );
    expect(grouped.messages).toContain('"F", "f"');
    expect((await fitted(table(() => ({})))).messages).not.toContain('note:');
  });
});

describe('numbers that cannot be computed with', () => {
  it.each(['Inf', '-Inf', '1e400', '1e308'])('%s is refused with its line', async (cell) => {
    const response = table((_, i) => (i === 4 ? { score: cell } : {}));
    for (const answer of [
      await fitted(response),
      await fitted(response, 'score ~ arm + (1 | litter)'),
      await tested(response),
      await tested(response, 'permutation'),
      await tested(response, 'kruskal'),
    ]) {
      expect(answer.problem).toContain('table.csv:6');
      expect(answer.problem).toMatch(/score is (not a finite number|too large)/);
    }
    const predictor = await fitted(table((_, i) => (i === 4 ? { weight: cell } : {})));
    expect(predictor.problem).toMatch(/table.csv:6: weight is (not a finite number|too large)/);
  });

  it('so are columns whose squares vanish; NaN is a missing value', async () => {
    expect((await fitted(table((row) => ({ score: `${row.score}e-200` })))).problem).toContain('too small');
    expect((await fitted(table((row) => ({ score: `${row.score}e-20` })))).problem).toBe('');
    expect((await fitted(table((_, i) => (i === 4 ? { score: 'NaN' } : {})))).messages).toContain('1 of 24 rows');
  });
});

describe('small and degenerate groups', () => {
  it('a group of one unit is tested by ranks, without an interval of the effect', async () => {
    const path = table((_, i) => (i === 0 ? { arm: 'other' } : {}));
    const { problem, result, messages } = await tested(path, 'kruskal', 'arm');
    expect(problem).toBe('');
    expect(result.pvalue).toBeGreaterThan(0);
    expect(result.effect?.lower).toBeNull();
    expect(messages).toContain('a single unit in other');
  });

  it('a robust covariance that a single row makes undefined is explained', async () => {
    const { messages, result } = await fitted(
      table((_, i) => (i === 0 ? { arm: 'other' } : {})),
      'score ~ arm',
      '--robust',
      'HC3',
    );
    expect(messages).toContain('a row alone determines a coefficient');
    expect(result.notes.map((note) => note.code)).toContain('robust-leverage');
  });

  it('a table without rows says so', async () => {
    const path = join(folder, 'empty.csv');
    writeFileSync(path, 'arm,score\n');
    expect((await fitted(path, 'score ~ arm')).problem).toMatch(
      /the table has no rows\n {2}mend: check that the export finished/,
    );
  });
});
