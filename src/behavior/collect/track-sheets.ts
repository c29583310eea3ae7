import type { Study } from '../../study/index.ts';
import type { ArenaSetup } from '../arena/arena-setup.ts';
import { sideOf } from '../track/sketch.ts';
import type { Sheet } from './sheet.ts';
import type { TrackSheet } from './track-sketches.ts';

/** The session whose paths are drawn: the last one of treatment that has files, else the last one that has. Null without files. */
export function sessionToDraw(study: Study, files: readonly { session: number | null }[]): number | null {
  const withFiles = [...study.sessions.keys()].filter((s) => files.some((file) => file.session === s));
  const treated = withFiles.filter((s) => study.sessions[s].phase === 'treatment');
  return treated.at(-1) ?? withFiles.at(-1) ?? null;
}

/** The sketches of a sheet with the arena that they are drawn in. */
export function trackSheet(sheet: Sheet, arena: ArenaSetup, study: Study, session: number): TrackSheet {
  const side = sideOf(arena);
  const ordered = [...sheet.sketches].sort((a, b) => a.animal - b.animal);
  return {
    assay: sheet.assay,
    session: study.sessions[session].name,
    arena: {
      shape: arena.shape,
      width: arena.widthCm / side,
      height: arena.heightCm / side,
      centerFraction: arena.centerFraction,
      armWidth: arena.armWidthCm / side,
      openAxis: arena.openAxis,
    },
    animals: ordered.map(({ animal }) => study.animals[animal].id),
    sketches: ordered.map(({ sketch }) => sketch),
  };
}
