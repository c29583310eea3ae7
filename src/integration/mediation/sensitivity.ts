/** How strong something unmeasured would have to be to explain path b, and with it the indirect effect, away. */
export interface MediationSensitivity {
  /**
   * Correlation between the errors of mediator and outcome at which the indirect effect is 0 (Imai's rho): equal to the partial
   * correlation of the two at equal exposure.
   */
  rhoAtZero: number;
  /**
   * Robustness value: a hidden cause that explains this share of the remaining variance of both the mediator and the outcome would bring
   * path b to 0. The second is the share that would make it no longer significant at the level asked for.
   */
  robustnessValue: number;
  robustnessValueSignificant: number;
}

/**
 * @param partialCorrelation of mediator and outcome at equal exposure
 * @param df residual degrees of freedom of the outcome model
 * @param criticalT two-sided critical value of t on df - 1 degrees of freedom
 * Sources: Imai, Keele & Yamamoto (2010), Statist Sci 25:51, theorem 4; Cinelli & Hazlett (2020), J R Stat Soc B 82:39, eq. 18 and 19.
 */
export function mediationSensitivity(partialCorrelation: number, df: number, criticalT: number): MediationSensitivity {
  const f = Math.abs(partialCorrelation) / Math.sqrt((1 - partialCorrelation) * (1 + partialCorrelation));
  return {
    rhoAtZero: partialCorrelation,
    robustnessValue: robustness(f),
    robustnessValueSignificant: robustness(Math.max(0, f - criticalT / Math.sqrt(df - 1))),
  };
}

const robustness = (f: number): number => (Math.sqrt(f * f * f * f + 4 * f * f) - f * f) / 2;

/**
 * The indirect effect if the errors of mediator and outcome had the correlation rho.
 *
 * @param a path exposure -> mediator
 * @param mediatorSd residual standard deviation of the mediator given the exposure
 * @param outcomeSd residual standard deviation of the outcome given the exposure (without the mediator)
 * Source: Imai, Keele & Yamamoto (2010), theorem 4.
 */
export function indirectEffectAt(
  rho: number,
  paths: { a: number; mediatorSd: number; outcomeSd: number; partialCorrelation: number },
): number {
  const r = paths.partialCorrelation;
  return ((paths.a * paths.outcomeSd) / paths.mediatorSd) * (r - rho * Math.sqrt(((1 - r) * (1 + r)) / ((1 - rho) * (1 + rho))));
}
