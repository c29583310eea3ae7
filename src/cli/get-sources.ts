import {
  type GeneIds,
  type GeneSet,
  keggRelease,
  readGaf,
  readGmt,
  readKeggGenes,
  readKeggPathways,
  readObo,
  readReactome,
  readSyngo,
  type SetIds,
  type Species,
  wikiPathwaySets,
  wikiPathwaysFile,
} from '../pathway/index.ts';
import { inputError } from '../problems/index.ts';
import { isParquet, isWorkbook } from '../table/index.ts';
import type { Fetched, RemoteFile } from './download.ts';

/** Sets as a source gives them. */
export interface SourceSets {
  sets: GeneSet[];
  ids: SetIds;
  species: Species;
  /** Release or date, as the source names it; empty when it does not. */
  version: string;
  /** Ids of the species' genes, where the source brings them. */
  genes: GeneIds[];
}

/** Gets a file of the source by name and address. */
export type Getter = (file: RemoteFile) => Promise<Fetched>;

/** A place that publishes gene sets. */
export interface SetSource {
  name: string;
  title: string;
  licence: string;
  /** What the user states with --accept-licence; null when nothing has to be accepted. */
  statement: string | null;
  /** Why the files have to be downloaded by hand, and where; null when limbic fetches them. */
  byHand: string | null;
  /** Fetches and reads the sets of a species. */
  fetch(species: Species, get: Getter): Promise<SourceSets>;
  /** Reads one file that the user downloaded. */
  read(file: Fetched, species: Species): Promise<SourceSets>;
}

export const LATIN: Record<Species, string> = { mouse: 'Mus musculus', rat: 'Rattus norvegicus', human: 'Homo sapiens' };
const KEGG_CODE: Record<Species, string> = { mouse: 'mmu', rat: 'rno', human: 'hsa' };
const ANNOTATIONS: Record<Species, string> = { mouse: 'mgi.gaf.gz', rat: 'rgd.gaf.gz', human: 'goa_human.gaf.gz' };
const GO = 'https://current.geneontology.org';
const WIKI = 'https://data.wikipathways.org/current/gmt/';

/** A GMT file as it is; ids that are all digits are Entrez ids. */
function gmt({ content, receipt }: Fetched, species: Species, version = versionIn(receipt.file)): SourceSets {
  const { sets } = readGmt(content, receipt.file);
  return { sets, ids: idsOf(sets), species: speciesIn(receipt.file) ?? species, version, genes: [] };
}

function idsOf(sets: readonly GeneSet[]): SetIds {
  const some = sets.slice(0, 50).flatMap((set) => set.genes);
  if (some.filter((gene) => /^\d+$/.test(gene)).length > 0.9 * some.length) return 'entrez';
  return some.filter((gene) => /^ENS[A-Z]*G\d{11}/.test(gene)).length > 0.9 * some.length ? 'ensembl' : 'symbol';
}

/** Release in the name of a file, such as `m2.cp.v2024.1.Mm.symbols.gmt`. */
const versionIn = (file: string): string => /v\d{4}\.\d+(\.[A-Z][a-z])?|v\d+(\.\d+)+/.exec(file)?.[0] ?? '';

function speciesIn(file: string): Species | undefined {
  return /\.Mm\./.test(file) ? 'mouse' : /\.Hs\.|^c\d\.|\/c\d\./.test(file) ? 'human' : undefined;
}

const neverFetched = (): never => {
  throw new RangeError('this source is not fetched');
};

export const SOURCES: readonly SetSource[] = [
  {
    name: 'kegg',
    title: 'KEGG pathways',
    licence: 'KEGG (Kanehisa Laboratories): academic use only; no redistribution. https://www.kegg.jp/kegg/legal.html',
    statement:
      'I use KEGG as an academic user at an academic institution (all others need a licence, see https://www.kegg.jp/kegg/legal.html)',
    byHand: null,
    fetch: async (species, get) => {
      const code = KEGG_CODE[species];
      const file = (path: string): RemoteFile => ({
        name: `${path.replaceAll('/', '-')}.txt`,
        url: `https://rest.kegg.jp/${path}`,
      });
      const names = await get(file(`list/pathway/${code}`));
      const links = await get(file(`link/${code}/pathway`));
      const genes = await get(file(`list/${code}`));
      const info = await get(file('info/pathway'));
      return {
        sets: readKeggPathways(names.content, links.content),
        ids: 'entrez',
        species,
        version: keggRelease(info.content),
        genes: readKeggGenes(genes.content),
      };
    },
    read: async (file, species) => gmt(file, species),
  },
  {
    name: 'reactome',
    title: 'Reactome pathways',
    licence: 'Reactome annotation files: CC0 1.0 (public domain). https://reactome.org/license',
    statement: null,
    byHand: null,
    fetch: async (species, get) => {
      const file = await get({
        name: 'NCBI2Reactome_All_Levels.txt',
        url: 'https://reactome.org/download/current/NCBI2Reactome_All_Levels.txt',
      });
      const release = await get({
        name: 'version.txt',
        url: 'https://reactome.org/ContentService/data/database/version',
      });
      return { ...reactome(file, species), version: new TextDecoder().decode(release.content).trim() };
    },
    read: async (file, species) => (isGmt(file) ? gmt(file, species) : reactome(file, species)),
  },
  {
    name: 'go',
    title: 'Gene Ontology terms',
    licence: 'Gene Ontology: CC BY 4.0; cite the release. https://geneontology.org/docs/go-citation-policy/',
    statement: null,
    byHand: null,
    fetch: async (species, get) => {
      const name = ANNOTATIONS[species];
      const annotations = await get({ name, url: `${GO}/annotations/${name}` });
      const terms = await get({ name: 'go-basic.obo', url: `${GO}/ontology/go-basic.obo` });
      const ontology = readObo(terms.content, terms.receipt.file);
      const sets = readGaf(annotations.content, name, ontology);
      return { sets, ids: 'symbol', species, version: ontology.version, genes: [] };
    },
    read: async (file, species) => {
      if (isGmt(file)) return gmt(file, species);
      const sets = readGaf(file.content, file.receipt.file, null);
      return { sets, ids: 'symbol', species, version: '', genes: [] };
    },
  },
  {
    name: 'wikipathways',
    title: 'WikiPathways',
    licence: 'WikiPathways: CC0 1.0 (public domain). https://www.wikipathways.org/',
    statement: null,
    byHand: null,
    fetch: async (species, get) => {
      const index = await get({ name: 'index.html', url: WIKI });
      const name = wikiPathwaysFile(new TextDecoder().decode(index.content), LATIN[species]);
      if (name === undefined)
        throw inputError({
          code: 'get-file-missing',
          message: `${index.receipt.from} lists no file for ${LATIN[species]}`,
          mend: 'download the .gmt file of the species and give it with --from FILE',
        });
      return wikiPathways(await get({ name, url: `${WIKI}${name}` }), species);
    },
    read: async (file, species) => wikiPathways(file, species),
  },
  {
    name: 'syngo',
    title: 'SynGO annotations',
    licence: 'SynGO: CC BY 4.0; cite Koopmans et al. 2019, Neuron 103:217. https://www.syngoportal.org/',
    statement: null,
    byHand:
      'SynGO releases are downloaded on the portal: open https://www.syngoportal.org/, choose "bulk download", unpack it, and give syngo_annotations.xlsx',
    fetch: neverFetched,
    read: async (file, species) => {
      if (isGmt(file)) return gmt(file, species);
      return { sets: await readSyngo(file.content, file.receipt.file), ids: 'symbol', species: 'human', version: '', genes: [] };
    },
  },
  {
    name: 'msigdb',
    title: 'MSigDB gene sets',
    licence:
      'MSigDB: CC BY 4.0, some collections (KEGG, BioCarta) under their own terms. https://www.gsea-msigdb.org/gsea/license_terms_list.jsp',
    statement: null,
    byHand:
      'MSigDB asks for a registration: sign in at https://www.gsea-msigdb.org/gsea/downloads.jsp, download the .gmt file of a collection (M2 or M5 for mouse)',
    fetch: neverFetched,
    read: async (file, species) => gmt(file, species),
  },
];

function reactome(file: Fetched, species: Species): SourceSets {
  const sets = readReactome(file.content, file.receipt.file, LATIN[species]);
  return { sets, ids: 'entrez', species, version: '', genes: [] };
}

function wikiPathways(file: Fetched, species: Species): SourceSets {
  const own = gmt(file, species);
  return { ...own, ...wikiPathwaySets(own.sets) };
}

/** Whether a file is called GMT and is no workbook or Parquet file. */
function isGmt({ content, receipt }: Fetched): boolean {
  if (isWorkbook(content) || isParquet(content)) return false;
  return /\.gmt(\.gz)?$/.test(receipt.file);
}
