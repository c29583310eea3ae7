import type { Arm, Domain, Session, Study } from '../study/index.ts';
import { claimedDomains, type DomainWords } from './domains.ts';

/** What the claims need to know of the study: the comparison and the sessions that were planned. */
export interface ClaimPlan {
  drug: string;
  control: Arm;
  /** The highest dose; without doses the first arm that is not the control. */
  top: Arm;
  doses: Arm[];
  /** Last session of phase `treatment`. */
  endOfTreatment: Session | null;
  /** Last session of phase `washout`. */
  washout: Session | null;
  primary: Domain[];
  /** The domains that claims are about. */
  domains: DomainWords[];
  alpha: number;
  smallestEffect: number;
  smallestLog2FoldChange: number;
}

/** Reads the planned comparison and sessions from the study; null when there is no control or nothing to compare with it. */
export function claimPlan(study: Study): ClaimPlan | null {
  const control = study.arms.find((arm) => arm.control);
  const treated = study.arms.filter((arm) => !arm.control);
  if (control === undefined || treated.length === 0) return null;
  const doses = treated.filter((arm) => arm.doseMgPerKg > 0).sort((a, b) => a.doseMgPerKg - b.doseMgPerKg);
  return {
    drug: capitalized(study.drug.name),
    control,
    top: doses.at(-1) ?? treated[0],
    doses,
    endOfTreatment: study.sessions.filter((session) => session.phase === 'treatment').at(-1) ?? null,
    washout: study.sessions.filter((session) => session.phase === 'washout').at(-1) ?? null,
    primary: study.plan.primary,
    domains: claimedDomains(study.plan.primary),
    alpha: study.plan.alpha,
    smallestEffect: study.plan.smallestEffect,
    smallestLog2FoldChange: study.plan.smallestLog2FoldChange,
  };
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
