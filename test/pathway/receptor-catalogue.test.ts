import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { catalogueSets } from '../../src/pathway/catalogue/catalogue-sets.ts';
import { matchCatalogue } from '../../src/pathway/catalogue/match-genes.ts';
import { receptorCatalogue } from '../../src/pathway/catalogue/receptor-catalogue.ts';
import packed from '../../src/pathway/catalogue/receptors.json' with { type: 'json' };
import { haveShared, sharedTsv } from '../support/shared.ts';

const root = new URL('../../', import.meta.url);
const linesOf = (path: string) => readFileSync(new URL(path, root), 'utf8').replace(/\n$/, '').split('\n');
const genes = receptorCatalogue();

describe('the receptor catalogue', () => {
  it('is the packed form of catalogue/receptors.tsv (after an edit run scripts/receptor-catalogue.mjs)', () => {
    expect(packed).toEqual(linesOf('catalogue/receptors.tsv'));
  });

  it('has complete rows: 18 cells, known vocabulary, a source that is explained', () => {
    const sources = new Set(linesOf('catalogue/receptors-sources.tsv').map((line) => line.split('\t')[0]));
    const roles = new Set(
      'receptor receptor-subunit autoreceptor auxiliary ligand modulator synthesis degradation transporter vesicular-transporter carrier vesicle-cycle turnover scaffold signalling'.split(
        ' ',
      ),
    );
    for (const line of packed) expect(line.split('\t'), line).toHaveLength(18);
    for (const gene of genes) {
      const name = gene.mouse || gene.human;
      expect(roles.has(gene.role), name).toBe(true);
      expect(sources.has(gene.source), `${name}: ${gene.source}`).toBe(true);
      expect([-1, 0, 1], name).toContain(gene.sign);
      expect(gene.systems.length, name).toBeGreaterThan(0);
      expect(['', 'receptor', 'ligand'], name).toContain(gene.neuroactive);
    }
  });

  it('lists each gene of a species once, each with its stable ids, and no alias is the current symbol of another gene', () => {
    const mouse = genes.filter((gene) => gene.mouse !== '');
    expect(new Set(mouse.map((gene) => gene.mouse)).size).toBe(mouse.length);
    expect(new Set(mouse.map((gene) => gene.mouseEnsembl)).size).toBe(mouse.length);
    for (const gene of mouse) {
      expect(gene.mouseEnsembl, gene.mouse).toMatch(/^ENSMUSG\d{11}$/);
      expect(gene.mouseEntrez, gene.mouse).toMatch(/^\d+$/);
    }
    for (const gene of genes.filter((one) => one.human !== '')) {
      expect(gene.humanEnsembl, gene.human).toMatch(/^ENSG\d{11}$/);
      expect(gene.humanEntrez, gene.human).toMatch(/^\d+$/);
    }
    const current = new Set(genes.flatMap((gene) => [gene.mouse, gene.human]));
    expect(genes.flatMap((gene) => gene.aliases.filter((alias) => current.has(alias)))).toEqual([]);
  });

  it('gives a sign to every ionotropic receptor and to no enzyme', () => {
    const wrong = genes.filter(
      (gene) => (gene.class === 'ionotropic') !== (gene.sign !== 0) && ['ionotropic', 'enzyme'].includes(gene.class),
    );
    expect(wrong.map((gene) => gene.mouse)).toEqual([]);
  });
});

/** Genes of the reference sheet that the catalogue leaves out on purpose. */
const LEFT_OUT = new Map([
  [
    'digestive trypsins: proteases of the gut, not of the synapse',
    'Prss1 Prss2 Prss3 Prss1l Prss3l Prss3b Try4 Try5 Try10 Gm2663',
  ],
  ['predicted genes of the PATE cluster without a stable symbol', '1810009J06Rik Gm3867 Gm5916'],
  ['orphan without human gene or known ligand', 'Pgr15l'],
]);
/** Reference human symbols that are pseudogenes: the catalogue leaves the human cell empty. */
const PSEUDOGENES = ['GLRA4', 'TAAR3P', 'TAAR4P', 'NPY6R'];

describe.skipIf(!haveShared)('the catalogue against the reference sheet', () => {
  const reference = haveShared ? sharedTsv('reference/pathway/receptors.tsv') : [];
  const cell = (row: Map<string, string>, name: string) => row.get(name) ?? '';
  const ours = new Map(genes.filter((gene) => gene.mouse !== '').map((gene) => [gene.mouse, gene]));

  it('holds every gene of it but those left out with a reason', () => {
    const missing = reference.map((row) => cell(row, 'mouse_symbol')).filter((symbol) => !ours.has(symbol));
    expect(missing.sort()).toEqual([...LEFT_OUT.values()].flatMap((text) => text.split(' ')).sort());
  });

  it('agrees on ids, class and sign', () => {
    const differing = reference.flatMap((row) => {
      const gene = ours.get(cell(row, 'mouse_symbol'));
      if (gene === undefined) return [];
      const wrong = [
        gene.mouseEntrez !== cell(row, 'mouse_entrez') && 'entrez',
        gene.mouseEnsembl !== cell(row, 'mouse_ensembl') && 'ensembl',
        gene.sign !== Number(cell(row, 'sign_num')) && 'sign',
        ['GPCR', 'ionotropic', 'nuclear', 'catalytic'].includes(cell(row, 'class')) &&
          gene.class !== cell(row, 'class') &&
          'class',
      ].filter((one) => one !== false);
      return wrong.length > 0 ? [`${gene.mouse}: ${wrong.join(' ')}`] : [];
    });
    expect(differing).toEqual([]);
  });

  it('agrees on human counterparts, the 52 disputed ones included, except for pseudogenes', () => {
    const differing = reference.flatMap((row) => {
      const gene = ours.get(cell(row, 'mouse_symbol'));
      const human = cell(row, 'human_symbol');
      return gene === undefined || gene.human === human ? [] : [human];
    });
    expect(differing.sort()).toEqual([...PSEUDOGENES].sort());
    const disputed = sharedTsv('reference/pathway/receptors_disagreements.tsv').filter((row) =>
      ours.has(cell(row, 'mouse_symbol')),
    );
    for (const row of disputed) {
      const gene = ours.get(cell(row, 'mouse_symbol'));
      if (gene?.human === '') expect(gene.note, `${gene.mouse} needs a reason`).not.toBe('');
    }
  });

  it('counts at least the receptors and ligands that the common pathway lists, in its own definition', () => {
    const listed = reference.filter((row) => cell(row, 'kegg_nlri') === 'yes').map((row) => cell(row, 'mouse_symbol'));
    const without = listed.filter((symbol) => ours.get(symbol)?.neuroactive === '');
    // modulators of nicotinic receptors are neither receptor nor transmitter here
    expect(without.every((symbol) => ours.get(symbol)?.role === 'modulator')).toBe(true);
  });
});

describe('the declared sets', () => {
  const matched = matchCatalogue(['Htr1a', 'Htr2a', 'Adrbk1', 'Gabra1', 'HTR4'], 'symbol', 'mouse');
  const sets = new Map(catalogueSets(matched).map((set) => [set.id, set]));

  it('name the ids that the claims look up', () => {
    for (const id of 'neuroactive serotonin dopamine gaba glutamate retinoid synthesis vesicle-cycle turnover'.split(' '))
      expect(sets.get(id)?.members.length, id).toBeGreaterThan(3);
  });

  it('hold receptors only for a system, and all signalling genes for retinoids', () => {
    const symbols = (id: string) => sets.get(id)?.members.map((i) => matched[i].symbol) ?? [];
    expect(symbols('serotonin')).toContain('Htr3a');
    expect(symbols('serotonin')).not.toContain('Slc6a4');
    expect(symbols('retinoid')).toEqual(expect.arrayContaining(['Rara', 'Cyp26b1', 'Aldh1a1']));
  });

  it('finds earlier symbols, never by folding case', () => {
    const found = matched.filter((gene) => gene.index >= 0).map((gene) => gene.symbol);
    expect(found.sort()).toEqual(['Gabra1', 'Grk2', 'Htr1a', 'Htr2a']);
  });

  it('finds Ensembl ids with and without version, and human symbols for human data', () => {
    expect(matchCatalogue(['ENSMUSG00000021721.7'], 'ensembl', 'mouse').find((gene) => gene.index === 0)?.symbol).toBe('Htr1a');
    expect(matchCatalogue(['HTR1E'], 'symbol', 'human').find((gene) => gene.index === 0)?.entry.family).toBe('5-ht1');
  });
});
