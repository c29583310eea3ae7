import type { ClaimsResult } from '../../claims/index.ts';
import { type Problem, placeOf } from '../../problems/index.ts';
import type { Provenance } from '../input.ts';
import { type DataSet, dataSet, numberColumn, textColumn } from './data-set.ts';

/** The claims and what was not assessed. */
export function claimData(result: ClaimsResult): DataSet[] {
  const { claims, notAssessed } = result;
  return [
    dataSet('claims', 'Claims', 'One row per claim that this study can speak to.', [
      textColumn(
        'claim',
        'Claim',
        claims.map((one) => one.id),
      ),
      textColumn(
        'statement',
        'Statement',
        claims.map((one) => one.statement),
      ),
      textColumn(
        'verdict',
        'Verdict',
        claims.map((one) => one.verdict),
      ),
      numberColumn(
        'estimate',
        'Estimate',
        claims.map((one) => one.estimate),
      ),
      numberColumn(
        'low',
        '95 % from',
        claims.map((one) => one.low),
      ),
      numberColumn(
        'high',
        '95 % to',
        claims.map((one) => one.high),
      ),
      textColumn(
        'unit',
        'Unit',
        claims.map((one) => one.unit),
      ),
      numberColumn(
        'pvalue',
        'p',
        claims.map((one) => one.pvalue),
        'p',
      ),
      numberColumn(
        'padj',
        'Adjusted p',
        claims.map((one) => one.padj),
        'p',
      ),
      textColumn(
        'family',
        'Family',
        claims.map((one) => one.family),
      ),
      numberColumn(
        'equivalence_bound',
        'Smallest effect of interest',
        claims.map((one) => one.equivalence?.bound ?? NaN),
      ),
      numberColumn(
        'equivalence_pvalue',
        'Equivalence p',
        claims.map((one) => one.equivalence?.pvalue ?? NaN),
        'p',
      ),
      textColumn(
        'test',
        'Planned test',
        claims.map((one) => one.test),
      ),
      textColumn(
        'reason',
        'Why',
        claims.map((one) => one.reason),
      ),
    ]),
    dataSet('not-assessed', 'Not assessed', 'Claims that this study cannot speak to.', [
      textColumn(
        'claim',
        'Claim',
        notAssessed.map((one) => one.id),
      ),
      textColumn(
        'statement',
        'Statement',
        notAssessed.map((one) => one.statement),
      ),
      textColumn(
        'why',
        'Why not',
        notAssessed.map((one) => one.why),
      ),
    ]),
  ];
}

/** The findings of the design checks. */
export function checkData(checks: readonly Problem[]): DataSet {
  return dataSet('checks', 'Design checks', 'Everything the checks found, of any severity.', [
    textColumn(
      'severity',
      'Severity',
      checks.map((one) => one.severity),
    ),
    textColumn(
      'code',
      'Code',
      checks.map((one) => one.code),
    ),
    textColumn(
      'message',
      'Finding',
      checks.map((one) => one.message),
    ),
    textColumn(
      'place',
      'Where',
      checks.map((one) => placeOf(one)),
    ),
    textColumn(
      'found',
      'Found',
      checks.map((one) => one.found ?? null),
    ),
    textColumn(
      'expected',
      'Expected',
      checks.map((one) => one.expected ?? null),
    ),
    textColumn(
      'mend',
      'What to do',
      checks.map((one) => one.mend ?? null),
    ),
  ]);
}

/** The input files by content. */
export function inputData({ inputs }: Provenance): DataSet {
  return dataSet('inputs', 'Input files', 'Every file that was read, identified by its content.', [
    textColumn(
      'file',
      'File',
      inputs.map((one) => one.path),
    ),
    numberColumn(
      'bytes',
      'Bytes',
      inputs.map((one) => one.bytes),
      'whole',
    ),
    textColumn(
      'sha256',
      'SHA-256',
      inputs.map((one) => one.sha256),
    ),
  ]);
}
