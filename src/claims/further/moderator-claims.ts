import type { ModelContrast, RiskFactors, ScoreModel } from '../../behavior/index.ts';
import type { DomainWords } from '../domains.ts';
import { type Draft, type Drafted, missing, numberText, pText } from '../draft.ts';
import type { ClaimPlan } from '../plan.ts';
import { equivalenceTest } from '../verdict.ts';
import { windowStatement } from './further-claims.ts';

/** Where a difference of effects between two kinds of animals comes from. */
interface Difference extends Pick<Draft, 'id' | 'statement' | 'claimed' | 'figures'> {
  contrast: ModelContrast;
  /** Standard deviation of the control composite. */
  sd: number;
  /** -1 when the claim is about the other way round. */
  sign: 1 | -1;
  /** How many such differences there are; p is multiplied by it. */
  among: number;
}

function differenceClaim({ contrast, sd, sign, among, ...named }: Difference, plan: ClaimPlan): Drafted {
  const scale = sign / sd;
  const ends = [contrast.low * scale, contrast.high * scale];
  return {
    draft: {
      ...named,
      test: `${contrast.label}${sign < 0 ? ', with the sign turned' : ''}${among > 1 ? `; the smallest of ${among}, times ${among}` : ''}`,
      estimate: contrast.estimate * scale,
      low: Math.min(...ends),
      high: Math.max(...ends),
      unit: 'difference of the effects, SD of the control composite',
      pvalue: Math.min(1, among * contrast.pvalue),
      equivalence:
        among > 1 ? null : equivalenceTest(contrast.estimate * scale, contrast.se / sd, contrast.df, plan.smallestEffect),
      details: [{ label: 'p before adjustment', value: pText(contrast.pvalue) }],
      gate: null,
    },
  };
}

const ADOLESCENT = /adolesc|pubert|juvenil/i;

/** Stage by drug: does the drug act more in adolescents? Where no stage is adolescent, whether the stages differ at all. */
export function stageClaim(words: DomainWords, model: ScoreModel, session: string, sd: number, plan: ClaimPlan): Drafted {
  const id = `adolescent-window-${words.domain}`;
  const statement = windowStatement(plan, words.words);
  const found = contrastsOf(model, 'stage-by-arm', session, plan);
  if (found.length === 0)
    return missing(id, statement, 'every arm was dosed in the same developmental window (no column "stage" with two stages)');
  const contrast = found.reduce((best, one) => (one.pvalue < best.pvalue ? one : best));
  const [level, reference] = contrast.levels ?? ['', ''];
  const adolescent = ADOLESCENT.test(level) !== ADOLESCENT.test(reference);
  return differenceClaim(
    {
      id,
      statement,
      contrast,
      sd,
      sign: adolescent && ADOLESCENT.test(reference) ? -1 : 1,
      among: found.length,
      claimed: adolescent && words.claimed === 1 ? 1 : 0,
      figures: [`behavior-score-${words.domain}`],
    },
    plan,
  );
}

/** Sex as a risk factor. */
export function sexClaim(words: DomainWords, model: ScoreModel, session: string, sd: number, plan: ClaimPlan): Drafted {
  const id = `moderator-sex-${words.domain}`;
  const statement = `The effect on ${words.words} differs between the sexes.`;
  const [contrast] = contrastsOf(model, 'sex-by-arm', session, plan);
  if (contrast === undefined) return missing(id, statement, 'only one sex, or sex is not in the planned model');
  const figures = [`behavior-score-${words.domain}`];
  return differenceClaim({ id, statement, contrast, sd, sign: 1, among: 1, claimed: 0, figures }, plan);
}

function contrastsOf(model: ScoreModel, kind: ModelContrast['kind'], session: string, plan: ClaimPlan): ModelContrast[] {
  return model.contrasts.filter((one) => one.kind === kind && one.session === session && one.arm === plan.top.name);
}

/** Behavior before dosing as a risk factor. */
export function baselineClaim(words: DomainWords, risk: RiskFactors, session: string, plan: ClaimPlan): Drafted {
  const id = `moderator-baseline-${words.domain}`;
  const statement = `The effect on ${words.words} depends on the animal's behavior before dosing.`;
  if (risk.baselineMissing !== null) return missing(id, statement, risk.baselineMissing);
  const { estimate, low, high, se, df, pvalue } = risk.baseline;
  return {
    draft: {
      id,
      statement,
      test: `arm by baseline score at ${session}, ${plan.top.name} versus ${plan.control.name}, from score ~ arm * baseline + sex + (1 | litter)`,
      ...{ estimate, low, high, pvalue },
      unit: 'change of the effect per score unit at baseline',
      equivalence: null,
      figures: [`behavior-score-${words.domain}`],
      details: [{ label: 'standard error and degrees of freedom', value: `${numberText(se)}, ${numberText(df)}` }],
      claimed: 0,
      gate: null,
    },
  };
}

/** Litter as a risk factor. */
export function litterClaim(words: DomainWords, risk: RiskFactors, session: string, sd: number, plan: ClaimPlan): Drafted {
  const id = `moderator-litter-${words.domain}`;
  const statement = `Litters differ in how their ${words.words} responds to ${plan.drug.toLowerCase()}.`;
  if (risk.litterMissing !== null) return missing(id, statement, risk.litterMissing);
  return {
    draft: {
      id,
      statement,
      test: `variance of the arms' effects between litters at ${session}: restricted likelihood-ratio test of (1 | litter:arm)`,
      estimate: risk.litter.sd / sd,
      low: NaN,
      high: NaN,
      unit: 'SD of the effects between litters, in SD of the control composite',
      pvalue: risk.litter.pvalue,
      equivalence: null,
      figures: [],
      details: [],
      claimed: 0,
      gate: null,
    },
  };
}
