import type { DomainScore, ModelContrast, ScoreModel } from '../behavior/index.ts';
import type { Domain, Session } from '../study/index.ts';
import { type DomainWords, effectNoun, effectWords } from './domains.ts';
import { type Draft, type Drafted, missing, numberText, pText } from './draft.ts';
import type { ClaimPlan } from './plan.ts';
import type { ClaimedBehavior } from './rerun/behavior-rerun.ts';
import { equivalenceTest } from './verdict.ts';

interface DomainEvidence {
  score: DomainScore;
  model: ScoreModel;
  sessions: string[];
}

/** Drafts the behavioral claims of each domain: the effect, its persistence after washout, its dependence on the dose. */
export function behaviorClaims(behavior: ClaimedBehavior | null, plan: ClaimPlan): Drafted[] {
  return plan.domains.flatMap((words) => {
    const evidence = behavior === null ? null : evidenceFor(behavior, words.domain);
    const effect = effectClaim(words, evidence, plan);
    // a domain that is neither primary nor measured is named once among what was not assessed
    if (evidence === null && !plan.primary.includes(words.domain)) return [effect];
    return [effect, persistenceClaim(words, evidence, plan), doseClaim(words, evidence, plan)];
  });
}

function evidenceFor(behavior: ClaimedBehavior, domain: Domain): DomainEvidence | null {
  const score = behavior.scores.find((one) => one.domain === domain);
  const model = behavior.models.find((one) => one.domain === domain);
  return score === undefined || model === undefined ? null : { score, model, sessions: behavior.sessions };
}

function contrastOf(
  evidence: DomainEvidence,
  kind: ModelContrast['kind'],
  session: Session,
  arm: string | null,
): ModelContrast | undefined {
  return evidence.model.contrasts.find(
    (one) =>
      one.kind === kind && one.session === session.name && (arm === null || one.arm === arm) && Number.isFinite(one.estimate),
  );
}

/** Standard deviation of the composite among controls at a session, in which effects are stated; 1 when it is not known. */
function controlSd(evidence: DomainEvidence, session: Session): number {
  const sd = evidence.score.controlSd[evidence.sessions.indexOf(session.name)];
  return sd > 0 ? sd : 1;
}

function draftOf(
  id: string,
  statement: string,
  test: string,
  contrast: ModelContrast,
  sd: number,
  plan: ClaimPlan,
  figure: string,
): Draft {
  const equivalence = equivalenceTest(contrast.estimate / sd, contrast.se / sd, contrast.df, plan.smallestEffect);
  return {
    id,
    statement,
    test,
    estimate: contrast.estimate / sd,
    low: contrast.low / sd,
    high: contrast.high / sd,
    unit: 'SD of the control composite',
    pvalue: contrast.pvalue,
    equivalence,
    figures: [figure],
    details: [
      {
        label: 'estimate in score units',
        value: `${numberText(contrast.estimate)} (SE ${numberText(contrast.se)}, df ${numberText(contrast.df)})`,
      },
      { label: 'p before adjustment', value: pText(contrast.pvalue) },
    ],
    claimed: 1,
    gate: null,
  };
}

function effectClaim(words: DomainWords, evidence: DomainEvidence | null, plan: ClaimPlan): Drafted {
  const { domain } = words;
  const statement = `${plan.drug} ${effectWords(words)}.`;
  if (evidence === null) return missing(domain, statement, `no assay of the ${domain} domain with enough animals`);
  if (plan.endOfTreatment === null) return missing(domain, statement, 'no session of phase "treatment"');
  const contrast = contrastOf(evidence, 'arm-vs-control', plan.endOfTreatment, plan.top.name);
  if (contrast === undefined) return missing(domain, statement, 'the planned contrast could not be estimated');
  const test = `${plan.top.name} versus ${plan.control.name} at ${plan.endOfTreatment.name}, contrast of the model ${evidence.model.formula}`;
  const draft = draftOf(
    domain,
    statement,
    test,
    contrast,
    controlSd(evidence, plan.endOfTreatment),
    plan,
    `behavior-score-${domain}`,
  );
  for (const arm of plan.doses.filter((one) => one.name !== plan.top.name)) {
    const other = contrastOf(evidence, 'arm-vs-control', plan.endOfTreatment, arm.name);
    if (other !== undefined) {
      const interval = `${numberText(other.estimate)} (${numberText(other.low)} to ${numberText(other.high)})`;
      draft.details.push({
        label: `${arm.name} versus ${plan.control.name}`,
        value: `${interval}, adjusted p ${pText(other.padj)}`,
      });
    }
  }
  draft.details.push({ label: 'measures in the score', value: evidence.score.parts.join(', ') });
  return { draft: { ...draft, claimed: words.claimed } };
}

function persistenceClaim(words: DomainWords, evidence: DomainEvidence | null, plan: ClaimPlan): Drafted {
  const { domain } = words;
  const id = `persistence-${domain}`;
  const statement = `The ${effectNoun(words)} persists after washout.`;
  if (evidence === null) return missing(id, statement, `no assay of the ${domain} domain with enough animals`);
  if (plan.washout === null) return missing(id, statement, 'no session after washout');
  const contrast = contrastOf(evidence, 'arm-vs-control', plan.washout, plan.top.name);
  if (contrast === undefined) return missing(id, statement, 'the planned contrast could not be estimated');
  const test = `${plan.top.name} versus ${plan.control.name} at ${plan.washout.name}; tested only if the effect at the end of treatment is supported`;
  const draft = draftOf(id, statement, test, contrast, controlSd(evidence, plan.washout), plan, `behavior-score-${domain}`);
  const change = contrastOf(evidence, 'persistence', plan.washout, plan.top.name);
  if (change !== undefined) {
    const interval = `${numberText(change.estimate)} (${numberText(change.low)} to ${numberText(change.high)})`;
    draft.details.push({ label: 'change of the effect since the end of treatment (score units)', value: interval });
  }
  return { draft: { ...draft, claimed: words.claimed, gate: domain } };
}

function doseClaim(words: DomainWords, evidence: DomainEvidence | null, plan: ClaimPlan): Drafted {
  const { domain } = words;
  const id = `dose-dependence-${domain}`;
  const statement = `The ${effectNoun(words)} depends on the dose.`;
  if (evidence === null) return missing(id, statement, `no assay of the ${domain} domain with enough animals`);
  if (plan.doses.length < 2 || plan.endOfTreatment === null)
    return missing(id, statement, 'fewer than two doses besides the control');
  const contrast = contrastOf(evidence, 'dose-trend', plan.endOfTreatment, null);
  if (contrast === undefined) return missing(id, statement, 'the planned trend could not be estimated');
  const draft = draftOf(
    id,
    statement,
    `${contrast.label}; tested only if the effect at the highest dose is supported`,
    contrast,
    1,
    plan,
    `behavior-score-${domain}`,
  );
  const unit = 'score units per trend contrast';
  return { draft: { ...draft, claimed: words.claimed, unit, equivalence: null, gate: domain } };
}
