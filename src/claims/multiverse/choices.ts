import type { ClaimModel, ReferenceMode } from '../../behavior/index.ts';
import { type RefitChoices, variesAmongSamples } from '../../expression/index.ts';
import type { RerunInput } from '../rerun/rerun-input.ts';

/** One option of a choice. The first option of every choice is what the plan says. */
export interface Option<T> {
  id: string;
  label: string;
  value: T;
}

/** Something an analyst has to decide, and what could reasonably be decided. */
export interface Choice<T> {
  id: string;
  label: string;
  options: Option<T>[];
}

/** `both`: the smaller of the two p-values, doubled; `one`: all members one way; `any`: members in whatever direction. */
export type Direction = 'both' | 'one' | 'any';

/** Every choice of the multiverse, as far as the study offers it. */
export interface Choices {
  /** Which assay is left out of the scores; null: none. */
  assays: Choice<string | null>;
  reference: Choice<ReferenceMode>;
  outliers: Choice<boolean>;
  model: Choice<ClaimModel>;
  method: Choice<Omit<RefitChoices, 'design'>>;
  /** Design of the expression analysis; undefined: the study's. */
  covariates: Choice<string | undefined>;
  /** Whether the least typical sample is left out. */
  sample: Choice<boolean>;
  /** Mean normalized count from which on a gene counts as detected. */
  detection: Choice<number>;
  standardize: Choice<'posterior' | 'none'>;
  /** Which answer of the set tests counts. */
  direction: Choice<Direction>;
  /** Whether links hold sex constant besides the arm. */
  constant: Choice<boolean>;
}

const option = <T>(id: string, label: string, value: T): Option<T> => ({ id, label, value });
const choice = <T>(id: string, label: string, options: Option<T>[]): Choice<T> => ({ id, label, options });

const keptOrLeftOut = (): Option<boolean>[] => [option('kept', 'kept', false), option('left-out', 'left out', true)];

/**
 * The declared table of reasonable choices. Nothing in here is taken from results: what is listed depends on the plan, on which assays were
 * done and on which properties of the animals are stated.
 */
export function declaredChoices(input: RerunInput): Choices {
  const { study, scores } = input;
  const assays = [...new Set(scores.flatMap((score) => score.measures.map((measure) => measure.assay)))];
  return {
    assays: choice('assays', 'Tests in the scores', [
      option<string | null>('all', 'all', null),
      ...assays.map((assay) => option(`without-${assay}`, `without ${assay}`, assay)),
    ]),
    reference: choice('reference', 'Reference of the z-scores', [
      option('sex-control', 'controls of the same sex', 'sex-control'),
      option('control', 'all controls', 'control'),
      option('pooled', 'all animals', 'pooled'),
    ]),
    outliers: choice('outliers', 'Outlying scores', keptOrLeftOut()),
    model: choice('model', 'Model of the score', models(study.plan.model, input)),
    method: choice('method', 'Differential expression', METHODS),
    covariates: choice('covariates', 'Expression design', designs(input)),
    sample: choice('sample', 'Least typical sample', keptOrLeftOut()),
    detection: choice('detection', 'Genes kept from a mean count of', [option('1', '1', 1), option('10', '10', 10)]),
    standardize: choice('standardize', 'Genes in a set test', [
      option('scaled', 'scaled by moderated variances', 'posterior'),
      option('plain', 'as they are', 'none'),
    ]),
    direction: choice('direction', 'Direction of a set', [
      option('both', 'one or any, doubled', 'both'),
      option('one', 'one direction', 'one'),
      option('any', 'any direction', 'any'),
    ]),
    constant: choice('constant', 'Held constant in links', [
      option('arm-sex', 'arm and sex', true),
      option('arm', 'arm alone', false),
    ]),
  };
}

const METHODS: Option<Omit<RefitChoices, 'design'>>[] = [
  option('deseq2', 'DESeq2, planned filter', { method: 'deseq2', filter: 'planned', normalization: 'median-ratio' }),
  option('voom', 'limma-voom, TMM', { method: 'voom', filter: 'expressed', normalization: 'tmm' }),
  option('edger', 'edgeR quasi-likelihood, TMM', { method: 'edger', filter: 'expressed', normalization: 'tmm' }),
];

/** edgeR's dispersions cost as much as everything else together; it is run with the planned design and all samples only. */
export function isCombined(method: Omit<RefitChoices, 'design'>, design: string | undefined, dropSample: boolean): boolean {
  return method.method !== 'edger' || (design === undefined && !dropSample);
}

function models(planned: string, { study }: RerunInput): Option<ClaimModel>[] {
  const together = (formula: string, df: ClaimModel['df'] = 'kenward-roger'): ClaimModel => ({
    formula,
    df,
    sessions: 'together',
  });
  const apart = (formula: string): ClaimModel => ({ formula, df: 'kenward-roger', sessions: 'apart' });
  const fixed = planned.replace(/\s*\+?\s*\([^()]*\|[^()]*\)/g, '');
  const withoutSex = planned.replace(/\s*[+*]\s*sex\b/, '');
  const varies = (values: readonly (string | null)[]): boolean => !values.includes(null) && new Set(values).size > 1;
  const options = [
    option('planned', 'as planned', together(planned)),
    option('satterthwaite', "as planned, Satterthwaite's degrees of freedom", together(planned, 'satterthwaite')),
    option('animal-only', 'random effect of animal alone', together(`${fixed} + (1 | animal)`)),
    option('apart', 'each session alone', apart('score ~ arm + sex + (1 | litter)')),
    option('baseline', 'each session alone, adjusted for baseline', apart('score ~ arm + sex + baseline + (1 | litter)')),
  ];
  if (withoutSex !== planned) options.push(option('without-sex', 'without sex', together(withoutSex)));
  if (varies(study.animals.map((animal) => animal.batch)) && !/\bbatch\b/.test(planned))
    options.push(option('batch', 'with batch', together(planned.replace('~', '~ batch +'))));
  const seen = new Set<string>();
  return options.filter(({ value }) => {
    const key = `${value.formula} ${value.df} ${value.sessions}`;
    return !seen.has(key) && seen.add(key);
  });
}

function designs({ study, counts }: RerunInput): Option<string | undefined>[] {
  const options: Option<string | undefined>[] = [option('planned', 'as planned', undefined)];
  if (study.expression === null || counts === null) return options;
  const planned = study.expression.design ?? (variesAmongSamples(counts, 'sex') ? '~ sex + arm' : '~ arm');
  const withoutSex = planned.replace(/\bsex\s*\+\s*|\s*\+\s*sex\b/, '');
  if (withoutSex !== planned) options.push(option('without-sex', 'without sex', withoutSex));
  for (const column of ['batch', 'litter'] as const) {
    if (variesAmongSamples(counts, column) && !new RegExp(`\\b${column}\\b`).test(planned))
      options.push(option(column, `with ${column}`, planned.replace('~', `~ ${column} +`)));
  }
  return options;
}
