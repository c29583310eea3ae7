import type { Context } from '../../context/index.ts';
import type { PathwayResult } from '../../pathway/index.ts';
import type { ModulePlan, Study } from '../../study/index.ts';
import type { Outcome } from '../outcomes.ts';
import type { LinkedExpression } from '../shared-animals.ts';
import { FEWEST_FOR_MODULES, findModules } from './find-modules.ts';
import { moduleExpression } from './module-expression.ts';
import type { ModuleResult } from './module-result.ts';
import { MODULE_DEFAULTS } from './settings.ts';

/** Modules of a study when its plan says nothing: enough genes for the modules that vary, few enough to take half a second. */
const STUDY_GENES = 1200;

/**
 * Co-expression modules of a study's animals and their links with the outcomes.
 *
 * @param outcomes per animal of the expression, in the order in which the samples name them
 * @returns the modules, or null and the reason in `notes`
 */
export async function studyModules(
  expression: LinkedExpression,
  study: Study,
  outcomes: readonly Outcome[],
  pathway: Pick<PathwayResult, 'families'>,
  context: Context,
): Promise<{ modules: ModuleResult | null; notes: string[] }> {
  const plan = study.plan.modules;
  if (plan === 'off') return { modules: null, notes: [] };
  const data = moduleExpression(expression, study);
  const found = await findModules(
    {
      ...data,
      outcomes,
      others: [data.sex.map((sex) => sex ?? 'unknown')],
      scale: 'log2 counts per million of the genes above 1 per million in at least half of the samples',
      most: plan?.genes ?? STUDY_GENES,
      settings: settingsOf(plan),
      sets: pathway.families,
    },
    context,
  );
  if (found !== null) return { modules: found, notes: [] };
  const reason = `Co-expression modules need at least ${FEWEST_FOR_MODULES} animals and ${2 * settingsOf(plan).minimumSize} expressed genes: not computed here.`;
  return { modules: null, notes: [reason] };
}

function settingsOf(plan: ModulePlan | undefined) {
  return {
    ...MODULE_DEFAULTS,
    network: plan?.network ?? MODULE_DEFAULTS.network,
    correlation: plan?.correlation ?? MODULE_DEFAULTS.correlation,
    power: plan?.power ?? null,
    deepSplit: plan?.deepSplit ?? MODULE_DEFAULTS.deepSplit,
    minimumSize: plan?.minimumSize ?? MODULE_DEFAULTS.minimumSize,
    mergeHeight: plan?.mergeHeight ?? MODULE_DEFAULTS.mergeHeight,
  };
}
