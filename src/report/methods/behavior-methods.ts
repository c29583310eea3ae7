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
    text: `Assays: ${listed(assays)}. Measures were integrated into domain scores by z-scoring [@guilloux2011]: ${listed(scores)}. Arms were compared with control by ${listed(methods)}; litter is a random effect wherever litters are known [@lazic2013], degrees of freedom follow Kenward and Roger [@kenward1997]. Effect sizes are Hedges g [@hedges1981]; raw data are shown with every estimate [@ho2019]. Planned model of the scores: ${formulas.length === 0 ? code(study.plan.model) : listed(formulas)}. ${leftOut(behavior.exclusions.length, 'value')}${notesOf(behavior.models.flatMap((model) => model.notes))}`,
  };
}
