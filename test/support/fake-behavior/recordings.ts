import { MISSING_POSITION, type RaterAgreement, SKETCH_CELLS, type TrackSheet } from '../../../src/behavior/index.ts';
import { raterAgreement } from '../../../src/behavior/raters/rater-agreement.ts';
import { randomStream } from '../../../src/stats/random.ts';
import type { Study } from '../../../src/study/index.ts';

/** Three people who scored the swimming of twelve animals, one of them at odds with the others. */
export function fakeRaters(study: Study): RaterAgreement[] {
  const stream = randomStream(13, 'fake/raters', 0);
  const scores = study.animals.slice(0, 12).flatMap(({ id }) => {
    const truth = 60 + 120 * stream.uniform();
    return ['Ann', 'Bob', 'Cat'].map((rater) => {
      const value = rater === 'Cat' ? 60 + 120 * stream.uniform() : truth + 6 * stream.normal();
      return { animal: id, rater, value, bouts: null };
    });
  });
  const names = { outcome: 'forced-swim/immobility_s', label: 'Immobility', unit: 's', session: 'week 6' };
  return [raterAgreement(names, scores)].filter((one) => one !== null);
}

/** A walk of every animal in a square field. */
export function fakeTracks(study: Study): TrackSheet {
  const sketches = study.animals.map((_, a) => {
    const stream = randomStream(14, 'fake/tracks', a);
    const occupancy = new Uint16Array(SKETCH_CELLS * SKETCH_CELLS);
    const path = new Int16Array(80);
    for (let i = 0; i < path.length; i += 2) {
      if (i === 40) path.fill(MISSING_POSITION, i, i + 2);
      else path.set([Math.floor(1000 * stream.uniform()), Math.floor(1000 * stream.uniform())], i);
    }
    for (let i = 0; i < occupancy.length; i++) occupancy[i] = Math.floor(80 * stream.uniform());
    return { placed: true, path, occupancy };
  });
  return {
    assay: 'Open field',
    session: 'week 6',
    arena: { shape: 'rectangle', width: 1, height: 1, centerFraction: 0.5, armWidth: NaN, openAxis: 'x' },
    animals: study.animals.map(({ id }) => id),
    sketches,
  };
}
