import type { ExpressionResult } from '../../src/expression/index.ts';
import type { FamilyTest, PathwayResult, ReceptorRow } from '../../src/pathway/index.ts';
import { randomStream } from '../../src/stats/random.ts';
import { CATALOGUE } from './fake-catalogue.ts';

function panelOf(expression: ExpressionResult): ReceptorRow[] {
  const contrast = expression.contrasts[0];
  return CATALOGUE.map(({ label: familyLabel, ...rest }) => {
    const one = { ...rest, familyLabel };
    const g = expression.genes.indexOf(one.gene);
    const [log2FoldChange, lfcSE] = [contrast.log2FoldChange[g], contrast.lfcSE[g]];
    return {
      ...one,
      panel: one.role.startsWith('receptor') || one.role === 'autoreceptor' ? ('receptors' as const) : ('machinery' as const),
      detected: contrast.missing[g] === 0,
      baseMean: contrast.baseMean[g],
      log2FoldChange,
      lfcSE,
      low: log2FoldChange - 1.96 * lfcSE,
      high: log2FoldChange + 1.96 * lfcSE,
      shrunkenLog2FoldChange: log2FoldChange / (1 + lfcSE * lfcSE),
      shrunkenSE: 0.8 * lfcSE,
      stat: contrast.stat[g],
      pvalue: contrast.pvalue[g],
      deseqPvalue: contrast.pvalue[g],
      panelFdr: Math.min(1, contrast.pvalue[g] * 6),
      panelFamilywise: Math.min(1, contrast.pvalue[g] * 20),
    };
  });
}

function familiesOf(panel: readonly ReceptorRow[]): FamilyTest[] {
  const stream = randomStream(31, 'fake/families');
  const test = (id: string, label: string, kind: FamilyTest['kind'], rows: readonly ReceptorRow[]): FamilyTest => {
    const mean = rows.reduce((sum, row) => sum + row.log2FoldChange, 0) / rows.length;
    const pvalue = stream.uniform() ** 3;
    return {
      id,
      label,
      kind,
      size: rows.length,
      genes: rows.map((row) => row.gene),
      members: rows.map((row) => row.gene),
      declared: rows.length + 1,
      meanLog2FoldChange: mean,
      low: mean - 0.25,
      high: mean + 0.25,
      direction: mean > 0 ? 'up' : 'down',
      pvalue,
      padj: Math.min(1, pvalue * 3),
      familywise: Math.min(1, pvalue * 5),
      mixedPvalue: pvalue / 2,
      mixedPadj: Math.min(1, pvalue * 1.5),
      signedPvalue: 0.4,
      signedPadj: 0.6,
      shift: 'inhibition',
      genePermutationPvalue: pvalue * 0.8,
      method: 'rotation test, 9999 rotations',
    };
  };
  const systems = [...new Set(panel.map((row) => row.system))];
  const families = [...new Set(panel.map((row) => row.family))];
  return [
    test('neuroactive', 'Neuroactive ligand–receptor interaction', 'all', panel),
    ...systems.map((system) =>
      test(
        system,
        system,
        'system',
        panel.filter((row) => row.system === system),
      ),
    ),
    ...families.map((family) =>
      test(
        `family/${family}`,
        CATALOGUE.find((one) => one.family === family)?.label ?? family,
        'family',
        panel.filter((row) => row.family === family),
      ),
    ),
  ];
}

/** The receptor view of the first comparison. */
export function fakePathway(expression: ExpressionResult): PathwayResult {
  const panel = panelOf(expression);
  const stream = randomStream(37, 'fake/balance');
  const samples = expression.samples.filter((_, s) => expression.arms[s] === 'vehicle' || expression.arms[s] === 'high');
  return {
    contrast: expression.contrasts[0].name,
    panel,
    families: familiesOf(panel),
    enrichment: ['Neuroactive ligand-receptor interaction', 'GABAergic synapse', 'Oxidative phosphorylation'].flatMap(
      (pathway, i) =>
        (['ora', 'gsea'] as const).map((method) => ({
          method,
          pathway,
          size: 120 - 20 * i,
          overlap: 14 - 4 * i,
          foldEnrichment: 2.4 - 0.6 * i,
          ES: -0.52 + 0.2 * i,
          NES: -1.9 + 0.6 * i,
          pvalue: 0.0004 * 10 ** i,
          padj: 0.001 * 10 ** i,
          log2err: 0.4,
          leadingEdge: ['Gabra1', 'Htr1a', 'Grin2b'],
          members: ['Gabra1', 'Gabra2', 'Htr1a', 'Htr2a', 'Grin1', 'Grin2b'],
        })),
    ),
    compositions: [],
    pairs: [],
    balance: [
      {
        id: 'receptor-ei',
        label: 'Excitatory minus inhibitory receptors',
        definition: 'mean z of AMPA, NMDA and kainate subunits minus mean z of GABA-A subunits',
        samples,
        values: Float64Array.from(samples, (_, i) => (i < 6 ? -0.4 : 0.5) + 0.4 * stream.normal()),
        estimate: 0.86,
        low: 0.31,
        high: 1.41,
        hedgesG: 1.6,
        pvalue: 0.0043,
        rearrangedPvalue: 0.0043,
      },
      {
        id: 'synthesis-ei',
        label: 'Glutamate minus GABA synthesis and loading',
        definition: 'mean z of Gls, Slc17a7 minus mean z of Gad1, Gad2, Slc32a1',
        samples,
        values: Float64Array.from(samples, () => 0.5 * stream.normal()),
        estimate: 0.08,
        low: -0.5,
        high: 0.66,
        hedgesG: 0.1,
        pvalue: 0.78,
        rearrangedPvalue: 0.78,
      },
    ],
    coverage: { measured: panel.length, catalogue: panel.length + 2, notDetected: ['Htr5b-ps', 'Gabrr3'] },
    notes: [],
  };
}
