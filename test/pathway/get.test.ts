import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { limbic } from '../support/limbic.ts';
import { haveShared, SHARED } from '../support/shared.ts';

const ENTRY = fileURLToPath(new URL('../../bin/limbic.js', import.meta.url));

/** What a mirror of the publishers keeps, by path. */
const MIRROR = new Map<string, string | Uint8Array>([
  [
    '/list/pathway/mmu',
    'mmu00001\tToy pathway - Mus musculus (house mouse)\nmmu00002\tOther pathway - Mus musculus (house mouse)\n',
  ],
  ['/link/mmu/pathway', 'path:mmu00001\tmmu:15550\npath:mmu00001\tmmu:13488\npath:mmu00002\tmmu:99999\npath:map00001\tmmu:1\n'],
  [
    '/list/mmu',
    'mmu:15550\tCDS\t13:1..2\tHtr1a, 5-HT1A; 5-hydroxytryptamine receptor 1A\nmmu:13488\tCDS\t4:1..2\tDrd1; dopamine receptor\n',
  ],
  ['/info/pathway', 'pathway          KEGG Pathway Database\npath             Release 112.0+/10-01, Oct 24\n'],
  [
    '/download/current/NCBI2Reactome_All_Levels.txt',
    '15550\tR-MMU-1\thttps://x\tSerotonin receptors\tIEA\tMus musculus\n3350\tR-HSA-1\thttps://x\tSerotonin receptors\tTAS\tHomo sapiens\n77\tR-MMU-1\thttps://x\tSerotonin receptors\tIEA\tMus musculus\n',
  ],
  ['/ContentService/data/database/version', '91'],
  [
    '/gene/DATA/GENE_INFO/Mammalia/Mus_musculus.gene_info.gz',
    gzipSync(
      '#tax_id\tGeneID\tSymbol\tLocusTag\tSynonyms\tdbXrefs\n10090\t15550\tHtr1a\t-\t5-HT1A\tMGI:MGI:96273|Ensembl:ENSMUSG00000021721\n',
    ),
  ],
  [
    '/annotations/mgi.gaf.gz',
    gzipSync(
      [
        '!gaf-version: 2.2',
        'MGI\tMGI:1\tHtr1a\tenables\tGO:0000003\tPMID:1\tIDA\t\tF',
        'MGI\tMGI:2\tDrd1\tNOT|enables\tGO:0000003\tPMID:1\tIDA\t\tF',
        'MGI\tMGI:3\tDrd2\tenables\tGO:0000003\tPMID:1\tND\t\tF',
        'MGI\tMGI:4\tGabra1\tpart_of\tGO:0000002\tPMID:1\tIDA\t\tC',
      ].join('\n'),
    ),
  ],
  [
    '/ontology/go-basic.obo',
    [
      'format-version: 1.2\ndata-version: releases/2024-06-17\n',
      '[Term]\nid: GO:0000001\nname: top\n',
      '[Term]\nid: GO:0000002\nname: middle\nis_a: GO:0000001 ! top\n',
      '[Term]\nid: GO:0000003\nname: leaf\nrelationship: part_of GO:0000002 ! middle\nrelationship: regulates GO:0000009 ! no\n',
      '[Term]\nid: GO:0000004\nname: old\nis_obsolete: true\n',
      '[Typedef]\nid: part_of\n',
    ].join('\n'),
  ],
  [
    '/current/gmt/',
    '<a href="wikipathways-20240610-gmt-Homo_sapiens.gmt">x</a><a href="wikipathways-20240610-gmt-Mus_musculus.gmt">x</a>',
  ],
  [
    '/current/gmt/wikipathways-20240610-gmt-Mus_musculus.gmt',
    'Toy%WikiPathways_20240610%WP1%Mus musculus\thttps://x\t15550\t13488\n',
  ],
]);

let place: string;
let server: Server;
let address: string;
let asked: string[] = [];

beforeAll(async () => {
  place = mkdtempSync(join(tmpdir(), 'limbic-get-'));
  limbic(['--version']);
  server = createServer((request, response) => {
    asked.push(request.url ?? '');
    const body = MIRROR.get(request.url ?? '');
    response.writeHead(body === undefined ? 404 : 200).end(body ?? 'not here');
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.close();
  rmSync(place, { recursive: true, force: true });
});
beforeEach(() => {
  asked = [];
});

const at = (name: string) => join(place, name);

/** Runs `limbic get` without blocking, so that the server of this process can answer. */
function get(args: readonly string[], cache = 'cache'): Promise<{ status: number | null; stderr: string }> {
  return new Promise((resolve) => {
    const run = spawn('node', [ENTRY, 'get', ...args], { env: { ...process.env, LIMBIC_CACHE: at(cache) } });
    let stderr = '';
    run.stderr.on('data', (chunk) => {
      stderr += chunk;
    });
    run.on('close', (status) => resolve({ status, stderr }));
  });
}

const sets = (name: string) =>
  new Map(
    readFileSync(at(name), 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => line.split('\t'))
      .map(([id, description, ...genes]) => [id, { description, genes }]),
  );
const record = (name: string) => JSON.parse(readFileSync(at(`${name}.source.json`), 'utf8'));

describe('limbic get', () => {
  it('fetches KEGG only on its terms, converts to symbols, records licence, release and checksums', async () => {
    const refused = await get(['kegg', '--from', address, '-o', at('kegg.gmt')]);
    expect(refused.status).toBe(2);
    expect(refused.stderr).toContain('academic');
    expect(asked).toEqual([]);
    const run = await get(['kegg', '--accept-licence', '--from', address, '-o', at('kegg.gmt')]);
    expect(run.status, run.stderr).toBe(0);
    expect(run.stderr).toContain('Release 112.0');
    expect(run.stderr).toContain('sha256');
    expect(sets('kegg.gmt')).toEqual(new Map([['mmu00001', { description: 'Toy pathway', genes: ['Htr1a', 'Drd1'] }]]));
    expect(run.stderr).toContain('1 entrez ids have no symbol');
    const { version, licence, accepted, files } = record('kegg.gmt');
    expect([version, files.length]).toEqual(['Release 112.0+/10-01, Oct 24', 4]);
    expect(licence).toContain('academic');
    expect(accepted).toContain('academic');
    expect(files[0].sha256).toMatch(/^[0-9a-f]{64}$/);
  });

  it('takes the cache the second time, downloads again when asked to or when a file was damaged', async () => {
    const args = ['kegg', '--accept-licence', '--from', address, '-o', at('again.gmt')];
    await get(args, 'cache2');
    const first = asked.length;
    expect(first).toBe(4);
    await get(args, 'cache2');
    expect(asked.length).toBe(first);
    writeFileSync(join(at('cache2'), 'sets/kegg/list-mmu.txt'), 'damaged');
    await get(args, 'cache2');
    expect(asked.length).toBe(first + 1);
    await get([...args, '--refresh'], 'cache2');
    expect(asked.length).toBe(2 * first + 1);
    expect(sets('again.gmt').size).toBe(1);
    const body = MIRROR.get('/list/mmu');
    MIRROR.delete('/list/mmu');
    const stale = await get([...args, '--refresh'], 'cache2');
    MIRROR.set('/list/mmu', body ?? '');
    expect(stale.status, stale.stderr).toBe(0);
    expect(stale.stderr).toContain('list-mmu.txt could not be downloaded again');
  });

  it('Reactome by NCBI gene ids, in each kind of id', async () => {
    for (const [ids, expected] of [
      ['symbol', ['Htr1a']],
      ['entrez', ['15550', '77']],
      ['ensembl', ['ENSMUSG00000021721']],
    ] as const) {
      const run = await get(['reactome', '--ids', ids, '--from', address, '-o', at('reactome.gmt')]);
      expect(run.status, run.stderr).toBe(0);
      expect(sets('reactome.gmt').get('R-MMU-1')).toEqual({ description: 'Serotonin receptors', genes: expected });
      expect(run.stderr).toContain('CC0');
    }
    expect(record('reactome.gmt').version).toBe('91');
  });

  it('GO with genes carried up to the terms above, negations and missing evidence left out', async () => {
    const run = await get(['go', '--from', address, '-o', at('go.gmt')]);
    expect(run.status, run.stderr).toBe(0);
    const go = sets('go.gmt');
    expect(go.get('GO:0000003')).toEqual({ description: 'leaf', genes: ['Htr1a'] });
    expect(go.get('GO:0000002')?.genes).toEqual(['Gabra1', 'Htr1a']);
    expect(go.get('GO:0000001')?.genes).toEqual(['Gabra1', 'Htr1a']);
    expect(go.size).toBe(3);
    expect(record('go.gmt').version).toBe('releases/2024-06-17');
  });

  it('WikiPathways by the index page of the current release', async () => {
    const run = await get(['wikipathways', '--ids', 'entrez', '--from', address, '-o', at('wiki.gmt')]);
    expect(run.status, run.stderr).toBe(0);
    expect(sets('wiki.gmt')).toEqual(new Map([['WP1', { description: 'Toy', genes: ['15550', '13488'] }]]));
    expect(record('wiki.gmt').version).toBe('20240610');
    const rat = await get(['wikipathways', '--species', 'rat', '--from', address, '-o', at('rat.gmt')]);
    expect(rat.status).toBe(2);
    expect(rat.stderr).toContain('Rattus norvegicus');
  });

  it('works from a folder of downloaded files without any network', async () => {
    mkdirSync(at('folder'));
    writeFileSync(
      join(at('folder'), 'NCBI2Reactome_All_Levels.txt'),
      MIRROR.get('/download/current/NCBI2Reactome_All_Levels.txt') ?? '',
    );
    const missing = await get(['reactome', '--ids', 'entrez', '--from', at('folder'), '-o', at('offline.gmt')]);
    expect(missing.status).toBe(2);
    expect(missing.stderr).toContain('version.txt');
    writeFileSync(join(at('folder'), 'version.txt'), '91\n');
    const run = await get(['reactome', '--ids', 'entrez', '--from', at('folder'), '-o', at('offline.gmt')]);
    expect(run.status, run.stderr).toBe(0);
    expect(asked).toEqual([]);
    expect(sets('offline.gmt').get('R-MMU-1')?.genes).toEqual(['15550', '77']);
  });

  it('explains what to do when there is no connection, and leaves nothing behind', async () => {
    const run = await get(['go', '--from', 'http://127.0.0.1:9', '-o', at('none.gmt')], 'cache3');
    expect(run.status).toBe(2);
    expect(run.stderr).toContain('--from FILE');
    expect(existsSync(at('none.gmt'))).toBe(false);
    const absent = await get(['go', '--from', `${address}/elsewhere`, '-o', at('none.gmt')], 'cache3');
    expect(absent.stderr).toContain('HTTP 404');
  });

  it('says how to get SynGO and MSigDB by hand, takes the files, maps human symbols by ortholog with the losses counted', async () => {
    for (const name of ['syngo', 'msigdb']) {
      const refused = await get([name, '-o', at('x.gmt')]);
      expect(refused.status, name).toBe(2);
      expect(refused.stderr, name).toContain(`limbic get ${name} --from FILE`);
    }
    writeFileSync(
      at('syngo.tsv'),
      'hgnc_symbol\tgo_id\tgo_name\nHTR1A\tGO:1\tpostsynapse\nHTR1A\tGO:1\tpostsynapse\nHTR1E;A2MP1X\tGO:1\tpostsynapse\nABCB1\tGO:2\tpresynapse\n',
    );
    const syngo = await get(['syngo', '--from', at('syngo.tsv'), '-o', at('syngo.gmt')]);
    expect(syngo.status, syngo.stderr).toBe(0);
    expect(sets('syngo.gmt').get('GO:1')).toEqual({ description: 'postsynapse', genes: ['Htr1a'] });
    expect(sets('syngo.gmt').get('GO:2')?.genes).toEqual(['Abcb1a']);
    expect(syngo.stderr).toContain('of 4 symbols 2 have one counterpart, 0 several (all were used), 2 none and were lost');
    writeFileSync(at('m2.cp.v2024.1.Mm.symbols.gmt'), 'TOY\thttps://x\tHtr1a\tDrd1\n');
    const msigdb = await get(['msigdb', '--from', at('m2.cp.v2024.1.Mm.symbols.gmt'), '-o', at('msigdb.gmt')]);
    expect(msigdb.status, msigdb.stderr).toBe(0);
    expect(record('msigdb.gmt').version).toBe('v2024.1.Mm');
  });

  it.skipIf(!haveShared)('names the receptors that an incomplete copy of the neuroactive pathway lacks', async () => {
    const full = `${SHARED}/data/pathway/genesets/kegg_mouse_neuro.gmt`;
    const versions = readFileSync(`${SHARED}/data/pathway/genesets/kegg_nlri_versions.tsv`, 'utf8')
      .trimEnd()
      .split('\n')
      .slice(1);
    const copy = versions.map((line) => line.split('\t')).filter(([version]) => version === 'mmu_pathfindR_2024-04');
    writeFileSync(
      at('copy.gmt'),
      ['mmu04080', 'Neuroactive ligand-receptor interaction', ...copy.map((cells) => cells[2])].join('\t'),
    );
    const run = await get(['kegg', '--accept-licence', '--from', at('copy.gmt'), '-o', at('out.gmt')]);
    expect(run.status, run.stderr).toBe(0);
    expect(run.stderr).toContain('mmu04080 holds 367 mouse genes');
    expect(run.stderr).toContain('Missing receptors and ligands (26)');
    for (const gene of ['Htr4', 'Gabbr1', 'Adra2a', 'Grm7', 'Chrnb2']) expect(run.stderr).toContain(gene);
    const complete = await get(['kegg', '--accept-licence', '--from', full, '-o', at('out.gmt')]);
    expect(complete.stderr).not.toContain('Missing receptors');
  });
});
