/** tximport's `countsFromAbundance`; with `no`, counts come with average transcript lengths as offsets. */
export type CountsFrom = 'no' | 'scaledTPM' | 'lengthScaledTPM';

/** What the readers of counts cannot find out by themselves, or should not. */
export interface CountReading {
  /** Sheet of a workbook. */
  sheet: string | null;
  /** Column of the gene ids; null: the first that can be. */
  geneColumn: string | null;
  /** Column of STAR's ReadsPerGene; null: chosen by evidence. */
  strand: 'unstranded' | 'forward' | 'reverse' | null;
  /** How estimates per transcript become counts per gene. */
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

/** What a study's counts are read from. */
export interface CountSource {
  /** Paths of files and folders, perhaps with `*`, as study.yaml names them. */
  paths: string[];
  reading: CountReading;
  /** Table of transcripts and genes, for salmon and kallisto. */
  transcripts: string | null;
  /** Table of barcodes and samples, for sparse matrices. */
  barcodes: string | null;
}
