/** Rows of HTSeq and STAR that are no genes: reads without a gene, by reason. */
const TAILS = new Set([
  ...['no_feature', 'ambiguous', 'too_low_aQual', 'not_aligned', 'alignment_not_unique'].flatMap((name) => [name, `__${name}`]),
  ...['N_unmapped', 'N_multimapping', 'N_noFeature', 'N_ambiguous'],
]);

/** Whether an id is a program's row of reads without a gene. */
export function isTailRow(id: string): boolean {
  return TAILS.has(id);
}
