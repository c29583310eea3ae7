import type { Context } from '../context/index.ts';
import type { ContrastResult, ExpressionResult } from '../expression/index.ts';
import type { Study } from '../study/index.ts';
import { balanceIndices } from './balance/balance.ts';
import { type CatalogueSet, catalogueSets } from './catalogue/catalogue-sets.ts';
import { type GeneIdKind, type MatchedGene, matchCatalogue } from './catalogue/match-genes.ts';
import type { Species } from './catalogue/receptor-catalogue.ts';
import { catalogueEnrichment } from './enrichment/catalogue-enrichment.ts';
import { compositionShifts } from './receptors/composition.ts';
import { type ContrastGroups, contrastGroups, type MeasuredExpression } from './receptors/contrast-groups.ts';
import { detectedEffects } from './receptors/detected-effects.ts';
import { DETECTION_RULE, detectedGenes } from './receptors/detection.ts';
import { familyTests } from './receptors/family-tests.ts';
import { pairTests } from './receptors/pair-tests.ts';
import { receptorPanel } from './receptors/receptor-panel.ts';
import type { PathwayResult } from './results.ts';

/**
 * The neuroactive ligand-receptor view of the headline comparison: the receptor panel, the declared families, systems and
 * cascade steps, enrichment of the same sets, and the excitation/inhibition balance.
 */
export async function analyzePathways(expression: ExpressionResult, study: Study, context: Context): Promise<PathwayResult> {
  return analyzeReceptors(
    expression,
    { species: study.species, geneId: study.expression?.geneId ?? 'symbol', fdr: study.plan.fdr },
    context,
  );
}

/** What the analysis has to know besides the expression. */
export interface ReceptorOptions {
  species: Species;
  geneId: GeneIdKind;
  /** False discovery rate below which a gene counts as selected for over-representation. */
  fdr: number;
  /** Position of the comparison in `expression.contrasts`; default: the first. */
  contrast?: number;
}

/** As {@link analyzePathways}, for any comparison and without a study. */
export async function analyzeReceptors(
  expression: MeasuredExpression,
  options: ReceptorOptions,
  context: Context,
): Promise<PathwayResult> {
  const contrast = expression.contrasts[options.contrast ?? 0];
  const matched = matchCatalogue(expression.genes, options.geneId, options.species);
  const groups = contrastGroups(expression, contrast);
  const detected = detectedGenes(expression, contrast, groups);
  const sets = catalogueSets(matched);
  const shared = { expression, contrast, groups, matched, detected };
  context.progress('receptor families', 0, 3);
  const model = detectedEffects(expression, groups, detected);
  const families = await familyTests(sets, { ...shared, model, context });
  context.checkCancelled();
  context.progress('receptor families', 1, 3);
  const enrichment = await catalogueEnrichment(sets, { ...shared, fdr: options.fdr, context });
  context.checkCancelled();
  context.progress('receptor families', 2, 3);
  const balance = balanceIndices({ ...shared, seed: context.seed });
  context.progress('receptor families', 3, 3);
  return {
    contrast: contrast.name,
    panel: receptorPanel({ ...shared, model, seed: context.seed }),
    families,
    enrichment,
    balance,
    compositions: compositionShifts(shared),
    pairs: pairTests(shared),
    coverage: coverageOf(matched, detected),
    notes: notesOf(matched, detected, sets, contrast, groups),
  };
}

function coverageOf(matched: readonly MatchedGene[], detected: Uint8Array): PathwayResult['coverage'] {
  const neuroactive = matched.filter((gene) => gene.entry.neuroactive !== '');
  const missing = neuroactive.filter((gene) => gene.index < 0 || detected[gene.index] === 0);
  return {
    measured: neuroactive.length - missing.length,
    catalogue: neuroactive.length,
    notDetected: missing.map((gene) => gene.symbol),
  };
}

function notesOf(
  matched: readonly MatchedGene[],
  detected: Uint8Array,
  sets: readonly CatalogueSet[],
  contrast: ContrastResult,
  groups: ContrastGroups,
): string[] {
  const absent = matched.filter((gene) => gene.index < 0);
  const silent = sets.filter(
    (set) => set.kind !== 'family' && !set.members.some((m) => matched[m].index >= 0 && detected[matched[m].index] === 1),
  );
  const notes = [
    `${contrast.name}: ${groups.treated.length} against ${groups.control.length} samples; ${DETECTION_RULE}.`,
    absent.length > 0
      ? `${absent.length} of ${matched.length} catalogue genes are not in the count table: ${listed(absent.map((gene) => gene.symbol))}.`
      : '',
    absent.length === matched.length
      ? 'No catalogue gene was found in the count table: check the species and the kind of gene ids in the study.'
      : '',
    silent.length > 0 ? `Nothing detected of: ${silent.map((set) => set.label).join(', ')}.` : '',
    'Family tests: the p-value is sample-based (closed-form rotation, self-contained: do these genes respond at all?). The gene-permutation p beside it is competitive and assumes independent genes, which inflates it; it is not a basis for a claim.',
  ];
  return notes.filter((note) => note !== '');
}

const SHOWN = 30;

function listed(names: readonly string[]): string {
  return names.length <= SHOWN ? names.join(', ') : `${names.slice(0, SHOWN).join(', ')} and ${names.length - SHOWN} more`;
}
