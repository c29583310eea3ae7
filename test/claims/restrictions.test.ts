import { describe, expect, it } from 'vitest';
import { dealtArms, restrictionsOf } from '../../src/claims/permutation/restrictions.ts';
import type { Animal, Study } from '../../src/study/index.ts';
import { fakeStudy } from '../support/fake-study.ts';

function studyOf(animals: Partial<Animal>[]): Study {
  const whole = animals.map((animal, i): Animal => {
    const rest = { sex: null, litter: null, cage: null, batch: null, born: null, died: null };
    return { ...rest, arm: 'vehicle', ...animal, id: `M${i}` };
  });
  const arms = [
    { name: 'vehicle', doseMgPerKg: 0, control: true },
    { name: 'high', doseMgPerKg: 20, control: false },
  ];
  return { ...fakeStudy(), arms, animals: whole };
}

const arm = (i: number): string => (i % 2 === 0 ? 'vehicle' : 'high');
const nobody = (study: Study): boolean[] => study.animals.map(() => false);
const restrict = (study: Study) => restrictionsOf(study, nobody(study), 'high');

describe('how the arms may be dealt out again', () => {
  it('within litters that hold both arms, and keeps the numbers in each', () => {
    const study = studyOf(Array.from({ length: 12 }, (_, i) => ({ arm: arm(i), litter: `L${Math.floor(i / 4)}` })));
    const restrictions = restrict(study);
    expect(restrictions).toMatchObject({ unit: 'animal', blockedBy: ['litter'], arrangements: 6 ** 3 });
    const seen = new Set<string>();
    for (let b = 0; b < 50; b++) {
      const arms = dealtArms(study, restrictions, 1, b);
      seen.add(arms.join());
      for (let litter = 0; litter < 3; litter++)
        expect(arms.slice(4 * litter, 4 * litter + 4).filter((one) => one === 'high').length).toBe(2);
    }
    expect(seen.size).toBeGreaterThan(20);
  });

  it('whole cages where every cage holds one arm, within batches', () => {
    const study = studyOf(
      Array.from({ length: 24 }, (_, i) => ({
        arm: arm(Math.floor(i / 3)),
        cage: `C${Math.floor(i / 3)}`,
        batch: i < 12 ? 'a' : 'b',
      })),
    );
    const restrictions = restrict(study);
    expect(restrictions).toMatchObject({ unit: 'cage', blockedBy: ['batch'], arrangements: 36 });
    const arms = dealtArms(study, restrictions, 1, 3);
    for (let cage = 0; cage < 8; cage++) expect(new Set(arms.slice(3 * cage, 3 * cage + 3)).size).toBe(1);
  });

  it('does not part the arms by what they were not dealt out within', () => {
    const study = studyOf(
      Array.from({ length: 12 }, (_, i) => ({ arm: arm(i), sex: i % 2 === 0 ? ('female' as const) : ('male' as const) })),
    );
    expect(restrict(study)).toMatchObject({ blockedBy: [], arrangements: 924 });
  });

  it('within sexes where both arms have both, and keeps sequenced animals sequenced', () => {
    const study = studyOf(
      Array.from({ length: 16 }, (_, i) => ({
        arm: arm(i),
        sex: Math.floor(i / 2) % 2 === 0 ? ('female' as const) : ('male' as const),
      })),
    );
    expect(restrict(study).blockedBy).toEqual(['sex']);
    const sampled = study.animals.map((_, i) => i < 8);
    expect(restrictionsOf(study, sampled, 'high')).toMatchObject({ blockedBy: ['sampled', 'sex'], arrangements: 6 ** 4 });
  });

  it('depends on seed and number alone', () => {
    const study = studyOf(Array.from({ length: 12 }, (_, i) => ({ arm: arm(i) })));
    const restrictions = restrict(study);
    expect(dealtArms(study, restrictions, 7, 5)).toEqual(dealtArms(study, restrictions, 7, 5));
    expect(dealtArms(study, restrictions, 7, 5)).not.toEqual(dealtArms(study, restrictions, 7, 6));
  });
});
