import * as z from 'zod';
import { InputError, type Problem, suggestName } from '../../problems/index.ts';
import { type PositionedValue, parseYaml } from '../../study/index.ts';
import type { DlcAnalyzerSettings } from '../dlcanalyzer/settings.ts';
import { type ArenaSetup, type Mark, type Place, type Scale, UNKNOWN_ARENA } from './arena-setup.ts';

const positive = z.number().positive();
const place = z.tuple([z.number(), z.number()]);
const mark = z.union([z.string(), place]);

const scale = z.union([
  z.strictObject({ px_per_cm: positive, origin: place.optional() }),
  z.strictObject({ corners: z.array(mark).length(4) }),
  z.strictObject({ marks: z.array(z.strictObject({ at: mark, cm: place })).min(2) }),
  z.strictObject({ from: mark, to: mark, cm: positive }),
]);

const schema = z.strictObject({
  shape: z.enum(['square', 'rectangle', 'circle', 'plus', 'ring']).optional(),
  size_cm: z.union([positive, z.tuple([positive, positive])]).optional(),
  center_fraction: z.number().positive().max(1).optional(),
  arm_width_cm: positive.optional(),
  open_axis: z.enum(['x', 'y']).optional(),
  center: place.optional(),
  dark: z.strictObject({ side: z.enum(['left', 'right', 'top', 'bottom']), cm: positive }).optional(),
  cups: z.strictObject({ stranger: place, object: place, contact_cm: positive }).optional(),
  fps: positive.optional(),
  point: z.string().optional(),
  zones: z.enum(['arena', 'file']).optional(),
  scale: scale.optional(),
  cleaning: z
    .strictObject({
      likelihood: z.number().min(0).max(1).nullable().optional(),
      max_speed_cm_s: positive.nullable().optional(),
      max_gap_s: z.number().min(0).optional(),
      smoothing_s: z.number().min(0).optional(),
    })
    .optional(),
  dlcanalyzer: z
    .strictObject({
      likelihood: z.number().min(0).max(1).optional(),
      arena: z.array(z.string()).min(3).optional(),
      area_cm2: positive.optional(),
      existence: positive.optional(),
      max_delta_cm: positive.optional(),
      movement_cutoff_cm_s: z.number().min(0).optional(),
      integration_frames: z.number().int().min(0).optional(),
      floating_cutoff: positive.optional(),
      points: z.array(z.string()).min(1).optional(),
      mouse: z.array(z.string()).min(1).optional(),
      zones: z.record(z.string(), z.array(z.string()).min(3)).optional(),
    })
    .optional(),
});

type ArenaFile = z.infer<typeof schema>;

/**
 * Reads an arena file (YAML): shape, size and orientation of the arena, and how the positions in the tracks relate to it.
 * docs/behavior.md lists the keys.
 *
 * @throws InputError with every problem, its line and column
 */
export function readArenaFile(text: string, file: string): ArenaSetup {
  const source = parseYaml(text, file);
  const result = schema.safeParse(source.value ?? {});
  if (!result.success) throw new InputError(result.error.issues.flatMap((issue) => problemsOf(issue, source)));
  return setupFrom(result.data);
}

function setupFrom(file: ArenaFile): ArenaSetup {
  const [widthCm, heightCm] = typeof file.size_cm === 'number' ? [file.size_cm, file.size_cm] : (file.size_cm ?? [NaN, NaN]);
  const { cleaning = {} } = file;
  return {
    ...UNKNOWN_ARENA,
    shape: file.size_cm === undefined ? null : file.shape === 'square' ? 'rectangle' : (file.shape ?? 'rectangle'),
    widthCm,
    heightCm,
    centerFraction: file.center_fraction ?? 0.5,
    armWidthCm: file.arm_width_cm ?? 5,
    openAxis: file.open_axis ?? 'x',
    center: file.center === undefined ? null : placeOf(file.center),
    dark: file.dark ?? null,
    cups:
      file.cups === undefined
        ? null
        : { stranger: placeOf(file.cups.stranger), object: placeOf(file.cups.object), contactCm: file.cups.contact_cm },
    fps: file.fps ?? null,
    point: file.point ?? null,
    zonesFromFile: file.zones === 'file',
    scale: file.scale === undefined ? null : scaleFrom(file.scale),
    cleaning: {
      ...(cleaning.likelihood === undefined ? {} : { likelihood: cleaning.likelihood }),
      ...(cleaning.max_speed_cm_s === undefined ? {} : { maxSpeed: cleaning.max_speed_cm_s }),
      ...(cleaning.max_gap_s === undefined ? {} : { maxGap: cleaning.max_gap_s }),
      ...(cleaning.smoothing_s === undefined ? {} : { smoothing: cleaning.smoothing_s }),
    },
    dlcAnalyzer: file.dlcanalyzer === undefined ? null : dlcAnalyzerFrom(file.dlcanalyzer),
  };
}

function dlcAnalyzerFrom(section: NonNullable<ArenaFile['dlcanalyzer']>): DlcAnalyzerSettings {
  return {
    likelihood: section.likelihood ?? null,
    arena: section.arena ?? null,
    areaCm2: section.area_cm2 ?? null,
    existence: section.existence ?? null,
    maxDeltaCm: section.max_delta_cm ?? null,
    movementCutoff: section.movement_cutoff_cm_s ?? null,
    integrationFrames: section.integration_frames ?? null,
    floatingCutoff: section.floating_cutoff ?? null,
    points: section.points ?? null,
    mouse: section.mouse ?? null,
    zones: section.zones === undefined ? null : new Map(Object.entries(section.zones)),
  };
}

function placeOf([x, y]: readonly [number, number]): Place {
  return { x, y };
}

function markOf(value: string | readonly [number, number]): Mark {
  return typeof value === 'string' ? value : placeOf(value);
}

function scaleFrom(value: z.infer<typeof scale>): Scale {
  if ('px_per_cm' in value)
    return { kind: 'per-cm', unitsPerCm: value.px_per_cm, origin: value.origin === undefined ? null : placeOf(value.origin) };
  if ('corners' in value) return { kind: 'corners', corners: value.corners.map(markOf) };
  if ('marks' in value) return { kind: 'marks', marks: value.marks.map(({ at, cm }) => ({ mark: markOf(at), at: placeOf(cm) })) };
  return { kind: 'distance', from: markOf(value.from), to: markOf(value.to), cm: value.cm };
}

/** What a value that may have several forms must look like. */
const FORMS: readonly (readonly [string, string])[] = [
  ['size_cm', 'a number, or [width, height]'],
  ['scale', '{ px_per_cm, origin }, { corners: [4 marks] }, { marks: [{ at, cm }] } or { from, to, cm }'],
];

function problemsOf(issue: z.core.$ZodIssue, source: PositionedValue): Problem[] {
  const path = issue.path as (string | number)[];
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      code: 'arena-unknown-key',
      severity: 'error',
      ...source.placeOfKey(path, key),
      message: `an arena has no key "${path.length === 0 ? key : `${path.join('.')}.${key}`}"`,
      mend: suggestName(key, path.length === 0 ? Object.keys(schema.shape) : []),
    }));
  }
  const what = path.length === 0 ? 'the arena' : path.join('.');
  const form = FORMS.find(([key]) => issue.code === 'invalid_union' && path[0] === key)?.[1];
  const expected = form ?? issue.message.replace(/^(Invalid (input|option)|Too (small|big)): expected /, '');
  return [
    {
      code: 'arena-invalid',
      severity: 'error',
      ...source.placeOf(path),
      message: `${what} cannot be used`,
      found: source.textOf(path),
      expected,
    },
  ];
}
