import type { ExpressionResult } from '../../expression/index.ts';
import type { IntegrationResult } from '../../integration/index.ts';
import type { PathwayResult } from '../../pathway/index.ts';
import { count, listed, plural, significant } from '../text/numbers.ts';
import { code, leftOut, type MethodsParagraph, notesOf, plainText } from './methods-text.ts';

/** Counts to gene lists. */
export function expressionMethods(expression: ExpressionResult): MethodsParagraph {
  const contrasts = expression.contrasts.map(
    (one) => `${plainText(one.name)} (filter at mean count ${significant(one.filterThreshold, 2)})`,
  );
  const methods = [...new Set(expression.contrasts.map((one) => plainText(one.method)))];
  return {
    heading: 'Gene expression',
    text: `Counts of ${plural(expression.genes.length, 'gene')} in ${plural(expression.samples.length, 'sample')} of ${plainText(expression.tissue)} were normalized by median-of-ratios size factors [@anders2010] and modelled by ${listed(methods)} with the design ${code(expression.design.formula)} [@love2014]. Dispersion trend: ${plainText(expression.dispersions.trend)}. Comparisons: ${listed(contrasts)}. False discovery rate: Benjamini and Hochberg [@benjamini1995] after independent filtering [@bourgon2010], level ${expression.contrasts[0]?.alpha ?? 'none'}. Figures and links use ${plainText(expression.transformName)}. ${leftOut(expression.exclusions.length, 'sample')}`,
  };
}

/** Receptor families and enrichment. */
export function pathwayMethods(pathway: PathwayResult): MethodsParagraph {
  const methods = [...new Set(pathway.families.map((family) => plainText(family.method)))];
  const enrichment =
    pathway.enrichment.length === 0
      ? ''
      : ` Gene sets were also ranked by preranked enrichment [@subramanian2005] and over-representation among the tested genes; both permute genes and are shown as description only.`;
  return {
    heading: 'Receptors and pathways',
    text: `The pre-declared catalogue holds ${plural(pathway.coverage.catalogue, 'gene')}, of which ${count(pathway.coverage.measured)} were measured. Single genes are adjusted within the panel [@benjamini1995]. Families were tested as sets by ${listed(methods)} [@wu2010; @wu2012].${enrichment} The receptor map fades colors with uncertainty [@correll2018].${notesOf(pathway.notes)}`,
  };
}

/** Behavior against expression. */
export function integrationMethods(integration: IntegrationResult): MethodsParagraph {
  const outcomes = integration.links.map(
    (link) =>
      `${plainText(link.label)} at ${plainText(link.session)} (n = ${count(link.n)}, ${plural(link.permutations, 'permutation')})`,
  );
  return {
    heading: 'Behavior and expression in the same animals',
    text: `Pearson correlations of each gene with ${listed(outcomes)}, over all animals and after removing group means, since pooled correlations confound the treatment's effects with a link [@kievit2013]. Within-group p-values permute animals within groups and count the observed order [@phipson2010]; max-T adjusts over all genes tested.${furtherMethods(integration)}${notesOf(integration.notes)}`,
  };
}

function furtherMethods({ mediation, predictions, modules }: IntegrationResult): string {
  const predicted =
    predictions.length === 0
      ? ''
      : ` Prediction within groups: partial least squares, components chosen in an inner five-fold cross-validation, judged in animals (or litters) left out, ${plural(predictions[0].permutations, 'permutation')} of the whole procedure.`;
  const mediated =
    mediation.length === 0
      ? ''
      : ` Mediation (${plainText(mediation[0].exposure)}): joint significance of both paths for ${plural(mediation[0].genes.length, 'gene')} of the panel [@mackinnon2002], false discovery rate under the composite null [@dai2022], percentile bootstrap of whole ${mediation[0].unit} (${count(mediation[0].resamples)} resamples), sensitivity to an unmeasured common cause [@imai2010; @cinelli2020].`;
  return predicted + mediated + moduleMethods(modules);
}

function moduleMethods(modules: IntegrationResult['modules']): string {
  if (modules === null || modules === undefined) return '';
  const { settings, detected, genes } = modules;
  return ` Co-expression modules: ${plainText(settings.network)} network of the ${plural(genes.length, 'most variable gene')} (${plainText(modules.scale)}), power ${detected.power} [@zhang2005], topological overlap, average linkage and dynamic hybrid cut [@langfelder2008cut] at deepSplit ${settings.deepSplit} with at least ${plural(settings.minimumSize, 'gene')}, modules with like eigengenes merged at ${settings.mergeHeight} [@langfelder2008].`;
}
