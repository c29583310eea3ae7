/** A data set as it lies compressed in the page: column names, and rows of cells as text (`NA` where missing). */
export interface EmbeddedSet {
  names: string[];
  rows: string[][];
  /** Number of rows of the whole set, of which these may be the first. */
  of: number;
}

/** Unpacks an embedded data set; undefined when the page has none of that name. */
export async function embeddedSet(id: string): Promise<EmbeddedSet | undefined> {
  const block = [...document.querySelectorAll<HTMLElement>('script[data-embedded]')].find((one) => one.dataset.embedded === id);
  if (block === undefined) return undefined;
  const bytes = Uint8Array.from(atob(block.textContent ?? ''), (character) => character.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
  const [names, ...rows] = parseTsv(await new Response(stream).text());
  return { names, rows, of: Number(block.dataset.of) };
}

/** Parses tab-separated text with quoted fields. */
function parseTsv(text: string): string[][] {
  if (!text.includes('"'))
    return text
      .trimEnd()
      .split('\n')
      .map((line) => line.split('\t'));
  const rows: string[][] = [];
  let row: string[] = [];
  const field = /(?:"((?:[^"]|"")*)"|([^\t\n]*))(\t|\n|$)/y;
  while (field.lastIndex < text.length) {
    const match = field.exec(text);
    if (match === null) break;
    row.push(match[1]?.replaceAll('""', '"') ?? match[2]);
    if (match[3] !== '\t') {
      rows.push(row);
      row = [];
    }
  }
  return rows;
}

/** Rows as CSV that a spreadsheet opens as text: a leading `=`, `+`, `-` or `@` of a non-number is preceded by an apostrophe. */
export function csvOf(names: readonly string[], rows: readonly (readonly string[])[]): string {
  const cell = (text: string): string => {
    const safe = /^[=+\-@\t\r]/.test(text) && !Number.isFinite(Number(text)) ? `'${text}` : text;
    return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  return [names, ...rows].map((row) => row.map(cell).join(',')).join('\r\n') + '\r\n';
}

/** Offers content as a download. */
export function saveAs(name: string, content: BlobPart, type: string): void {
  const url = URL.createObjectURL(new Blob([content], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
