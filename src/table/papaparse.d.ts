/** The few signatures used of Papa Parse, which ships no types; `@types/papaparse` would pull Node's types into the core. */
declare module 'papaparse' {
  interface ParseProblem {
    code: string;
    /** Character offset of the field's first character after its quote. */
    index: number;
  }
  interface ParsedRow {
    data: string[];
    errors: ParseProblem[];
    /** `cursor` is the character offset just after the row. */
    meta: { cursor: number };
  }
  interface ParseConfig {
    delimiter: string;
    newline: '\n' | '\r';
    step(row: ParsedRow, parser: { abort(): void }): void;
  }
  const Papa: { parse(text: string, config: ParseConfig): unknown };
  export default Papa;
}
