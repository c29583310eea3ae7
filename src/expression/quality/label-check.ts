import { fisherF, median } from '../../stats/index.ts';
import { type Covariate, notAssessed, type QualityFinding } from './quality-result.ts';
import { listText, timesText } from './words.ts';

const LEAST_PER_LEVEL = 3;
const LEAST_GENES = 10;
const MOST_GENES = 200;
const FAMILY_LEVEL = 0.01;
const RATIO_LIMIT = 2;
const MOST_WRONG = 0.2;
const TRIMMED_FROM = 5;
const EXPLAINED = 0.8;

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
 * over all genes at 0.01, the 200 largest F), each gene in units of its spread within levels, centers being medians without the sample
 * itself. So that a swapped sample cannot hide the genes that give it away, levels of at least 5 samples leave out the one farthest from
 * the level's median in the F test. A factor that fewer than 10 genes separate says nothing, nor does one by which more than a fifth of
 * the samples come out wrong, or whose genes another column of the sheets explains better.
 *
 * @param values genes x samples on a log-like scale
 * @param others the other columns of the sheets
 * @returns null when the factor cannot be judged
 */
export function labelDoubts(values: Float64Array, covariate: Covariate, others: readonly Covariate[] = []): LabelDoubt[] | null {
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
  if (doubts.length > MOST_WRONG * kept.length) return null;
  return doubts.length > 0 && others.some((other) => explains(values, other, genes)) ? null : doubts;
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
  const members = used.map((level) => kept.filter((j) => labels[j] === level));
  const counted = members.map(({ length }) => (length >= TRIMMED_FROM ? length - 1 : length));
  const total = counted.reduce((sum, size) => sum + size, 0);
  const [df1, df2] = [used.length - 1, total - used.length];
  const limit = fisherF.quantileUpper(FAMILY_LEVEL / genes, df1, df2);
  const found: SeparatingGene[] = [];
  for (let g = 0; g < genes; g++) {
    let [sum, between, within] = [0, 0, 0];
    members.forEach((list, l) => {
      const level = Float64Array.from(list, (j) => values[g * samples + j]);
      const { mean, squares } = momentsOf(level, counted[l]);
      sum += counted[l] * mean;
      between += counted[l] * mean * mean;
      within += squares;
    });
    between -= (sum * sum) / total;
    within /= df2;
    const f = between / df1 / within;
    if (f > limit && within > 1e-12) found.push({ row: g, f, within });
  }
  return found.sort((a, b) => b.f - a.f || a.row - b.row).slice(0, MOST_GENES);
}

/** Mean and sum of squares of a level, without the value farthest from the median where one fewer is to be counted. */
function momentsOf(level: Float64Array, counted: number): { mean: number; squares: number } {
  let out = -1;
  if (counted < level.length) {
    const middle = median(level);
    level.forEach((value, i) => {
      if (out < 0 || Math.abs(value - middle) > Math.abs(level[out] - middle)) out = i;
    });
  }
  let mean = 0;
  level.forEach((value, i) => {
    if (i !== out) mean += value / counted;
  });
  let squares = 0;
  level.forEach((value, i) => {
    if (i !== out) squares += (value - mean) * (value - mean);
  });
  return { mean, squares };
}

/** Whether another column explains most of the variance of the separating genes. */
function explains(values: Float64Array, { levels, values: codes }: Covariate, genes: readonly SeparatingGene[]): boolean {
  if (levels === null) return false;
  const samples = codes.length;
  let share = 0;
  for (const { row } of genes) {
    const sums = new Float64Array(levels.length);
    const sizes = new Float64Array(levels.length);
    let [sum, squares, size] = [0, 0, 0];
    codes.forEach((code, j) => {
      if (Number.isNaN(code)) return;
      const value = values[row * samples + j] - values[row * samples];
      sums[code] += value;
      sizes[code]++;
      sum += value;
      squares += value * value;
      size++;
    });
    let between = (-sum * sum) / size;
    for (let l = 0; l < levels.length; l++) if (sizes[l] > 0) between += (sums[l] * sums[l]) / sizes[l];
    share += between / (squares - (sum * sum) / size) / genes.length;
  }
  return share > EXPLAINED;
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
    const away = values[row * samples + sample] - median(others.map((j) => values[row * samples + j]));
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
  const judged = covariates.map((covariate) => ({
    name: covariate.name,
    doubts: labelDoubts(
      values,
      covariate,
      covariates.filter((one) => one !== covariate),
    ),
  }));
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
    return [notAssessed(base, message)];
  }
  const message = `No sample looks like another level than its label; factors that expression can tell: ${listText(told)}.`;
  return [{ ...base, level: 'pass', subject: '', message, value: NaN, mend: '' }];
}
