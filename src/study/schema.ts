import * as z from 'zod';
import { ASSAYS } from './assays.ts';

// compiled validators are refused by pages with a strict content-security policy
z.config({ jitless: true });

const text = z.string().min(1);
const path = text.describe('a path relative to the study folder');
const age = z.number().min(-30).max(2000).describe('age in days after birth');
const positive = z.number().positive();
const fraction = z.number().gt(0).lt(1);
const domain = z.enum(['anxiety', 'depression', 'locomotion', 'learning', 'other']);
const names = [ASSAYS[0].id, ...ASSAYS.slice(1).map((assay) => assay.id)] as const;

const drug = z.strictObject({
  name: text.describe('the drug, or the manipulation if there is none'),
  route: text.optional(),
  vehicle: text.optional(),
});

const arm = z.strictObject({
  name: text.describe('as it stands in the animal sheet'),
  dose_mg_per_kg: z.number().min(0).optional(),
  control: z.boolean().optional().describe('true for the one arm that the others are compared with'),
});

const dosing = z.strictObject({
  start_age_days: age,
  end_age_days: age,
  interval_days: positive.optional().describe('days from dose to dose; default 1'),
  stage: z.enum(['juvenile', 'adolescent', 'early adolescent', 'mid adolescent', 'late adolescent', 'adult']).optional(),
});

const session = z.strictObject({
  name: text,
  age_days: age.optional(),
  phase: z.enum(['baseline', 'treatment', 'washout']).optional().describe('default: from the age and the dosing window'),
});

const arena = z.strictObject({
  shape: z.enum(['square', 'circle', 'plus']).optional(),
  size_cm: positive.optional().describe('side or diameter of a field, arm length of a plus maze'),
  center_fraction: fraction.optional().describe('share of the side that counts as center; default 0.5'),
  arm_width_cm: positive.optional(),
  open_axis: z.enum(['x', 'y']).optional().describe('axis along which the open arms lie; default x'),
  center: z.tuple([z.number(), z.number()]).optional().describe('x and y of the middle of the arena in the track files, cm'),
});

const measure = z.strictObject({
  name: text.optional().describe('id in the results; default: the column'),
  column: text,
  unit: z.string().optional(),
  direction: z.enum(['more', 'less', 'control']).describe('what a higher value means for the domain'),
  domain,
});

const assay = z.strictObject({
  assay: z.enum(names),
  label: text.optional(),
  format: z.enum(['table', 'track', 'events', 'bottles']).optional(),
  files: path.describe('one path, or a pattern with {animal} and {session}'),
  arena: arena.optional(),
  arena_file: path
    .optional()
    .describe('YAML file with the arena, its scale, frame rate and body point, for files of any tracker'),
  measures: z.array(measure).min(1).optional().describe('for format: table'),
  session: text.optional().describe('the session of a table that has no session column'),
  columns: z.strictObject({ animal: text.optional(), session: text.optional() }).optional().describe('names of the key columns'),
});

const reading = z.strictObject({
  sheet: text.optional().describe('Excel: the sheet of the counts'),
  gene_column: text.optional().describe('the column of the gene ids, where it is not the first'),
  strand: z.enum(['unstranded', 'forward', 'reverse']).optional().describe('STAR; default: by evidence'),
  transcripts: path.optional().describe('salmon, kallisto: table of transcripts and genes, or the annotation as GTF'),
  counts_from: z
    .enum(['no', 'scaledTPM', 'lengthScaledTPM'])
    .optional()
    .describe("salmon, kallisto: tximport's countsFromAbundance; default no: with average transcript lengths as offsets"),
  ignore_tx_version: z.boolean().optional().describe('cut transcript ids at the first "."'),
  ignore_after_bar: z.boolean().optional().describe('cut transcript ids at the first "|"'),
  barcodes: path.optional().describe('MatrixMarket: table of barcodes and samples; cells are added up'),
  layer: text.optional().describe('AnnData: X, raw or a layer; default: the one that holds counts'),
  obs_column: text.optional().describe('AnnData: the column of obs that names samples; observations are added up'),
  duplicates: z.enum(['refuse', 'sum']).optional().describe('gene ids that stand twice; default refuse'),
  versions: z.enum(['strip', 'keep']).optional().describe('versions of Ensembl ids; default strip'),
  round: z.boolean().optional().describe('round estimates (of RSEM and the like) to whole counts'),
  absent_genes: z.enum(['refuse', 'zero']).optional().describe('genes that some files of one sample lack; default refuse'),
});

const expression = z.strictObject({
  tissue: text.optional(),
  counts: z.union([path, z.array(path).min(1)]).describe('raw counts: a table, files of one sample each, or their folder'),
  reading: reading.optional().describe('how the counts are read, where that does not follow from the files'),
  samples: path.describe('one row per sample: sample, animal, and anything the design needs'),
  columns: z.strictObject({ sample: text.optional(), animal: text.optional() }).optional().describe('names of the key columns'),
  gene_id: z.enum(['symbol', 'ensembl', 'entrez']).optional(),
  session: text.optional().describe('session whose behavior belongs to the samples; default: last of phase treatment'),
  design: z.string().startsWith('~').optional().describe("in R's notation; default: ~ sex + arm as far as both vary"),
  surrogates: z
    .union([z.int().min(0), z.enum(['be', 'leek', 'none'])])
    .optional()
    .describe('hidden factors (svaseq) to add to the design: how many, or be or leek to find the number; default: none'),
  where: z
    .array(z.strictObject({ column: text, value: text }))
    .optional()
    .describe('keep only these samples'),
  min_total: z.number().min(0).optional().describe('keep genes with at least this total over the kept samples'),
  contrasts: z.array(z.strictObject({ factor: text, treated: text, control: text })).optional(),
  exclude: z.array(z.strictObject({ sample: text, reason: text })).optional(),
});

const targeted = z.strictObject({
  label: text.describe('name in tables and figures, e.g. "qPCR, hippocampus"'),
  kind: z
    .enum(['qpcr', 'levels'])
    .describe('qpcr: quantification cycles per well; levels: protein (Western, ELISA) or transmitter (HPLC) amounts'),
  file: path.describe('qpcr: columns animal, gene, Ct; levels: columns animal, analyte, level and, where there is one, loading'),
  standards: path
    .optional()
    .describe('qpcr: dilution series with columns gene, dilution, Ct; without it every gene is taken to double'),
  references: z.array(text).min(1).optional().describe('qpcr: reference genes'),
  genes: z
    .array(z.strictObject({ analyte: text, gene: text }))
    .optional()
    .describe('levels: the gene of each analyte, for comparison with RNA-seq'),
});

const modules = z.strictObject({
  genes: z.int().min(60).max(20000).optional().describe('the most variable genes are clustered; default 1200'),
  network: z.enum(['signed', 'unsigned', 'signed hybrid']).optional(),
  correlation: z.enum(['pearson', 'bicor']).optional(),
  power: z.int().min(1).max(30).optional().describe('soft-thresholding power; default: the scale-free choice'),
  deep_split: z.int().min(0).max(4).optional().describe('0: few large modules, 4: many small ones; default 2'),
  min_size: z.int().min(5).max(1000).optional().describe('fewest genes of a module; default 30'),
  merge_height: fraction.optional().describe('modules whose eigengenes correlate above 1 minus this are merged; default 0.25'),
});

const plan = z.strictObject({
  primary: z.array(domain).min(1).optional().describe('primary outcomes, in order of importance'),
  model: z.string().includes('~').optional().describe("model of a domain score, in R's notation"),
  alpha: fraction.optional(),
  fdr: fraction.optional(),
  smallest_effect: positive.optional().describe('smallest effect of interest, in standard deviations of the controls'),
  smallest_log2_fold_change: positive.optional(),
  permutations: z.int().min(0).max(1000000).optional(),
  seed: z.int().min(0).optional(),
  modules: z
    .union([z.enum(['on', 'off']), z.boolean(), modules])
    .optional()
    .describe('co-expression modules; default on'),
});

/**
 * study.yaml, whole. The one source of its validation, its type ({@link StudyFile}) and its JSON Schema. Unknown keys are
 * errors. What is left out has a default, set in `to-study.ts`.
 */
export const studySchema = z.strictObject({
  limbic: z.literal(1).describe('version of this format'),
  title: text.optional(),
  drug: drug.optional(),
  species: z.enum(['mouse', 'rat']).optional(),
  strain: text.optional(),
  arms: z.array(arm).min(2).optional().describe('default: the arms of the animal sheet'),
  dosing: dosing.optional(),
  animals: path.optional().describe('one row per animal; default animals.csv'),
  animal_columns: z
    .strictObject({
      animal: text.optional(),
      arm: text.optional(),
      sex: text.optional(),
      litter: text.optional(),
      cage: text.optional(),
      batch: text.optional(),
      born: text.optional(),
      died: text.optional(),
    })
    .optional()
    .describe('names of the columns of the animal sheet, where they differ from these keys'),
  weights: path.optional().describe('animal, date or age_days, grams; default weights.csv where there is one'),
  sessions: z.array(session).min(1).optional(),
  assays: z.array(assay).optional(),
  expression: expression.optional(),
  targeted: z.array(targeted).min(1).optional().describe('qPCR, Western, ELISA or HPLC of the same animals'),
  plan: plan.optional(),
});

/** study.yaml as it stands, before defaults. */
export type StudyFile = z.infer<typeof studySchema>;
