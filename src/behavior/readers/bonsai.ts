import { inputError } from '../../problems/index.ts';
import type { Recording } from '../recording/recording.ts';
import type { ByteTable } from './byte-table.ts';
import { isoSeconds } from './clock.ts';
import { scanColumns } from './scan-columns.ts';
import { scanTexts } from './scan-texts.ts';
import { delimiterOf, headLines, splitLine } from './text-head.ts';
import { requireTimes } from './times.ts';

const BLANK = 32;

/** Reads Bonsai's text output of a centroid: ISO time stamp, x, y (and orientation, area), no header, blanks or commas between. */
export function readBonsai(bytes: Uint8Array, file: string): Recording {
  const [first = ''] = headLines(bytes, 1);
  const delimiter = /[,;\t]/.test(first) ? delimiterOf(first) : BLANK;
  const width = splitLine(first, delimiter).length;
  if (width < 3) throw tooFewCells(file, first, width);
  const known = ['timestamp', 'x', 'y', 'orientation', 'area'];
  const names = Array.from({ length: width }, (_, i) => known[i] ?? `column ${i + 1}`);
  const table: ByteTable = { file, bytes, from: 0, firstLine: 1, names, delimiter, decimal: '.' };
  const time = isoSeconds(scanTexts(table, [0])[0]);
  requireTimes(time, table, 0);
  const [x, y, ...others] = scanColumns(
    table,
    known.slice(1, width).map((_, i) => i + 1),
  );
  return {
    file,
    format: 'bonsai',
    frames: time.length,
    time,
    fps: null,
    unit: 'px',
    individuals: [{ name: '', points: [{ name: 'center', x, y, likelihood: null }] }],
    zones: [],
    columns: others.map((values, i) => ({ name: names[i + 3], unit: i === 0 ? 'rad' : 'px^2', values })),
    attributes: [],
    notes: ['the file has no header: columns taken as time stamp, x, y, orientation, area'],
  };
}

function tooFewCells(file: string, line: string, width: number): Error {
  return inputError({
    code: 'bonsai-cells',
    file,
    line: 1,
    message: `a line needs a time stamp, x and y, but has ${width} ${width === 1 ? 'cell' : 'cells'}`,
    found: line.slice(0, 100),
    expected: 'cells separated by blanks, tabs, commas or semicolons',
    mend: 'write the values of the workflow with a separator between them',
  });
}
