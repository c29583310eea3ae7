import { adjustPvalues } from '../stats/index.ts';
import { correlationPvalue } from './correlation.ts';
import { singleStepMaxT, withinRows } from './gene-links.ts';
import { groupDesign } from './group-design.ts';
import { countPermutations, permutedOrder } from './permutation.ts';

/** An outcome with the panel's genes and the catalogue families in the same animals. */
export interface PairedLink {
  /** Expression of the panel, genes x animals. */
  panel: Float64Array;
  /** Mean scores of the families, families x animals. */
  families: Float64Array;
  outcome: Float64Array;
  group: readonly string[];
  others: readonly (readonly string[])[];
  permutations: number;
  seed: number;
  /** The purpose of the random numbers of the max-T adjustment, as `linkTable` has it. */
  purpose: string;
}

/** The planned test of a link. */
export interface TestedLink {
  /** The smaller of the best gene's max-T p and the best family's adjusted p, doubled. */
  pvalue: number;
  /** Within-group correlation of every row, the panel's genes first, then the families. */
  r: Float64Array;
  /** The row that decided. */
  row: number;
}

/** Makes the link's planned p for any exchange of animals: gene with max-T over the panel or family with its adjusted p. */
export interface LinkNull {
  /** The planned test when the outcome's within-group residuals are exchanged within groups; order null: as observed. */
  tested(order: Int32Array | null): TestedLink;
  /** Order number `index` of the animals, exchanged within groups. */
  order(purpose: string, index: number): Int32Array;
}

/**
 * Prepares a link to be tested again with animals exchanged within their groups: which animal's behavior goes with which animal's
 * expression is what the claim is about, so that is what is permuted, not the arms. The reference of the max-T adjustment is the same
 * for every exchange, since exchanging again runs through the same set of orders.
 */
export function linkNull(data: PairedLink): LinkNull {
  const labels = [data.group, ...data.others];
  const design = groupDesign(labels);
  const n = data.outcome.length;
  const df = n - design.rank - 1;
  const genes = data.panel.length / n;
  const values = new Float64Array(data.panel.length + data.families.length);
  values.set(data.panel);
  values.set(data.families, data.panel.length);
  const { rows, outcome } = withinRows({ values, outcome: data.outcome, group: data.group, others: data.others }, design);
  const panelRows = rows.subarray(0, data.panel.length);
  const exchange = (purpose: string, index: number): Int32Array => permutedOrder(n, data.group, data.seed, purpose, index);
  const orders = Array.from({ length: data.permutations }, (_, k) => exchange(data.purpose, k));
  const observed = new Float64Array(genes).fill(0);
  const { maxima } = countPermutations({ rows: panelRows, outcome, observed, labels }, orders);
  const identity = Int32Array.from({ length: n }, (_, i) => i);
  return {
    order: exchange,
    tested: (order) => {
      const count = values.length / n;
      const r = correlationsFor(rows, count, outcome, order ?? identity, labels);
      const strongest = largest(r.subarray(0, genes).map(Math.abs));
      const byGene = strongest < 0 ? 1 : singleStepMaxT(Float64Array.of(Math.abs(r[strongest])), maxima)[0];
      const families = adjustPvalues(
        r.subarray(genes).map((one) => correlationPvalue(one, df)),
        'BH',
      );
      const family = largest(families.map((p) => -p));
      const byFamily = family < 0 ? 1 : families[family];
      return { pvalue: Math.min(1, 2 * Math.min(byGene, byFamily)), r, row: byGene < byFamily ? strongest : genes + family };
    },
  };
}

/** Position of the largest value, NaN passed over; -1 when there is none. */
function largest(values: Float64Array): number {
  let best = -1;
  values.forEach((value, i) => {
    if (value > (best < 0 ? -Infinity : values[best])) best = i;
  });
  return best;
}

/** Within-group correlations of every row with the outcome in an order. */
function correlationsFor(
  rows: Float64Array,
  count: number,
  outcome: Float64Array,
  order: Int32Array,
  labels: readonly (readonly string[])[],
): Float64Array {
  const n = outcome.length;
  const permuted = Float64Array.from(order, (from) => outcome[from]);
  const { outcome: residual } = withinRows(
    { values: new Float64Array(0), outcome: permuted, group: labels[0], others: labels.slice(1) },
    groupDesign(labels),
  );
  const length = Math.sqrt(residual.reduce((sum, value) => sum + value * value, 0));
  return Float64Array.from({ length: count }, (_, g) => {
    let sum = 0;
    for (let i = 0; i < n; i++) sum += rows[g * n + i] * residual[i];
    return sum / length;
  });
}
