import { type IndexedSet, indexSets } from '../../src/pathway/sets/gene-set.ts';
import { readGmt } from '../../src/pathway/sets/read-gmt.ts';
import { haveShared, sharedBytes, sharedTsv } from '../support/shared.ts';

/** A reference study of the pathway folder: the rounded vst matrix, its design `~ training`, and its name in the files. */
export interface ReferenceStudy {
  name: string;
  genes: string[];
  samples: string[];
  values: Float64Array;
  /** Intercept and trained. */
  design: Float64Array;
  trained: boolean[];
}

export function referenceStudy(name: 'DG_trained_vs_yoked' | 'simA'): ReferenceStudy {
  if (!haveShared) return standIn(name);
  const folder = name === 'simA' ? 'simA' : 'ranks';
  const rows = sharedTsv(`data/pathway/${folder}/vst_${name}.tsv.gz`);
  const samples = [...rows[0].keys()].slice(1);
  const sheet = sharedTsv(`data/pathway/${folder}/samples_${name}.tsv`);
  const trained = samples.map((sample) => sheet.find((row) => row.get('RNAseqID') === sample)?.get('training') === 'trained');
  return {
    name,
    genes: rows.map((row) => [...row.values()][0]),
    samples,
    values: Float64Array.from(rows.flatMap((row) => [...row.values()].slice(1).map(Number))),
    design: Float64Array.from(trained.flatMap((one) => [1, one ? 1 : 0])),
    trained,
  };
}

/** The body of a skipped `describe` still runs: three made-up genes where the shared data are not here. */
function standIn(name: string): ReferenceStudy {
  const trained = [false, false, false, true, true, true];
  return {
    name,
    genes: ['a', 'b', 'c'],
    samples: trained.map((_, j) => `s${j}`),
    values: Float64Array.from({ length: 18 }, (_, at) => ((at * 7) % 5) + ((at * 3) % 4)),
    design: Float64Array.from(trained.flatMap((one) => [1, one ? 1 : 0])),
    trained,
  };
}

/** Folder of a study's reference numbers. */
export const referenceFolder = (name: string): string => (name === 'simA' ? 'reference/pathway/simA' : 'reference/pathway');

/** The 337 sets of the references, found among a study's genes. */
export function referenceSets(genes: readonly string[]): Map<string, IndexedSet> {
  if (!haveShared) return new Map();
  const files = ['kegg_mouse_neuro.gmt', 'reactome_mouse_neuro_by_ortholog.gmt', 'go_mouse_neuro_by_ortholog.gmt.gz'];
  const sets = files.flatMap((file) => readGmt(sharedBytes(`data/pathway/genesets/${file}`), file).sets);
  return new Map(indexSets(sets, genes).map((set) => [set.name, set]));
}
