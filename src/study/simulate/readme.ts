import type { Truth } from './truth.ts';

/** README.md of a simulated study folder. */
export function readmeOf(truth: Truth): string {
  const { design } = truth;
  const planted = truth.planted
    ? `What was planted, and what was deliberately not, stands in \`truth.json\`: effects on two hidden traits (anxiety, depression) that
rise with dose and partly last after washout, fold changes of named receptor, synthesis, vesicle and turnover genes, and genes
that follow an animal's own trait within its arm.`
    : 'Nothing was planted: every finding in this study is a false one (`truth.json`).';
  return `# A simulated study

All numbers here are made by a program; no animal was used and none of it is evidence about isotretinoin. Made by

    ${truth.made_by}

which gives the same bytes on any machine. ${design.animals} adolescent mice of both sexes in ${design.litters} litters, one pup of each litter in each arm
(${design.arms.map((arm) => `${arm.name} ${arm.dose_mg_per_kg} mg/kg`).join(', ')}; by gavage from P28 for six weeks), tested at ${design.sessions.map((one) => `P${one.age_days}`).join(', ')}. Every third
litter (${design.sequenced} animals) is killed at the end of treatment and its hippocampus sequenced; the others are followed through washout.

${planted}

| file | what |
| --- | --- |
| study.yaml | names everything else |
| animals.csv, weights.csv | one row per animal; body weights in g |
| behavior/open-field, behavior/elevated-plus-maze | tracks \`time_s,x_cm,y_cm\`, the middle of the arena at 0, 0 |
| behavior/forced-swim.csv.gz, tail-suspension.csv.gz | scored states \`animal,session,behavior,start_s,stop_s\` |
| behavior/sucrose-preference.csv | bottle weights; rows of the animal \`evaporation\` are bottles on animal-free cages |
| expression/counts.tsv.gz, samples.csv | RNA-seq counts, genes x samples. Genes of no known role have invented names |
`;
}
