import type { ContrastResult } from '../../expression/index.ts';
import { adjustPvalues, normal } from '../../stats/index.ts';
import type { MatchedGene } from '../catalogue/match-genes.ts';
import type { Role } from '../catalogue/receptor-catalogue.ts';
import type { ReceptorRow } from '../results.ts';

const RECEPTOR_ROLES: readonly Role[] = ['receptor', 'receptor-subunit', 'autoreceptor'];

/**
 * The catalogue as a table of one comparison. Two panels are declared beforehand, the receptors and everything else
 * (ligands, enzymes, transporters, vesicle cycle, turnover, scaffold), and false discovery rates are taken within each, over
 * its detected genes with a p-value. A gene that is not detected keeps no estimate: nothing can be said about it.
 *
 * @param detected per gene of the data set, see `detectedGenes`
 */
export function receptorPanel(
  matched: readonly MatchedGene[],
  contrast: ContrastResult,
  detected: Uint8Array,
  level = 0.95,
): ReceptorRow[] {
  const z = normal.quantile((1 + level) / 2);
  const rows = matched.map((gene) => panelRow(gene, contrast, gene.index >= 0 && detected[gene.index] === 1, z));
  for (const panel of ['receptors', 'machinery'] as const) {
    const members = rows.filter((row) => row.panel === panel);
    const adjusted = adjustPvalues(
      members.map((row) => row.pvalue),
      'BH',
    );
    members.forEach((row, i) => {
      row.panelFdr = adjusted[i];
    });
  }
  return rows;
}

function panelRow(gene: MatchedGene, contrast: ContrastResult, detected: boolean, z: number): ReceptorRow {
  const { entry, index } = gene;
  const value = (column: Float64Array): number => (detected ? column[index] : NaN);
  const estimate = value(contrast.log2FoldChange);
  const se = value(contrast.lfcSE);
  return {
    gene: gene.symbol,
    system: entry.systems.join(','),
    family: entry.family,
    familyLabel: entry.label,
    role: entry.role,
    sign: entry.sign,
    panel: RECEPTOR_ROLES.includes(entry.role) ? 'receptors' : 'machinery',
    class: entry.class,
    detected,
    baseMean: index >= 0 ? contrast.baseMean[index] : NaN,
    log2FoldChange: estimate,
    lfcSE: se,
    low: estimate - z * se,
    high: estimate + z * se,
    stat: value(contrast.stat),
    pvalue: value(contrast.pvalue),
    panelFdr: NaN,
  };
}
