import { lstatSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import {
  type CountFile,
  type CountReading,
  chooseCountFiles,
  knownSamples,
  type ModelRequest,
  type Recognized,
  readCountFiles,
  STANDARD_READING,
  sampleSheet,
} from '../expression/index.ts';
import { InputError } from '../problems/index.ts';
import { readTable, type Table } from '../table/index.ts';
import { readInput } from './support.ts';

/** Options that say how counts are read. */
export interface CountOptions {
  counts: string;
  samples: string;
  countFiles?: string[];
  sheet?: string;
  geneColumn?: string;
  strand?: 'unstranded' | 'forward' | 'reverse';
  transcripts?: string;
  countsFrom?: CountReading['countsFrom'];
  ignoreTxVersion?: boolean;
  ignoreAfterBar?: boolean;
  barcodes?: string;
  layer?: string;
  obsColumn?: string;
  duplicates?: 'refuse' | 'sum';
  keepVersions?: boolean;
  round?: boolean;
  absentGenes?: 'refuse' | 'zero';
}

/** Adds the options that say how counts are read. */
export function countOptions(command: Command): Command {
  const choice = (flags: string, words: string, choices: readonly string[]) =>
    command.createOption(flags, words).choices(choices);
  return command
    .option('--sheet <name>', 'Excel: the sheet of the counts')
    .option('--gene-column <name>', 'the column of the gene ids, where it is not the first')
    .addOption(
      choice('--strand <kind>', 'STAR: how the libraries were made (default: by evidence)', ['unstranded', 'forward', 'reverse']),
    )
    .option('--transcripts <file>', 'salmon, kallisto: table of transcripts and genes, or the annotation as GTF')
    .addOption(
      choice('--counts-from <kind>', "salmon, kallisto: tximport's countsFromAbundance; no: with offsets (default for deseq2)", [
        'no',
        'scaledTPM',
        'lengthScaledTPM',
      ]),
    )
    .option('--ignore-tx-version', 'salmon, kallisto: cut transcript ids at the first "."')
    .option('--ignore-after-bar', 'salmon, kallisto: cut transcript ids at the first "|"')
    .option('--barcodes <file>', 'MatrixMarket: table of barcodes and samples; cells are added up')
    .option('--layer <name>', 'AnnData: X, raw or a layer (default: the one that holds counts)')
    .option('--obs-column <name>', 'AnnData: the column of obs that names samples; observations are added up')
    .addOption(choice('--duplicates <rule>', 'gene ids that stand twice (default: refuse)', ['refuse', 'sum']))
    .option('--keep-versions', 'keep the versions of Ensembl ids')
    .option('--round', 'round estimates (of RSEM and the like) to whole counts')
    .addOption(choice('--absent-genes <rule>', 'genes that some files of one sample lack (default: refuse)', ['refuse', 'zero']));
}

/** Methods whose model takes no offsets per gene: their counts have lengths built in, as their authors advise. */
const WITHOUT_OFFSETS = new Set(['voom', 'edger', 'dream', 'logcpm', 'camera', 'fry', 'counts']);

function readingOf(options: CountOptions & { method?: string; values?: string }): CountReading {
  const offsets = !WITHOUT_OFFSETS.has(options.method ?? '') || options.values === 'vst';
  return {
    ...STANDARD_READING,
    sheet: options.sheet ?? null,
    geneColumn: options.geneColumn ?? null,
    strand: options.strand ?? null,
    countsFrom: options.countsFrom ?? (offsets ? 'no' : 'lengthScaledTPM'),
    ignoreTxVersion: options.ignoreTxVersion ?? false,
    ignoreAfterBar: options.ignoreAfterBar ?? false,
    layer: options.layer ?? null,
    obsColumn: options.obsColumn ?? null,
    duplicates: options.duplicates ?? 'refuse',
    versions: options.keepVersions === true ? 'keep' : 'strip',
    round: options.round ?? false,
    absentGenes: options.absentGenes ?? 'refuse',
  };
}

/** Counts and sample sheet as read, and what was noticed on the way. */
export type ModelFiles = Pick<ModelRequest, 'counts' | 'samples'> & { notes: string[]; identifiers: Recognized };

/**
 * Reads the files that the options name.
 *
 * @throws InputError with the problems of both files at once
 */
export async function readCountsAndSheet(options: CountOptions): Promise<ModelFiles> {
  const problems: InputError[] = [];
  const attempt = async <T>(work: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      problems.push(error);
      return undefined;
    }
  };
  const samples = await attempt(() => readTable(readInput(options.samples), options.samples));
  const counts = await attempt(() => readCountsOf(options, samples));
  if (counts === undefined || samples === undefined) throw new InputError(problems.reverse().flatMap((error) => error.problems));
  return { counts: counts.matrix, samples, notes: counts.notes, identifiers: counts.identifiers };
}

async function readCountsOf(options: CountOptions, samples: Table | undefined) {
  const { files, notes } = filesOf(options.countFiles ?? [options.counts]);
  const known = samples === undefined ? null : knownSamples(samples, sampleSheet(samples).names);
  const side = (path: string | undefined): CountFile | null =>
    path === undefined ? null : { name: path, bytes: readInput(path) };
  const companions = { known, transcripts: side(options.transcripts), barcodes: side(options.barcodes) };
  const read = await readCountFiles(files, readingOf(options), companions);
  return { ...read, notes: [...notes, ...read.notes] };
}

/** The files that paths name; of a folder, those that hold counts. */
function filesOf(paths: readonly string[]): { files: CountFile[]; notes: string[] } {
  const notes: string[] = [];
  const all = paths.flatMap((path) => {
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory() !== true) return [path];
    const chosen = chooseCountFiles(filesBelow(path).sort(), path);
    notes.push(...chosen.notes);
    return chosen.paths;
  });
  return { files: all.map((path) => ({ name: path.replaceAll('\\', '/'), bytes: readInput(path) })), notes };
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (name.startsWith('.')) return [];
    const info = lstatSync(path);
    if (info.isDirectory()) return filesBelow(path);
    return statSync(path, { throwIfNoEntry: false })?.isFile() === true ? [path] : [];
  });
}
