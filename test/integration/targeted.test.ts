import { describe, expect, it } from 'vitest';
import { amplificationEfficiency } from '../../src/integration/targeted/amplification-efficiency.ts';
import { bestKeeper, geNorm, normFinder } from '../../src/integration/targeted/gene-stability.ts';
import { type Plate, plateOf } from '../../src/integration/targeted/plate.ts';
import { readPlate } from '../../src/integration/targeted/read-plate.ts';
import {
  log2RelativeQuantity,
  relativeChange,
  technicalStandardError,
} from '../../src/integration/targeted/relative-quantity.ts';
import { log2 } from '../../src/stats/index.ts';
import { readDelimited } from '../../src/table/index.ts';
import { expectClose } from '../support/close.ts';
import { haveShared, sharedText } from '../support/shared.ts';

const cyclesOf = (plate: Plate, gene: string): Float64Array => {
  const at = plate.genes.indexOf(gene) * plate.animals.length;
  return plate.cycles.slice(at, at + plate.animals.length);
};

const rowsOf = (path: string): string[][] =>
  sharedText(path)
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((line) => line.split(','));

describe.skipIf(!haveShared)('qPCR against R (qpcr.json)', () => {
  const cases = haveShared
    ? new Map(
        (JSON.parse(sharedText('reference/statistics/qpcr.json')).cases as { id: string; result: never }[]).map((one) => [
          one.id,
          one.result as Record<string, never>,
        ]),
      )
    : new Map<string, Record<string, never>>();
  const expected = (id: string) => cases.get(id) ?? {};
  const wells = haveShared ? rowsOf('data/statistics/qpcr_sim.csv') : [];
  const plate = plateOf(wells.map(([animal, , gene, , cycle]) => ({ animal, gene, cycle: Number(cycle) })));
  const groups = new Map(wells.map(([animal, group]) => [animal, group]));
  const control = plate.animals.map((animal) => groups.get(animal) === 'veh');
  const standards = haveShared ? rowsOf('data/statistics/qpcr_standards_sim.csv') : [];
  const curve = (gene: string) => {
    const own = standards.filter((row) => row[0] === gene);
    return amplificationEfficiency(
      own.map((row) => Number(row[1])),
      own.map((row) => Number(row[3])),
    );
  };
  const references = plate.genes.filter((gene) => gene.startsWith('Ref')).sort();
  const close = (actual: ArrayLike<number>, wanted: readonly number[], name: string) =>
    wanted.forEach((value, i) => {
      expectClose(actual[i], value, 1e-10, `${name} ${i}`, 1e-6);
    });

  it('standard curves', () => {
    for (const [gene, wanted] of Object.entries(expected('efficiency')) as [string, Record<string, number>][]) {
      const { slope, intercept, rSquared, efficiency, slopeStandardError, efficiencyStandardError } = curve(gene);
      close(
        [slope, intercept, rSquared, efficiency, slopeStandardError, efficiencyStandardError],
        [wanted.slope, wanted.intercept, wanted.r2, wanted.E, wanted.seSlope, wanted.seE],
        gene,
      );
    }
  });

  it.each(['Htr1a', 'Drd2'])('ddCt of %s', (gene) => {
    const wanted = expected(`ddct.${gene}.Ref1`) as Record<string, never>;
    const perfect = (name: string) => ({ cycles: cyclesOf(plate, name), efficiency: 2 });
    const ratio = log2RelativeQuantity(perfect(gene), [perfect('Ref1')], control);
    const change = relativeChange(ratio, control);
    const ddCt = Array.from(ratio, (value) => -value);
    close(ddCt, wanted.ddCtPerAnimal, 'ddCt');
    close([-change.estimate, change.standardError, change.fold], [wanted.meanDeltaDelta, wanted.seDelta, wanted.fold], gene);
    close([change.foldLow, change.foldHigh], wanted.foldCI, 'interval');
    close([change.welch.foldLow, change.welch.foldHigh], wanted.foldCIwelch, 'Welch interval');
    close([change.pvalue, change.welch.pvalue], [wanted.p, wanted.pWelch], 'p');
    const at = (name: string, i: number) => plate.genes.indexOf(name) * plate.animals.length + i;
    const technical = plate.animals.map((_, i) =>
      technicalStandardError(
        { sd: plate.replicateSd[at(gene, i)], replicates: plate.replicates[at(gene, i)] },
        { sd: plate.replicateSd[at('Ref1', i)], replicates: plate.replicates[at('Ref1', i)] },
      ),
    );
    close(technical, wanted.technicalSEperAnimal, 'technical');
  });

  it.each([
    ['pfaffl.Htr1a.Ref1', ['Ref1']],
    ['pfaffl.Htr1a.Ref1Ref2Ref3', ['Ref1', 'Ref2', 'Ref3']],
  ])('efficiency-corrected %s', (id, names) => {
    const wanted = expected(id) as Record<string, never>;
    const corrected = (name: string) => ({ cycles: cyclesOf(plate, name), efficiency: curve(name).efficiency });
    const change = relativeChange(log2RelativeQuantity(corrected('Htr1a'), names.map(corrected), control), control);
    close(change.log2Ratio, wanted.log2ratioPerAnimal, 'log2 ratio');
    close([change.fold, change.estimate, change.pvalue], [wanted.ratio, wanted.log2ratio, wanted.p], 'change');
    close([change.foldLow, change.foldHigh], wanted.ci, 'interval');
  });

  const quantities = Float64Array.from(
    references.flatMap((gene) => {
      const cycles = cyclesOf(plate, gene);
      const least = Math.min(...cycles);
      return Array.from(cycles, (cycle) => log2(curve(gene).efficiency) * (least - cycle));
    }),
  );

  it('geNorm', () => {
    const wanted = expected('genorm') as unknown as {
      steps: { genes: string[]; M: number[] }[];
      eliminatedWorstFirst: string[];
      V: number[];
    };
    const found = geNorm(quantities, references.length);
    expect(found.eliminated.map((i) => references[i])).toEqual(wanted.eliminatedWorstFirst);
    wanted.steps.forEach((step, k) => {
      expect(found.rounds[k].genes.map((i) => references[i])).toEqual(step.genes);
      close(found.rounds[k].stability, step.M, `M ${k}`);
    });
    close(found.pairwiseVariation, wanted.V, 'V');
  });

  it('NormFinder, with and without groups', () => {
    const wanted = expected('normfinder.grouped') as unknown as {
      intragroupVar: { values: number[][] };
      intergroupDif: { values: number[][] };
      shrunkDif: { values: number[][] };
      gamma2: number;
      stability: Record<string, number>;
    };
    const group = plate.animals.map((animal) => groups.get(animal) ?? '');
    const found = normFinder(quantities, references.length, group);
    close(found.withinGroupVariance, wanted.intragroupVar.values.flat(), 'within');
    close(found.betweenGroups, wanted.intergroupDif.values.flat(), 'between');
    close(found.shrunkenBetweenGroups, wanted.shrunkDif.values.flat(), 'shrunken');
    expectClose(found.gamma2, wanted.gamma2, 1e-10, 'gamma2');
    close(
      found.stability,
      references.map((gene) => wanted.stability[gene]),
      'stability',
    );
    const plain = expected('normfinder.ungrouped') as unknown as { stability: Record<string, number> };
    const ungrouped = normFinder(
      quantities,
      references.length,
      group.map(() => 'all'),
    );
    close(
      ungrouped.stability,
      references.map((gene) => plain.stability[gene]),
      'ungrouped',
    );
  });

  it('BestKeeper', () => {
    const wanted = expected('bestkeeper') as unknown as Record<string, number[]>;
    const cycles = Float64Array.from(references.flatMap((gene) => Array.from(cyclesOf(plate, gene))));
    const found = bestKeeper(cycles, references.length);
    close(found.sd, wanted.sdCt, 'sd');
    close(found.meanAbsoluteDeviation, wanted.maeCt, 'mean absolute deviation');
    close(found.coefficientOfVariation, wanted.cv, 'cv');
    close(found.correlationWithIndex, wanted.rWithIndex, 'r');
  });
});

describe('qPCR, what cannot be', () => {
  const table = (text: string, name: string) => readDelimited(new TextEncoder().encode(text), name);
  const plate = table('animal,gene,Ct\na,Htr1a,24\na,Actb,18\nb,Htr1a,25\nb,Actb,18\n', 'plate.csv');
  const curve = (sign: number) =>
    ['Htr1a', 'Actb'].flatMap((gene) => [0, 1, 2].map((k) => `${gene},${10 ** -k},${20 + sign * 3.4 * k}`)).join('\n');

  it('a curve whose cycles rise with the amount would turn every fold change around', () => {
    const read = (sign: number) => readPlate(plate, ['Actb'], table(`gene,dilution,Ct\n${curve(sign)}\n`, 'standards.csv'));
    expectClose(read(1).measured('Htr1a').efficiency, 10 ** (1 / 3.4), 1e-12);
    expect(() => read(-1)).toThrow('the cycles of Htr1a do not fall with the amount');
  });

  it('a cycle is above 0', () => {
    const negative = table('animal,gene,Ct\na,Htr1a,-3\na,Actb,18\n', 'plate.csv');
    expect(() => readPlate(negative, ['Actb'], null)).toThrow('a quantification cycle is a number above 0');
  });

  it('no interval and no p from single animals or values that do not vary', () => {
    const control = [true, true, false, false];
    const flat = relativeChange(Float64Array.of(0, 0, 1, 1), control);
    expect([flat.estimate, flat.fold, flat.pvalue, flat.welch.pvalue, flat.low]).toEqual([1, 2, NaN, NaN, NaN]);
    const single = relativeChange(Float64Array.of(0, 0.5, 1, NaN), control);
    expect([single.estimate, single.welch.low, single.pvalue]).toEqual([0.75, NaN, NaN]);
  });
});

describe('qPCR, properties', () => {
  it('a fold change does not depend on the unit of the template, and technical replicates are not animals', () => {
    const wells = ['a', 'b', 'c', 'd', 'e', 'f'].flatMap((animal, i) => [
      { animal, gene: 'Htr1a', cycle: 24 + i * 0.1 + (i > 2 ? -1 : 0) },
      { animal, gene: 'Htr1a', cycle: 24.2 + i * 0.1 + (i > 2 ? -1 : 0) },
      { animal, gene: 'Actb', cycle: 18 + 0.05 * i },
    ]);
    const control = [true, true, true, false, false, false];
    const change = (shift: number) => {
      const plate = plateOf(wells.map((well) => ({ ...well, cycle: well.cycle + shift })));
      const perfect = (gene: string) => ({ cycles: cyclesOf(plate, gene), efficiency: 2 });
      return relativeChange(log2RelativeQuantity(perfect('Htr1a'), [perfect('Actb')], control), control);
    };
    expect(change(3).fold).toBeCloseTo(change(0).fold, 10);
    expect(change(0).log2Ratio.length).toBe(6);
  });

  it('NormFinder ranks a quiet gene that follows the treatment last, which spread alone does not see', () => {
    const group = Array.from({ length: 12 }, (_, i) => (i < 6 ? 'veh' : 'drug'));
    const wave = (k: number, i: number) => 0.1 * (((i * 7 + k * 5) % 11) / 11 - 0.5);
    const rows = [0, 1, 2, 3].map((k) => group.map((name, i) => wave(k, i) + (k === 3 && name === 'drug' ? 0.6 : 0)));
    const found = normFinder(Float64Array.from(rows.flat()), 4, group);
    expect(found.stability.indexOf(Math.max(...found.stability))).toBe(3);
  });
});
