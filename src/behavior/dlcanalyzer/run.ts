import { inputError } from '../../problems/index.ts';
import { type ArenaSetup, scaleMarks } from '../arena/arena-setup.ts';
import type { Recording } from '../recording/recording.ts';
import { openFieldAnalysis, plusMazeAnalysis, swimAnalysis } from './analyses.ts';
import type { Report } from './movement.ts';
import { USUAL_SETTINGS } from './settings.ts';
import { cutFrames, type DlcAnalyzerOptions, type TrackingData, trackingData } from './tracking-data.ts';

/** Assays that DLCAnalyzer analyzes, by the ids that they have here. */
export const DLCANALYZER_ASSAYS: readonly string[] = ['open-field', 'elevated-plus-maze', 'forced-swim'];

const CORNERS = ['tl', 'tr', 'br', 'bl'];
/** The maze as DLCAnalyzer's own example names its points (EPM_zoneinfo.csv). */
const CROSS = ['tl', 'tr', 'ctr', 'rt', 'rb', 'cbr', 'br', 'bl', 'cbl', 'lb', 'lt', 'ctl'];
const CROSS_ZONES: ReadonlyMap<string, readonly string[]> = new Map([
  ['closed.top', ['tl', 'tr', 'ctr', 'ctl']],
  ['closed.bottom', ['cbr', 'br', 'bl', 'cbl']],
  ['open.left', ['lt', 'ctl', 'cbl', 'lb']],
  ['open.right', ['rt', 'rb', 'cbr', 'ctr']],
  ['center', ['ctr', 'ctl', 'cbl', 'cbr']],
]);
const CYLINDER = ['t', 'b', 'l', 'r'];

/** The numbers of one file, or of one of its bins. */
export interface DlcAnalyzerResult {
  file: string;
  /** One-based; null: the whole recording. */
  bin: number | null;
  pxToCm: number;
  report: Report;
}

/**
 * Analyzes a pose file as DLCAnalyzer does: OFTAnalysis, EPMAnalysis with nose dips, or FSTAnalysis, and BinAnalysis of consecutive
 * parts, with its names of the measures. What a setting is when the arena file does not give it is that of its own examples:
 * likelihood 0.95, movement above 5 cm/s by the majority of +-5 frames, existence polygon x 1.8 (plus maze), floating below
 * 0.03 cm/frame2 over +-10 frames.
 *
 * @param binSeconds length of the parts; null: only the whole
 * @throws InputError when the assay is none of the three, the frame rate or the scale is not given, or a point is not followed
 */
export function runDlcAnalyzer(
  recording: Recording,
  assay: string,
  arena: ArenaSetup,
  binSeconds: number | null,
): DlcAnalyzerResult[] {
  const options = optionsOf(recording, assay, arena);
  const data = trackingData(recording, options);
  const analyze = analysisOf(assay, recording, arena, options);
  const width = binSeconds === null ? data.frames : Math.max(1, Math.round(binSeconds * data.fps));
  const parts = binSeconds === null ? 0 : Math.ceil(data.frames / width);
  const common = { file: recording.file, pxToCm: data.pxToCm };
  return [
    { ...common, bin: null, report: analyze(data) },
    ...Array.from({ length: parts }, (_, part) => {
      const bin = cutFrames(data, part * width, Math.min(data.frames, (part + 1) * width));
      return { ...common, bin: part + 1, report: analyze(bin) };
    }),
  ];
}

function analysisOf(
  assay: string,
  recording: Recording,
  arena: ArenaSetup,
  options: DlcAnalyzerOptions,
): (data: TrackingData) => Report {
  const settings = arena.dlcAnalyzer ?? USUAL_SETTINGS;
  const followed = recording.individuals.flatMap((one) => one.points.map((point) => point.name));
  const points = settings.points ?? ['bodycentre', 'nose'].filter((name) => followed.includes(name));
  requirePoints(recording, followed, points, 'reported');
  if (assay === 'open-field') return (data) => openFieldAnalysis(data, options, points);
  if (assay === 'elevated-plus-maze') {
    const zones = settings.zones ?? CROSS_ZONES;
    const lacking = [...CROSS_ZONES.keys()].filter((zone) => !zones.has(zone));
    if (lacking.length > 0)
      throw refuse(
        recording.file,
        `zones of the maze are missing: ${lacking.join(', ')}`,
        [...CROSS_ZONES.keys()].join(', '),
        ZONES_MEND,
      );
    requirePoints(recording, followed, [...zones.values()].flat(), 'corners of zones');
    return (data) => plusMazeAnalysis(data, options, points, zones);
  }
  const marks = new Set([...CYLINDER, ...scaleMarks(arena.scale), ...options.arena]);
  const mouse = settings.mouse ?? followed.filter((name) => !marks.has(name));
  requirePoints(recording, followed, ['bodycentre', ...mouse], 'of the mouse');
  return (data) => swimAnalysis(data, mouse, settings.floatingCutoff ?? 0.03, options.integrationPeriod);
}

const ZONES_MEND = 'name them under dlcanalyzer: zones: in the arena file';

/** What is not followed would be counted as if it never were in any zone. */
function requirePoints(recording: Recording, followed: readonly string[], wanted: readonly string[], what: string): void {
  const lacking = [...new Set(wanted)].filter((name) => !followed.includes(name));
  if (lacking.length === 0 && wanted.length > 0) return;
  throw inputError({
    code: 'dlcanalyzer-point',
    file: recording.file,
    message:
      wanted.length === 0
        ? `the file follows no points that could be ${what}`
        : `points that are ${what} are not followed: ${lacking.join(', ')}`,
    found: followed.join(', '),
    mend: 'name points that the file follows under dlcanalyzer: in the arena file',
  });
}

function optionsOf(recording: Recording, assay: string, arena: ArenaSetup): DlcAnalyzerOptions {
  if (!DLCANALYZER_ASSAYS.includes(assay))
    throw refuse(
      recording.file,
      `DLCAnalyzer has no analysis of "${assay}"`,
      DLCANALYZER_ASSAYS.join(', '),
      'choose another --assay',
    );
  const fps = arena.fps ?? recording.fps;
  if (fps === null) throw refuse(recording.file, 'the file holds no times', 'frames per second', 'give fps: in the arena file');
  const settings = arena.dlcAnalyzer ?? USUAL_SETTINGS;
  const isMaze = assay === 'elevated-plus-maze';
  const outline = settings.arena ?? (isMaze ? CROSS : assay === 'open-field' ? CORNERS : scaleMarks(arena.scale));
  return {
    fps,
    calibration: calibrationOf(recording, arena, outline),
    likelihoodCutoff: settings.likelihood ?? 0.95,
    existenceScale: settings.existence ?? (isMaze ? 1.8 : null),
    arena: outline,
    maxDelta: settings.maxDeltaCm,
    movementCutoff: settings.movementCutoff ?? 5,
    integrationPeriod: settings.integrationFrames ?? (assay === 'forced-swim' ? 10 : 5),
  };
}

/** Two marks a known distance apart, or the area of the arena: stated, or that of the four corners of a field of stated size. */
function calibrationOf(recording: Recording, arena: ArenaSetup, outline: readonly string[]): DlcAnalyzerOptions['calibration'] {
  const { scale } = arena;
  const area = arena.dlcAnalyzer?.areaCm2 ?? null;
  if (area !== null) return { points: outline, areaCm2: area };
  if (scale?.kind === 'distance' && typeof scale.from === 'string' && typeof scale.to === 'string')
    return { from: scale.from, to: scale.to, cm: scale.cm };
  if (scale?.kind === 'corners') return { points: scaleMarks(scale), areaCm2: arena.widthCm * arena.heightCm };
  throw refuse(
    recording.file,
    'the size of a pixel is not known',
    'scale: { from, to, cm } with two points, scale: { corners: [...] } with size_cm, or dlcanalyzer: { area_cm2 }',
    'give one of them in the arena file',
  );
}

function refuse(file: string, message: string, expected: string, mend: string): Error {
  return inputError({ code: 'dlcanalyzer-settings', file, message, expected, mend });
}

/** Reports as columns: file, bin where there are any, then the measures in the order of their first appearance. */
export function dlcAnalyzerColumns(
  results: readonly DlcAnalyzerResult[],
): { name: string; values: (string | number | null)[] }[] {
  const names = [...new Set(results.flatMap(({ report }) => report.map(([name]) => name)))];
  const tables = results.map(({ report }) => new Map(report));
  return [
    { name: 'file', values: results.map(({ file }) => file) },
    ...(results.some(({ bin }) => bin !== null) ? [{ name: 'bin', values: results.map(({ bin }) => bin) }] : []),
    { name: 'px_to_cm', values: results.map(({ pxToCm }) => pxToCm) },
    ...names.map((name) => ({ name, values: tables.map((table) => table.get(name) ?? NaN) })),
  ];
}
