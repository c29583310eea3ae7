import type { Claim, ClaimsResult } from '../../../claims/index.ts';
import type { Contents } from '../../contents.ts';
import { claimLine } from '../../figures/claim-line.ts';
import { html, type Markup } from '../../text/markup.ts';
import { pEquals, plural, sentence, significant, withInterval } from '../../text/numbers.ts';
import { slugger } from '../../text/slug.ts';
import { VERDICTS, verdictBadge, verdictMeaning } from '../verdict-badge.ts';
import { claimChecksPart, firmness } from './claim-checks-part.ts';
import { claimsOverview } from './claims-overview.ts';
import { term } from './glossary-section.ts';

/**
 * The claims, each with verdict, estimate, interval, adjusted p and reason; then what was not assessed.
 *
 * @param figureIds figures that exist in this report, by which claims link to their evidence
 */
export function claimsSection(result: ClaimsResult, contents: Contents, figureIds: ReadonlySet<string>): Markup {
  const name = slugger();
  const ids = new Map(result.claims.map((claim) => [claim, name(`claim-${claim.id}`)]));
  const idOf = (claim: Claim): string => ids.get(claim) ?? '';
  return html`<section id="claims" aria-labelledby="claims-title">
    <h2 id="claims-title">What this study says</h2>
    ${tally(result.claims)}
    ${claimsOverview(result.claims, idOf)}
    <div class="claims">${result.claims.map((claim) => claimBlock(claim, result, idOf(claim), figureIds))}</div>
    ${claimChecksPart(result, contents)}
    ${notAssessed(result)}
  </section>`;
}

function tally(claims: readonly Claim[]): Markup {
  if (claims.length === 0) return html`<p>No claim could be weighed with the data at hand.</p>`;
  return html`<ul class="tally">${VERDICTS.map((verdict) => {
    const n = claims.filter((claim) => claim.verdict === verdict).length;
    return html`<li>
      <span class="n">${String(n)}</span>
      ${verdictBadge(verdict)}
      <span class="meaning">${verdictMeaning(verdict)}</span>
    </li>`;
  })}</ul>`;
}

function claimBlock(claim: Claim, { checks }: ClaimsResult, id: string, figureIds: ReadonlySet<string>): Markup {
  return html`<article class="claim" id="${id}" aria-labelledby="${id}-title">
    <div class="badge">${verdictBadge(claim.verdict)}</div>
    <div class="says">
      <h3 id="${id}-title">${claim.statement}</h3>
      <p>${claim.reason}</p>
      ${firmness(claim, checks)}
      <details><summary>Test and details</summary>${detailsOf(claim, figureIds)}</details>
    </div>
    <div class="evidence">
      ${claimLine(claim, `${id}-line`)}
      <p class="numbers">${numbersOf(claim)}</p>
    </div>
  </article>`;
}

function detailsOf(claim: Claim, figureIds: ReadonlySet<string>): Markup {
  const figures = [...claim.figures, `specifications-${claim.id}`].filter((figure) => figureIds.has(figure));
  const links = figures.map(
    (figure, i) => html`${i > 0 ? ', ' : null}<a href="#${figure}">figure${figures.length > 1 ? ` ${i + 1}` : ''}</a>`,
  );
  return html`<dl class="facts">
    <dt>Planned test</dt><dd>${claim.test}</dd>
    <dt>${term('family', 'Family')}</dt><dd>${claim.family}; unadjusted ${pEquals(claim.pvalue)}</dd>
    ${equivalenceOf(claim)}
    ${claim.details.map((detail) => html`<dt>${detail.label}</dt><dd>${detail.value}</dd>`)}
    ${figures.length > 0 ? html`<dt>Evidence</dt><dd>${links}</dd>` : null}
  </dl>`;
}

function numbersOf(claim: Claim): Markup {
  if (!Number.isFinite(claim.estimate)) return html`No estimate; ${term('adjusted-p', 'adjusted')} ${pEquals(claim.padj)}`;
  return html`
    <strong>${withInterval(claim.estimate, claim.low, claim.high)}</strong><br>
    ${claim.unit}<br>
    ${term('adjusted-p', 'adjusted')} ${pEquals(claim.padj)}`;
}

function equivalenceOf({ equivalence, unit }: Claim): Markup | null {
  if (equivalence === null) return null;
  const against = `against ±${significant(equivalence.bound, 2)} ${unit}: ${pEquals(equivalence.pvalue)}`;
  return html`<dt>${term('equivalence', 'Equivalence')}</dt><dd>${against}</dd>`;
}

function notAssessed({ notAssessed: items }: ClaimsResult): Markup | null {
  if (items.length === 0) return null;
  return html`<h3 id="not-assessed">What was not assessed</h3>
    <p>${plural(items.length, 'claim')} that a reader may look for and that this study cannot speak to:</p>
    <ul class="not-assessed">${items.map((item) => html`<li><strong>${item.statement}</strong> ${sentence(item.why)}</li>`)}</ul>`;
}
