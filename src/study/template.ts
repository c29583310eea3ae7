import { writeWorkbook } from '../table/index.ts';

/** study.yaml of a new study: every part explained, the optional ones commented out. It loads as it is. */
const STUDY_YAML = `# A limbic study. Lines that begin with # are comments; keys that are left out have defaults, which the report prints.
# All keys: docs/study-format.md. "limbic check ." says what is wrong, "limbic run ." makes the report.
limbic: 1
title: My study
drug:
  name: isotretinoin
  route: oral gavage
  vehicle: soybean oil
species: mouse # or rat
strain: C57BL/6J

# The groups, as they stand in the column "arm" of animals.csv. Exactly one is the control.
arms:
  - { name: vehicle, dose_mg_per_kg: 0, control: true }
  - { name: low, dose_mg_per_kg: 5 }
  - { name: high, dose_mg_per_kg: 20 }

# Ages are days after birth.
dosing:
  start_age_days: 28
  end_age_days: 69
  interval_days: 1
  stage: adolescent # juvenile, adolescent (or early, mid, late adolescent), adult

# When the animals were tested. phase: baseline, treatment or washout.
sessions:
  - { name: baseline, age_days: 26, phase: baseline }
  - { name: week6, age_days: 70, phase: treatment }
  - { name: washout, age_days: 98, phase: washout }

# The sheets. If your columns have other names, say so, for example: animal_columns: { animal: ID, arm: group }
animals: animals.csv
weights: weights.csv

# The tests. {animal} and {session} stand for the ids above. Delete the # of those you have.
assays: []
#  - assay: open-field
#    format: track                     # one file per animal and session: time_s, x_cm, y_cm
#    files: behavior/open-field/{session}/{animal}.csv
#    arena: { shape: square, size_cm: 40, center_fraction: 0.5 }
#  - assay: elevated-plus-maze
#    format: track
#    files: behavior/elevated-plus-maze/{session}/{animal}.csv
#    arena: { size_cm: 30, arm_width_cm: 5, open_axis: x }
#  - assay: forced-swim
#    format: events                    # animal, session, behavior, start_s, stop_s
#    files: behavior/forced-swim.csv
#  - assay: sucrose-preference
#    format: bottles                   # animal, session, day, bottle, side, start_g, end_g
#    files: behavior/sucrose-preference.csv
#  - assay: custom                     # any other test: a table with one row per animal and session
#    label: Burrowing
#    files: behavior/burrowing.csv
#    measures:
#      - { column: grams_left, unit: g, direction: more, domain: depression }   # more = more of the domain

# RNA-seq counts of (some of) the same animals.
# expression:
#   tissue: hippocampus
#   counts: expression/counts.tsv.gz    # genes in rows, samples in columns, raw counts
#   samples: expression/samples.csv     # sample, animal, and anything the design needs
#   session: week6                      # the session whose behavior belongs to the samples
#   design: ~ sex + arm
#   exclude:
#     - { sample: S07, reason: library failed }

# What is decided before looking at the data.
plan:
  primary: [anxiety, depression]
  # model: score ~ arm * session + sex + (1 | litter/animal)
  # alpha: 0.05
  # smallest_effect: 0.5               # smallest effect of interest, in SDs of the controls
`;

const ANIMALS = {
  names: ['animal', 'sex', 'litter', 'cage', 'batch', 'born', 'arm', 'died'],
  rows: [
    ['M01', 'F', 'L01', 'C01', 'cohort1', '2025-01-06', 'vehicle', null],
    ['M02', 'F', 'L01', 'C01', 'cohort1', '2025-01-06', 'low', null],
    ['M03', 'M', 'L01', 'C02', 'cohort1', '2025-01-06', 'high', null],
  ],
};
const WEIGHTS = {
  names: ['animal', 'date', 'grams'],
  rows: [
    ['M01', '2025-02-01', '12.4'],
    ['M02', '2025-02-01', '11.9'],
    ['M03', '2025-02-01', '13.1'],
  ],
};

const README = `# A limbic study

1. Fill in \`animals.csv\` (one row per animal; the three rows are examples) and \`weights.csv\`.
2. Put your behavior and expression files below this folder.
3. Say in \`study.yaml\` where they are.
4. \`limbic check .\` lists what is missing or wrong; \`limbic run .\` makes the report.

If you would rather fill in a workbook: rename \`study-template.xlsx\` to \`study.xlsx\` and delete \`study.yaml\`, \`animals.csv\` and \`weights.csv\`.
`;

interface Sheet {
  names: readonly string[];
  rows: readonly (readonly (string | null)[])[];
}

/** The files of a new study folder, by path: commented study.yaml, sheets with example rows, and the same as a workbook. */
export async function studyTemplate(): Promise<Map<string, Uint8Array>> {
  const text = (content: string): Uint8Array => new TextEncoder().encode(content);
  const csv = ({ names, rows }: Sheet): Uint8Array =>
    text([names, ...rows].map((row) => `${row.map((cell) => cell ?? '').join(',')}\n`).join(''));
  return new Map([
    ['README.md', text(README)],
    ['study.yaml', text(STUDY_YAML)],
    ['animals.csv', csv(ANIMALS)],
    ['weights.csv', csv(WEIGHTS)],
    ['study-template.xlsx', await templateWorkbook()],
  ]);
}

/** The template as a workbook; `_help` explains the sheets. */
function templateWorkbook(): Promise<Uint8Array> {
  const sheet = (name: string, { names, rows }: Sheet) => ({
    name,
    columns: names.map((title, c) => ({ name: title, values: rows.map((row) => row[c]) })),
  });
  return writeWorkbook([
    sheet('study', { names: ['key', 'value', 'what it is'], rows: STUDY_ROWS }),
    sheet('arms', {
      names: ['name', 'dose_mg_per_kg', 'control'],
      rows: [
        ['vehicle', '0', 'true'],
        ['low', '5', null],
        ['high', '20', null],
      ],
    }),
    sheet('sessions', {
      names: ['name', 'age_days', 'phase'],
      rows: [
        ['baseline', '26', 'baseline'],
        ['week6', '70', 'treatment'],
        ['washout', '98', 'washout'],
      ],
    }),
    sheet('animals', ANIMALS),
    sheet('weights', WEIGHTS),
    sheet('assays', {
      names: [
        'assay',
        'label',
        'format',
        'files',
        'session',
        'arena.shape',
        'arena.size_cm',
        'columns.animal',
        'columns.session',
      ],
      rows: [],
    }),
    sheet('measures', { names: ['for', 'name', 'column', 'unit', 'direction', 'domain'], rows: [] }),
    sheet('exclude', { names: ['sample', 'reason'], rows: [] }),
    sheet('_help', { names: ['sheet', 'what goes there'], rows: HELP_ROWS }),
  ]);
}

const STUDY_ROWS = [
  ['limbic', '1', 'version of this format'],
  ['title', 'My study', null],
  ['drug.name', 'isotretinoin', null],
  ['drug.route', 'oral gavage', null],
  ['drug.vehicle', 'soybean oil', null],
  ['species', 'mouse', 'mouse or rat'],
  ['strain', 'C57BL/6J', null],
  ['dosing.start_age_days', '28', 'days after birth'],
  ['dosing.end_age_days', '69', null],
  ['dosing.stage', 'adolescent', null],
  ['plan.primary', 'anxiety, depression', 'in order of importance'],
  ['expression.tissue', null, 'e.g. hippocampus; leave the expression rows empty when there is none'],
  ['expression.counts', null, 'path of the count table'],
  ['expression.samples', null, 'path of the sample sheet'],
  ['expression.design', null, 'e.g. ~ sex + arm'],
];

const HELP_ROWS = [
  ['study', 'one key per row; all keys are in docs/study-format.md'],
  ['arms', 'the groups; true in "control" for one of them'],
  ['sessions', 'when the animals were tested'],
  ['animals', 'one row per animal (the three rows are examples)'],
  ['weights', 'body weights'],
  ['assays', 'one row per test, e.g. forced-swim | | events | behavior/forced-swim.csv'],
  ['measures', 'for assays that are tables: "for" names the assay, "direction" is more, less or control'],
  ['exclude', 'samples left out of the expression analysis, each with the reason'],
];
