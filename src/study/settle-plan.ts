import type { StudyFile } from './schema.ts';
import type { AnalysisPlan, Animal, AssayPlan, Domain, ModulePlan, Session } from './study.ts';

const DEPRESSION = new Set(['forced-swim', 'tail-suspension', 'sucrose-preference', 'splash-test']);
const ANXIETY = new Set([
  'open-field',
  'elevated-plus-maze',
  'elevated-zero-maze',
  'light-dark-box',
  'novelty-suppressed-feeding',
  'marble-burying',
]);

/** The analysis plan; what study.yaml leaves open is chosen from the design alone, never from an outcome. */
export function settlePlan(
  file: StudyFile,
  animals: readonly Animal[],
  sessions: readonly Session[],
  assays: readonly AssayPlan[],
): AnalysisPlan {
  const { plan } = file;
  return {
    primary: plan?.primary ?? defaultPrimary(assays),
    model: plan?.model ?? defaultModel(animals, sessions),
    alpha: plan?.alpha ?? 0.05,
    fdr: plan?.fdr ?? 0.1,
    smallestEffect: plan?.smallest_effect ?? 0.5,
    smallestLog2FoldChange: plan?.smallest_log2_fold_change ?? 0.25,
    permutations: plan?.permutations ?? 2_000,
    seed: plan?.seed ?? 1,
    modules: modulePlan(plan?.modules),
  };
}

function modulePlan(modules: NonNullable<StudyFile['plan']>['modules']): 'off' | ModulePlan | undefined {
  if (modules === 'off' || modules === false) return 'off';
  if (modules === undefined || modules === 'on' || modules === true) return undefined;
  const { genes, network, correlation, power } = modules;
  const deepSplit = modules.deep_split as ModulePlan['deepSplit'];
  return { genes, network, correlation, power, deepSplit, minimumSize: modules.min_size, mergeHeight: modules.merge_height };
}

/** Anxiety and depression as far as they are measured; else the domains of the tables, in order. */
function defaultPrimary(assays: readonly AssayPlan[]): Domain[] {
  const measured = new Set<Domain>();
  for (const assay of assays) {
    for (const measure of assay.measures) if (measure.direction !== 0) measured.add(measure.domain);
    if (assay.measures.length === 0 && ANXIETY.has(assay.assay)) measured.add('anxiety');
    if (assay.measures.length === 0 && DEPRESSION.has(assay.assay)) measured.add('depression');
  }
  const mood = (['anxiety', 'depression'] as const).filter((domain) => measured.has(domain));
  if (mood.length > 0) return [...mood];
  const others = (['learning', 'locomotion', 'other'] as const).filter((domain) => measured.has(domain));
  return others.length > 0 ? [others[0]] : ['anxiety', 'depression'];
}

/**
 * `score ~ arm * session + sex + (1 | litter/animal)`, without the terms that do not vary: session when there is one
 * session, sex when it is one or unknown, litter when some animal has none or no litter has two animals.
 */
function defaultModel(animals: readonly Animal[], sessions: readonly Session[]): string {
  const repeated = sessions.length > 1;
  const sexes = new Set(animals.map((animal) => animal.sex));
  const litters = new Set(animals.map((animal) => animal.litter));
  const withLitter = !litters.has(null) && litters.size > 1 && litters.size < animals.length;
  const fixed = `score ~ ${repeated ? 'arm * session' : 'arm'}${sexes.size === 2 && !sexes.has(null) ? ' + sex' : ''}`;
  if (withLitter) return `${fixed} + (1 | ${repeated ? 'litter/animal' : 'litter'})`;
  return repeated ? `${fixed} + (1 | animal)` : fixed;
}
