import { type Problem, suggestName } from '../problems/index.ts';
import { type CountReading, STANDARD_READING } from './count-reading.ts';
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
  const paths = typeof entry.counts === 'string' ? [entry.counts] : entry.counts;
  return {
    tissue: entry.tissue ?? 'brain',
    counts: paths[0],
    ...countSourceOf(paths, entry.reading),
    samples: entry.samples,
    sampleColumn: entry.columns?.sample ?? 'sample',
    animalColumn: entry.columns?.animal ?? 'animal',
    geneId: entry.gene_id ?? 'symbol',
    session: entry.session ?? null,
    design: entry.design ?? null,
    ...(entry.surrogates === undefined || entry.surrogates === 'none' ? {} : { surrogates: entry.surrogates }),
    where: entry.where ?? [],
    minTotal: entry.min_total ?? 0,
    contrasts: entry.contrasts ?? [],
    exclude: entry.exclude ?? [],
  };
}

type ReadingEntry = NonNullable<StudyFile['expression']>['reading'];

/** Only what goes beyond one path read in the standard way. */
function countSourceOf(paths: string[], entry: ReadingEntry): Pick<ExpressionPlan, 'countSource'> {
  if (paths.length === 1 && entry === undefined) return {};
  const { transcripts = null, barcodes = null } = entry ?? {};
  return { countSource: { paths, reading: settleReading(entry), transcripts, barcodes } };
}

function settleReading(entry: ReadingEntry): CountReading {
  if (entry === undefined) return STANDARD_READING;
  const standard = STANDARD_READING;
  return {
    sheet: entry.sheet ?? standard.sheet,
    geneColumn: entry.gene_column ?? standard.geneColumn,
    strand: entry.strand ?? standard.strand,
    countsFrom: entry.counts_from ?? standard.countsFrom,
    ignoreTxVersion: entry.ignore_tx_version ?? standard.ignoreTxVersion,
    ignoreAfterBar: entry.ignore_after_bar ?? standard.ignoreAfterBar,
    layer: entry.layer ?? standard.layer,
    obsColumn: entry.obs_column ?? standard.obsColumn,
    duplicates: entry.duplicates ?? standard.duplicates,
    versions: entry.versions ?? standard.versions,
    round: entry.round ?? standard.round,
    absentGenes: entry.absent_genes ?? standard.absentGenes,
  };
}
