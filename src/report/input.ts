import type { BehaviorResult } from '../behavior/index.ts';
import type { ClaimsResult } from '../claims/index.ts';
import type { ExpressionResult } from '../expression/index.ts';
import type { IntegrationResult } from '../integration/index.ts';
import type { PathwayResult } from '../pathway/index.ts';
import type { Problem } from '../problems/index.ts';
import type { Study } from '../study/index.ts';

/** All that the report draws and words. A room that did not run is `null`; the report then says so. */
export interface ReportInput {
  study: Study;
  /** Findings of the design checks, of any severity. */
  checks: readonly Problem[];
  behavior: BehaviorResult | null;
  expression: ExpressionResult | null;
  pathway: PathwayResult | null;
  integration: IntegrationResult | null;
  claims: ClaimsResult;
  provenance: Provenance;
}

/** How the results came about. Nothing here may differ between two runs on the same inputs: no clock, no duration, no machine. */
export interface Provenance {
  /** Version of limbic. */
  version: string;
  /** The command that repeats the run, as typed. */
  command: string;
  seed: number;
  inputs: readonly InputFile[];
  /** Every setting in force, defaults included, in reading order. */
  parameters: readonly { label: string; value: string }[];
}

/** One input file of the study, identified by its content. */
export interface InputFile {
  /** Relative to the study folder. */
  path: string;
  /** Lower-case hexadecimal SHA-256 of the file's bytes. */
  sha256: string;
  bytes: number;
}

/** The finished files by path relative to the results folder, in writing order. */
export type ReportFiles = Map<string, string | Uint8Array>;
