import type { Command } from 'commander';
import {
  convertIds,
  formatGmt,
  type GeneIds,
  type GeneSet,
  gapInWords,
  genomeOrthologs,
  mapSets,
  neuroactiveGaps,
  readGeneInfo,
  type SetIds,
  type Species,
} from '../pathway/index.ts';
import { inputError } from '../problems/index.ts';
import { VERSION } from '../version.ts';
import { commonOptions, NOTHING_RANDOM } from './common-options.ts';
import { type Fetched, getFile, getOwnFile, isAddress, type Receipt, type RemoteFile } from './download.ts';
import { LATIN, type SetSource, SOURCES, type SourceSets } from './get-sources.ts';
import { type CommonOptions, say, writeOutput } from './support.ts';

interface GetOptions extends CommonOptions {
  species: Species;
  ids: SetIds;
  from?: string;
  acceptLicence: boolean;
  refresh: boolean;
  output?: string;
}

const NAMES = SOURCES.map((source) => source.name);

/** `limbic get`: gene sets from their publishers, as far as the user's licence allows, as a GMT file. */
export function register(program: Command): void {
  const command = program
    .command('get')
    .description(
      'gene sets from KEGG, Reactome, GO, SynGO, WikiPathways or MSigDB as a GMT file; nothing else in limbic needs them',
    )
    .addArgument(program.createArgument('<source>', 'where from').choices(NAMES))
    .addOption(program.createOption('--species <name>', 'of the data').choices(['mouse', 'rat', 'human']).default('mouse'))
    .addOption(program.createOption('--ids <kind>', 'ids to write').choices(['symbol', 'entrez', 'ensembl']).default('symbol'))
    .option('--from <file or url>', 'a downloaded file, a folder of downloaded files, or the address of a mirror')
    .option('--accept-licence', 'state that you may use the source on its terms (asked for where it matters)', false)
    .option('--refresh', 'download again what is in the cache', false)
    .option('-o, --output <gmt>', 'GMT file to write (default: SOURCE-SPECIES.gmt)');
  commonOptions(command, NOTHING_RANDOM)
    .addHelpText(
      'after',
      '\nExamples:\n' +
        '  limbic get reactome --species mouse -o reactome.gmt\n' +
        '  limbic get msigdb --from m2.cp.v2024.1.Mm.symbols.gmt -o msigdb.gmt\n\n' +
        'Downloads are kept in LIMBIC_CACHE (default: ~/.cache/limbic) with their SHA-256. Beside the GMT file stands a .source.json with\n' +
        'licence, version, addresses and checksums.',
    )
    .action(run);
}

async function run(name: string, options: GetOptions): Promise<void> {
  const source = SOURCES.find((one) => one.name === name);
  if (source === undefined) throw new RangeError(`no source ${name}`);
  say(options, `${source.title}. Licence: ${source.licence}`);
  const receipts: Receipt[] = [];
  const get = (file: RemoteFile): Promise<Fetched> => fetchFile(file, source, options, receipts);
  const raw = await sourceSets(source, options, get, receipts);
  const { sets, notes } = await inWantedIds(raw, options, get);
  if (sets.length === 0)
    throw inputError({
      code: 'get-no-sets',
      message: `${source.title} gave no gene set for ${LATIN[options.species]}`,
      mend: 'check the species and the file',
    });
  const output = options.output ?? `${source.name}-${options.species}.gmt`;
  writeOutput(output, formatGmt(sets));
  const record = {
    program: `limbic ${VERSION}`,
    source: source.name,
    title: source.title,
    licence: source.licence,
    accepted: source.statement !== null && options.acceptLicence ? source.statement : null,
    species: options.species,
    ids: options.ids,
    version: raw.version,
    sets: sets.length,
    genes: new Set(sets.flatMap((set) => set.genes)).size,
    files: receipts,
    notes,
  };
  if (output !== '-') writeOutput(`${output}.source.json`, `${JSON.stringify(record, null, 2)}\n`);
  for (const receipt of receipts)
    say(options, `${receipt.file}: sha256 ${receipt.sha256}${receipt.fetched === null ? '' : `, fetched ${receipt.fetched}`}`);
  for (const note of notes) say(options, `note: ${note}`);
  say(
    options,
    `${source.title}${raw.version === '' ? '' : ` (${raw.version})`}: ${record.sets} sets, ${record.genes} genes of ${LATIN[options.species]} -> ${output}`,
  );
}

/** A single file by its ending; anything else is a folder or the address of a mirror. */
const isSingleFile = (from: string): boolean => /\.(gmt|gaf|txt|tsv|xlsx|csv)(\.gz)?$/.test(from);

async function fetchFile(file: RemoteFile, source: SetSource, options: GetOptions, receipts: Receipt[]): Promise<Fetched> {
  const from = options.from === undefined || isSingleFile(options.from) ? undefined : options.from;
  const fetched = await getFile(file, { from, shelf: source.name, refresh: options.refresh });
  receipts.push(fetched.receipt);
  if (fetched.stale === true)
    say(
      options,
      `note: ${file.name} could not be downloaded again; the copy of ${fetched.receipt.fetched} in the cache was used`,
    );
  return fetched;
}

/** The sets as the source has them: the user's file, or what is fetched once the licence allows it. */
async function sourceSets(
  source: SetSource,
  options: GetOptions,
  get: (file: RemoteFile) => Promise<Fetched>,
  receipts: Receipt[],
): Promise<SourceSets> {
  const { from } = options;
  if (from !== undefined && isSingleFile(from)) {
    const name = from.split('/').at(-1) ?? from;
    const file = isAddress(from)
      ? await getFile({ name, url: from }, { from: undefined, shelf: source.name, refresh: options.refresh })
      : getOwnFile(from);
    receipts.push(file.receipt);
    return source.read(file, options.species);
  }
  if (source.byHand !== null)
    throw inputError({
      code: 'get-by-hand',
      message: `${source.title} cannot be fetched by a program`,
      mend: `${source.byHand}, then run: limbic get ${source.name} --from FILE`,
    });
  if (source.statement !== null && !options.acceptLicence)
    throw inputError({
      code: 'get-licence',
      message: `${source.title} may be fetched only on its terms; with --accept-licence you state: "${source.statement}"`,
      mend: 'add --accept-licence if that is true; everything else in limbic works without these sets',
    });
  return source.fetch(options.species, get);
}

/** The sets in the wanted ids and species, and what a reader should know about the way there. */
async function inWantedIds(
  raw: SourceSets,
  options: GetOptions,
  get: (file: RemoteFile) => Promise<Fetched>,
): Promise<{ sets: GeneSet[]; notes: string[] }> {
  const notes: string[] = [];
  let { sets, ids } = raw;
  const through = async (wanted: SetIds, species: Species): Promise<void> => {
    if (ids === wanted) return;
    const known = wanted === 'ensembl' || ids === 'ensembl' || raw.genes.length === 0 ? await geneTable(species, get) : raw.genes;
    const converted = convertIds(sets, ids, wanted, known);
    if (converted.lost.length > 0)
      notes.push(
        `${converted.lost.length} ${ids} ids have no ${wanted} and were left out (${converted.lost.slice(0, 5).join(', ')}).`,
      );
    sets = converted.sets;
    ids = wanted;
  };
  if (raw.species !== options.species) {
    await through('symbol', raw.species);
    sets = await acrossSpecies(sets, raw.species, options.species, notes);
  }
  notes.push(...neuroactiveGaps(sets).map(gapInWords));
  await through(options.ids, options.species);
  const filled = sets.filter((set) => set.genes.length > 0);
  if (filled.length < sets.length) notes.push(`${sets.length - filled.length} sets without a gene were left out.`);
  return { sets: filled, notes };
}

async function acrossSpecies(sets: GeneSet[], from: Species, to: Species, notes: string[]): Promise<GeneSet[]> {
  if (from !== 'human' || to !== 'mouse')
    throw inputError({
      code: 'get-species',
      message: `the sets are of ${LATIN[from]}, and limbic has no table of orthologs to ${LATIN[to]}`,
      mend: `give --species ${from}, and map them with limbic enrich --orthologs TABLE`,
    });
  const mapped = mapSets(sets, await genomeOrthologs());
  notes.push(
    `Human symbols went to mouse by ortholog: of ${mapped.symbols} symbols ${mapped.single} have one counterpart, ${mapped.several} several (all were used), ${mapped.lost.length} none and were lost.`,
  );
  return mapped.sets;
}

/** NCBI's table of a species' genes. */
async function geneTable(species: Species, get: (file: RemoteFile) => Promise<Fetched>): Promise<GeneIds[]> {
  const name = `${LATIN[species].replace(' ', '_')}.gene_info.gz`;
  const url = `https://ftp.ncbi.nlm.nih.gov/gene/DATA/GENE_INFO/Mammalia/${name}`;
  const { content } = await get({ name, url });
  return readGeneInfo(content, name);
}
