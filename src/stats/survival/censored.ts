/**
 * Checks latencies that may be censored: an animal that has not done it by the end has a time (the end) and no event.
 *
 * @param times time of the event or of the end of observation, at least 0
 * @param events 1 (or true) where the event happened, 0 (or false) where observation ended before it
 * @returns 1 or 0 per animal
 * @throws RangeError for missing or negative times, other event codes, lengths that do not match, or no animal
 */
export function checkedEvents(times: ArrayLike<number>, events: ArrayLike<number | boolean>): Uint8Array {
  if (times.length === 0 || times.length !== events.length)
    throw new RangeError(`${times.length} times and ${events.length} event marks: one of each is needed for every animal`);
  const marks = Uint8Array.from(events, (event) => (event === true || event === 1 ? 1 : 0));
  for (let i = 0; i < times.length; i++) {
    if (!(times[i] >= 0 && times[i] < Infinity))
      throw new RangeError('times must be finite and not negative; leave missing ones out (and count them)');
    if (Number(events[i]) !== marks[i]) throw new RangeError(`an event mark is 0 (censored) or 1 (event), not ${events[i]}`);
  }
  return marks;
}

/** Numbers of the rows by ascending time, ties in their order. */
export function orderByTime(times: ArrayLike<number>): Int32Array {
  return Int32Array.from({ length: times.length }, (_, i) => i).sort((a, b) => times[a] - times[b] || a - b);
}
