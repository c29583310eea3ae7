const NEWLINE = 10;

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

  add(start: number, end: number, line: number): void {
    this.starts.push(start);
    this.ends.push(end);
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
        together[at++] = byte === NEWLINE ? 32 : byte;
      }
      together[at++] = NEWLINE;
    }
    const names = new TextDecoder().decode(together).split('\n');
    names.pop();
    return names.map((name) => name.trim());
  }
}
