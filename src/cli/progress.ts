interface Output {
  isTTY?: boolean;
  write(text: string): unknown;
}

/**
 * Progress for people: on a terminal one line that is overwritten (step, percent, seconds left); elsewhere one plain line
 * when a step begins and nothing more. `quiet` prints nothing.
 */
export function progressLine(
  output: Output,
  quiet: boolean,
): { update(step: string, done: number, total: number): void; end(): void } {
  const live = output.isTTY === true && process.env.CI === undefined;
  let step = '';
  let started = 0;
  let shown = 0;
  const update = (name: string, done: number, total: number): void => {
    if (quiet) return;
    const now = performance.now();
    if (name !== step) {
      if (live && step !== '') output.write('\n');
      step = name;
      started = now;
      shown = 0;
      if (!live) output.write(`${name} ...\n`);
    }
    if (!live || (now - shown < 100 && done < total)) return;
    shown = now;
    const left = done > 0 && done < total ? `, ${Math.ceil(((now - started) / 1000) * (total / done - 1))} s left` : '';
    output.write(`\r\u001b[K${name}: ${total > 0 ? Math.floor((100 * done) / total) : 100} %${left}`);
  };
  const end = (): void => {
    if (live && step !== '' && !quiet) output.write('\n');
    step = '';
  };
  return { update, end };
}
