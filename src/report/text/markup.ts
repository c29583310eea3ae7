/** Text that is already valid markup. Made only by {@link html}, {@link svg} and {@link trusted}. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** What may stand in a template: text and numbers are escaped, markup is taken as it is, `null` and `false` give nothing. */
export type Content = string | number | Markup | null | undefined | false | readonly Content[];

const ESCAPES = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
  ["'", '&#39;'],
]);
/** Characters that neither XML 1.0 nor a reader can use: control characters and lone surrogates. */
const UNPRINTABLE = /[^\P{Cc}\t\n\r]|\p{Cs}|[\ufffe\uffff]/gu;

/** Text as it may stand in HTML and XML, in elements and in quoted attributes. Characters that XML forbids become U+FFFD. */
export function escapeText(text: string): string {
  return text.replace(UNPRINTABLE, '\ufffd').replace(/[&<>"']/g, (character) => ESCAPES.get(character) ?? '');
}

/** Takes text as markup, unescaped. Only for constants of this program, never for anything that came from a file. */
export function trusted(text: string): Markup {
  return new Markup(text);
}

/**
 * Template tag for HTML: everything interpolated is escaped unless it is {@link Markup}. A template may run over several lines:
 * a line break with the indentation around it is a space between two words, and nothing beside a tag or a value.
 */
export function html(strings: TemplateStringsArray, ...values: Content[]): Markup {
  return assemble(strings, values, String);
}

/** Template tag for SVG: as {@link html}, and numbers are coordinates, rounded to two decimals. */
export function svg(strings: TemplateStringsArray, ...values: Content[]): Markup {
  return assemble(strings, values, coordinate);
}

/** A coordinate with at most two decimals, without negative zero. */
export function coordinate(value: number): string {
  return String(Math.round(value * 100) / 100 + 0);
}

/** Joins pieces of markup with a piece of text between them. */
export function join(pieces: readonly Content[], between: string): Markup {
  return new Markup(pieces.map((piece) => render(piece, String)).join(escapeText(between)));
}

const JOINED = new WeakMap<TemplateStringsArray, readonly string[]>();

/** The fixed parts of a template on one line. */
function joined(strings: TemplateStringsArray): readonly string[] {
  const known = JOINED.get(strings) ?? strings.map(onOneLine);
  JOINED.set(strings, known);
  return known;
}

function onOneLine(part: string): string {
  return part.replace(/\s*\n\s*/g, (space, at: number) => {
    const [before, after] = [part[at - 1], part[at + space.length]];
    return before === undefined || after === undefined || before === '>' || after === '<' ? '' : ' ';
  });
}

function assemble(strings: TemplateStringsArray, values: readonly Content[], number: (value: number) => string): Markup {
  const parts = joined(strings);
  let text = parts[0];
  for (let i = 0; i < values.length; i++) text += render(values[i], number) + parts[i + 1];
  return new Markup(text);
}

function render(value: Content, number: (value: number) => string): string {
  if (value === null || value === undefined || value === false) return '';
  if (value instanceof Markup) return value.text;
  if (typeof value === 'number') return number(value);
  if (typeof value === 'string') return escapeText(value);
  return value.map((one) => render(one, number)).join('');
}
