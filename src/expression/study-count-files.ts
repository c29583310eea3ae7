import { InputError, inputError } from '../problems/index.ts';
import type { ExpressionPlan, FileSource } from '../study/index.ts';
import type { SettledCounts } from './identifiers/settle-identifiers.ts';
import { chooseCountFiles } from './input/choose-files.ts';
import { type CountFile, STANDARD_READING } from './input/raw-counts.ts';
import { readCountFiles } from './input/read-count-files.ts';
import type { KnownSamples } from './input/sample-labels.ts';

/**
 * Reads a study's counts: a file, several, those that a pattern with `*` names, or those of a folder.
 *
 * @param known the samples of the sheet; null when it could not be read
 * @throws InputError with every problem of the files; `expression-gene-ids` when the ids are of another kind than the study says
 */
export async function readStudyCountFiles(
  plan: ExpressionPlan,
  source: FileSource,
  known: KnownSamples | null,
): Promise<SettledCounts> {
  const files: CountFile[] = [];
  const notes: string[] = [];
  const from = plan.countSource ?? { paths: [plan.counts], reading: STANDARD_READING, transcripts: null, barcodes: null };
  for (const path of from.paths) {
    const chosen = await expand(path, source);
    notes.push(...chosen.notes);
    files.push(...chosen.files);
  }
  const beside = async (path: string | null): Promise<CountFile | null> =>
    path === null ? null : { name: path, bytes: await source.read(path) };
  const companions = { known, transcripts: await beside(from.transcripts), barcodes: await beside(from.barcodes) };
  const counts = await readCountFiles(files, from.reading, companions);
  requireKind(counts, plan);
  return { ...counts, notes: [...notes, ...counts.notes] };
}

/** The files of one entry. The folder is listed only where the entry is no file, so that other files do not matter. */
async function expand(path: string, source: FileSource): Promise<{ files: CountFile[]; notes: string[] }> {
  const readAll = async (paths: readonly string[]): Promise<CountFile[]> => {
    const files: CountFile[] = [];
    for (const name of paths) files.push({ name, bytes: await source.read(name) });
    return files;
  };
  if (path.includes('*')) {
    const pattern = new RegExp(`^${path.split('*').map(escaped).join('[^/]*')}$`);
    const found = (await source.list()).filter((one) => pattern.test(one));
    if (found.length > 0) return { files: await readAll(found), notes: [] };
    throw inputError({
      code: 'file-missing',
      file: path,
      message: 'no file of the study fits this pattern',
      mend: 'check the path; * stands for any part of a name',
    });
  }
  try {
    return { files: await readAll([path]), notes: [] };
  } catch (error) {
    if (!(error instanceof InputError) || error.problems[0].code !== 'file-missing') throw error;
    const folder = `${path.replace(/\/+$/, '')}/`;
    const below = (await source.list()).filter((one) => one.startsWith(folder));
    if (below.length === 0) throw error;
    const chosen = chooseCountFiles(below, path);
    return { files: await readAll(chosen.paths), notes: chosen.notes };
  }
}

function escaped(text: string): string {
  return text.replace(/[.+?^${}()|[\]\\]/g, '\\$&');
}

function requireKind({ identifiers, matrix }: SettledCounts, plan: ExpressionPlan): void {
  const { kind } = identifiers;
  if (kind === plan.geneId || (kind !== 'symbol' && kind !== 'ensembl' && kind !== 'entrez')) return;
  throw inputError({
    code: 'expression-gene-ids',
    file: matrix.file,
    message: `the gene ids are of another kind than the study says`,
    found: `${kind} (${matrix.genes.slice(0, 3).join(', ')})`,
    expected: plan.geneId,
    mend: `write gene_id: ${kind} under expression in study.yaml`,
  });
}
