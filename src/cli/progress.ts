interface Output {
  isTTY?: boolean;
  write(text: string): unknown;
}

/**
 * Progress for people: on a terminal one line that is overwritten (step, percent, seconds left) and left standing when the step is done;
 * elsewhere one plain line when a step begins. Steps may overlap. `quiet` prints nothing.
 */
export function progressLine(
  output: Output,
  quiet: boolean,
): { update(step: string, done: number, total: number): void; end(): void } {
  const live = output.isTTY === true && process.env.CI === undefined;
  const started = new Map<string, number>();
  let shown = 0;
  let open = false;
  const update = (name: string, done: number, total: number): void => {
    if (quiet) return;
    const now = performance.now();
    const begin = started.get(name) ?? now;
    if (!started.has(name)) {
      started.set(name, now);
      if (!live) output.write(`${name} ...\n`);
    }
    const finished = done >= total;
    if (!live || (now - shown < 100 && !finished)) return;
    shown = now;
    const left = done > 0 && !finished ? `, ${Math.ceil(((now - begin) / 1000) * (total / done - 1))} s left` : '';
    output.write(
      `\r\u001b[K${name}: ${finished ? 'done' : `${Math.floor((100 * done) / total)} %${left}`}${finished ? '\n' : ''}`,
    );
    open = !finished;
  };
  const end = (): void => {
    if (live && open && !quiet) output.write('\n');
  };
  return { update, end };
}
