import { type BehaviorResult, doseTrend, type RiskFactors, riskFactors } from '../../behavior/index.ts';
import type { Context } from '../../context/index.ts';
import { type ExpressionResult, readStudyCounts, sampleColumnHas } from '../../expression/index.ts';
import { type ClaimedPathways, type FamilyTrend, familyTrend } from '../../pathway/index.ts';
import { InputError } from '../../problems/index.ts';
import type { FileSource, Study } from '../../study/index.ts';
import { type ClaimPlan, claimPlan } from '../plan.ts';
import { rerunExpression } from '../rerun/expression-rerun.ts';

/** Tests that no room makes for itself, because only claims ask for them. */
export interface FurtherTests {
  /** Per domain: do animals with a high score before, or single litters, respond more? */
  risks: RiskFactors[];
  /** The neuroactive genes along the doses; null without doses. */
  doseTrend: FamilyTrend | null;
  /** Changed genes of the panel, and those of them whose middle doses lie between control and highest dose. */
  ordered: { changed: number; ordered: number } | null;
  /** The receptor view of samples taken after washout; null without such samples, with the reason. */
  washout: ClaimedPathways | null;
  washoutMissing: string;
}

/**
 * Makes the tests of {@link FurtherTests}: fits the moderators of each claimed domain, the dose trend of the neuroactive genes, and
 * differential expression of the samples taken after washout, which the sample sheet marks in a column `session`.
 */
export async function furtherTests(
  study: Study,
  behavior: BehaviorResult | null,
  expression: ExpressionResult | null,
  files: FileSource,
  context: Context,
): Promise<FurtherTests | null> {
  const plan = claimPlan(study);
  if (plan === null) return null;
  const domains = new Set(plan.domains.map(({ domain }) => domain));
  const session = plan.endOfTreatment?.name;
  const scores = session === undefined ? [] : (behavior?.scores.filter((score) => domains.has(score.domain)) ?? []);
  const wanted = { arm: plan.top.name, session: session ?? '' };
  const washout = await washoutPathways(study, expression, plan, files, context);
  return {
    risks: scores.map((score) => riskFactors(study, score, wanted)),
    doseTrend: expression === null ? null : geneTrend(study, expression),
    ordered: expression === null ? null : orderedGenes(expression, plan),
    ...washout,
  };
}

function geneTrend(study: Study, expression: ExpressionResult): FamilyTrend | null {
  const trend = doseTrend(study);
  if (trend === null || expression.contrasts[0]?.factor !== 'arm') return null;
  const options = { species: study.species, geneId: study.expression?.geneId ?? 'symbol', fdr: study.plan.fdr } as const;
  const levels = trend.arms.map((arm, i) => [arm, trend.weights[i]] as const);
  return familyTrend(expression, options, 'neuroactive', levels);
}

/** Genes changed at the highest dose (study's FDR), and those with every further dose between it and no change. */
function orderedGenes(expression: ExpressionResult, plan: ClaimPlan): FurtherTests['ordered'] {
  const [headline, ...others] = expression.contrasts;
  const doses = plan.doses.filter((arm) => arm.name !== plan.top.name);
  const steps = doses.flatMap((arm) => others.find((one) => one.factor === 'arm' && one.treated === arm.name) ?? []);
  if (headline === undefined || steps.length === 0 || headline.treated !== plan.top.name) return null;
  let [changed, ordered] = [0, 0];
  headline.padj.forEach((p, g) => {
    if (!(p < headline.alpha)) return;
    changed++;
    const side = Math.sign(headline.log2FoldChange[g]);
    const path = [0, ...steps.map((step) => side * step.log2FoldChange[g]), side * headline.log2FoldChange[g]];
    if (path.every((value, i) => i === 0 || value >= path[i - 1])) ordered++;
  });
  return { changed, ordered };
}

async function washoutPathways(
  study: Study,
  expression: ExpressionResult | null,
  plan: ClaimPlan,
  files: FileSource,
  context: Context,
): Promise<Pick<FurtherTests, 'washout' | 'washoutMissing'>> {
  const none = (washoutMissing: string) => ({ washout: null, washoutMissing });
  if (expression === null || study.expression === null) return none('the study has no expression data');
  if (plan.washout === null) return none('no session after washout');
  const where = study.expression.where.filter(({ column }) => column !== SESSION_COLUMN);
  const value = plan.washout.name;
  const missing = `no samples of session "${value}" (column "${SESSION_COLUMN}" of the sample sheet)`;
  if (!(await sampleColumnHas(study.expression, files, SESSION_COLUMN, value))) return none(missing);
  const after: Study = {
    ...study,
    expression: { ...study.expression, where: [...where, { column: SESSION_COLUMN, value }], session: value, contrasts: [] },
  };
  try {
    const counts = await readStudyCounts(after, files);
    return { washout: (await rerunExpression(after, counts, context)).pathway, washoutMissing: '' };
  } catch (error) {
    if (error instanceof InputError) return none(error.problems.map((problem) => problem.message).join('; '));
    throw error;
  }
}

/** Column of the sample sheet that says in which session the tissue was taken. */
const SESSION_COLUMN = 'session';
