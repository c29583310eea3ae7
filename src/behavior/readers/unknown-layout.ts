import { inputError } from '../../problems/index.ts';
import { TEXT_FORMATS } from './recognize.ts';
import { delimiterOf, headLines, splitLine } from './text-head.ts';

/** Tables that lie beside tracks and are mistaken for them, told by their column names; the first that fits is named. */
const LOOKALIKES: readonly { has: readonly RegExp[]; is: string; mend: string }[] = [
  {
    has: [/^PointName$/, /^PointType$/],
    is: "DLCAnalyzer's list of points",
    mend: 'give the file of predictions; name the points under dlcanalyzer: in the arena file and choose --mode dlcanalyzer',
  },
  {
    has: [/^arena$/, /^(closed|open)\./],
    is: "DLCAnalyzer's list of zones",
    mend: 'give the file of predictions; name the zones under dlcanalyzer: in the arena file and choose --mode dlcanalyzer',
  },
  { has: [/^bin$/, /^from$/, /^to$/], is: 'a list of time bins', mend: 'give the track itself, with --bin SECONDS' },
  {
    has: [/^Observation id$/, /^(Media file|Description|Subjects)/],
    is: "BORIS's list of observations",
    mend: 'export the events from BORIS as tabular or aggregated events',
  },
  {
    has: [/^Location_Thresh$/, /^range\(f\)$/],
    is: "ezTrack's summary",
    mend: 'give the file LocationOutput, which has the track',
  },
  {
    has: [/^VIDEO$/, /^REASON$/],
    is: 'a list of excluded videos',
    mend: 'leave these files out of the command, or list the animals under exclude in study.yaml',
  },
  {
    has: [/^(animal|mouse|rat|subject)([ ._-]?(id|name|no|number))?\.?$/i],
    is: 'a table with rows of animals',
    mend: 'ready measures belong under format: table in study.yaml, groups and sexes into its table of animals',
  },
];

/** A first line of numbers only: nothing says which column is what. */
const NAMELESS: (typeof LOOKALIKES)[number] = {
  has: [/^[-+\d.,e]+$/i],
  is: 'a table that begins without the names of its columns',
  mend: 'put a first line with their names into it, such as x_px,y_px (with time_s or frame, where they are)',
};

/** The refusal of a text whose layout is not known: what it looks like, where that is told, and what to do. */
export function unknownLayout(bytes: Uint8Array, file: string): Error {
  const [first = ''] = headLines(bytes, 1);
  const names = splitLine(first, delimiterOf(first)).map((name) => name.trim());
  const isNameless = names.length > 1 && names.every((name) => NAMELESS.has[0].test(name) || name === 'NaN');
  const known = isNameless
    ? NAMELESS
    : LOOKALIKES.find(({ has }) => has.every((pattern) => names.some((name) => pattern.test(name))));
  const column = known === undefined ? -1 : names.findIndex((name) => known.has[0].test(name));
  return inputError({
    code: 'behavior-unknown-layout',
    file,
    line: 1,
    ...(column < 0 ? {} : { column: column + 1 }),
    message:
      known === undefined
        ? 'this is no track or scoring that is known: there are no columns for x and y, nor for behavior, start and stop'
        : `this is ${known.is}, not a track or a scoring`,
    found: first.slice(0, 200),
    expected: `one of ${TEXT_FORMATS.join(', ')}, TRex .npz, or HDF5 of DeepLabCut, SLEAP or JABS`,
    mend:
      known?.mend ??
      'name the columns x_cm, y_cm and time_s (or behavior, start_s, stop_s); a table of ready measures belongs under format: table in study.yaml',
  });
}

/** How the files of cameras begin: bytes at an offset. */
const VIDEOS: readonly (readonly [offset: number, text: string])[] = [
  [4, 'ftyp'],
  [8, 'AVI '],
  [0, '\x1aE\xdf\xa3'],
  [0, '\x00\x00\x01\xba'],
];

/** Throws InputError for a video, which has to be tracked first. */
export function refuseVideo(bytes: Uint8Array, file: string): void {
  const holds = ([offset, text]: readonly [number, string]): boolean =>
    [...text].every((character, i) => bytes[offset + i] === character.charCodeAt(0));
  if (!VIDEOS.some(holds)) return;
  throw inputError({
    code: 'behavior-video',
    file,
    message: 'this is a video, not a track',
    expected: 'the file that a tracker made of it',
    mend: `track it first: limbic track ${/\s/.test(file) ? `"${file}"` : file} -o track.csv`,
  });
}
