import { inputError } from '../../../problems/index.ts';
import { sniffDelimiter } from '../../../table/index.ts';
import { splitLine } from '../count-header.ts';
import { plainText } from '../plain-text.ts';
import type { CountFile } from '../raw-counts.ts';

/** Which gene a transcript belongs to. */
export interface TranscriptTable {
  genes: ReadonlyMap<string, string>;
  /** What was noticed, in words. */
  notes: string[];
}

const TRANSCRIPT_COLUMNS = [
  'transcript_id',
  'txname',
  'tx',
  'tx_id',
  'transcript',
  'target_id',
  'ensembl_transcript_id',
  'transcript_id_version',
];
const GENE_COLUMNS = [
  'gene_id',
  'geneid',
  'gene',
  'ens_gene',
  'ensembl_gene_id',
  'ensembl_gene_id_version',
  'gene_name',
  'ext_gene',
];

/**
 * Reads a table of transcripts and genes: tab-separated or the like, with or without a header, or an annotation in GTF. Without the
 * usual names in the header the first two columns are taken, as tximport does.
 *
 * @throws InputError `transcripts-one-column`, `transcripts-empty`, or those of a file that is no text
 */
export function readTranscriptTable({ name, bytes }: CountFile): TranscriptTable {
  const lines = new TextDecoder()
    .decode(plainText(bytes, name))
    .split(/\r?\n/)
    .filter((line) => line !== '' && !line.startsWith('#'));
  const isGtf = lines.slice(0, 50).some((line) => line.split('\t').length === 9 && /\b(transcript_id|gene_id) "/.test(line));
  const pairs = isGtf ? gtfPairs(lines) : tablePairs(lines, name);
  const genes = new Map<string, string>();
  let repeated = 0;
  let blank = 0;
  for (const [transcript, gene] of pairs) {
    if (transcript === '' || gene === '') blank++;
    else if (genes.has(transcript)) repeated += genes.get(transcript) === gene ? 0 : 1;
    else genes.set(transcript, gene);
  }
  if (genes.size === 0)
    throw inputError({
      code: 'transcripts-empty',
      file: name,
      message: 'the table names no transcript with its gene',
      mend: 'give two columns: transcript, gene',
    });
  const notes = repeated === 0 ? [] : [`${repeated} transcripts of ${name} are given a second gene; the first one holds.`];
  if (blank > 0) notes.push(`${blank} rows of ${name} lack a transcript or a gene and were left out.`);
  return { genes, notes };
}

function tablePairs(lines: readonly string[], file: string): [string, string][] {
  if (lines.length === 0) return [];
  const mark = lines[0].includes('\t') ? '\t' : sniffDelimiter(lines.slice(0, 100).join('\n'));
  const header = splitLine(lines[0], mark);
  if (header.length < 2)
    throw inputError({
      code: 'transcripts-one-column',
      file,
      line: 1,
      message: 'the table of transcripts has a single column',
      found: lines[0].slice(0, 60),
      expected: 'transcript and gene',
      mend: 'give two columns, separated by a tab or a comma',
    });
  const lower = header.map((one) => one.toLowerCase());
  const transcript = lower.findIndex((one) => TRANSCRIPT_COLUMNS.includes(one));
  const gene = GENE_COLUMNS.map((one) => lower.indexOf(one)).find((at) => at >= 0) ?? -1;
  const named = transcript >= 0 && gene >= 0;
  const [from, to] = named ? [transcript, gene] : [0, 1];
  return lines.slice(named ? 1 : 0).map((line) => {
    const cells = splitLine(line, mark);
    return [cells[from] ?? '', cells[to] ?? ''];
  });
}

/** Pairs of the transcripts of an annotation in GTF; versions in their own attributes are added, as in the ids of FASTA files. */
function gtfPairs(lines: readonly string[]): [string, string][] {
  const pairs: [string, string][] = [];
  for (const line of lines) {
    const cells = line.split('\t');
    if (cells[2] !== 'transcript') continue;
    const attribute = (name: string): string => new RegExp(`(?:^|;\\s*)${name} "([^"]*)"`).exec(cells[8])?.[1] ?? '';
    const versioned = (kind: string): string => {
      const id = attribute(`${kind}_id`);
      const version = attribute(`${kind}_version`);
      return version === '' || id.includes('.') ? id : `${id}.${version}`;
    };
    pairs.push([versioned('transcript'), versioned('gene')]);
  }
  return pairs;
}
