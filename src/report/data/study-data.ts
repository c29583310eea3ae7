import type { ClaimsResult } from '../../claims/index.ts';
import { type Problem, placeOf } from '../../problems/index.ts';
import type { Provenance } from '../input.ts';
import { type DataSet, dataSet, over } from './data-set.ts';

/** The claims and what was not assessed. */
export function claimData(result: ClaimsResult): DataSet[] {
  const columns = over(result.claims);
  const missing = over(result.notAssessed);
  return [
    dataSet('claims', 'Claims', 'One row per claim that this study can speak to.', [
      columns.text('claim', 'Claim', (one) => one.id),
      columns.text('statement', 'Statement', (one) => one.statement),
      columns.text('verdict', 'Verdict', (one) => one.verdict),
      columns.number('estimate', 'Estimate', (one) => one.estimate),
      columns.number('low', '95 % from', (one) => one.low),
      columns.number('high', '95 % to', (one) => one.high),
      columns.text('unit', 'Unit', (one) => one.unit),
      columns.number('pvalue', 'p', (one) => one.pvalue, 'p'),
      columns.number('padj', 'Adjusted p', (one) => one.padj, 'p'),
      columns.text('family', 'Family', (one) => one.family),
      columns.number('equivalence_bound', 'Smallest effect of interest', (one) => one.equivalence?.bound ?? NaN),
      columns.number('equivalence_pvalue', 'Equivalence p', (one) => one.equivalence?.pvalue ?? NaN, 'p'),
      columns.text('test', 'Planned test', (one) => one.test),
      columns.text('reason', 'Why', (one) => one.reason),
    ]),
    dataSet('not-assessed', 'Not assessed', 'Claims that this study cannot speak to.', [
      missing.text('claim', 'Claim', (one) => one.id),
      missing.text('statement', 'Statement', (one) => one.statement),
      missing.text('why', 'Why not', (one) => one.why),
    ]),
  ];
}

/** The findings of the design checks. */
export function checkData(checks: readonly Problem[]): DataSet {
  const columns = over(checks);
  return dataSet('checks', 'Design checks', 'Everything the checks found, of any severity.', [
    columns.text('severity', 'Severity', (one) => one.severity),
    columns.text('code', 'Code', (one) => one.code),
    columns.text('message', 'Finding', (one) => one.message),
    columns.text('place', 'Where', (one) => placeOf(one)),
    columns.text('found', 'Found', (one) => one.found ?? null),
    columns.text('expected', 'Expected', (one) => one.expected ?? null),
    columns.text('mend', 'What to do', (one) => one.mend ?? null),
  ]);
}

/** The input files by content. */
export function inputData({ inputs }: Provenance): DataSet {
  const columns = over(inputs);
  return dataSet('inputs', 'Input files', 'Every file that was read, identified by its content.', [
    columns.text('file', 'File', (one) => one.path),
    columns.number('bytes', 'Bytes', (one) => one.bytes, 'whole'),
    columns.text('sha256', 'SHA-256', (one) => one.sha256),
  ]);
}
