import { findColumn, type Table } from '../../table/index.ts';

/** The samples that the sheet lists, and the file each is said to come from. */
export interface KnownSamples {
  names: readonly string[];
  files: readonly (string | null)[];
}

const FILE_COLUMNS = ['file', 'File', 'files', 'path', 'filename', 'fileName', 'count_file', 'counts_file', 'bam'];

/** The samples of a sheet; its column `file` (or `path`, `filename`, `bam`) tells which file belongs to which sample. */
export function knownSamples(table: Table, names: readonly string[]): KnownSamples {
  const column = FILE_COLUMNS.map((name) => findColumn(table, name)).find((one) => one !== undefined);
  return { names, files: column?.cells ?? names.map(() => null) };
}

const NOTHING_KNOWN: KnownSamples = { names: [], files: [] };
const ENDING = /\.(gz|tsv|txt|csv|tab|counts?|bam|sam|cram|out|results|sf|h5|xlsx)$/i;
const SUFFIX =
  /[._-]?(ReadsPerGene|Aligned|sortedByCoord|sortedByName|sorted|dedup|markdup|rmdup|htseq|htseq[._-]counts?|featureCounts|genes?|gene[._-]?counts?|quant|abundance|read[._-]?counts?|raw[._-]?counts?|counts?|raw|STAR|hisat2?|salmon|kallisto)$/i;

/** A path's part without the endings and words that programs add. */
function cleaned(part: string): string {
  let name = part;
  for (let shorter = name.replace(ENDING, ''); shorter !== name; shorter = name.replace(ENDING, '')) name = shorter;
  for (let shorter = name.replace(SUFFIX, ''); shorter !== name; shorter = name.replace(SUFFIX, '')) name = shorter;
  return name;
}

/** What a label may be called, the likeliest last parts first. */
function candidatesOf(label: string): string[] {
  const parts = label
    .replaceAll('\\', '/')
    .split('/')
    .filter((part) => part !== '');
  const [base = '', parent = '', grandparent = ''] = parts.reverse();
  return [label, base, cleaned(base), parent, cleaned(parent), grandparent].filter((name) => name !== '');
}

/** What R's `make.names` makes of a name, as `read.table` does with headers. */
function makeNames(name: string): string {
  const plain = name.replace(/[^\p{L}\p{N}._]/gu, '.');
  return /^(\p{L}|\.(?!\d))/u.test(plain) ? plain : `X${plain}`;
}

const isPath = (label: string): boolean => /[/\\]|\.(bam|sam|cram)$/i.test(label);

/** Whether a column's name is that of a sample the sheet lists, by itself or as R or a path has changed it. */
export function isKnownSample(label: string, known: KnownSamples | null): boolean {
  return known !== null && directMatch(label, known) !== null;
}

function directMatch(label: string, known: KnownSamples): string | null {
  if (known.names.includes(label)) return label;
  const byFile = known.files.findIndex(
    (file) => file !== null && (file === label || label.endsWith(`/${file}`) || file.endsWith(`/${label}`)),
  );
  if (byFile >= 0) return known.names[byFile];
  const candidates = isPath(label) || ENDING.test(label) ? candidatesOf(label) : [label, cleaned(label)];
  const exact = candidates.find((name) => known.names.includes(name));
  return exact ?? known.names.find((name) => makeNames(name) === label) ?? null;
}

/**
 * Names samples by what the files call them: by the sheet where it knows them (also by its column of files), else by the last part of
 * the path that differs. Says what it changed.
 */
export function labelSamples(labels: readonly string[], known: KnownSamples | null): { names: string[]; notes: string[] } {
  const list = known ?? NOTHING_KNOWN;
  const direct = labels.map((label) => directMatch(label, list));
  const matched = distinct(direct) ? direct : labels.map((label) => (list.names.includes(label) ? label : null));
  const byToken = tokenMatches(labels, matched, list);
  const standard = standardNames(labels);
  const names = labels.map((label, i) => matched[i] ?? byToken[i] ?? (isPath(label) || ENDING.test(label) ? standard[i] : label));
  if (new Set(names).size < new Set(labels).size) return { names: [...labels], notes: [] };
  const changed = labels.flatMap((label, i) => (label === names[i] ? [] : [`${label} is ${names[i]}`]));
  if (changed.length === 0) return { names, notes: [] };
  const shown = changed.length <= 3 ? changed.join(', ') : `${changed.slice(0, 3).join(', ')} and so on`;
  return {
    names,
    notes: [
      `Samples were named ${known === null ? 'by their files' : 'by the sample sheet'}: ${shown} (${changed.length} in all).`,
    ],
  };
}

function distinct(names: readonly (string | null)[]): boolean {
  const given = names.filter((name) => name !== null);
  return new Set(given).size === given.length;
}

/** The sheet's names that stand inside the paths, when that gives every remaining path a name of its own. */
function tokenMatches(labels: readonly string[], matched: readonly (string | null)[], known: KnownSamples): (string | null)[] {
  const free = known.names.filter((name) => !matched.includes(name));
  const found = labels.map((label, i) =>
    matched[i] !== null || !(isPath(label) || ENDING.test(label)) ? null : tokenOf(label, free),
  );
  const wanted = labels.filter((label, i) => matched[i] === null && (isPath(label) || ENDING.test(label)));
  const complete = found.filter((name) => name !== null).length === wanted.length && distinct(found);
  return complete ? found : labels.map(() => null);
}

function tokenOf(label: string, names: readonly string[]): string | null {
  const inside = names.filter((name) => {
    const at = label.indexOf(name);
    const before = label[at - 1] ?? ' ';
    const after = label[at + name.length] ?? ' ';
    return at >= 0 && !/[\p{L}\p{N}]/u.test(before) && !/[\p{L}\p{N}]/u.test(after);
  });
  const longest = Math.max(0, ...inside.map((name) => name.length));
  const best = inside.filter((name) => name.length === longest);
  return best.length === 1 ? best[0] : null;
}

/** The cleaned file names where these differ, else the folders', else the whole labels. */
function standardNames(labels: readonly string[]): string[] {
  const parts = labels.map((label) =>
    label
      .replaceAll('\\', '/')
      .split('/')
      .filter((part) => part !== ''),
  );
  for (const depth of [1, 2, 3]) {
    const names = parts.map((path) => cleaned(path[path.length - depth] ?? ''));
    if (names.every((name) => name !== '') && new Set(names).size === names.length) return names;
  }
  return [...labels];
}
