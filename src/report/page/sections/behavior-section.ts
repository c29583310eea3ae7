import type { BehaviorResult } from '../../../behavior/index.ts';
import { type Contents, dataOf } from '../../contents.ts';
import type { BehaviorFigures } from '../../figures/behavior-figures.ts';
import type { ReportInput } from '../../input.ts';
import { html, type Markup } from '../../text/markup.ts';
import { fixed, listed, plural } from '../../text/numbers.ts';
import { figureBlock, moreFigures } from '../figure-block.ts';
import { notRun, type Section } from '../section.ts';
import { moreTable } from '../table-block.ts';
import { term } from './glossary-section.ts';

const TABLES = [
  'behavior-contrasts',
  'behavior-comparisons',
  'behavior-model-terms',
  'behavior-ratios',
  'behavior-survival',
  'behavior-curves',
  'behavior-adjusted',
  'behavior-sensitivity',
  'behavior-reliability',
  'behavior-raters',
  'behavior-scores',
  'behavior-measures',
];

/** Behavior: each domain score with its planned contrasts, then the single assays. */
export function behaviorSection({ behavior }: ReportInput, contents: Contents): Section {
  const figures = contents.behavior;
  if (behavior === null || figures === null)
    return notRun('behavior', 'Behavior', 'The study has no behavior, or that step was not run.');
  const extent = [
    `${plural(behavior.measures.length, 'measure')} of ${plural(figures.assays.length, 'assay')}`,
    `${plural(behavior.animals.length, 'animal')}, ${plural(behavior.sessions.length, 'session')}`,
  ].join(' in ');
  const left = plural(behavior.exclusions.length, 'value');
  return {
    id: 'behavior',
    title: 'Behavior',
    body: html`
      <p>${extent}; ${left} left out (<a href="#checks">listed</a>).
        Scores are ${term('domain-score', 'integrated z-scores')};
        differences come from a ${term('mixed-model', 'mixed model')} where litters or repeated sessions call for one,
        and where that model adjusts for sex or litter they need not equal the difference of the plain means.</p>
      ${figures.scores.map((one) => scoreBlock(one, behavior))}
      <h3>Single assays</h3>
      ${figures.assays.map(assayBlock)}
      ${figures.raters.length === 0 ? null : html`<h3>Agreement of raters</h3>${figures.raters.map(figureBlock)}`}
      ${TABLES.map((id) => moreTable(dataOf(contents, id)))}`,
  };
}

function scoreBlock(one: BehaviorFigures['scores'][number], behavior: BehaviorResult): Markup {
  return html`<h3>${one.label}</h3>
    <div class="pair">${figureBlock(one.profile)}${figureBlock(one.forest)}</div>
    ${figureBlock(one.estimation)}
    ${one.primary ? figureBlock(one.robustness) : moreFigures('What the difference depends on', [one.robustness])}
    ${reliabilityOf(behavior, one.domain)}`;
}

/** How well the tests of a score go together, in words. */
function reliabilityOf({ reliability = [] }: BehaviorResult, domain: string): Markup | null {
  const own = reliability.filter((one) => one.domain === domain);
  if (own.length === 0) return null;
  const alphas = own.map(({ session, alpha }) => `${session} ${fixed(alpha, 2)}`);
  const component = own.map((one) => one.firstComponentCorrelation).reduce((least, r) => Math.min(least, r), 1);
  const tests = plural(own[0].tests.length, 'test');
  return html`<p>${term('alpha', 'Cronbach’s alpha')} of its ${tests}: ${listed(alphas)}.
    Correlation of their first principal component with the score: at least ${fixed(component, 2)}.</p>`;
}

function assayBlock(one: BehaviorFigures['assays'][number]): Markup {
  const which = one.parts.length === 0 ? 'Measures' : 'Other measures';
  return html`<h4>${one.assay}</h4>
    ${one.parts.map(figureBlock)}
    ${one.adjusted.slice(0, 1).map(figureBlock)}
    ${moreFigures('More with and without adjustment for distance', one.adjusted.slice(1))}
    ${moreFigures('Times, counts and shares by models of their own', [one.ratios])}
    ${moreFigures('Paths and heat maps of every animal', one.tracks)}
    ${moreFigures(`${which} of ${one.assay.toLowerCase()} (${one.others.length})`, one.others)}`;
}
