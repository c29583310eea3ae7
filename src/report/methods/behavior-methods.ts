import type { BehaviorResult } from '../../behavior/index.ts';
import type { Study } from '../../study/index.ts';
import { assayName } from '../text/assay-name.ts';
import { listed, plural } from '../text/numbers.ts';
import { code, leftOut, type MethodsParagraph, notesOf, plainText } from './methods-text.ts';

/** Measures, scores, comparisons and models of behavior. */
export function behaviorMethods(behavior: BehaviorResult, study: Study): MethodsParagraph {
  const labels = new Map(study.assays.map((assay) => [assay.assay, assay.label]));
  const assays = [...new Set(behavior.measures.map((measure) => plainText(assayName(measure.assay, labels).toLowerCase())))];
  const scores = behavior.scores.map(
    (score) => `${plainText(score.label)} (${plural(score.parts.length, 'measure')}; reference: ${plainText(score.reference)})`,
  );
  const methods = [...new Set(behavior.comparisons.map((one) => plainText(one.method)))];
  const formulas = [...new Set(behavior.models.map((model) => code(model.formula)))];
  return {
    heading: 'Behavior',
    text: `Assays: ${listed(assays)}. Measures were integrated into domain scores by z-scoring [@guilloux2011]: ${listed(scores)}. Arms were compared with control by ${listed(methods)}; litter is a random effect wherever litters are known [@lazic2013], degrees of freedom follow Kenward and Roger [@kenward1997]. Effect sizes are Hedges g [@hedges1981]; raw data are shown with every estimate [@ho2019].${otherModels(behavior)}${ratersOf(behavior)} Planned model of the scores: ${formulas.length === 0 ? code(study.plan.model) : listed(formulas)}. ${leftOut(behavior.exclusions.length, 'value')}${notesOf(behavior.models.flatMap((model) => model.notes))}`,
  };
}

/** The models beside the linear ones: latencies, counts and shares. */
function otherModels({ ratios = [] }: BehaviorResult): string {
  const fitted = ratios.filter((one) => Number.isFinite(one.ratio));
  const has = (kind: string): boolean => fitted.some((one) => one.kind === kind);
  const cox = [...new Set(fitted.filter((one) => one.kind === 'hazard-ratio').map((one) => plainText(one.method)))];
  const litters = fitted.some((one) => one.method.includes('estimating equations'));
  const parts = [
    has('hazard-ratio')
      ? ` Latencies were also analyzed as survival times, tests that ended before the event being censored [@jahn2011]: Kaplan–Meier curves, log-rank test, ${listed(cox)}.`
      : '',
    has('rate-ratio')
      ? ' Counts were also compared by quasi-Poisson regression, the distance as offset where it was tracked.'
      : '',
    has('odds-ratio') ? ' Shares were also compared by quasi-binomial regression with a logit link [@papke1996].' : '',
    litters ? ' Both used estimating equations with exchangeable litters and small-sample corrected errors [@mancl2001].' : '',
  ];
  return parts.join('');
}

/** How raters were compared. */
function ratersOf({ raters = [] }: BehaviorResult): string {
  if (raters.length === 0) return '';
  const names = [...new Set(raters.flatMap((one) => one.raters))].map(plainText);
  const odd = [...new Set(raters.flatMap((one) => one.odd.map(({ rater }) => rater)))].map(plainText);
  const named = odd.length === 0 ? '' : `; ${listed(odd)} agreed with nobody`;
  return ` Assays scored by several raters (${listed(names)}) hold the means over raters; agreement is given as intraclass correlations [@shrout1979] and limits of agreement [@bland1986]${named}.`;
}
