import { exp, expm1, log, log1p } from '../elementary/index.ts';

const LOG_HALF = -0.6931471805599453;

/** log(1 - e^logP) without cancellation, logP <= 0. Source: Maechler (2012), Accurately computing log(1 - exp(-|a|)). */
export function logComplement(logP: number): number {
  return logP > LOG_HALF ? log(-expm1(logP)) : log1p(-exp(logP));
}
