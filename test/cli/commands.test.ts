import { existsSync, writeFileSync } from 'node:fs';
import type { Command, Option } from 'commander';
import { describe, expect, it } from 'vitest';
import { EXIT } from '../../src/cli/program.ts';
import { InputError } from '../../src/problems/index.ts';
import { limbic } from '../support/limbic.ts';
import { scratchFolder } from '../support/scratch.ts';
import { commandNamed, names, parsed, program, STACK } from './program-here.ts';

const at = scratchFolder('commands');

writeFileSync(
  at('binary'),
  Uint8Array.from({ length: 3000 }, (_, i) => (i * i * 37) % 251),
);
writeFileSync(at('unclosed'), 'sample\tgene\tanimal\ty\tarm\nx\t1\ta\tb\tc\n"unclosed\t2\n');

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
    .map((one) => (one.argChoices !== undefined ? one.argChoices[0] : one.name() === 'dir' ? at() : at('nowhere')));
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
