/** What a person or program scored in one session of one animal: states with a start and a stop, in seconds from release. */
export interface EventLog {
  /** The file it came from. */
  file: string;
  /** Behavior names in lower case. */
  behavior: readonly string[];
  start: Float64Array;
  /** Equal to `start` for point events. */
  stop: Float64Array;
  /** End of the observation in seconds. */
  end: number;
  /** Whether the file says so; else it is the end of the last event. */
  endKnown: boolean;
}

/** Bouts of one behavior inside a window, cut at its borders, overlapping ones united. */
export interface Bouts {
  start: Float64Array;
  stop: Float64Array;
  total: number;
}

/**
 * The bouts of a behavior within a window.
 *
 * @param names the behavior's names, lower case
 * @param from start of the window, s
 * @param to end of the window, s
 * @param minimum bouts shorter than this (s, before cutting at the window) are left out
 */
export function boutsOf(log: EventLog, names: readonly string[], from = 0, to = log.end, minimum = 0): Bouts {
  const order = [...log.behavior.keys()].filter((i) => names.includes(log.behavior[i]));
  order.sort((a, b) => log.start[a] - log.start[b] || a - b);
  const united: [number, number][] = [];
  for (const i of order) {
    const last = united.at(-1);
    if (last !== undefined && log.start[i] <= last[1] && log.stop[i] > log.start[i]) last[1] = Math.max(last[1], log.stop[i]);
    else united.push([log.start[i], log.stop[i]]);
  }
  const cut = united
    .filter(([start, stop]) => stop - start >= minimum - 1e-9 && start < to && (stop > from || start >= from))
    .map(([start, stop]): [number, number] => [Math.max(start, from), Math.min(stop, to)]);
  return {
    start: Float64Array.from(cut, (bout) => bout[0]),
    stop: Float64Array.from(cut, (bout) => bout[1]),
    total: cut.reduce((sum, [start, stop]) => sum + stop - start, 0),
  };
}
