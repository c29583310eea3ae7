import { allFigures, type Contents } from '../contents.ts';
import type { ReportInput } from '../input.ts';
import { html, type Markup } from '../text/markup.ts';
import { count, listed, plural } from '../text/numbers.ts';
import { embeddedData } from './embedded-data.ts';
import { geneCounts } from './gene-counts.ts';
import { pageFile } from './page-frame.ts';
import type { Section } from './section.ts';
import { behaviorSection } from './sections/behavior-section.ts';
import { claimsSection } from './sections/claims-section.ts';
import { expressionSection } from './sections/expression-section.ts';
import { glossarySection } from './sections/glossary-section.ts';
import { integrationSection } from './sections/integration-section.ts';
import { pathwaySection } from './sections/pathway-section.ts';
import { checksSection, methodsSection, reproduceSection } from './sections/record-sections.ts';

/** The whole report as one HTML file that needs nothing else. */
export function reportPage(input: ReportInput, contents: Contents): string {
  const sections = [
    behaviorSection(input, contents),
    expressionSection(input, contents),
    pathwaySection(input, contents),
    integrationSection(input, contents),
    checksSection(input, contents),
    methodsSection(input),
    reproduceSection(input, contents),
  ];
  const figureIds = new Set(allFigures(contents).map((figure) => figure.id));
  const body = html`
    <a class="skip" href="#claims">Skip to the claims</a>
    ${header(input)}
    <div class="layout">
      ${navigation(sections)}
      <main>
        ${claimsSection(input.claims, contents, figureIds)}
        ${sections.map(sectionBlock)}
        ${glossarySection()}
      </main>
    </div>
    <footer>
      <p>Made with limbic ${input.provenance.version}. This file contacts no server; everything shown is inside it.</p>
    </footer>`;
  const { expression } = contents;
  const counts =
    input.expression === null || expression?.gene == null
      ? null
      : geneCounts(input.expression, expression.groups, body.text.length);
  const data = embeddedData(contents, body.text.length + (counts?.text.length ?? 0));
  return pageFile(`${input.study.title} – limbic report`, input.provenance.version, html`${body}${counts}${data}`);
}

function sectionBlock({ id, title, body }: Section): Markup {
  return html`<section id="${id}" aria-labelledby="${id}-title"><h2 id="${id}-title">${title}</h2>${body}</section>`;
}

function header({ study, expression }: ReportInput): Markup {
  const arms = study.arms.map((arm) => (arm.doseMgPerKg > 0 ? `${arm.name} (${arm.doseMgPerKg} mg/kg)` : arm.name));
  const animals = plural(study.animals.length, study.species, study.species === 'mouse' ? 'mice' : 'rats');
  const facts: [string, string][] = [
    ['Drug', study.drug.name],
    ['Animals', `${animals}${study.strain === null ? '' : `, ${study.strain}`}`],
    ['Arms', listed(arms)],
    ['Sessions', listed(study.sessions.map((session) => session.name))],
    ['Expression', expression === null ? 'none' : `${count(expression.samples.length)} samples of ${expression.tissue}`],
  ];
  return html`<header class="title">
    <p class="kind">limbic report</p>
    <h1>${study.title}</h1>
    <dl>${facts.filter(([, value]) => value !== '').map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
  </header>`;
}

function navigation(sections: readonly Section[]): Markup {
  const entries = [{ id: 'claims', title: 'Claims' }, ...sections, { id: 'glossary', title: 'What the numbers mean' }];
  const items = entries.map(({ id, title }) => html`<li><a href="#${id}">${title}</a></li>`);
  return html`<nav aria-label="Sections"><ol>${items}</ol></nav>`;
}
