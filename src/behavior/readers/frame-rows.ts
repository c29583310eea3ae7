import { inputError } from '../../problems/index.ts';

/**
 * Spreads rows that carry a frame number over all frames from `first` to the last one; frames without a row stay NaN.
 *
 * @param frame frame number of each row
 * @param first number of the first frame of the recording (0 or 1)
 * @throws InputError when a frame number is not whole, below `first`, repeated, or far beyond what the rows could fill
 */
export function spreadOverFrames(
  frame: ArrayLike<number>,
  columns: readonly Float64Array[],
  first: number,
  place: { file: string; firstLine: number; rows?: ArrayLike<number>; frames?: number },
): Float64Array[] {
  let last = first - 1;
  for (let i = 0; i < frame.length; i++) if (frame[i] > last) last = frame[i];
  const count = Math.max(0, place.frames ?? last - first + 1);
  const bad = (row: number, message: string): Error =>
    inputError({
      code: 'track-frame-number',
      file: place.file,
      line: place.firstLine + (place.rows?.[row] ?? row),
      message,
      found: String(frame[row]),
      mend: 'frame numbers must be whole, start at the beginning of the recording and occur once per animal',
    });
  if (count > 100 * frame.length + 1_000_000) {
    let largest = 0;
    for (let i = 0; i < frame.length; i++) if (frame[i] === last) largest = i;
    throw bad(largest, 'the frame number is far beyond the number of rows');
  }
  const seen = new Uint8Array(count);
  const spread = columns.map(() => new Float64Array(count).fill(NaN));
  for (let row = 0; row < frame.length; row++) {
    const at = frame[row] - first;
    if (!Number.isInteger(at) || at < 0 || at >= count)
      throw bad(row, 'the frame number is not a whole number from the first frame on');
    if (seen[at] === 1) throw bad(row, 'the frame occurs twice');
    seen[at] = 1;
    columns.forEach((column, c) => {
      spread[c][at] = column[row];
    });
  }
  return spread;
}
