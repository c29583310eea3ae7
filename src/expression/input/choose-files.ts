import { inputError } from '../../problems/index.ts';

/** Files that a program wrote for one sample each; where there are some, nothing else is read. The first kind found wins. */
const PROGRAMS: readonly (readonly [RegExp, string])[] = [
  [/(^|\/)quant\.sf(\.gz)?$/i, 'salmon'],
  [/(^|\/)abundance\.h5$/i, 'kallisto'],
  [/(^|\/)abundance\.tsv(\.gz)?$/i, 'kallisto'],
  [/ReadsPerGene\.out\.tab(\.gz)?$/i, 'STAR'],
  [/\.mtx(\.gz)?$/i, 'MatrixMarket'],
  [/\.h5ad$/i, 'AnnData'],
];
/** Companions of a sparse matrix. */
const SPARSE_PARTS = /(matrix\.mtx|\.mtx|features\.tsv|genes\.tsv|genes\.txt|barcodes\.tsv|barcodes\.txt)(\.gz)?$/i;
const TABLE = /\.(tsv|txt|csv|tab|counts?|out|xlsx|parquet)(\.gz)?$/i;
/** Logs, summaries and notes that lie beside counts. */
const ASIDE =
  /(^|\/)(\.|readme|license|md5|checksums?|.*\.summary$|.*\.log$|.*log\.final\.out$|.*log(\.progress)?\.out$|.*SJ\.out\.tab|multiqc|.*_metrics|samples?\.|animals?\.|tx2gene|.*metadata)/i;

/**
 * Of the files of a folder, those that hold counts: what salmon, kallisto, STAR or a sparse matrix left, else all tables that are
 * neither logs nor sheets of samples.
 *
 * @param paths sorted
 * @returns the paths to read, and how many were passed over
 * @throws InputError `counts-folder-empty`
 */
export function chooseCountFiles(paths: readonly string[], folder: string): { paths: string[]; notes: string[] } {
  const program = PROGRAMS.find(([pattern]) => paths.some((path) => pattern.test(path)));
  const sparse = program?.[1] === 'MatrixMarket';
  const chosen =
    program === undefined
      ? paths.filter((path) => TABLE.test(path) && !ASIDE.test(path))
      : paths.filter((path) => (sparse ? SPARSE_PARTS : program[0]).test(path));
  if (chosen.length === 0)
    throw inputError({
      code: 'counts-folder-empty',
      file: folder,
      message: 'the folder holds no file of counts',
      found: paths.slice(0, 5).join(', '),
      expected: 'a count table, or files of featureCounts, HTSeq, STAR, salmon or kallisto',
      mend: 'name the files',
    });
  const others = paths.length - chosen.length;
  const words = program === undefined ? 'tables' : `files of ${program[1]}`;
  return {
    paths: chosen,
    notes: others === 0 ? [] : [`${chosen.length} ${words} of ${folder} are read, ${others} other files are not.`],
  };
}
