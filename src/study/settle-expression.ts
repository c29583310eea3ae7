import { type Problem, suggestName } from '../problems/index.ts';
import type { PositionedValue } from './positioned.ts';
import type { StudyFile } from './schema.ts';
import type { ExpressionPlan, Session } from './study.ts';

/** The expression part with its defaults; null when study.yaml has none. */
export function settleExpression(
  file: StudyFile,
  sessions: readonly Session[],
  source: PositionedValue,
  problems: Problem[],
): ExpressionPlan | null {
  const entry = file.expression;
  if (entry === undefined) return null;
  const names = sessions.map((session) => session.name);
  if (entry.session !== undefined && !names.includes(entry.session)) {
    problems.push({
      code: 'study-unknown-session',
      severity: 'error',
      ...source.placeOf(['expression', 'session']),
      message: 'there is no such session',
      found: entry.session,
      mend: suggestName(entry.session, names),
    });
  }
  return {
    tissue: entry.tissue ?? 'brain',
    counts: entry.counts,
    samples: entry.samples,
    sampleColumn: entry.columns?.sample ?? 'sample',
    animalColumn: entry.columns?.animal ?? 'animal',
    geneId: entry.gene_id ?? 'symbol',
    session: entry.session ?? null,
    design: entry.design ?? null,
    where: entry.where ?? [],
    minTotal: entry.min_total ?? 0,
    contrasts: entry.contrasts ?? [],
    exclude: entry.exclude ?? [],
  };
}
