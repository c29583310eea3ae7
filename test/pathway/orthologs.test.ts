import { describe, expect, it } from 'vitest';
import { receptorCatalogue } from '../../src/pathway/catalogue/receptor-catalogue.ts';
import { genomeOrthologs } from '../../src/pathway/sets/genome-orthologs.ts';
import { gapInWords, neuroactiveGaps } from '../../src/pathway/sets/neuroactive-gaps.ts';
import { prepareSets } from '../../src/pathway/sets/prepare-sets.ts';
import { haveShared, sharedTsv } from '../support/shared.ts';

describe('orthologs of the genome', () => {
  it('knows irregular pairs, several counterparts, and nothing about unknown symbols', async () => {
    const orthologs = await genomeOrthologs();
    expect(orthologs.get('ABCA8')).toEqual(['Abca8b', 'Abca8a'].filter((one) => orthologs.get('ABCA8')?.includes(one)));
    expect(orthologs.get('HTR1A')).toEqual(['Htr1a']);
    expect(orthologs.get('ACADM')).toEqual(['Acadm']);
    expect(orthologs.get('htr1a')).toBeUndefined();
    expect(orthologs.size).toBeGreaterThan(16_000);
  });

  it('the receptor catalogue decides for its own genes', async () => {
    const orthologs = await genomeOrthologs();
    for (const { human, mouse } of receptorCatalogue())
      if (human !== '' && mouse !== '') expect(orthologs.get(human), human).toContain(mouse);
    expect(orthologs.get('RLN2')).toEqual(['Rln1']);
  });

  it.skipIf(!haveShared)('holds every pair of HomoloGene outside the catalogue', async () => {
    const orthologs = await genomeOrthologs();
    const own = new Set(receptorCatalogue().map((gene) => gene.human));
    const rows = sharedTsv('data/pathway/orthologs/mouse_human_homologene2.tsv.gz');
    for (const row of rows) {
      const human = row.get('human_symbol') ?? '';
      if (!own.has(human)) expect(orthologs.get(human), human).toContain(row.get('mouse_symbol'));
    }
    expect(rows.length).toBeGreaterThan(17_000);
  });

  it('carries human sets to mouse data with the losses counted', async () => {
    const sets = [{ name: 's', description: '', genes: ['HTR1A', 'ACADM', 'ACADVL', 'HTR1E', 'NOSUCH1'] }];
    const options = { minSize: 1, maxSize: 10, setsFile: 'sets', genesFile: 'data', orthologs: await genomeOrthologs() };
    const { sets: found, notes } = prepareSets(sets, ['Htr1a', 'Acadm', 'Acadvl', 'Gabra1'], options);
    expect(found[0].members.length).toBe(3);
    expect(notes.join(' ')).toContain(
      'of 5 symbols 3 have one counterpart, 0 several (all were used), 2 none and were lost (HTR1E, NOSUCH1)',
    );
  });
});

describe('incomplete copies of the neuroactive pathway', () => {
  const full = receptorCatalogue().flatMap((gene) => (gene.neuroactive !== '' && gene.mouse !== '' ? [gene.mouse] : []));
  const without = (...lost: string[]) => full.filter((gene) => !lost.includes(gene));

  it('are reported with the missing genes named, whatever the ids', () => {
    const lost = ['Htr4', 'Gabbr1', 'Grm7', 'Adra2a', 'Nts', 'Pnoc', 'Lhcgr', 'P2rx7'];
    const [gap, ...more] = neuroactiveGaps([
      { name: 'mmu04080', description: 'x', genes: without(...lost) },
      { name: 'mmu04081', description: 'Hormone signaling', genes: ['Ins1'] },
    ]);
    expect(more).toEqual([]);
    expect([...gap.missing].sort()).toEqual([...lost].sort());
    expect(gapInWords(gap)).toContain('Htr4');
    const entrez = receptorCatalogue().flatMap((gene) =>
      gene.neuroactive !== '' && gene.mouse !== '' && gene.mouse !== 'Htr4' && gene.mouseEntrez !== '' ? [gene.mouseEntrez] : [],
    );
    const ids = neuroactiveGaps([
      { name: 'KEGG_NEUROACTIVE_LIGAND_RECEPTOR_INTERACTION', description: '', genes: entrez.slice(0, 300) },
    ]);
    expect(ids[0].missing).toContain('Htr4');
  });

  it('complete ones and other sets are not', () => {
    expect(
      neuroactiveGaps([{ name: 'mmu04080', description: '', genes: [...full, ...without().map((gene) => `${gene}x`)] }]),
    ).toEqual([]);
    expect(neuroactiveGaps([{ name: 'GO:0004080', description: 'neuropeptide', genes: ['Htr4'] }])).toEqual([]);
    expect(neuroactiveGaps([{ name: 'mmu04080', description: '', genes: ['unknown'] }])).toEqual([]);
  });
});
