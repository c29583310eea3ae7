import type { Context } from '../../context/index.ts';
import type { ContrastResult, ExpressionResult } from '../../expression/index.ts';
import { adjustPvalues, pow, studentT } from '../../stats/index.ts';
import type { Study } from '../../study/index.ts';
import { geneLinks } from '../gene-links.ts';
import { groupDesign } from '../group-design.ts';
import { linkTable } from '../link-table.ts';
import type { Outcome } from '../outcomes.ts';
import type { LinkTable } from '../results.ts';
import type { SharedAnimals } from '../shared-animals.ts';
import { withinSlope } from '../within-slope.ts';
import type { TargetedLayer } from './read-targeted.ts';
import type { ReferenceGene } from './reference-genes.ts';

/** A targeted assay compared between the arms, with RNA-seq of the same genes, and with behavior of the same animals. */
export interface TargetedTable {
  label: string;
  kind: TargetedLayer['kind'];
  /** What is compared: `high against vehicle`. */
  contrast: string;
  analytes: TargetedRow[];
  references: ReferenceGene[];
  /** Analytes whose RNA-seq estimate points the same way, of those measured by both. */
  sameDirection: number;
  bothMeasured: number;
  /** One per outcome: raw and within groups, as for RNA-seq. */
  links: LinkTable[];
  /** log2 values, analytes x animals, for the record. */
  animals: string[];
  values: Float64Array;
  notes: string[];
}

export interface TargetedRow {
  analyte: string;
  gene: string | null;
  n: number;
  /** log2 difference of the highest dose and the control, at equal sex; 95 % interval. */
  estimate: number;
  low: number;
  high: number;
  /** 2^estimate. */
  fold: number;
  pvalue: number;
  /** Benjamini-Hochberg over the analytes of the assay. */
  padj: number;
  /** The same comparison in RNA-seq; NaN where the gene was not measured. */
  rnaLog2FoldChange: number;
  rnaPvalue: number;
  /** Whether both point the same way. `uncertain` when one of the two intervals spans zero. */
  agreement: 'same' | 'opposite' | 'uncertain' | 'not measured';
  /** Correlation with RNA-seq over the animals that have both, and within groups. */
  rRna: number;
  rRnaWithin: number;
  animalsWithRna: number;
}

/** What a targeted assay is compared with. */
export interface TargetedComparison {
  study: Study;
  expression: ExpressionResult;
  shared: SharedAnimals;
  outcomes: readonly { outcome: Outcome; session: string; animals: readonly string[] }[];
}

/** Compares one layer; null when the study has no control or nothing to compare with it. */
export async function targetedTable(
  layer: TargetedLayer,
  comparison: TargetedComparison,
  context: Context,
): Promise<TargetedTable | null> {
  const { study } = comparison;
  const control = study.arms.find((arm) => arm.control);
  const treated = study.arms.filter((arm) => !arm.control).sort((a, b) => (b.doseMgPerKg || 0) - (a.doseMgPerKg || 0));
  if (control === undefined || treated.length === 0) return null;
  const of = new Map(study.animals.map((animal) => [animal.id, animal]));
  const arms = layer.animals.map((animal) => of.get(animal)?.arm ?? '');
  const sex = layer.animals.map((animal) => of.get(animal)?.sex ?? 'unknown');
  const contrast = comparison.expression.contrasts.find((one) => one.treated === treated[0].name && one.control === control.name);
  const rows = layer.analytes.map((analyte, k) => {
    const values = layer.values.subarray(k * arms.length, (k + 1) * arms.length);
    const effect = armEffect(values, arms, sex, treated[0].name, control.name, study.plan.alpha);
    const gene = layer.genes[k];
    return { analyte, gene, ...effect, padj: NaN, ...againstRna(gene, effect, contrast, comparison, layer, values) };
  });
  adjustPvalues(
    rows.map((row) => row.pvalue),
    'BH',
  ).forEach((padj, k) => {
    rows[k].padj = padj;
  });
  const both = rows.filter((row) => row.agreement !== 'not measured');
  return {
    label: layer.label,
    kind: layer.kind,
    contrast: `${treated[0].name} against ${control.name}`,
    analytes: rows,
    references: layer.references,
    sameDirection: both.filter((row) => row.estimate * row.rnaLog2FoldChange > 0).length,
    bothMeasured: both.length,
    links: await behaviorLinks(layer, comparison, arms, sex, context),
    animals: layer.animals,
    values: layer.values,
    notes: [...layer.notes, ...referenceNotes(layer)],
  };
}

/** Difference of two arms at equal sex, by least squares over all arms. */
function armEffect(
  values: Float64Array,
  arms: readonly string[],
  sex: readonly string[],
  treated: string,
  control: string,
  alpha: number,
): Pick<TargetedRow, 'n' | 'estimate' | 'low' | 'high' | 'fold' | 'pvalue'> {
  const used = arms.flatMap((_, i) => (Number.isNaN(values[i]) ? [] : [i]));
  const merged = used.map((i) => (arms[i] === treated ? control : arms[i]));
  const labels = [merged, used.map((i) => sex[i])].filter((one) => new Set(one).size > 1);
  const design = groupDesign(labels.length === 0 ? [merged] : labels);
  const indicator = Float64Array.from(used, (i) => (arms[i] === treated ? 1 : 0));
  const found = withinSlope(
    design,
    indicator,
    Float64Array.from(used, (i) => values[i]),
  );
  const { slope: estimate, standardError: error, df } = found;
  if (df < 1 || Number.isNaN(estimate)) return { n: used.length, estimate: NaN, low: NaN, high: NaN, fold: NaN, pvalue: NaN };
  const half = error * studentT.quantileUpper(alpha / 2, df);
  const pvalue = 2 * studentT.lower(-Math.abs(estimate / error), df);
  return { n: used.length, estimate, low: estimate - half, high: estimate + half, fold: pow(2, estimate), pvalue };
}

function againstRna(
  gene: string | null,
  effect: Pick<TargetedRow, 'estimate' | 'low' | 'high'>,
  contrast: ContrastResult | undefined,
  { expression, shared, study }: TargetedComparison,
  layer: TargetedLayer,
  values: Float64Array,
): Pick<TargetedRow, 'rnaLog2FoldChange' | 'rnaPvalue' | 'agreement' | 'rRna' | 'rRnaWithin' | 'animalsWithRna'> {
  const at = gene === null ? -1 : expression.genes.indexOf(gene);
  const rna = at < 0 || contrast === undefined ? NaN : contrast.log2FoldChange[at];
  const rnaPvalue = at < 0 || contrast === undefined ? NaN : contrast.pvalue[at];
  const certain = effect.low * effect.high > 0 && rnaPvalue < study.plan.alpha;
  const direction = effect.estimate * rna > 0 ? 'same' : 'opposite';
  const agreement = Number.isNaN(rna) || Number.isNaN(effect.estimate) ? 'not measured' : certain ? direction : 'uncertain';
  const row = gene === null ? -1 : shared.genes.indexOf(gene);
  const place = new Map(shared.animals.map((animal, i) => [animal, i]));
  const both = layer.animals.flatMap((animal, i) => {
    const other = place.get(animal);
    return other === undefined || row < 0 || Number.isNaN(values[i]) ? [] : [{ i, other }];
  });
  if (both.length < 4)
    return { rnaLog2FoldChange: rna, rnaPvalue, agreement, rRna: NaN, rRnaWithin: NaN, animalsWithRna: both.length };
  const links = geneLinks({
    values: Float64Array.from(both, ({ other }) => shared.values[row * shared.animals.length + other]),
    outcome: Float64Array.from(both, ({ i }) => values[i]),
    group: both.map(({ other }) => shared.group[other]),
    others: [],
  });
  const correlations = { rRna: links.r[0], rRnaWithin: links.rWithin[0] };
  return { rnaLog2FoldChange: rna, rnaPvalue, agreement, ...correlations, animalsWithRna: both.length };
}

/** Links with behavior, for analytes that every linked animal has. */
async function behaviorLinks(
  layer: TargetedLayer,
  { outcomes, study }: TargetedComparison,
  arms: readonly string[],
  sex: readonly string[],
  context: Context,
): Promise<LinkTable[]> {
  const n = layer.animals.length;
  const links: LinkTable[] = [];
  for (const { outcome, session, animals } of outcomes) {
    const place = new Map(animals.map((animal, i) => [animal, i]));
    const behavior = Float64Array.from(layer.animals, (animal) => outcome.values[place.get(animal) ?? -1] ?? NaN);
    const present = behavior.map((value) => (Number.isNaN(value) ? 0 : 1));
    const kept = layer.analytes.flatMap((_, k) =>
      layer.animals.some((_animal, i) => present[i] === 1 && Number.isNaN(layer.values[k * n + i])) ? [] : [k],
    );
    const values = Float64Array.from(kept.flatMap((k) => Array.from(layer.values.subarray(k * n, (k + 1) * n))));
    const request = {
      outcome: { ...outcome, values: behavior },
      session,
      genes: kept.map((k) => layer.analytes[k]),
      values,
      group: [...arms],
      others: [sex],
      families: [],
      panel: [],
      permutations: study.plan.permutations,
    };
    const table = kept.length === 0 ? null : await linkTable(request, context);
    if (table !== null) links.push(table);
  }
  return links;
}

/** What is wrong with the references, in words. */
function referenceNotes({ label, kind, references }: TargetedLayer): string[] {
  if (kind !== 'qpcr') return [];
  const notes: string[] = [];
  if (references.length === 1)
    notes.push(`${label}: one reference gene only; whether the treatment moves it cannot be told from this plate.`);
  const unsteady = references.filter((one) => one.bestKeeperDeviation > 1 || one.geNormM > 1);
  for (const one of unsteady)
    notes.push(
      `${label}: reference ${one.gene} is not steady (mean absolute deviation ${one.bestKeeperDeviation.toFixed(2)} cycles, geNorm M ${one.geNormM.toFixed(2)}).`,
    );
  const poor = references.filter((one) => one.efficiency < 1.8 || one.efficiency > 2.1);
  for (const one of poor) notes.push(`${label}: reference ${one.gene} amplifies ${one.efficiency.toFixed(2)}-fold per cycle.`);
  return notes;
}
