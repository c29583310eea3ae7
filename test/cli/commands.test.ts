import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync, gzipSync } from 'node:zlib';
import { type Command, CommanderError, type Option } from 'commander';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { COMMANDS } from '../../src/cli/commands.ts';
import { EXIT, loadProgram, reportError, runProgram } from '../../src/cli/program.ts';
import { writeColumns } from '../../src/cli/write-columns.ts';
import { Cancelled } from '../../src/context/index.ts';
import { InputError } from '../../src/problems/index.ts';
import { readWorkbook } from '../../src/table/index.ts';
import { limbic } from '../support/limbic.ts';

const place = mkdtempSync(join(tmpdir(), 'limbic-commands-'));
const at = (...path: string[]) => join(place, ...path);
afterAll(() => rmSync(place, { recursive: true, force: true }));
writeFileSync(
  join(place, 'binary'),
  Uint8Array.from({ length: 3000 }, (_, i) => (i * i * 37) % 251),
);
writeFileSync(join(place, 'unclosed'), 'sample\tgene\tanimal\ty\tarm\nx\t1\ta\tb\tc\n"unclosed\t2\n');

const program = await loadProgram();
const names = COMMANDS.map((command) => command.name);
const commandNamed = (name: string): Command => {
  const found = program.commands.find((command) => command.name() === name);
  if (found === undefined) throw new Error(`no command ${name}`);
  return found;
};
const STACK = /Internal fault|\n\s+at .+:\d+:\d+/;

/** Runs a command in this process as far as its options go; returns what commander would print and its exit code. */
async function parsed(...args: string[]): Promise<{ text: string; code: number }> {
  let text = '';
  const fresh = await loadProgram(args[0]);
  const configuration = { writeOut: (part: string) => (text += part), writeErr: (part: string) => (text += part) };
  for (const command of [fresh, ...fresh.commands]) command.configureOutput(configuration);
  try {
    await runProgram(fresh, args);
    return { text, code: EXIT.done };
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return { text, code: reportError(error) };
  }
}

describe('the list of commands', () => {
  it('is what --help lists, each under its own name', () => {
    expect(program.commands.map((command) => command.name())).toEqual(names);
    expect(new Set(names).size).toBe(names.length);
    const { status, stdout } = limbic(['--help']);
    expect(status).toBe(0);
    for (const name of names) expect(stdout).toMatch(new RegExp(`\\n {2}${name} `));
  });

  it('an unknown command is refused with the nearest name; no command shows the help', async () => {
    for (const name of names.filter((one) => one.length > 3)) {
      const { text, code } = await parsed(`${name.slice(0, -2)}${name.at(-1)}${name.at(-2)}x`);
      expect(text, name).toMatch(/unknown command/);
      expect(code).toBe(EXIT.badInput);
    }
    const swapped = limbic(['simulat', 'x']);
    expect(swapped).toMatchObject({ status: 2, stdout: '' });
    expect(swapped.stderr).toMatch(/unknown command 'simulat'\n\(Did you mean simulate\?\)/);
    const bare = limbic([]);
    expect(bare.status).toBe(2);
    expect(bare.stderr).toContain('Commands:');
  });
});

/** A value that the option's own checks accept; files do not exist. */
function valueFor(option: Option): string[] {
  if (option.argChoices !== undefined) return [option.argChoices[0]];
  if (option.long === '--output') return [at('never', 'out.tsv')];
  if (option.variadic) return ['arm', 'high', 'vehicle'];
  if (option.long === '--design') return ['~ arm'];
  if (option.long === '--formula') return ['y ~ arm'];
  if (/<(file|folder|dir)>/.test(option.flags)) return [at('nowhere.tsv')];
  return ['3'];
}

/** The least that a command can be called with, on files that do not exist (or, for new folders, one that does). */
function leastCall(command: Command): string[] {
  const options = command.options.filter((option) => option.mandatory).flatMap((one) => [one.long ?? '', ...valueFor(one)]);
  const words = command.registeredArguments
    .filter((one) => one.required)
    .map((one) => (one.argChoices !== undefined ? one.argChoices[0] : one.name() === 'dir' ? place : at('nowhere')));
  return [command.name(), ...words, ...options];
}

describe.each(names)('limbic %s', (name) => {
  it('has --help with an example of known options, and the options that every command takes', async () => {
    const { text, code } = await parsed(name, '--help');
    expect(code).toBe(EXIT.done);
    const [usage, example] = text.split(/\nExamples?:\n/);
    expect(example, 'an example').toContain(`limbic ${name} `);
    for (const option of ['--seed <n>', '--threads <n>', '--quiet']) expect(usage).toContain(option);
    const lines = example
      .split('\n')
      .join(' ')
      .split(/(?=limbic )/);
    for (const line of lines.filter((one) => one.startsWith(`limbic ${name} `)))
      for (const [option] of line.split(/&&|\n\n/)[0].matchAll(/ --[a-z-]+/g)) expect(usage, option).toContain(`${option} `);
    expect(usage).not.toMatch(/default: (\[\]|false)/);
    const options = usage.slice(usage.indexOf('Options:')).split('\n\n')[0];
    expect(Math.max(...options.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  it('describes -o: a table names the endings that the shared writer knows', () => {
    const output = commandNamed(name).options.find((option) => option.long === '--output');
    if (output === undefined || !output.flags.includes('<file>')) return;
    expect(output.short).toBe('-o');
    for (const ending of ['.tsv', '.csv', '.json', '.xlsx', '-']) expect(output.description).toContain(ending);
    expect(() => output.parseArg?.('table.docx', undefined)).toThrow(InputError);
    expect(output.parseArg?.('table.XLSX', undefined)).toBe('table.XLSX');
  });

  it('refuses an unknown option with the nearest one, and numbers that are none', async () => {
    const unknown = await parsed(...leastCall(commandNamed(name)), '--thread', '3');
    expect(unknown.text).toMatch(/unknown option '--thread'\n\(Did you mean --threads/);
    expect(unknown.code).toBe(EXIT.badInput);
    for (const [option, value] of [
      ['--threads', '0'],
      ['--threads', 'many'],
      ['--seed', '-1'],
      ['--seed', ''],
      ['--seed', '1.5'],
    ]) {
      const { text, code } = await parsed(...leastCall(commandNamed(name)), option, value);
      expect(text, `${option} ${value}`).toMatch(/whole number of at least/);
      expect(code).toBe(EXIT.badInput);
    }
  });

  it('names a misspelled mandatory option instead of calling it missing', async () => {
    const call = leastCall(commandNamed(name));
    for (const { long } of commandNamed(name).options.filter((one) => one.mandatory && (one.long?.length ?? 0) > 5)) {
      const swapped = `${long?.slice(0, -2)}${long?.at(-1)}${long?.at(-2)}`;
      const { text, code } = await parsed(...call.map((word) => (word === long ? swapped : word)));
      expect(text).toMatch(new RegExp(`unknown option '${swapped}'\\n\\(Did you mean ${long}\\?\\)`));
      expect(code).toBe(EXIT.badInput);
    }
  });

  it('says which option or argument is missing', async () => {
    const call = leastCall(commandNamed(name));
    if (call.length === 1) return;
    const { text, code } = await parsed(name);
    expect(text).toMatch(/missing required argument|required option '.*' not specified/);
    expect(code).toBe(EXIT.badInput);
  });

  it('on files that hold something else: no fault of the program, nothing written', () => {
    const call = leastCall(commandNamed(name));
    for (const junk of ['binary', 'unclosed']) {
      const args = call.map((word) => (word.startsWith(at('nowhere')) ? at(junk) : word));
      if (args.every((word) => word !== at(junk))) return;
      const { status, stderr } = limbic([...args, '--quiet']);
      expect([EXIT.checkFailed, EXIT.badInput], `${junk}: ${stderr}`).toContain(status);
      expect(stderr).not.toMatch(STACK);
      expect(existsSync(at('never'))).toBe(false);
    }
  });

  it('on files that do not exist: exit 2, a message with a mend, no stack trace, nothing written', () => {
    const call = leastCall(commandNamed(name));
    if (call.length === 1) return;
    const { status, stdout, stderr } = limbic([...call, '--quiet']);
    expect(status, stderr).toBe(EXIT.badInput);
    expect(stdout).toBe('');
    expect(stderr).not.toMatch(STACK);
    expect(stderr).toMatch(/mend:/);
    expect(existsSync(at('never'))).toBe(false);
  });
});

describe('the shared writer of tables', () => {
  const columns = [
    { name: '__proto__', values: ['=1+1', '<script>', null] },
    { name: 'x', values: [0.1, Number.NaN, Number.NEGATIVE_INFINITY] },
  ];
  it('writes .tsv, .csv, .json and .xlsx by the ending, in any case of letters', async () => {
    for (const ending of ['tsv', 'csv', 'json', 'xlsx', 'CSV']) await writeColumns(at(`table.${ending}`), columns);
    expect(readFileSync(at('table.tsv'), 'utf8')).toBe('__proto__\tx\n=1+1\t0.1\n<script>\tNA\nNA\t-Inf\n');
    expect(readFileSync(at('table.csv'), 'utf8')).toBe('__proto__,x\n=1+1,0.1\n<script>,NA\nNA,-Inf\n');
    expect(readFileSync(at('table.CSV'), 'utf8')).toBe(readFileSync(at('table.csv'), 'utf8'));
    const rows = JSON.parse(readFileSync(at('table.json'), 'utf8')) as object[];
    expect(rows.map((row) => Object.entries(row))).toEqual([
      [
        ['__proto__', '=1+1'],
        ['x', 0.1],
      ],
      [
        ['__proto__', '<script>'],
        ['x', null],
      ],
      [
        ['__proto__', null],
        ['x', '-Inf'],
      ],
    ]);
    const [{ table }] = await readWorkbook(readFileSync(at('table.xlsx')), 'table.xlsx');
    expect(table.columns.map((column) => column.name)).toEqual(['__proto__', 'x']);
    expect(table.columns[0].cells).toEqual(['=1+1', '<script>', null]);
  });
  it('refuses an ending it does not know, and a place it cannot write, and leaves nothing', async () => {
    await expect(writeColumns(at('new', 'table.docx'), columns)).rejects.toThrow(/ending/);
    writeFileSync(at('a-file'), '');
    await expect(writeColumns(at('a-file', 'table.tsv'), columns)).rejects.toThrow(/file, not a folder/);
    mkdirSync(at('a-folder.tsv'));
    await expect(writeColumns(at('a-folder.tsv'), columns)).rejects.toThrow(/folder; a file is needed/);
    expect(existsSync(at('new'))).toBe(false);
    expect(readdirSync(place).filter((name) => name.endsWith('.part'))).toEqual([]);
  });
});

describe('exit codes', () => {
  it('tell input, stop and fault apart, and only a fault shows where it happened', () => {
    const said: string[] = [];
    const spy = vi.spyOn(process.stderr, 'write').mockImplementation((text) => said.push(String(text)) > 0);
    const problem = { code: 'x', severity: 'error' as const, file: 'a.csv', line: 3, message: 'm', mend: 'do this' };
    const codes = [new InputError([problem, problem]), new Cancelled(), new TypeError('oops')].map(reportError);
    spy.mockRestore();
    expect(codes).toEqual([EXIT.badInput, EXIT.interrupted, EXIT.internalFault]);
    expect(said.join('')).toMatch(
      /a\.csv:3[\s\S]*mend: do this[\s\S]*2 problems; nothing was written[\s\S]*Stopped at your request/,
    );
    expect(said.at(-1)).toMatch(/This is a bug, not your data[\s\S]*TypeError: oops\n\s+at /);
  });
});

describe('on a small study', () => {
  let counts: string;
  let samples: string;
  beforeAll(() => {
    expect(limbic(['simulate', at('study'), '--animals', '16', '--genes', '600', '--quiet'])).toMatchObject({
      status: 0,
      stderr: '',
    });
    counts = at('study', 'expression', 'counts.tsv.gz');
    samples = at('study', 'expression', 'samples.csv');
    const animals = readFileSync(at('study', 'animals.csv'), 'utf8')
      .trimEnd()
      .split('\n')
      .map((row) => row.split(','));
    const arm = animals[0].indexOf('arm');
    const armOf = new Map(animals.map((row) => [row[0], row[arm]]));
    const rows = readFileSync(samples, 'utf8').trimEnd().split('\n');
    const animal = rows[0].split(',').indexOf('animal');
    samples = at('samples.csv');
    writeFileSync(samples, rows.map((row, i) => `${row},${i === 0 ? 'group' : armOf.get(row.split(',')[animal])}`).join('\n'));
    writeFileSync(at('samples.csv.gz'), gzipSync(readFileSync(samples)));
    writeFileSync(at('counts.tsv'), gunzipSync(readFileSync(counts)));
  });
  const transform = (...more: string[]) =>
    limbic(['transform', '--counts', counts, '--samples', samples, '--method', 'logcpm', ...more]);

  it('gives the same from plain and from gzip files, to a file and to standard output, with any number of threads', () => {
    const plain = limbic([
      'transform',
      '--counts',
      at('counts.tsv'),
      '--samples',
      samples,
      '--method',
      'logcpm',
      '-o',
      '-',
      '--threads',
      '1',
    ]);
    const packed = transform('--samples', at('samples.csv.gz'), '-o', at('values.tsv'), '--threads', '2', '--quiet');
    expect(plain.status, plain.stderr).toBe(0);
    expect(packed).toMatchObject({ status: 0, stdout: '', stderr: '' });
    expect(readFileSync(at('values.tsv'), 'utf8')).toBe(plain.stdout);
    expect(plain.stdout).toMatch(/^gene\t/);
    expect(plain.stderr).not.toBe('');
  });

  it('writes a workbook and JSON of the same numbers', async () => {
    for (const ending of ['xlsx', 'json'])
      expect(transform('-o', at(`values.${ending}`), '--quiet')).toMatchObject({ status: 0, stderr: '' });
    const rows = JSON.parse(readFileSync(at('values.json'), 'utf8')) as Record<string, unknown>[];
    const [{ table }] = await readWorkbook(readFileSync(at('values.xlsx')), 'values.xlsx');
    expect(rows).toHaveLength(600);
    expect(table.columns[1].cells.map(Number)).toEqual(rows.map((row) => row[table.columns[1].name]));
  });

  it('fit and de write a table into a workbook', async () => {
    const fit = limbic([
      'fit',
      '--data',
      at('study', 'animals.csv'),
      '--formula',
      'litter ~ sex',
      '-o',
      at('fit.xlsx'),
      '--quiet',
    ]);
    const data = 'y,arm\n1,a\n2,a\n3,b\n5,b\n';
    writeFileSync(at('data.csv'), data);
    expect(fit.status).toBe(2);
    expect(existsSync(at('fit.xlsx'))).toBe(false);
    expect(limbic(['fit', '--data', at('data.csv'), '--formula', 'y ~ arm', '-o', at('fit.xlsx'), '--quiet'])).toMatchObject({
      status: 0,
    });
    const [{ table }] = await readWorkbook(readFileSync(at('fit.xlsx')), 'fit.xlsx');
    expect(table.columns[0].cells).toEqual(['(Intercept)', 'armb']);
    const contrast = ['--design', '~ group', '--contrast', 'group', 'high', 'vehicle'];
    const de = limbic(['de', '--counts', counts, '--samples', samples, ...contrast, '-o', at('de.xlsx'), '--quiet']);
    expect(de, de.stderr).toMatchObject({ status: 0, stderr: '' });
    expect((await readWorkbook(readFileSync(at('de.xlsx')), 'de.xlsx'))[0].table.columns[1].name).toBe('baseMean');
    expect(existsSync(at('de.summary.json'))).toBe(true);
  });

  it('--where and --ref mean the same in every command, and say what is wrong with them', () => {
    const bad = transform('--where', 'group', '-o', '-');
    expect(bad.status).toBe(2);
    expect(bad.stderr).toMatch(/"group" is not of the form column=value/);
    const fit = limbic(['fit', '--data', samples, '--formula', 'y ~ group', '--where', 'group', '-o', '-']);
    expect(fit.stderr).toMatch(/"group" is not of the form column=value/);
  });

  it('a folder where a file should be is named as such', () => {
    const run = transform('--samples', place, '-o', at('never', 'v.tsv'));
    expect(run.status).toBe(2);
    expect(run.stderr).toMatch(/folder; a file is needed/);
    expect(run.stderr).not.toMatch(STACK);
  });

  it('a reader that stops early is no fault', async () => {
    const entry = fileURLToPath(new URL('../../bin/limbic.js', import.meta.url));
    const child = spawn('node', [
      entry,
      'transform',
      '--counts',
      counts,
      '--samples',
      samples,
      '--method',
      'logcpm',
      '-o',
      '-',
      '--quiet',
    ]);
    let errors = '';
    child.stderr.on('data', (part) => (errors += String(part)));
    child.stdout.destroy();
    expect(await new Promise((done) => child.on('close', done))).toBe(0);
    expect(errors).toBe('');
  });

  it('Ctrl-C stops a run with a sentence, exit 130, and no results', async () => {
    const entry = fileURLToPath(new URL('../../bin/limbic.js', import.meta.url));
    const env = { ...process.env, LIMBIC_CACHE: at('cache') };
    const child = spawn('node', [entry, 'run', at('study'), '--no-cache', '-o', at('stopped')], { env });
    let errors = '';
    child.stderr.on('data', (part) => {
      if (errors === '') child.kill('SIGINT');
      errors += String(part);
    });
    expect(await new Promise((done) => child.on('close', done)), errors).toBe(EXIT.interrupted);
    expect(errors).toMatch(/Stopped at your request; nothing half-written was left\.\n$/);
    expect(existsSync(at('stopped'))).toBe(false);
  });
});
