import { describe, expect, it, vi } from 'vitest';
import { EXIT, reportError } from '../../src/cli/program.ts';
import { Cancelled } from '../../src/context/index.ts';
import { InputError } from '../../src/problems/index.ts';

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
