import type { StudyFile } from './schema.ts';
import type { TargetedPlan } from './study.ts';

/** The targeted assays with their defaults. */
export function settleTargeted(file: StudyFile): TargetedPlan[] {
  return (file.targeted ?? []).map((entry) => ({
    label: entry.label,
    kind: entry.kind,
    file: entry.file,
    standards: entry.standards ?? null,
    references: entry.references ?? [],
    genes: entry.genes ?? [],
  }));
}
