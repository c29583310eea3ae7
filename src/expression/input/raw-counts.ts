/** A file of counts as handed over: a path as the user knows it (with `/`), and its bytes, gzip or not. */
export interface CountFile {
  name: string;
  bytes: Uint8Array;
}

/** What a reader of one format hands on: values that are known to be numbers, ids and names as they stood in the files. */
export interface RawCounts {
  /** The file's name as the user knows it; for several files, what they have in common. */
  file: string;
  genes: string[];
  /** One-based line (or sheet row) of each gene. */
  lines: Int32Array;
  /** Names of the samples in the files, e.g. the path of a bam file. */
  samples: string[];
  /** genes x samples. */
  values: Float64Array;
  /** Average transcript lengths, genes x samples, where the counts are estimates to be corrected for them. */
  lengths?: Float64Array;
  /** What was found and done, in words. */
  notes: string[];
}

/** What the readers cannot find out by themselves, or should not. */
export interface CountReading {
  /** Sheet of a workbook. */
  sheet: string | null;
  /** Column of the gene ids; null: the first that can be. */
  geneColumn: string | null;
  /** Column of STAR's ReadsPerGene; null: chosen by evidence. */
  strand: 'unstranded' | 'forward' | 'reverse' | null;
  /** How estimates per transcript become counts per gene (tximport's names). */
  countsFrom: CountsFrom;
  /** Cut transcript ids at the first `.` before they are looked up. */
  ignoreTxVersion: boolean;
  /** Cut transcript ids at the first `|` before they are looked up. */
  ignoreAfterBar: boolean;
  /** AnnData: `X`, `raw` or a layer; null: the one that holds counts. */
  layer: string | null;
  /** AnnData: the column of `obs` with the sample's name; null: the names of the observations. */
  obsColumn: string | null;
  /** Ids that stand twice: refused, or their counts added up. */
  duplicates: 'refuse' | 'sum';
  /** Versions of Ensembl ids (`.7`): removed, or kept. */
  versions: 'strip' | 'keep';
  /** Round estimates to whole counts instead of refusing them. */
  round: boolean;
  /** Genes that some files of one sample each do not have: refused, or taken as zero. */
  absentGenes: 'refuse' | 'zero';
}

/** tximport's `countsFromAbundance`; with `no`, counts come with average transcript lengths as offsets. */
export type CountsFrom = 'no' | 'scaledTPM' | 'lengthScaledTPM';

export const STANDARD_READING: CountReading = {
  sheet: null,
  geneColumn: null,
  strand: null,
  countsFrom: 'no',
  ignoreTxVersion: false,
  ignoreAfterBar: false,
  layer: null,
  obsColumn: null,
  duplicates: 'refuse',
  versions: 'strip',
  round: false,
  absentGenes: 'refuse',
};
