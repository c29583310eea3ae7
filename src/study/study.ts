import type { CountSource } from './count-reading.ts';

/**
 * What a study is, once loaded and checked: plain data, the same in Node and in the browser. Arrays and maps only; text
 * from the user's files is never an object key.
 */
export interface Study {
  /** Version of the folder format (`limbic: 1`). */
  format: 1;
  title: string;
  drug: { name: string; route: string | null; vehicle: string | null };
  species: 'mouse' | 'rat';
  strain: string | null;
  /** In the order of study.yaml; exactly one is the control. */
  arms: Arm[];
  dosing: Dosing | null;
  animals: Animal[];
  /** Every column of the animal sheet in file order; `values[i]` belongs to `animals[i]`. Designs may name any of them. */
  animalColumns: AnimalColumn[];
  /** In time order. */
  sessions: Session[];
  assays: AssayPlan[];
  expression: ExpressionPlan | null;
  /** Further molecular measurements of the same animals. */
  targeted: TargetedPlan[];
  weights: WeightRecord[];
  plan: AnalysisPlan;
}

export interface Arm {
  name: string;
  /** NaN when the arm is not a dose (for example a training group). */
  doseMgPerKg: number;
  control: boolean;
}

export interface Dosing {
  /** Ages in days after birth. */
  startAge: number;
  endAge: number;
  intervalDays: number;
  /** The developmental stage the authors name, e.g. `adolescent`. */
  stage: string | null;
}

export interface Animal {
  id: string;
  arm: string;
  sex: 'female' | 'male' | null;
  litter: string | null;
  cage: string | null;
  batch: string | null;
  /** ISO date of birth. */
  born: string | null;
  /** ISO date on which it was killed or found dead, when before the end of the study: later sessions are not missing. */
  died: string | null;
}

export interface AnimalColumn {
  name: string;
  values: (string | null)[];
}

export interface Session {
  name: string;
  /** Age in days at the session; NaN when not stated. */
  ageDays: number;
  phase: 'baseline' | 'treatment' | 'washout';
}

/** How the files of an assay are read. */
export type AssayFormat = 'table' | 'track' | 'events' | 'bottles';

export interface AssayPlan {
  /** Id of the assay in the catalogue (`open-field`, `forced-swim`, ...) or `custom`. */
  assay: string;
  /** Name in tables and figures; for a custom assay also its id. */
  label: string;
  format: AssayFormat;
  /** One path, or a pattern with `{animal}` and `{session}`, relative to the study folder. */
  files: string;
  arena: Arena | null;
  /** An arena file (see docs/behavior.md), which then holds instead of `arena`. */
  arenaFile: string | null;
  /** For `format: table`: which columns are measures. Empty for assays whose measures are computed. */
  measures: TableMeasure[];
  /** For `format: table`: the session to which a file without a session column belongs. */
  session: string | null;
  /** Column that names the animal in tables, event logs and bottle weights (default `animal`). */
  animalColumn: string;
  /** Column that names the session in them (default `session`); a file without it belongs to `session`. */
  sessionColumn: string;
}

export interface Arena {
  shape: 'square' | 'circle' | 'plus';
  /** Side or diameter of a field, in cm; arm length of a plus maze. */
  sizeCm: number;
  /** Fraction of the side that is "center" (open field), 0.5 = middle quarter of the area. */
  centerFraction: number;
  /** Arm width of a plus maze, in cm. */
  armWidthCm: number;
  /** Which pair of arms is open: along `x` or along `y`. */
  openAxis: 'x' | 'y';
  /** Where the middle of the arena lies in the coordinates of the tracks, cm; null when not stated. */
  center: { x: number; y: number } | null;
}

export interface TableMeasure {
  /** Measure id in results, e.g. `time_in_shock_zone_s`. */
  name: string;
  /** Column of the table. */
  column: string;
  unit: string;
  /** What a higher value means for the domain: +1 more of it, -1 less of it, 0 a control measure. */
  direction: 1 | -1 | 0;
  domain: Domain;
}

/** Behavioral domains; `other` measures enter no composite score. */
export type Domain = 'anxiety' | 'depression' | 'locomotion' | 'learning' | 'other';

export interface ExpressionPlan {
  tissue: string;
  /** Path of the count table or of its folder; the first of `countSource` where there is one. */
  counts: string;
  /** All that counts are read from, and how; absent: `counts` alone, in the standard way. */
  countSource?: CountSource;
  samples: string;
  /** Columns of the sample sheet (default `sample` and `animal`). */
  sampleColumn: string;
  animalColumn: string;
  /** What the gene ids are. */
  geneId: 'symbol' | 'ensembl' | 'entrez';
  /** The session whose behavior belongs to these samples (null: the last one of phase `treatment`). */
  session: string | null;
  /** Design in R's notation over sample-sheet and animal-sheet columns; null: `~ sex + arm` as far as both vary. */
  design: string | null;
  /** Keep samples where column = value, e.g. subfield = DG. */
  where: { column: string; value: string }[];
  /** Hidden factors (svaseq) to be added to the design: how many, or by which criterion; absent: none. */
  surrogates?: number | 'be' | 'leek';
  /** Genes whose total over the kept samples is at least this. */
  minTotal: number;
  /** Extra comparisons; default: each arm versus control. */
  contrasts: { factor: string; treated: string; control: string }[];
  /** Samples left out before the analysis, each with the reason; counted in the report. */
  exclude: { sample: string; reason: string }[];
}

/** qPCR, Western, ELISA or HPLC of the study's animals. */
export interface TargetedPlan {
  label: string;
  kind: 'qpcr' | 'levels';
  file: string;
  /** Dilution series of a qPCR; null: every gene is taken to double in each cycle. */
  standards: string | null;
  /** Reference genes of a qPCR. */
  references: string[];
  /** Gene of each analyte, for comparison with RNA-seq; a qPCR's genes stand for themselves. */
  genes: { analyte: string; gene: string }[];
}

export interface WeightRecord {
  animal: string;
  /** ISO date, or null when only the age is known. */
  date: string | null;
  ageDays: number;
  grams: number;
}

export interface AnalysisPlan {
  /** Domains that are primary outcomes, in order of importance. */
  primary: Domain[];
  /** Model of a domain score, in R's notation. */
  model: string;
  alpha: number;
  /** False discovery rate for gene lists. */
  fdr: number;
  /** Smallest effect of interest for behavior, in standard deviations of the control group. */
  smallestEffect: number;
  /** Smallest log2 fold change of interest. */
  smallestLog2FoldChange: number;
  permutations: number;
  seed: number;
  /** Co-expression modules: not computed, or what differs from the defaults. */
  modules?: 'off' | ModulePlan;
}

/** How co-expression modules are found; what is left out takes its default. */
export interface ModulePlan {
  /** How many of the most variable genes are clustered. */
  genes?: number;
  network?: 'signed' | 'unsigned' | 'signed hybrid';
  correlation?: 'pearson' | 'bicor';
  power?: number;
  deepSplit?: 0 | 1 | 2 | 3 | 4;
  /** Fewest genes of a module. */
  minimumSize?: number;
  mergeHeight?: number;
}
