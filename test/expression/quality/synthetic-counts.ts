import { plainContext } from '../../../src/context/index.ts';
import { type ExpressionResult, qualityOfCounts, readCounts } from '../../../src/expression/index.ts';
import { exp, negativeBinomialVariate, pow, randomStream } from '../../../src/stats/index.ts';
import { readDelimited } from '../../../src/table/index.ts';

/** What distinguishes a synthetic count table from a clean one. */
export interface SyntheticOptions {
  seed: number;
  genes: number;
  /** Animals per arm; two arms, sexes in turn. */
  perArm: number;
  /** Genes (the first ones) with a change of 0.5 to 1.5 log2 in the second arm. */
  changed?: number;
  /** Named genes in front, with their mean. */
  named?: readonly (readonly [gene: string, mean: number])[];
  /** log2 added to a gene's mean in a sample. */
  effect?: (gene: number, sample: number) => number;
  /** Dispersion at high means; 0.015 as between inbred animals. */
  dispersion?: number;
  /** Changes the finished counts. */
  after?: (rows: { gene: string; counts: number[] }[]) => void;
  /** Changes the columns of the sheet. */
  sheet?: (columns: Map<string, string[]>) => void;
}

/** Sample sheet and counts as text, as a user would have them. */
export function syntheticTables(options: SyntheticOptions): { counts: string; sheet: string } {
  const { seed, genes, perArm, changed = 0, named = [], effect, dispersion = 0.015 } = options;
  const stream = randomStream(seed, 'test/quality');
  const samples = 2 * perArm;
  const sizes = Array.from({ length: samples }, () => exp(0.25 * stream.normal()));
  const rows = Array.from({ length: genes }, (_, g) => {
    const mean = named[g]?.[1] ?? Math.min(2e5, exp(4.2 + 1.9 * stream.normal()));
    const own = (dispersion + 1.2 / mean) * exp(0.3 * stream.normal());
    const change =
      g >= named.length && g < named.length + changed ? (stream.uniform() < 0.5 ? -1 : 1) * (0.5 + stream.uniform()) : 0;
    const counts = sizes.map((size, s) => {
      const log2 = (s < perArm ? 0 : change) + (effect?.(g, s) ?? 0);
      return negativeBinomialVariate(stream, size * mean * pow(2, log2), own);
    });
    return { gene: named[g]?.[0] ?? `g${g}`, counts };
  });
  options.after?.(rows);
  const columns = new Map([
    ['sample', sizes.map((_, s) => `s${s + 1}`)],
    ['animal', sizes.map((_, s) => `a${s + 1}`)],
    ['sex', sizes.map((_, s) => (s % 2 === 0 ? 'female' : 'male'))],
    ['arm', sizes.map((_, s) => (s < perArm ? 'control' : 'drug'))],
  ]);
  options.sheet?.(columns);
  const lines = Array.from({ length: samples + 1 }, (_, i) =>
    [...columns].map(([name, cells]) => (i === 0 ? name : cells[i - 1])).join(','),
  );
  const head = ['gene', ...sizes.map((_, s) => `s${s + 1}`)].join('\t');
  return { counts: [head, ...rows.map(({ gene, counts }) => [gene, ...counts].join('\t'))].join('\n'), sheet: lines.join('\n') };
}

/** All checks on a synthetic table. */
export function assess(options: SyntheticOptions, design = '~ arm', tissue = 'hippocampus'): Promise<ExpressionResult> {
  const { counts, sheet } = syntheticTables(options);
  return assessTables(counts, sheet, design, tissue);
}

/** All checks on tables as text. */
export function assessTables(
  counts: string,
  sheet: string,
  design: string,
  tissue: string,
  where: { column: string; value: string }[] = [],
): Promise<ExpressionResult> {
  const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
  const request = {
    ...{ counts: readCounts(bytes(counts), 'counts.tsv'), samples: readDelimited(bytes(sheet), 'samples.csv') },
    ...{ where, minTotal: 2, references: new Map(), design, factors: [], tissue, animalColumn: 'animal', alpha: 0.1 },
  };
  return qualityOfCounts(request, plainContext());
}

/** Findings of one check, each as level and message. */
export function said({ quality }: ExpressionResult, check: string): string[] {
  return quality.findings.filter((one) => one.check === check).map(({ level, message }) => `${level}: ${message}`);
}

/** Subjects of the warnings of one check. */
export function warned({ quality }: ExpressionResult, check: string): string[] {
  return quality.findings.filter((one) => one.check === check && one.level === 'warning').map(({ subject }) => subject);
}
