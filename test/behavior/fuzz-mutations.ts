import type { RandomStream } from '../../src/stats/index.ts';

const encoder = new TextEncoder();

export const pick = <T>(random: RandomStream, values: readonly T[]): T => values[random.integer(values.length)];

/**
 * What a mutation leaves of the numbers of a file, if the file is still read at all.
 * - `same`: every number is what it was
 * - `prefix`: the first frames or events are, the last one may be cut (and is then noted)
 * - `one-row`: all but those of one row are; in that row a number is the new cell's, or missing
 * - `any`: nothing can be said (a changed digit is a sound file)
 */
export type Promise = 'same' | 'prefix' | 'one-row' | 'any';

export interface Mutant {
  bytes: Uint8Array;
  promise: Promise;
  /** The new cell of `one-row`. */
  cell: string;
}

const mutant = (bytes: Uint8Array, promise: Promise, cell = ''): Mutant => ({ bytes, promise, cell });

export const ODD_CELLS: readonly string[] = [
  'NaN',
  'nan',
  '-',
  '',
  '1e308',
  '-1e308',
  '99999999999999999999',
  '1e-320',
  'Infinity',
  '-Inf',
  'abc',
  '__proto__',
  '"',
  '""',
  '1,5',
  '0x10',
  '١٢٣',
  '\u0000',
  '=1+1',
  '1.2.3',
  '+',
  '.',
  '--1',
];

function utf16(text: string): Uint8Array {
  return Uint8Array.from([...text].flatMap((c) => [c.charCodeAt(0) & 255, c.charCodeAt(0) >> 8]));
}

function withCell(text: string, random: RandomStream): Mutant {
  const lines = text.split('\n');
  const i = random.integer(lines.length);
  const delimiter = pick(random, [',', ';', '\t', ' ']);
  const cells = lines[i].split(delimiter);
  const cell = pick(random, ODD_CELLS);
  cells[random.integer(cells.length)] = cell;
  lines[i] = cells.join(delimiter);
  // A line of one cell is gone as a whole.
  return mutant(encoder.encode(lines.join('\n')), cells.length > 1 ? 'one-row' : 'any', cell);
}

function otherEncoding(text: string, random: RandomStream): Mutant {
  const kind = random.integer(4);
  if (kind === 0) return mutant(Uint8Array.from([0xff, 0xfe, ...utf16(text)]), 'same');
  if (kind === 1)
    return mutant(
      Uint8Array.from([...text], (c) => c.charCodeAt(0) & 255),
      'same',
    );
  if (kind === 2) return mutant(encoder.encode(text.replaceAll('\n', pick(random, ['\r', '\r\n', '\n\n']))), 'same');
  const cut = random.integer(text.length);
  return mutant(Uint8Array.from([...encoder.encode(text.slice(0, cut)), ...utf16(text.slice(cut))]), 'prefix');
}

/** Ways in which files go wrong. */
export const MUTATIONS: readonly ((text: string, random: RandomStream) => Mutant)[] = [
  // cut short anywhere
  (text, random) => mutant(encoder.encode(text.slice(0, random.integer(text.length + 1))), 'prefix'),
  // a line repeated, dropped, or moved
  (text, random) => {
    const lines = text.split('\n');
    const i = random.integer(lines.length);
    lines.splice(random.integer(lines.length), random.integer(2), lines[i]);
    if (random.integer(2) === 0) lines.splice(random.integer(lines.length), 1);
    return mutant(encoder.encode(lines.join('\n')), 'any');
  },
  // two columns changed places in every line
  (text, random) => {
    const delimiter = pick(random, [',', ';', '\t', ' ']);
    const [a, b] = [random.integer(8), random.integer(8)];
    const lines = text.split('\n').map((line) => {
      const cells = line.split(delimiter);
      if (Math.max(a, b) < cells.length) [cells[a], cells[b]] = [cells[b], cells[a]];
      return cells.join(delimiter);
    });
    // Blanks stand inside names and commas inside numbers, too: what changes places there cannot be told.
    const isInside = delimiter === ' ' || (delimiter === ',' && /[;\t]/.test(text));
    return mutant(encoder.encode(lines.join('\n')), isInside ? 'any' : 'same');
  },
  withCell,
  // bytes flipped
  (text, random) => {
    const bytes = encoder.encode(text);
    for (let k = 0; k <= random.integer(4); k++) bytes[random.integer(bytes.length)] = random.integer(256);
    return mutant(bytes, 'any');
  },
  otherEncoding,
  // no frame, one frame, two
  (text, random) => mutant(encoder.encode(`${text.split('\n').slice(0, random.integer(8)).join('\n')}\n`), 'prefix'),
  // another decimal mark or delimiter
  (text, random) => {
    const [from, to] = pick(random, [
      ['.', ','],
      [',', ';'],
      [';', ','],
      ['\t', ','],
      [',', '\t'],
      [' ', ''],
    ]);
    return mutant(encoder.encode(text.replaceAll(from, to)), from === ' ' ? 'any' : 'same');
  },
];
