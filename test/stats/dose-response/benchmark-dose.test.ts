import { describe, expect, it } from 'vitest';
import * as dose from '../../../src/stats/dose-response/index.ts';
import { expectClose } from '../../support/close.ts';
import { haveShared } from '../../support/shared.ts';
import { column } from '../tests/data.ts';
import { pups, result } from './reference.ts';

describe.skipIf(!haveShared)('doses of a stated effect (doseresponse.json)', () => {
  it('benchmark dose', () => {
    const expected = result<{ a: number; sigma: number; nll: number; BMD: number; BMDL: number; BMDU: string }>(
      'bmd.litter.exp2.1sd',
    );
    const got = dose.benchmarkDose(column(pups, 'dose'), column(pups, 'weight'), { direction: 'decrease' });
    expectClose(got.bmd, expected.BMD, 1e-4);
    expectClose(got.lower, expected.BMDL, 1e-4);
    expect(got.upper).toBe(Infinity);
    expectClose(got.control, expected.a, 1e-6);
    expectClose(got.sd, expected.sigma, 1e-6);
    expectClose(got.logLik, -expected.nll, 1e-9);
    // the same by least squares to full precision: the reference's optimizer stopped 5e-5 away
    const decay: dose.Curve = {
      parameters: ['a', 'b'],
      value: (d, [a, b], gradient) => {
        gradient[0] = Math.exp(-b * d);
        gradient[1] = -a * d * gradient[0];
        return a * gradient[0];
      },
    };
    const fit = dose.fitCurve(decay, column(pups, 'dose'), column(pups, 'weight'), Float64Array.of(30, 1e-4));
    const sd = Math.sqrt(fit.residualSumOfSquares / 74);
    const [a, b] = fit.parameters.map((one) => one.estimate);
    expectClose(got.bmd, -Math.log(1 - sd / a) / b, 1e-7);
  });
});
