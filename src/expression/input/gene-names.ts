const NEWLINE = 10;
const SPACE = 32;

/** Gene ids by their place in a file, decoded together at the end. */
export class GeneNames {
  readonly lines: number[] = [];
  private readonly starts: number[] = [];
  private readonly ends: number[] = [];
  private readonly bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  get count(): number {
    return this.starts.length;
  }

  /** Notes a name between two offsets, without the blanks around it. */
  add(start: number, end: number, line: number): void {
    let [from, to] = [start, end];
    while (from < to && this.bytes[from] === SPACE) from++;
    while (to > from && this.bytes[to - 1] === SPACE) to--;
    this.starts.push(from);
    this.ends.push(to);
    this.lines.push(line);
  }

  /** All names; each is its own text, so that the file's bytes are not kept alive. */
  decode(): string[] {
    let size = 0;
    for (let i = 0; i < this.starts.length; i++) size += this.ends[i] - this.starts[i] + 1;
    const together = new Uint8Array(size);
    let at = 0;
    for (let i = 0; i < this.starts.length; i++) {
      for (let from = this.starts[i]; from < this.ends[i]; from++) {
        // a line break inside quotes would split the name in two
        const byte = this.bytes[from];
        together[at++] = byte === NEWLINE ? SPACE : byte;
      }
      together[at++] = NEWLINE;
    }
    const names = new TextDecoder().decode(together).split('\n');
    names.pop();
    return names;
  }
}
