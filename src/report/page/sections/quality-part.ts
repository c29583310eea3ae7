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
    ${found.length === 0 ? null : html`<ul class="findings">${found.map(item)}</ul>`}
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

function item({ check, level, message, rule, mend }: QualityFinding): Markup {
  const limit = level === 'warning' && rule !== '' ? html` <span class="rule-text">Warns when ${rule}.</span>` : null;
  const what = mend === '' ? null : html` <em>What to do:</em> ${mend}.`;
  return html`<li class="${level === 'warning' ? 'warned' : 'noted'}"><strong>${checkName(check)}${level === 'note' ? ' (note)' : ''}.</strong> ${message}${what}${limit}</li>`;
}
