import { inputError, type Problem, throwIfErrors } from '../../problems/index.ts';
import { decodeText } from '../../table/index.ts';
import type { Summary } from '../recording/recording.ts';

/** Whether a text is a MED-PC data file. */
export function looksLikeMedPc(head: string): boolean {
  return /^\s*(File: |Start Date: )/.test(head) && /^Start Date: /m.test(head);
}

/**
 * Reads a Med Associates MED-PC file: sessions that each begin with `Start Date`, scalars `B: 1513.000` and arrays (`A:` on its own
 * line, then rows `     0:  v v v v v`). What a letter means only the lab's own program (MSN) knows, so measures are named by
 * letter: `B`, `A(0)`, `A(1)`, ...
 *
 * @throws InputError when an array's index does not count up or a value is not a number, with the line
 */
export function readMedPc(bytes: Uint8Array, file: string): Summary {
  const lines = decodeText(bytes, file).text.replaceAll('\r\n', '\n').replaceAll('\r', '\n').split('\n');
  const rows: Summary['rows'] = [];
  const notes: string[] = [];
  const problems: Problem[] = [];
  let subject = '';
  let session = 0;
  let letter = '';
  let isArray = false;
  let next = 0;
  let width = 0;
  const number = (text: string, line: number): number => {
    const value = /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(text) ? Number(text) : NaN;
    if (Number.isFinite(value)) return value;
    if (problems.length < 20)
      problems.push({
        code: 'med-pc-not-a-number',
        severity: 'error',
        file,
        line,
        message: `array or variable ${letter} must hold numbers`,
        found: text,
        mend: 'the file may be cut short or edited; copy it again',
      });
    return NaN;
  };
  lines.forEach((text, i) => {
    const line = i + 1;
    const row = /^\s+(\d+):(.*)$/.exec(text);
    const named = /^([A-Za-z][A-Za-z ]*):(.*)$/.exec(text);
    if (row !== null && letter !== '' && isArray) {
      const values = row[2].trim() === '' ? [] : row[2].trim().split(/\s+/);
      if (Number(row[1]) !== next && problems.length < 20)
        problems.push({
          code: 'med-pc-index',
          severity: 'error',
          file,
          line,
          message: `the rows of array ${letter} do not follow each other`,
          found: row[1],
          expected: String(next),
          mend: 'lines are missing; copy the file again',
        });
      if (next === 0) width = values.length;
      if (values.length > width && problems.length < 20) problems.push(strangeLine(file, line, text));
      values.forEach((value, v) => {
        rows.push({ animal: subject, measure: `${letter}(${Number(row[1]) + v})`, value: number(value, line) });
      });
      next = Number(row[1]) + values.length;
    } else if (named !== null && named[1].length === 1) {
      letter = named[1];
      isArray = named[2].trim() === '';
      next = 0;
      if (named[2].trim() !== '') rows.push({ animal: subject, measure: letter, value: number(named[2].trim(), line) });
    } else if (named !== null) {
      if (named[1] === 'Start Date') session++;
      if (named[1] === 'Subject')
        subject =
          session > 1 && rows.some((one) => one.animal === named[2].trim()) ? `${named[2].trim()} #${session}` : named[2].trim();
      if (named[1] === 'MSN') notes.push(`session ${session}: program ${named[2].trim()} knows what the letters mean`);
      letter = '';
    } else if (text.trim() !== '' && problems.length < 20) problems.push(strangeLine(file, line, text));
  });
  throwIfErrors(problems);
  if (rows.length === 0)
    throw inputError({ code: 'med-pc-empty', file, message: 'the file has no variables', mend: 'copy the data file again' });
  return { file, format: 'med-pc', rows, notes };
}

/** A line that is neither a variable nor a row of an array: what follows it may belong to another letter. */
function strangeLine(file: string, line: number, found: string): Problem {
  return {
    code: 'med-pc-line',
    severity: 'error',
    file,
    line,
    message: 'the line is neither a variable nor a row of an array',
    found: found.trim().slice(0, 60),
    expected: '"B: 1513.000", "A:", or "     0:  1.000 2.000"',
    mend: 'copy the data file again and do not edit it',
  };
}
