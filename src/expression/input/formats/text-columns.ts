import { InputError, inputError, type Problem } from '../../../problems/index.ts';
import { parseCell } from '../count-cell.ts';
import { manyProblems, raggedRow } from '../count-problems.ts';

/** A text column and several columns of numbers, of a tab-separated file with a header. */
export interface TextColumns {
  ids: string[];
  /** One array per wanted column. */
  numbers: Float64Array[];
}

/**
 * Reads some columns of a tab-separated table as programs write it (salmon, kallisto): a header, no quotes.
 *
 * @param text UTF-8 bytes
 * @throws InputError `counts-column-missing`, and every ragged row and every cell that is no number of at least 0
 */
export function readTextColumns(text: Uint8Array, file: string, id: string, wanted: readonly string[]): TextColumns {
  const lines = new TextDecoder().decode(text).split('\n');
  const header = lines[0].replace(/\r$/, '').split('\t');
  const places = [id, ...wanted].map((name) => header.indexOf(name));
  const absent = [id, ...wanted].filter((_, i) => places[i] < 0);
  if (absent.length > 0)
    throw inputError({
      code: 'counts-column-missing',
      file,
      line: 1,
      message: `the columns ${absent.join(', ')} are missing`,
      found: header.join(', ').slice(0, 200),
      expected: [id, ...wanted].join(', '),
      mend: 'give the file as the program wrote it',
    });
  const ids: string[] = [];
  const numbers = wanted.map(() => new Float64Array(lines.length - 1));
  const problems = manyProblems();
  for (let at = 1; at < lines.length; at++) {
    const line = lines[at];
    if (line === '' || line === '\r') continue;
    const cells = line.split('\t');
    if (cells.length !== header.length) problems.add(raggedRow(file, at + 1, cells.length, header.length));
    else {
      for (let c = 0; c < wanted.length; c++) {
        const value = parseCell(cells[places[c + 1]].trim());
        if (!(value >= 0 && value < Infinity))
          problems.add(notANumber(file, at + 1, places[c + 1] + 1, wanted[c], cells[places[c + 1]]));
        numbers[c][ids.length] = value;
      }
      ids.push(cells[places[0]]);
    }
  }
  const all = problems.list();
  if (all.length > 0) throw new InputError(all);
  return { ids, numbers: numbers.map((values) => values.subarray(0, ids.length)) };
}

function notANumber(file: string, line: number, column: number, name: string, found: string): Problem {
  return {
    code: 'counts-not-a-number',
    severity: 'error',
    file,
    line,
    column,
    message: `"${name}" is not a number`,
    found,
    expected: 'a number of at least 0',
    mend: 'give the file as the program wrote it',
  };
}
