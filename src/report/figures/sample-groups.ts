import type { Covariate, ExpressionResult } from '../../expression/index.ts';
import { type ArmOrder, sampleGroups } from '../data/arm-order.ts';
import type { GroupStyle } from './style.ts';

/** How the figures of samples group them. */
export interface SampleGroups {
  /** Group of each sample: its arm, or where no arm is known its level of the headline comparison's factor. */
  of: readonly (string | null)[];
  /** Control first. */
  names: readonly string[];
  styles: ReadonlyMap<string, GroupStyle>;
  /** What the groups are called: `arm`, or the factor. */
  factor: string;
}

/** Grouping of the samples by arm, else by the factor of the headline comparison. */
export function groupsOfSamples(expression: ExpressionResult, order: ArmOrder): SampleGroups {
  const headline = expression.contrasts[0];
  const factor = expression.quality.covariates.find(({ name }) => name === headline?.factor);
  const byArm = expression.arms.some((arm) => arm !== null);
  const of = byArm || factor === undefined ? expression.arms : levelNames(factor);
  const { arms: names, styles } = sampleGroups(order, of, headline?.control ?? null);
  const compared = headline !== undefined && of.includes(headline.control);
  return { of, names: names.filter((name) => of.includes(name)), styles, factor: compared ? headline.factor : 'arm' };
}

/** Samples group by group, inside a group in the order of the clustering tree; samples without a group last. */
export function samplesByGroup(groups: SampleGroups, clusterOrder: Int32Array): number[] {
  const place = (sample: number): number => {
    const at = groups.names.indexOf(groups.of[sample] ?? '');
    return at < 0 ? groups.names.length : at;
  };
  return Array.from(clusterOrder).sort((a, b) => place(a) - place(b));
}

/** What samples are called in figures: their animals where each has one of its own, else their names. */
export function sampleLabels({ samples, animals }: ExpressionResult): string[] {
  const own = animals.every((animal) => animal !== null) && new Set(animals).size === animals.length;
  return samples.map((sample, s) => (own ? (animals[s] ?? sample) : sample));
}

/** A second property of the samples, for shapes and strips. */
export interface Strip {
  name: string;
  levels: readonly string[];
  /** Index of the level per sample; -1 where missing. */
  codes: readonly number[];
}

const MOST_LEVELS = 6;
const FIRST = /^(sex|gender)$/i;
const SECOND = /batch|cohort|experiment|lane|plate|subfield|tissue|region/i;

/** Up to `most` factors besides the groups: sex, then batches and tissues, then any other with at most six levels. */
export function stripsOf({ covariates }: { covariates: readonly Covariate[] }, groups: SampleGroups, most = 2): Strip[] {
  const rank = (name: string): number => (FIRST.test(name) ? 0 : SECOND.test(name) ? 1 : 2);
  return covariates
    .map((covariate) => ({
      name: covariate.name,
      levels: covariate.levels ?? [],
      codes: Array.from(covariate.values, (v) => (Number.isNaN(v) ? -1 : v)),
    }))
    .filter(({ levels }) => levels.length >= 2 && levels.length <= MOST_LEVELS)
    .filter(({ codes }) => !sameSplit(codes, groups.of))
    .sort((a, b) => rank(a.name) - rank(b.name))
    .slice(0, most);
}

function sameSplit(codes: readonly number[], groups: readonly (string | null)[]): boolean {
  const seen = new Map<number, string | null>();
  return codes.every((code, s) => {
    if (!seen.has(code)) seen.set(code, groups[s]);
    return seen.get(code) === groups[s];
  });
}

function levelNames({ levels, values }: Covariate): (string | null)[] {
  return Array.from(values, (value) => (levels === null || Number.isNaN(value) ? null : levels[value]));
}

/** Grays from light to dark for the levels of a strip; colors stay with the groups. */
export function stripShade(level: number, levels: number): string {
  const light = 0xe0 - Math.round((level * (0xe0 - 0x3a)) / Math.max(1, levels - 1));
  const pair = light.toString(16).padStart(2, '0');
  return `#${pair}${pair}${pair}`;
}
