import type { ContrastResult } from '../../expression/index.ts';
import { adjustPvalues, maxT, normal } from '../../stats/index.ts';
import type { MatchedGene } from '../catalogue/match-genes.ts';
import type { Role } from '../catalogue/receptor-catalogue.ts';
import type { ReceptorRow } from '../results.ts';
import { relabeledStatistics } from '../set-tests/relabeled-statistics.ts';
import { type ContrastGroups, enoughAssignments, type MeasuredExpression } from './contrast-groups.ts';
import type { DetectedEffects } from './detected-effects.ts';

const RECEPTOR_ROLES: readonly Role[] = ['receptor', 'receptor-subunit', 'autoreceptor'];
const LEVEL = 0.95;
/** Relabelings behind the familywise p; the smallest it can take is 1 over one more. */
const RELABELINGS = 1999;

export interface PanelInput {
  expression: MeasuredExpression;
  contrast: ContrastResult;
  groups: ContrastGroups;
  matched: readonly MatchedGene[];
  model: DetectedEffects;
  seed: number;
  /** False leaves out the familywise p (NaN), for analyses that are run hundreds of times. Default true. */
  familywise?: boolean;
}

/**
 * The catalogue as a table of one comparison. Two panels are declared beforehand, the receptors and everything else (ligands,
 * enzymes, transporters, vesicle cycle, turnover, scaffold); error rates are held within each, over its detected genes. A gene
 * that is not detected keeps no estimate: nothing can be said about it.
 *
 * Estimate and interval are DESeq2's, the shrunken estimate apeglm's. The statistic and p are a moderated t on variance-stabilized
 * values with the same design, adjusted by Benjamini-Hochberg and, familywise, by Westfall & Young's step-down max-T over relabelings
 * of the samples. In shuffled real data DESeq2's Wald p, shown beside, has its nominal rate near 0.05 but far too many very small
 * values, so that some gene passes an FDR of 5 % in a third of the shuffles (docs/pathway.md has the measured rates).
 */
export function receptorPanel(input: PanelInput): ReceptorRow[] {
  const rows = input.matched.map((gene) => panelRow(gene, input));
  for (const panel of ['receptors', 'machinery'] as const) {
    const members = rows.flatMap((row, i) => (row.panel === panel ? [i] : []));
    const pvalues = members.map((i) => rows[i].pvalue);
    const fdr = adjustPvalues(pvalues, 'BH');
    const familywise = familywisePvalues(members, pvalues, panel, input);
    members.forEach((i, k) => {
      rows[i].panelFdr = fdr[k];
      rows[i].panelFamilywise = familywise[k];
    });
  }
  return rows;
}

function panelRow(gene: MatchedGene, { contrast, model }: PanelInput): ReceptorRow {
  const { entry, index } = gene;
  const place = model.placeOf.get(index);
  const fromContrast = (column: Float64Array | undefined): number => (place === undefined ? NaN : (column?.[index] ?? NaN));
  const estimate = fromContrast(contrast.log2FoldChange);
  const se = fromContrast(contrast.lfcSE);
  const half = normal.quantile((1 + LEVEL) / 2) * se;
  return {
    gene: gene.symbol,
    system: entry.systems.join(','),
    family: entry.family,
    familyLabel: entry.label,
    role: entry.role,
    sign: entry.sign,
    panel: RECEPTOR_ROLES.includes(entry.role) ? 'receptors' : 'machinery',
    class: entry.class,
    detected: place !== undefined,
    baseMean: index >= 0 ? contrast.baseMean[index] : NaN,
    log2FoldChange: estimate,
    lfcSE: se,
    low: estimate - half,
    high: estimate + half,
    shrunkenLog2FoldChange: fromContrast(contrast.shrunken?.log2FoldChange),
    shrunkenSE: fromContrast(contrast.shrunken?.lfcSE),
    stat: place === undefined ? NaN : model.moderated.t[place],
    pvalue: place === undefined ? NaN : model.pvalue[place],
    deseqPvalue: fromContrast(contrast.pvalue),
    panelFdr: NaN,
    panelFamilywise: NaN,
  };
}

/** Max-T over relabelings where the samples can be relabeled in enough ways, else Holm. */
function familywisePvalues(
  members: readonly number[],
  pvalues: readonly number[],
  panel: string,
  input: PanelInput,
): Float64Array {
  const { expression, groups, matched, model, seed } = input;
  if (input.familywise === false) return new Float64Array(members.length).fill(NaN);
  if (!enoughAssignments(groups)) return adjustPvalues(pvalues, 'holm');
  const places = members.map((i) => model.placeOf.get(matched[i].index));
  const samples = expression.samples.length;
  const detected = places.flatMap((place, k) => (place === undefined ? [] : [{ place, k }]));
  const values = new Float64Array(detected.length * samples);
  detected.forEach(({ place }, row) => {
    values.set(model.values.subarray(place * samples, (place + 1) * samples), row * samples);
  });
  const { observed, relabeled } = relabeledStatistics({
    values,
    design: expression.design.matrix,
    columns: expression.design.columns.length,
    contrast: groups.weights,
    prior: model.moderated.prior,
    seed,
    purpose: `pathway/panel/${panel}`,
  });
  const adjusted = maxT(observed, { count: RELABELINGS, statistics: relabeled, complete: false }).stepDown;
  const result = new Float64Array(members.length).fill(NaN);
  detected.forEach(({ k }, row) => {
    result[k] = adjusted[row];
  });
  return result;
}
