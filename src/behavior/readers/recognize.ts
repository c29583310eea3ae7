import { headlessType } from './boris.ts';
import { looksLikeEthoVision } from './ethovision.ts';
import { looksLikeMedPc } from './med-pc.ts';
import { looksLikePlainTrack } from './plain-track.ts';
import { delimiterOf, headLines, splitLine } from './text-head.ts';
import { isToxTracRealSpace } from './toxtrac.ts';

/** Every text layout that is known, in the order in which they are tried. */
export const TEXT_FORMATS = [
  'deeplabcut',
  'ethovision',
  'boris-project',
  'boris-tabular',
  'boris-aggregated',
  'med-pc',
  'sleap',
  'eztrack',
  'idtracker',
  'trex',
  'any-maze',
  'simba-summary',
  'simba-visits',
  'rater-labels',
  'tracktor',
  'bonsai',
  'toxtrac',
  'events',
  'plain',
] as const;

export type TextFormat = (typeof TEXT_FORMATS)[number];

/** The layout of a text file, told by what its first lines say; null when it is none that is known. */
export function recognizeText(bytes: Uint8Array): TextFormat | null {
  const lines = headLines(bytes.subarray(0, 1 << 18), 40);
  const first = lines[0] ?? '';
  const names = splitLine(first, delimiterOf(first));
  const has = (...wanted: string[]): boolean => wanted.every((name) => names.includes(name));
  const tests: Record<TextFormat, () => boolean> = {
    deeplabcut: () => names[0] === 'scorer' && lines.slice(1, 4).some((line) => /^coords[,;\t]/.test(line)),
    ethovision: () => looksLikeEthoVision(bytes),
    'boris-project': () => first.trimStart().startsWith('{'),
    'boris-tabular': () =>
      has('Observation id', 'Behavior', 'Behavior type', 'Time') ||
      (/^"?Observation id"?[,;\t]/.test(first) && !has('Behavior') && lines.some((line) => /^"?Time"?[,;\t]/.test(line))),
    'boris-aggregated': () => has('Observation id', 'Behavior', 'Start (s)', 'Stop (s)') || headlessType(names) >= 0,
    'med-pc': () => looksLikeMedPc(lines.join('\n')),
    sleap: () => has('track', 'frame_idx'),
    eztrack: () => has('Frame', 'X', 'Y') && names.some((name) => name === 'Location_Thresh' || name.startsWith('Distance_')),
    idtracker: () => has('X1', 'Y1') || has('x1', 'y1'),
    trex: () => names.some((name) => /^X#\w+/.test(name)) || (has('X (cm)', 'Y (cm)') && has('frame')),
    'any-maze': () => names.some((name) => /position X$/i.test(name)),
    'simba-summary': () => has('VIDEO', 'MEASUREMENT', 'VALUE'),
    'simba-visits': () => has('VIDEO', 'START TIME', 'END TIME'),
    'rater-labels': () => has('Experimenter', 'from', 'to', 'type', 'ID'),
    tracktor: () => has('frame', 'pos_x', 'pos_y'),
    bonsai: () => /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}/.test(first),
    toxtrac: () => /^\d+\t\d+\t\d+\t[-\d.]+\t[-\d.]+\t\d+$/.test(first) || isToxTracRealSpace(names),
    events: () => names.some((name) => /^behaviou?r$/i.test(name)) && names.some((name) => /^start(_s| \(s\))?$/i.test(name)),
    plain: () => looksLikePlainTrack(names),
  };
  return TEXT_FORMATS.find((format) => tests[format]()) ?? null;
}
