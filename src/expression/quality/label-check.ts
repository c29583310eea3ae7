import { fisherF } from '../../stats/index.ts';
import type { Covariate, QualityFinding } from './quality-result.ts';
import { listText, timesText } from './words.ts';

const LEAST_PER_LEVEL = 3;
const LEAST_GENES = 10;
const MOST_GENES = 200;
const FAMILY_LEVEL = 0.01;
const RATIO_LIMIT = 2;
const MOST_WRONG = 0.2;

/** A sample whose expression is that of another level than the one it is labeled with. */
export interface LabelDoubt {
  sample: number;
  label: string;
  looksLike: string;
  /** Squared distance to the center of its own label over that to the center of the other. */
  ratio: number;
}

/**
 * Samples that look like another level of a factor: nearest center of levels over the genes that separate the factor (F test, Bonferroni
 * over all genes at 0.01, the 200 largest F), each gene in units of its spread within levels, the sample itself left out of its center. A
 * factor that fewer than 10 genes separate says nothing, nor does one by which more than a fifth of the samples come out wrong.
 *
 * @param values genes x samples on a log-like scale
 * @returns null when the factor cannot be judged
 */
export function labelDoubts(values: Float64Array, covariate: Covariate): LabelDoubt[] | null {
  const { levels, values: labels } = covariate;
  if (levels === null) return null;
  const sizes = levels.map((_, l) => labels.reduce((count, label) => count + Number(label === l), 0));
  const kept = Array.from(labels.keys()).filter((j) => sizes[labels[j]] >= LEAST_PER_LEVEL);
  const used = levels.map((_, l) => l).filter((l) => sizes[l] >= LEAST_PER_LEVEL);
  if (used.length < 2 || kept.length - used.length < 3) return null;
  const genes = separatingGenes(values, labels, kept, used);
  if (genes.length < LEAST_GENES) return null;
  const doubts = kept.flatMap((j): LabelDoubt[] => {
    const distances = used.map((level) => distanceToCenter(values, labels, kept, genes, j, level));
    const own = distances[used.indexOf(labels[j])];
    const nearest = distances.indexOf(Math.min(...distances));
    if (used[nearest] === labels[j]) return [];
    return [{ sample: j, label: levels[labels[j]], looksLike: levels[used[nearest]], ratio: own / distances[nearest] }];
  });
  return doubts.length > MOST_WRONG * kept.length ? null : doubts;
}

interface SeparatingGene {
  row: number;
  f: number;
  /** Variance within levels. */
  within: number;
}

function separatingGenes(
  values: Float64Array,
  labels: Float64Array,
  kept: readonly number[],
  used: readonly number[],
): SeparatingGene[] {
  const samples = labels.length;
  const genes = values.length / samples;
  const [df1, df2] = [used.length - 1, kept.length - used.length];
  const limit = fisherF.quantileUpper(FAMILY_LEVEL / genes, df1, df2);
  const sizes = new Float64Array(Math.max(...used) + 1);
  for (const j of kept) sizes[labels[j]]++;
  const found: SeparatingGene[] = [];
  const sums = new Float64Array(sizes.length);
  for (let g = 0; g < genes; g++) {
    sums.fill(0);
    let [total, squares] = [0, 0];
    const first = values[g * samples + kept[0]];
    for (const j of kept) {
      const value = values[g * samples + j] - first;
      sums[labels[j]] += value;
      total += value;
      squares += value * value;
    }
    let between = (-total * total) / kept.length;
    for (const level of used) between += (sums[level] * sums[level]) / sizes[level];
    const within = (squares - (total * total) / kept.length - between) / df2;
    const f = between / df1 / within;
    if (f > limit && within > 1e-12) found.push({ row: g, f, within });
  }
  return found.sort((a, b) => b.f - a.f || a.row - b.row).slice(0, MOST_GENES);
}

/** Mean squared distance of a sample to the center of a level without the sample, per gene, in units of the variance within levels. */
function distanceToCenter(
  values: Float64Array,
  labels: Float64Array,
  kept: readonly number[],
  genes: readonly SeparatingGene[],
  sample: number,
  level: number,
): number {
  const samples = labels.length;
  const others = kept.filter((j) => labels[j] === level && j !== sample);
  let sum = 0;
  for (const { row, within } of genes) {
    let center = 0;
    for (const j of others) center += values[row * samples + j];
    const away = values[row * samples + sample] - center / others.length;
    sum += (away * away) / within;
  }
  return sum / genes.length;
}

/** Samples that look mislabeled, and which two may have changed places. */
export function labelFindings(
  values: Float64Array,
  covariates: readonly Covariate[],
  samples: readonly string[],
): QualityFinding[] {
  const rule = `by the genes that separate a factor's levels, a sample is at least ${RATIO_LIMIT} times as far (squared distance) from its own level as from another, while at most a fifth of the samples come out wrong`;
  const base = { check: 'labels', rule } as const;
  const judged = covariates.map((covariate) => ({ name: covariate.name, doubts: labelDoubts(values, covariate) }));
  const told = judged.filter(({ doubts }) => doubts !== null).map(({ name }) => name);
  const found = judged.flatMap(({ name, doubts }) => {
    const strong = (doubts ?? []).filter((doubt) => doubt.ratio >= RATIO_LIMIT);
    return strong.map((doubt): QualityFinding => {
      const partners = strong
        .filter((other) => other.label === doubt.looksLike && other.looksLike === doubt.label)
        .map((other) => samples[other.sample]);
      const swap = partners.length > 0 ? ` It may have been swapped with ${listText(partners)}.` : '';
      const message = `Sample ${samples[doubt.sample]} is labeled ${name} = ${doubt.label}, but looks like ${doubt.looksLike} (${timesText(doubt.ratio)} as far from its own label).${swap}`;
      const mend = `check tube labels and the sheet's row of ${samples[doubt.sample]}; correct the sheet, or leave the sample out if its identity stays unknown`;
      return { ...base, level: 'warning', subject: samples[doubt.sample], message, value: doubt.ratio, mend };
    });
  });
  if (found.length > 0) return found;
  if (told.length === 0) {
    const message = 'No factor of the sheets is separated by expression clearly enough to see a swapped label.';
    return [{ ...base, level: 'not-assessed', subject: '', message, value: NaN, mend: '' }];
  }
  const message = `No sample looks like another level than its label; factors that expression can tell: ${listText(told)}.`;
  return [{ ...base, level: 'pass', subject: '', message, value: NaN, mend: '' }];
}
