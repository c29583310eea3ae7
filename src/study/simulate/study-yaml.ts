import { FIELD_SIDE } from './open-field.ts';
import { MAZE } from './plus-maze.ts';
import type { Preset } from './preset.ts';

/** The study.yaml of a simulated study, with comments for people. */
export function simulatedStudyYaml(preset: Preset, title: string, seed: number): string {
  const arms = preset.arms.map(
    (arm) => `  - { name: ${arm.name}, dose_mg_per_kg: ${arm.doseMgPerKg}${arm.doseMgPerKg === 0 ? ', control: true' : ''} }`,
  );
  const sessions = preset.sessions.map((one) => `  - { name: ${one.name}, age_days: ${one.ageDays}, phase: ${one.phase} }`);
  return `# Written by "limbic simulate"; truth.json says what was planted.
limbic: 1
title: ${title}
drug:
  name: isotretinoin
  route: oral gavage
  vehicle: soybean oil
species: mouse
strain: C57BL/6J

# By body surface (mouse Km 3, human Km 37) 5, 10 and 20 mg/kg are 0.41, 0.81 and 1.62 mg/kg/day in people.
arms:
${arms.join('\n')}

dosing:
  start_age_days: ${preset.dosing.startAge}
  end_age_days: ${preset.dosing.endAge}
  interval_days: 1
  stage: adolescent

animals: animals.csv
weights: weights.csv

sessions:
${sessions.join('\n')}

assays:
  - assay: open-field
    format: track
    files: behavior/open-field/{session}/{animal}.csv.gz
    arena: { shape: square, size_cm: ${FIELD_SIDE}, center_fraction: 0.5, center: [0, 0] }
  - assay: elevated-plus-maze
    format: track
    files: behavior/elevated-plus-maze/{session}/{animal}.csv.gz
    arena: { shape: plus, size_cm: ${MAZE.armLength}, arm_width_cm: ${MAZE.armWidth}, open_axis: x, center: [0, 0] }
  - assay: sucrose-preference
    format: bottles
    files: behavior/sucrose-preference.csv
  - assay: tail-suspension
    format: events
    files: behavior/tail-suspension.csv.gz
  - assay: forced-swim
    format: events
    files: behavior/forced-swim.csv.gz

expression:
  tissue: hippocampus
  counts: expression/counts.tsv.gz
  samples: expression/samples.csv
  gene_id: symbol
  session: week6
  design: ~ sex + arm

plan:
  primary: [anxiety, depression]
  model: score ~ arm * session + sex + (1 | litter/animal)
  alpha: 0.05
  fdr: 0.1
  smallest_effect: 0.5
  smallest_log2_fold_change: 0.25
  permutations: 2000
  seed: ${seed}
`;
}
