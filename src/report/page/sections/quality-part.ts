import type { ExpressionResult, QualityFinding } from '../../../expression/index.ts';
import { type Contents, dataOf } from '../../contents.ts';
import { byWeight, checkName } from '../../data/quality-data.ts';
import { html, type Markup } from '../../text/markup.ts';
import { listed, plural, sentence } from '../../text/numbers.ts';
import { figureBlock, moreFigures } from '../figure-block.ts';
import { moreTable } from '../table-block.ts';

/** The quality of the samples: verdict, warnings with what to do, figures, and every check in a table. */
export function qualityPart({ quality }: ExpressionResult, contents: Contents): Markup | null {
  const figures = contents.expression;
  if (figures === null) return null;
  const found = byWeight(quality.findings).filter(({ level }) => level === 'warning' || level === 'note');
  const [libraries, distances, sex, markers, associations] = figures.quality;
  return html`
    <h3 id="expression-quality">Quality of the samples</h3>
    <p>${verdict(quality.findings)}</p>
    ${found.length === 0 ? null : html`<ul class="findings">${groupsOf(found).map(item)}</ul>`}
    ${moreTable(dataOf(contents, 'expression-quality'))}
    ${figureBlock(figures.pca)}
    ${figureBlock(distances)}
    ${moreFigures('More on the samples: library sizes, sex, dissection, covariates', [libraries, sex, markers, associations])}
    ${moreTable(dataOf(contents, 'expression-samples'))}`;
}

/** How many checks ended how. */
function verdict(findings: readonly QualityFinding[]): string {
  const checks = [...new Set(findings.map(({ check }) => check))];
  const ended = (level: string): number =>
    checks.filter((check) => findings.some((one) => one.check === check && one.level === level)).length;
  const [warned, open] = [ended('warning'), ended('not-assessed')];
  const parts = [
    warned === 0 ? 'none with a warning' : `${warned} with a warning`,
    ...(ended('note') === 0 ? [] : [`${ended('note')} with a note`]),
    ...(open === 0 ? [] : [`${open} that could not be made`]),
  ];
  return sentence(
    `${plural(checks.length, 'check')} of the samples, ${listed(parts)}. Nothing was left out or changed because of them`,
  );
}

/** Findings of one check and level together. */
function groupsOf(findings: readonly QualityFinding[]): QualityFinding[][] {
  const groups: QualityFinding[][] = [];
  for (const finding of findings) {
    const same = groups.find(([first]) => first.check === finding.check && first.level === finding.level);
    if (same === undefined) groups.push([finding]);
    else same.push(finding);
  }
  return groups;
}

/** One check with all that it found; what to do and the limit are said once. */
function item(group: readonly QualityFinding[]): Markup {
  const [{ check, level, rule }] = group;
  const mends = [...new Set(group.map(({ mend }) => mend).filter((mend) => mend !== ''))];
  const told =
    group.length === 1 ? html` ${group[0].message}` : html`<ul>${group.map(({ message }) => html`<li>${message}</li>`)}</ul>`;
  const what = mends.length === 0 ? null : html`<p><em>What to do:</em> ${mends.map(sentence).join(' ')}</p>`;
  const limit = level === 'warning' && rule !== '' ? html`<p class="rule-text">Warns at: ${sentence(rule)}</p>` : null;
  const name = `${checkName(check)}${level === 'note' ? ' (note)' : ''}`;
  return html`<li class="${level === 'warning' ? 'warned' : 'noted'}"><strong>${name}.</strong>${told}${what}${limit}</li>`;
}
